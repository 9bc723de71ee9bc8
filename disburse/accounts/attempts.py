"""Attempts to sign in, kept as rows for as long as `throttle` remembers them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from disburse.accounts.emails import email_key
from disburse.accounts.randomness import digest
from disburse.accounts.throttle import BY_ADDRESS, BY_EMAIL, NOW, Limit, source, wait
from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from datetime import timedelta

_FAILURES_OF_EMAIL = """
    SELECT count(*), max(at) FROM login_attempt
    WHERE email_hash = :key AND at > :since AND NOT succeeded AND id > coalesce(
        (SELECT max(id) FROM login_attempt WHERE email_hash = :key AND succeeded), 0)
"""
_FAILURES_OF_ADDRESS = """
    SELECT count(*), max(at) FROM login_attempt
    WHERE address = :key AND at > :since AND NOT succeeded
"""


class Admission(NamedTuple):
    """The attempt's number, or how long to wait before another is let in."""

    attempt_id: int | None
    wait: timedelta


def admit(
    connection: sqlite3.Connection, email: str, address: str | None, at: datetime
) -> Admission:
    """Let an attempt in, or tell how long to wait; a refused one is not counted.

    It is written as failed before the password is looked at, in the same transaction as the
    count: so many attempts at once cannot all slip in before the first has failed.
    """
    with atomically(connection):
        waiting = max(
            _wait(connection, _FAILURES_OF_EMAIL, _hash(email), BY_EMAIL, at),
            _wait(connection, _FAILURES_OF_ADDRESS, source(address), BY_ADDRESS, at),
        )
        if waiting:
            return Admission(None, waiting)
        forgotten = at - max(BY_EMAIL.remembered, BY_ADDRESS.remembered)
        connection.execute("DELETE FROM login_attempt WHERE at <= ?", (stamp(forgotten),))
        attempt_id = connection.execute(
            "INSERT INTO login_attempt (email_hash, address, at, succeeded) VALUES (?, ?, ?, 0)",
            (_hash(email), source(address), stamp(at)),
        ).lastrowid
    return Admission(attempt_id, NOW)


def succeeded(connection: sqlite3.Connection, attempt_id: int) -> None:
    """Mark an attempt as successful, which forgives the address of mail its failures."""
    connection.execute("UPDATE login_attempt SET succeeded = 1 WHERE id = ?", (attempt_id,))


def _hash(email: str) -> str:
    return digest(email_key(email))


def _wait(
    connection: sqlite3.Connection, query: str, key: str, limit: Limit, at: datetime
) -> timedelta:
    if not key:
        return NOW
    since = stamp(at - limit.remembered)
    failures, last = connection.execute(query, {"key": key, "since": since}).fetchone()
    return wait(limit, failures, last and datetime.fromisoformat(last), at)
