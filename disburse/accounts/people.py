"""The accounts as they stand: looking one up, listing all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disburse.accounts.emails import email_key
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Person, Role

if TYPE_CHECKING:
    import sqlite3

KIND = "person"
"""What audit entries about accounts have as ``object_kind``; ``object_id`` is the person's."""

COLUMNS = """
    person.id, person.email, person.name, person.role, person.owner, person.created_at,
    person.created_by, person.closed_at, person.password_hash IS NOT NULL
"""
"""What a query selects for `from_row`; never the hash."""


def from_row(row: tuple[Any, ...]) -> Person:
    """Make a person of the columns `COLUMNS`."""
    person_id, email, name, role, owner, created_at, created_by, closed_at, has_password = row
    return Person(
        person_id=person_id,
        email=email,
        name=name,
        role=Role(role),
        owner=owner,
        created_at=created_at,
        created_by=created_by,
        closed_at=closed_at,
        has_password=bool(has_password),
    )


def everybody(connection: sqlite3.Connection) -> list[Person]:
    """List every account, the open ones first, by role and address."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM person ORDER BY closed_at IS NOT NULL, role, email"  # noqa: S608 (fixed)
    )
    return [from_row(tuple(row)) for row in rows]


def by_id(connection: sqlite3.Connection, person_id: int) -> Person:
    """Return one account. Raises AccountError ``unknown_person``."""
    return _one(connection, "person.id = ?", person_id)


def by_email(connection: sqlite3.Connection, email: str) -> Person:
    """Return the account of an address, however capitalised. Raises ``unknown_person``."""
    return _one(connection, "person.email = ?", email_key(email))


def open_by_email(connection: sqlite3.Connection, email: str) -> Person:
    """Return the open account of an address. Raises ``unknown_person`` or ``closed``."""
    return demand_open(by_email(connection, email))


def demand_open(person: Person) -> Person:
    """Return the person. Raises AccountError ``closed`` for a closed account."""
    if person.closed_at is not None:
        raise AccountError("closed", f"{person.email} is closed", email=person.email)
    return person


def demand_another_admin(connection: sqlite3.Connection, person_id: int) -> None:
    """Refuse to go on if nobody but this person could administer the page; for closing, demoting.

    Call it in the transaction of the change. Raises AccountError ``last_admin``.
    """
    others = (one for one in everybody(connection) if one.person_id != person_id)
    if not any(_administers(one) for one in others):
        person = by_id(connection, person_id)
        if _administers(person):
            text = f"{person.email} is the last administrator"
            raise AccountError("last_admin", text, email=person.email)


def _administers(person: Person) -> bool:
    return person.role is Role.ADMIN and person.closed_at is None and person.has_password


def _one(connection: sqlite3.Connection, condition: str, key: object) -> Person:
    row = connection.execute(
        f"SELECT {COLUMNS} FROM person WHERE {condition}",  # noqa: S608 (fixed conditions)
        (key,),
    ).fetchone()
    if row is None:
        raise AccountError("unknown_person", f"no account {key}", email=key)
    return from_row(tuple(row))
