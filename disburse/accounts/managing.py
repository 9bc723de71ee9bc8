"""Adding, changing and closing accounts, and setting their passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from disburse.accounts import audit, passwords, revoking
from disburse.accounts.emails import checked_email
from disburse.accounts.errors import AccountError
from disburse.accounts.people import KIND, by_email, by_id, demand_open
from disburse.accounts.records import Action, Actor, Details, NewPerson, Person, Role
from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp
from disburse.text import clean, fold

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def add(
    connection: sqlite3.Connection,
    new: NewPerson,
    *,
    by: Actor,
    at: datetime,
    password: str | None = None,
) -> Person:
    """Add a person; without a password nobody can sign in until an invitation is accepted.

    Raises AccountError ``email_invalid``, ``email_taken``, ``owner_required``,
    ``owner_not_allowed`` or one of the ``password_…``.
    """
    new = checked(new, password)
    stored = None if password is None else passwords.hashed(password)
    with atomically(connection):
        if connection.execute("SELECT 1 FROM person WHERE email = ?", (new.email,)).fetchone():
            raise AccountError("email_taken", f"{new.email} has an account", email=new.email)
        connection.execute(
            "INSERT INTO person (email, name, role, owner, password_hash, created_at, created_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (new.email, new.name, new.role, new.owner, stored, stamp(at), by.name),
        )
        person = by_email(connection, new.email)
        told, person_id = _told(person), person.person_id
        audit.record(connection, Action.PERSON_ADDED, KIND, person_id, by=by, at=at, new=told)
    return person


def checked(new: NewPerson, password: str | None = None) -> NewPerson:
    """Return a person to be added as it would be stored. Raises as `add`, but ``email_taken``."""
    email = checked_email(new.email)
    owner = _owner(new.role, new.owner)
    name = clean(new.name or "") or owner or email
    if password is not None:
        passwords.check_password(password, _words(email, name, owner))
    return replace(new, email=email, name=name, owner=owner)


def change(
    connection: sqlite3.Connection, person_id: int, details: Details, *, by: Actor, at: datetime
) -> Person:
    """Give an open account another name, role or owner; another role or owner ends its sessions.

    Raises AccountError ``unknown_person``, ``closed``, ``owner_required`` or
    ``owner_not_allowed``.
    """
    with atomically(connection):
        old = demand_open(by_id(connection, person_id))
        owner = _owner(details.role, details.owner)
        name = clean(details.name) or owner or old.email
        new = replace(old, name=name, role=details.role, owner=owner)
        if new == old:
            return old
        connection.execute(
            "UPDATE person SET name = ?, role = ?, owner = ? WHERE id = ?",
            (new.name, new.role, new.owner, person_id),
        )
        if (new.role, new.owner) != (old.role, old.owner):
            revoking.sessions(connection, person_id, at)
        _record(connection, Action.PERSON_CHANGED, (old, new), by, at)
    return new


def close(connection: sqlite3.Connection, person_id: int, *, by: Actor, at: datetime) -> Person:
    """Close an account for good or until reopened: sessions, links, tokens and password end.

    Raises AccountError ``unknown_person`` or ``closed``.
    """
    with atomically(connection):
        old = demand_open(by_id(connection, person_id))
        connection.execute(
            "UPDATE person SET closed_at = ?, password_hash = NULL WHERE id = ?",
            (stamp(at), person_id),
        )
        revoking.everything(connection, person_id, at)
        new = by_id(connection, person_id)
        _record(connection, Action.PERSON_CLOSED, (old, new), by, at)
    return new


def reopen(connection: sqlite3.Connection, person_id: int, *, by: Actor, at: datetime) -> Person:
    """Open a closed account again; it needs a new invitation or password.

    Raises AccountError ``unknown_person`` or ``not_closed``.
    """
    with atomically(connection):
        old = by_id(connection, person_id)
        if old.closed_at is None:
            raise AccountError("not_closed", f"{old.email} is open", email=old.email)
        connection.execute("UPDATE person SET closed_at = NULL WHERE id = ?", (person_id,))
        new = by_id(connection, person_id)
        _record(connection, Action.PERSON_REOPENED, (old, new), by, at)
    return new


def set_password(
    connection: sqlite3.Connection, person_id: int, password: str, *, by: Actor, at: datetime
) -> Person:
    """Give an open account a password; its sessions and unused links end.

    Whoever asks must have been checked before: an administrator, or the person by the old
    password (`signing_in.authenticate`). Raises AccountError ``unknown_person``, ``closed`` or one
    of the ``password_…``.
    """
    check_password_of(demand_open(by_id(connection, person_id)), password)
    stored = passwords.hashed(password)
    return store_password(connection, person_id, stored, by=by, at=at)


def store_password(
    connection: sqlite3.Connection, person_id: int, stored: str, *, by: Actor, at: datetime
) -> Person:
    """Keep a hash made by `passwords.hashed` of a checked password, as `set_password` tells."""
    with atomically(connection):
        person = demand_open(by_id(connection, person_id))
        connection.execute("UPDATE person SET password_hash = ? WHERE id = ?", (stored, person_id))
        revoking.sessions(connection, person_id, at)
        revoking.links(connection, person_id, at)
        audit.record(connection, Action.PASSWORD_SET, KIND, person_id, by=by, at=at)
    return replace(person, has_password=True)


def check_password_of(person: Person, password: str) -> None:
    """Refuse a password too weak for this person. Raises AccountError, one of ``password_…``."""
    passwords.check_password(password, _words(person.email, person.name, person.owner))


def _words(email: str, name: str, owner: str | None) -> list[str]:
    """Collect what an attacker who knows the person would try: whole, in words, run together."""
    texts = [fold(text) for text in (email, name, owner or "")]
    return [email, *texts, *(text.replace(" ", "") for text in texts), *" ".join(texts).split()]


def _owner(role: Role, owner: str | None) -> str | None:
    """Hold the owner's name against the role; a name of mere punctuation is none."""
    name = clean(owner or "")
    if role is not Role.OWNER:
        if name:
            raise AccountError("owner_not_allowed", f"{role} is bound to no owner", role=role)
        return None
    if not fold(name):
        raise AccountError("owner_required", "the role owner needs the owner's name")
    return name


def _record(
    connection: sqlite3.Connection,
    action: Action,
    states: tuple[Person, Person],
    by: Actor,
    at: datetime,
) -> None:
    """Write what differs between the old and the new state of a person."""
    old, new = map(_told, states)
    changed = [key for key in new if new[key] != old[key]]
    before, after = ({key: state[key] for key in changed} for state in (old, new))
    person_id = states[0].person_id
    audit.record(connection, action, KIND, person_id, by=by, at=at, old=before, new=after)


def _told(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role.value,
        "owner": person.owner,
        "closed_at": person.closed_at,
        "has_password": person.has_password,
    }
