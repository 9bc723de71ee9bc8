"""Tokens by which scripts read the API as a person; what they may see is the person's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from disburse.accounts import audit, people
from disburse.accounts.people import COLUMNS, KIND, from_row
from disburse.accounts.randomness import digest, new_secret
from disburse.accounts.records import Action, ApiToken
from disburse.accounts.writing import atomically, write_if_free
from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.accounts.records import Actor, Person

PREFIX = "disburse_"
"""Begins every token, so that one left in a file is recognised."""
TOUCHED_AFTER = timedelta(hours=1)


def issue(connection: sqlite3.Connection, person_id: int, *, by: Actor, at: datetime) -> str:
    """Make a token for an open account; it is told this once. Earlier ones stay valid.

    Raises AccountError ``unknown_person`` or ``closed``.
    """
    token = PREFIX + new_secret()
    with atomically(connection):
        people.demand_open(people.by_id(connection, person_id))
        connection.execute(
            "INSERT INTO api_token (person_id, token_hash, created_at, created_by)"
            " VALUES (?, ?, ?, ?)",
            (person_id, digest(token), stamp(at), by.name),
        )
        audit.record(connection, Action.TOKEN_ISSUED, KIND, person_id, by=by, at=at)
    return token


def person_of_token(connection: sqlite3.Connection, token: str) -> Person | None:
    """Return whose token this is, unless it or the account is closed or there is none."""
    if not token.startswith(PREFIX):
        return None
    row = connection.execute(
        f"SELECT {COLUMNS} FROM api_token JOIN person ON person.id = api_token.person_id"  # noqa: S608 (fixed)
        " WHERE token_hash = ? AND revoked_at IS NULL AND closed_at IS NULL",
        (digest(token),),
    ).fetchone()
    return None if row is None else from_row(tuple(row))


def touch(connection: sqlite3.Connection, token: str, *, at: datetime) -> bool:
    """Note that a token is in use, at most hourly and only if the ledger is free; tell whether."""
    last = connection.execute(
        "SELECT last_used_at FROM api_token WHERE token_hash = ?", (digest(token),)
    ).fetchone()
    if last is None or (last[0] is not None and last[0] > stamp(at - TOUCHED_AFTER)):
        return False
    return write_if_free(
        connection,
        "UPDATE api_token SET last_used_at = :at WHERE token_hash = :token_hash",
        {"at": stamp(at), "token_hash": digest(token)},
    )


def issued_to(connection: sqlite3.Connection, person_id: int) -> list[ApiToken]:
    """List a person's tokens, the revoked ones too, the latest first."""
    rows = connection.execute(
        "SELECT id, person_id, created_at, created_by, last_used_at, revoked_at FROM api_token"
        " WHERE person_id = ? ORDER BY id DESC",
        (person_id,),
    )
    return [ApiToken(*row) for row in rows]


def revoke(
    connection: sqlite3.Connection, person_id: int, token_id: int, *, by: Actor, at: datetime
) -> bool:
    """Revoke one token of a person; False when that person has no such valid token."""
    with atomically(connection):
        revoked = connection.execute(
            "UPDATE api_token SET revoked_at = ?"
            " WHERE id = ? AND person_id = ? AND revoked_at IS NULL",
            (stamp(at), token_id, person_id),
        ).rowcount
        if revoked:
            audit.record(connection, Action.TOKEN_REVOKED, KIND, person_id, by=by, at=at)
    return bool(revoked)
