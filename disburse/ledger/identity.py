"""Which project of the ledger each row of a file speaks of.

A project is known by the code, names and owners that imports not undone state about it.

1. A code wins: the project with that code; two codes are two projects even with one name.
2. Else the folded name and owner. A row without code takes the one project of that pair (of
   several, the one without code). A new code takes over a project known without code, if no
   other new code of the file could.
3. Where the owner is not stated on one side, the name decides if it is the only one of its kind.
4. Else a project all of whose imports were undone is taken up again: by its code, or by the pair
   where it had none.
5. Else it is a new project. What is ambiguous is never joined.

What people confirmed counts here too: spellings of one owner are one, and several projects that
were said to be one are not ambiguous (the oldest that fits is meant).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from disburse.ledger.confirmed import Confirmed
    from disburse.model import Project

Pair = tuple[str, str]

_STATEMENTS = """
    SELECT fact.project_id, fact.code, fact.name_key, fact.owner_key,
        max(import.undone_at IS NULL)
    FROM project_fact AS fact JOIN import ON import.id = fact.import_id
    GROUP BY fact.project_id, fact.code, fact.name_key, fact.owner_key
"""


class Reference(NamedTuple):
    """How a file names a project: code, folded name and folded owner ("" where not stated)."""

    code: str | None
    name_key: str
    owner_key: str

    @property
    def pair(self) -> Pair:
        """Name and owner, for what has no code."""
        return (self.name_key, self.owner_key)


def reference(code: str | None, name: str | None, owner: str | None) -> Reference:
    """Fold what a file states into a `Reference`."""
    return Reference(code, fold(name or ""), fold(owner or ""))


def foresee(projects: Iterable[Project]) -> None:
    """Fold the names of projects soon to be looked for: what was folded is remembered."""
    for one in projects:
        reference(one.code, one.name, one.owner)


@dataclass(slots=True)
class _Book:
    """The projects identified so far, by each thing that identifies them."""

    confirmed: Confirmed
    code: dict[str, int] = field(default_factory=dict)
    pair: defaultdict[Pair, set[int]] = field(default_factory=lambda: defaultdict(set))
    name: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    owners: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    coded: set[int] = field(default_factory=set)

    def add(self, project_id: int, named: Reference) -> None:
        if named.code is not None:
            self.code[named.code] = project_id
            self.coded.add(self.confirmed.project(project_id))
        self.owners[project_id].add(named.owner_key)
        if named.name_key:
            self.pair[named.pair].add(project_id)
            self.name[named.name_key].add(project_id)

    def of_pair(self, named: Reference, *, alone: bool) -> set[int]:
        """Projects of a name and owner; of the name where one side states no owner.

        ``alone``: nothing else in the file could mean the same ownerless project.
        """
        exact = self.pair.get(named.pair, set())
        same_name = self.name.get(named.name_key, set())
        if exact or self.only(same_name) is None:
            return exact
        ownerless = all(self.owners[one] == {""} for one in same_name)
        return same_name if not named.owner_key or (ownerless and alone) else set()

    def only(self, ids: set[int]) -> int | None:
        """Return the project meant by ids that are all one, by its oldest id; else None."""
        one = len(ids) == 1 or len(self.confirmed.projects(ids)) == 1
        return min(ids) if one else None

    def uncoded(self, ids: set[int]) -> set[int]:
        """Leave out projects known by a code."""
        return {one for one in ids if self.confirmed.project(one) not in self.coded}


class Resolver:
    """Gives each reference of one file its project id; new ids continue the ledger's.

    ``known``: the ids of projects that imports not undone speak of.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        references: Sequence[Reference],
        confirmed: Confirmed,
    ) -> None:
        """Read the ledger's identities; writes nothing."""
        self._confirmed = confirmed
        self._live = _Book(confirmed)
        self._dormant = _Book(confirmed)
        self._woken: set[int] = set()
        self._references = references
        if confirmed.owners:
            self._references = [self._owned(*named) for named in references]
        self.known = self._read(connection)
        row = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM project").fetchone()
        self._first_new = self._next = int(row[0])

    def resolve(self) -> tuple[int, ...]:
        """Return the project id of each reference, in order.

        Codes are settled first, so that the order of rows decides nothing but the numbers of new
        projects.
        """
        distinct = dict.fromkeys(self._references)
        coded = [named for named in distinct if named.code is not None]
        found = self._resolve_coded(coded)
        if len(coded) < len(distinct):
            for named, project_id in found.items():
                self._live.add(project_id, named)
            found |= self._resolve_uncoded([named for named in distinct if named.code is None])
        return self._numbered([found[named] for named in self._references])

    def _numbered(self, ids: list[int]) -> tuple[int, ...]:
        """Number the new projects in the order of the file."""
        new = dict.fromkeys(one for one in ids if one >= self._first_new)
        number = dict(zip(new, self.new_ids, strict=True))
        return tuple(number.get(one, one) for one in ids)

    @property
    def new_ids(self) -> range:
        """Ids the ledger did not have before."""
        return range(self._first_new, self._next)

    def _owned(self, code: str | None, name_key: str, owner_key: str) -> Reference:
        """Name the owner the confirmed way."""
        return Reference(code, name_key, self._confirmed.owner_key(owner_key))

    def _read(self, connection: sqlite3.Connection) -> frozenset[int]:
        """Fill the books; return the ids of projects that imports not undone speak of."""
        rows = connection.execute(_STATEMENTS).fetchall()
        known = frozenset(row[0] for row in rows if row[4])
        for project_id, *named, stands in rows:
            if stands:
                self._live.add(project_id, self._owned(*named))
            elif project_id not in known:
                self._dormant.add(project_id, self._owned(*named))
        return known

    def _resolve_coded(self, coded: list[Reference]) -> dict[Reference, int]:
        unknown = (named for named in coded if named.code not in self._live.code)
        claims = _Claims.of(unknown) if self._live.name else None
        found = {}
        for named in coded:
            found[named] = self._live.code[named.code or ""] = self._by_code(named, claims)
        return found

    def _by_code(self, named: Reference, claims: _Claims | None) -> int:
        """The project of a code; ``claims`` on known names, None where none is known."""
        known = self._live.code.get(named.code or "")
        if known is not None:
            return known
        if claims is None:
            return self._wake(self._dormant.code.get(named.code or ""))
        alone = claims.name[named.name_key] == 1
        exact = named.pair in self._live.pair and claims.pair[named.pair] == 1
        free = self._live.only(self._live.uncoded(self._live.of_pair(named, alone=alone)))
        if free is not None and (exact or alone):
            return free
        return self._wake(self._dormant.code.get(named.code or ""))

    def _resolve_uncoded(self, uncoded: list[Reference]) -> dict[Reference, int]:
        names = Counter(named.name_key for named in uncoded if named.owner_key)
        found = {}
        for named in uncoded:
            found[named] = self._by_pair(named, alone=names[named.name_key] == 1)
            self._live.add(found[named], named)
        return found

    def _by_pair(self, named: Reference, *, alone: bool) -> int:
        candidates = self._live.of_pair(named, alone=alone)
        meant = self._live.only(candidates)
        if meant is None:
            meant = self._live.only(self._live.uncoded(candidates))
        if meant is not None:
            return meant
        dormant = self._dormant.uncoded(self._dormant.pair.get(named.pair, set()))
        return self._wake(next(iter(dormant)) if len(dormant) == 1 else None)

    def _wake(self, dormant: int | None) -> int:
        """Take up a dormant project, unless another row of the file did; else a new one."""
        if dormant is not None and dormant not in self._woken:
            self._woken.add(dormant)
            return dormant
        self._next += 1
        return self._next - 1


class _Claims(NamedTuple):
    """How many new codes of the file bear each name, and each pair of name and owner."""

    name: Counter[str]
    pair: Counter[Pair]

    @classmethod
    def of(cls, unknown: Iterable[Reference]) -> _Claims:
        """Count each code once for a name, however often the file repeats it."""
        rows = list(unknown)
        return cls(
            Counter(name for _, name in {(named.code, named.name_key) for named in rows}),
            Counter(pair for _, pair in {(named.code, named.pair) for named in rows}),
        )
