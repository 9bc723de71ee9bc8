"""Signing in with address and password."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disburse.accounts import attempts, audit, passwords, sessions
from disburse.accounts.emails import email_key
from disburse.accounts.people import COLUMNS, KIND, from_row
from disburse.accounts.records import Action, Actor
from disburse.accounts.throttle import NOW
from disburse.accounts.writing import atomically

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime, timedelta

    from disburse.accounts.records import Person
    from disburse.accounts.settings import AccountSettings


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody typed, and where the request came from."""

    email: str
    password: str = field(repr=False)
    address: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The person let in, with the session's token; or nobody, and how long to wait if at all.

    Nobody is told alike for an unknown address, a wrong password, an account not yet accepted and
    a closed one.
    """

    person: Person | None = None
    token: str | None = field(default=None, repr=False)
    wait: timedelta = NOW


@dataclass(frozen=True, slots=True)
class _Checked:
    person: Person
    stored: str = field(repr=False)
    attempt_id: int


def sign_in(
    connection: sqlite3.Connection, given: Credentials, settings: AccountSettings, *, at: datetime
) -> Outcome:
    """Check address and password and open a session. Takes about 0.1 s, whoever asks."""
    checked = _check(connection, given, at)
    if isinstance(checked, Outcome):
        return checked
    with atomically(connection):
        if not _confirmed(connection, checked, given):
            return Outcome()
        token = sessions.start(
            connection,
            checked.person.person_id,
            settings,
            at=at,
            address=given.address,
            user_agent=given.user_agent,
        )
        by = Actor(checked.person.name, checked.person.person_id, given.address)
        audit.record(connection, Action.LOGIN, KIND, by.person_id, by=by, at=at)
    return Outcome(checked.person, token)


def authenticate(connection: sqlite3.Connection, given: Credentials, *, at: datetime) -> Outcome:
    """Check address and password without opening a session: before one's own password changes."""
    checked = _check(connection, given, at)
    if isinstance(checked, Outcome):
        return checked
    with atomically(connection):
        confirmed = _confirmed(connection, checked, given)
    return Outcome(checked.person if confirmed else None)


def _check(connection: sqlite3.Connection, given: Credentials, at: datetime) -> _Checked | Outcome:
    """Do the slow work outside any transaction, after the attempt has been counted."""
    attempt_id, waiting = attempts.admit(connection, given.email, given.address, at)
    if attempt_id is None:
        return Outcome(wait=waiting)
    row = connection.execute(
        f"SELECT {COLUMNS}, password_hash FROM person WHERE email = ?",  # noqa: S608 (fixed)
        (email_key(given.email),),
    ).fetchone()
    stored: str | None = row[-1] if row else None
    correct = passwords.matches(stored, given.password)
    if stored is None or not correct:
        _record_failure(connection, row[0] if row else None, given, at)
        return Outcome()
    return _Checked(from_row(tuple(row[:-1])), stored, attempt_id)


def _confirmed(connection: sqlite3.Connection, checked: _Checked, given: Credentials) -> bool:
    """Let in only if account and password are still those that were checked."""
    person_id = checked.person.person_id
    still = connection.execute(
        "SELECT 1 FROM person WHERE id = ? AND password_hash = ? AND closed_at IS NULL",
        (person_id, checked.stored),
    ).fetchone()
    if still is None:
        return False
    attempts.succeeded(connection, checked.attempt_id)
    if passwords.outdated(checked.stored):
        connection.execute(
            "UPDATE person SET password_hash = ? WHERE id = ?",
            (passwords.hashed(given.password), person_id),
        )
    return True


def _record_failure(
    connection: sqlite3.Connection, person_id: int | None, given: Credentials, at: datetime
) -> None:
    """Tell of a failed login by nobody known; what was typed is told only if it is an account."""
    by = Actor("", None, given.address)
    audit.record(connection, Action.LOGIN_FAILED, KIND, person_id, by=by, at=at)
