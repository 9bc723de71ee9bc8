"""What people confirm about identity: written once, withdrawn once, never changed.

Nothing is joined without a person, and a person's word is taken back as easily as it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger.confirmation_list import confirmation
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.known_projects import demand_known
from disburse.ledger.moments import stamp
from disburse.ledger.schema import transaction
from disburse.ledger.twins import twins
from disburse.matches import Confirmation, MatchKind
from disburse.text import clean, fold

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.ledger.confirmed import Confirmed

_CONFIRM = "INSERT INTO confirmation (kind, decided_by, decided_at) VALUES (?, ?, ?)"
_PAIR = "INSERT INTO project_pair VALUES (?, ?, ?)"
_OWNER = "INSERT INTO owner_pair VALUES (?, ?, ?, ?, ?)"
_WITHDRAW = "UPDATE confirmation SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?"
_SPELT = """
    SELECT EXISTS (
        SELECT 1 FROM project_fact AS fact JOIN import ON import.id = fact.import_id
        WHERE import.undone_at IS NULL AND fact.owner_key = ?
    )
"""


def confirm_same(
    connection: sqlite3.Connection, one: int, other: int, *, by: str, at: datetime
) -> Confirmation:
    """Say that two projects are one: what is told of either is told of it.

    Raises LedgerError: ``unknown_project``; ``already_same``; ``said_different`` when two projects
    this would join were said to be two.
    """
    with transaction(connection):
        _demand_two(connection, one, other)
        number = _confirm(connection, MatchKind.SAME_PROJECT, by, at)
        connection.execute(_PAIR, (number, one, other))
        return confirmation(connection, number)


def confirm_different(
    connection: sqlite3.Connection, one: int, other: int, *, by: str, at: datetime
) -> Confirmation:
    """Say that two projects are two: they are not suggested any more.

    Raises LedgerError: ``unknown_project``; ``already_same`` while they are joined;
    ``said_different`` when that was said before.
    """
    with transaction(connection):
        _demand_two(connection, one, other)
        number = _confirm(connection, MatchKind.DIFFERENT_PROJECTS, by, at)
        connection.execute(_PAIR, (number, one, other))
        return confirmation(connection, number)


def confirm_owner(
    connection: sqlite3.Connection, spelling: str, owner: str, *, by: str, at: datetime
) -> Confirmation:
    """Say that a spelling means an owner, who is written ``owner`` from now on.

    Projects that only this spelling kept apart become one, by the rules of
    `disburse.ledger.identity`. Two spellings of the same letters (case, accents) may be given too.

    Raises LedgerError: ``unknown_owner`` for a spelling no import in force has, ``same_spelling``,
    ``spelling_confirmed`` (withdraw that first), ``circular_owner`` where the owner is confirmed to
    be the spelling, ``owners_said_different``.
    """
    written = (clean(spelling), clean(owner))
    keys = (fold(spelling), fold(owner))
    with transaction(connection):
        _demand_owner(connection, written, keys)
        number = _confirm(connection, MatchKind.SAME_OWNER, by, at)
        connection.execute(_OWNER, (number, keys[0], written[0], keys[1], written[1]))
        pairs = twins(connection, confirmed(connection), keys[1])
        connection.executemany(_PAIR, ((number, *pair) for pair in pairs))
        return confirmation(connection, number)


def confirm_other_owner(
    connection: sqlite3.Connection, spelling: str, owner: str, *, by: str, at: datetime
) -> Confirmation:
    """Say that two spellings mean two owners: they are not suggested any more.

    Raises LedgerError: ``unknown_owner``, ``same_spelling``, ``already_same_owner`` while they are
    merged, ``owners_said_different``.
    """
    written = (clean(spelling), clean(owner))
    keys = (fold(spelling), fold(owner))
    with transaction(connection):
        said = confirmed(connection)
        _demand_spelt(connection, written, keys)
        if keys[0] == keys[1] or said.owner_key(keys[0]) == said.owner_key(keys[1]):
            raise _refused("already_same_owner", written)
        _demand_owners_never_apart(said, keys, written)
        number = _confirm(connection, MatchKind.DIFFERENT_OWNERS, by, at)
        connection.execute(_OWNER, (number, keys[0], written[0], keys[1], written[1]))
        return confirmation(connection, number)


def withdraw(connection: sqlite3.Connection, number: int, *, by: str, at: datetime) -> Confirmation:
    """Take a confirmation back: everything reads as if it had never been given.

    Raises LedgerError: ``unknown_confirmation``, ``confirmation_withdrawn``.
    """
    with transaction(connection):
        before = confirmation(connection, number)
        if before.withdrawn_at is not None:
            text = f"confirmation {number} was withdrawn at {before.withdrawn_at}"
            raise LedgerError(
                "confirmation_withdrawn", text, number=number, withdrawn_at=before.withdrawn_at
            )
        connection.execute(_WITHDRAW, (stamp(at), by, number))
        return confirmation(connection, number)


def _demand_two(connection: sqlite3.Connection, one: int, other: int) -> None:
    """Refuse what is one already, or was said to be two."""
    for project_id in (one, other):
        demand_known(connection, project_id)
    said = confirmed(connection)
    pair = said.projects((one, other))
    if len(pair) == 1:
        text = f"projects {one} and {other} are one"
        raise LedgerError("already_same", text, one=one, other=other)
    for apart, number in said.apart.items():
        if said.projects(apart) == pair:
            text = f"confirmation {number} says that projects {one} and {other} are two"
            raise LedgerError("said_different", text, number=number)


def _demand_spelt(
    connection: sqlite3.Connection, written: tuple[str, str], keys: tuple[str, str]
) -> None:
    if not keys[1] or not connection.execute(_SPELT, (keys[0],)).fetchone()[0]:
        raise _refused("unknown_owner", written)
    if written[0] == written[1]:
        raise _refused("same_spelling", written)


def _demand_owner(
    connection: sqlite3.Connection, written: tuple[str, str], keys: tuple[str, str]
) -> None:
    said = confirmed(connection)
    _demand_spelt(connection, written, keys)
    known = said.owners.get(keys[0])
    if known is not None and known.number is not None:
        raise _refused("spelling_confirmed", written, number=known.number, known=known.name)
    if keys[0] != keys[1] and said.owner_key(keys[1]) == keys[0]:
        raise _refused("circular_owner", written)
    _demand_owners_never_apart(said, keys, written)


def _demand_owners_never_apart(
    said: Confirmed, keys: tuple[str, str], written: tuple[str, str]
) -> None:
    merged = set(map(said.owner_key, keys))
    for pair, number in said.owners_apart.items():
        if set(map(said.owner_key, pair)) == merged:
            raise _refused("owners_said_different", written, number=number)


def _refused(code: str, written: tuple[str, str], **details: object) -> LedgerError:
    spelling, owner = written
    text = f"{code}: {spelling!r}, {owner!r}"
    return LedgerError(code, text, spelling=spelling, owner=owner, **details)


def _confirm(connection: sqlite3.Connection, kind: MatchKind, by: str, at: datetime) -> int:
    cursor = connection.execute(_CONFIRM, (kind.value, by, stamp(at)))
    return int(cursor.lastrowid or 0)
