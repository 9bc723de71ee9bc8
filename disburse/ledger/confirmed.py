"""What people confirmed about identity, as it is applied whenever the ledger is read.

Facts keep the project and the owner's spelling they were stored with; which projects are one, and
how an owner is written, is looked up on reading. So a confirmation holds for everything stored
before it, and is gone without a trace once withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from disburse.ledger.moments import stamp
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

# As for imports: without :known_on the first condition always holds, "not withdrawn" is left.
_IN_FORCE = """
    confirmation.decided_at <= coalesce(:known_on, confirmation.decided_at)
    AND (confirmation.withdrawn_at IS NULL OR confirmation.withdrawn_at > :known_on)
"""
_PAIRS = f"""
    SELECT confirmation.id, confirmation.kind = 'different_projects', pair.one_id, pair.other_id
    FROM project_pair AS pair JOIN confirmation ON confirmation.id = pair.confirmation_id
    WHERE {_IN_FORCE} ORDER BY confirmation.id
"""  # noqa: S608 - a constant of this module
_OWNERS = f"""
    SELECT confirmation.id, confirmation.kind = 'different_owners', pair.spelling_key,
        pair.owner_key, pair.owner
    FROM owner_pair AS pair JOIN confirmation ON confirmation.id = pair.confirmation_id
    WHERE {_IN_FORCE} ORDER BY confirmation.id
"""  # noqa: S608 - the same


class OwnerName(NamedTuple):
    """How an owner is known (folded) and written; ``number``: the confirmation of the spelling."""

    key: str
    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The confirmations in force at a moment.

    ``joined``: project → the one that stands for all it is one with (the oldest), for those that
    are not that one themselves. ``owners``: folded spelling → how the owner is written.
    ``apart`` and ``owners_apart``: pairs a person said are two → number of the confirmation.
    """

    joined: Mapping[int, int] = field(default_factory=dict)
    owners: Mapping[str, OwnerName] = field(default_factory=dict)
    apart: Mapping[frozenset[int], int] = field(default_factory=dict)
    owners_apart: Mapping[frozenset[str], int] = field(default_factory=dict)

    def project(self, project_id: int) -> int:
        """Return the project that stands for this one."""
        return self.joined.get(project_id, project_id)

    def projects(self, ids: Iterable[int]) -> frozenset[int]:
        """Return the projects that stand for these."""
        return frozenset(map(self.project, ids) if self.joined else ids)

    def members(self) -> dict[int, list[int]]:
        """List, for each project that stands for several, all of them, the oldest first."""
        groups: dict[int, list[int]] = {}
        for project_id, whole in sorted(self.joined.items()):
            groups.setdefault(whole, [whole]).append(project_id)
        return groups

    def owner_key(self, key: str) -> str:
        """Return the folded name of the owner a folded spelling means."""
        known = self.owners.get(key) if self.owners else None
        return known.key if known else key

    def owner(self, spelling: str | None) -> str | None:
        """Write an owner the confirmed way; a spelling nobody spoke of stays as it is."""
        known = self.owners.get(fold(spelling)) if spelling and self.owners else None
        return known.name if known else spelling


def confirmed(connection: sqlite3.Connection, known_on: datetime | None = None) -> Confirmed:
    """Read the confirmations in force, as known on a moment."""
    moment = {"known_on": known_on and stamp(known_on)}
    pairs = connection.execute(_PAIRS, moment).fetchall()
    owners = connection.execute(_OWNERS, moment).fetchall()
    return Confirmed(
        joined=_joined((one, other) for _, apart, one, other in pairs if not apart),
        owners=_resolved(
            {
                key: OwnerName(to, name, number)
                for number, apart, key, to, name in owners
                if not apart
            }
        ),
        apart={frozenset((one, other)): number for number, apart, one, other in pairs if apart},
        owners_apart={
            frozenset((key, to)): number for number, apart, key, to, _ in owners if apart
        },
    )


def _joined(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Follow chains of pairs in any order: project → oldest of all it is one with."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while one in parent:
            one = parent[one]
        return one

    for pair in pairs:
        first, second = sorted(map(root, pair))
        if first != second:
            parent[second] = first
    return {one: root(one) for one in parent}


def _resolved(stated: Mapping[str, OwnerName]) -> dict[str, OwnerName]:
    """Follow chains of spellings to the last owner, who is written as was confirmed last.

    The owner's own key is told too, so that its other spellings of the same letters follow.
    """
    names = {said.key: said.name for said in stated.values()}
    found = {key: OwnerName(key, name, None) for key, name in names.items()}
    for key, said in stated.items():
        last = said.key
        while last in stated and stated[last].key != last:
            last = stated[last].key
        found[key] = OwnerName(last, names[last], said.number)
    return found
