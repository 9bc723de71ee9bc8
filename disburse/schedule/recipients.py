"""Who gets mail: people by what they may see, so that one content serves each group.

Leaders and staff get the commune's mail, owners that of their own projects. Administrators get
none: they look after the program, and whoever also follows projects has an account for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.accounts.people import everybody
from disburse.accounts.records import Role
from disburse.accounts.rights import visible_owner
from disburse.ledger.confirmed import confirmed
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from disburse.accounts.records import Person

OFFICE = frozenset({Role.STAFF, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Group:
    """People who see the same: everything (``owner`` None), or the projects of one owner."""

    owner: str | None
    people: tuple[Person, ...]


def office(connection: sqlite3.Connection, roles: Collection[Role] = OFFICE) -> Group:
    """Return those of the office with an open account."""
    people = (one for one in _open(connection) if one.role in roles)
    return Group(None, tuple(one for one in people if visible_owner(one) is None))


def owners(connection: sqlite3.Connection) -> tuple[Group, ...]:
    """Return the owners with an open account, in alphabetical order.

    Spellings confirmed to be one owner are one group. An account bound to an owner without a name
    is in none, so that it never gets everything.
    """
    said = confirmed(connection)
    found: dict[str, tuple[str, list[Person]]] = {}
    for person in _open(connection):
        if person.role is Role.OWNER and fold(person.owner or ""):
            owner = said.owner(visible_owner(person)) or ""
            found.setdefault(fold(owner), (owner, []))[1].append(person)
    return tuple(Group(owner, tuple(people)) for _, (owner, people) in sorted(found.items()))


def _open(connection: sqlite3.Connection) -> list[Person]:
    return [one for one in everybody(connection) if one.closed_at is None]
