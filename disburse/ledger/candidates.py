"""What awaits a person's word: projects and owners that may be one, though written differently."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from disburse.ledger.confirmed import confirmed
from disburse.ledger.known_projects import known_projects
from disburse.ledger.name_words import name_words
from disburse.ledger.resemblance import Named, owner_likeness, resembling
from disburse.ledger.schema import reading
from disburse.matches import OwnerSuggestion, ProjectCandidate
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from disburse.ledger.confirmed import Confirmed

_MENTIONS = """
    SELECT DISTINCT fact.project_id, fact.import_id FROM project_fact AS fact
    JOIN import ON import.id = fact.import_id WHERE import.undone_at IS NULL
"""
_OWNERS = """
    SELECT fact.owner, count(DISTINCT fact.project_id) FROM project_fact AS fact
    JOIN import ON import.id = fact.import_id
    WHERE import.undone_at IS NULL AND fact.owner_key <> '' GROUP BY fact.owner
"""


def candidates(connection: sqlite3.Connection) -> list[ProjectCandidate]:
    """List pairs of projects that may be one, the likeliest first, the later mentioned before.

    No file lists both, nobody said they are two, and their names are near
    (`disburse.ledger.resemblance`).
    """
    with reading(connection):
        said = confirmed(connection)
        files = _files(connection, said)
        known = known_projects(connection, frozenset(files), said)
    apart = {said.projects(pair) for pair in said.apart}

    def may_pair(one: int, other: int) -> bool:
        together = one == other or files[one] & files[other]
        return not together and frozenset((one, other)) not in apart

    listed = [
        Named(one.project_id, one.code, one.name, said.owner_key(fold(one.owner or "")))
        for one in known.values()
        if one.name
    ]
    found = {
        frozenset((near.one, near.other)): near.percent
        for near in resembling(listed, listed, may_pair)
    }
    pairs = [
        (percent, sorted((known[one] for one in pair), key=lambda one: (one.as_of, one.project_id)))
        for pair, percent in found.items()
    ]
    pairs.sort(key=lambda each: (-each[0], each[1][1].project_id))
    return [ProjectCandidate(later, earlier, percent) for percent, (earlier, later) in pairs]


def _files(connection: sqlite3.Connection, said: Confirmed) -> dict[int, int]:
    """The imports that mention each project, as a set of bits."""
    files: defaultdict[int, int] = defaultdict(int)
    for project_id, import_id in connection.execute(_MENTIONS):
        files[said.project(project_id)] |= 1 << import_id
    return dict(files)


class _Spelling(NamedTuple):
    """An owner as written, folded, and by how many projects."""

    text: str
    key: str
    projects: int


def owner_suggestions(connection: sqlite3.Connection) -> list[OwnerSuggestion]:
    """List spellings that may mean one owner, the likeliest first.

    The spelling of more projects is suggested to be the owner's, among equals the longer, fully
    accented one; of spellings that differ in accents or case alone only that one is held against
    others. What is confirmed already, as one or as two, is left out.
    """
    with reading(connection):
        said = confirmed(connection)
        rows = connection.execute(_OWNERS).fetchall()
    merged: defaultdict[str, int] = defaultdict(int)
    for text, projects in rows:
        merged[said.owner(text) or text] += projects
    spellings = [_Spelling(text, fold(text), projects) for text, projects in merged.items()]
    by_key: defaultdict[str, list[_Spelling]] = defaultdict(list)
    for one in sorted(spellings, key=_rank):
        by_key[one.key].append(one)
    found = [_suggestion(other, group[0], 100) for group in by_key.values() for other in group[1:]]
    for near in _groups(group[0] for group in by_key.values()):
        found.extend(_suggestions(near, said))
    return sorted(found, key=lambda one: (-one.percent, one.owner, one.spelling))


def _rank(one: _Spelling) -> tuple[int, int, int, str]:
    accents = sum(not letter.isascii() for letter in one.text)
    return (-one.projects, -len(one.text), -accents, one.text)


def _suggestion(spelling: _Spelling, owner: _Spelling, percent: int) -> OwnerSuggestion:
    return OwnerSuggestion(spelling.text, spelling.projects, owner.text, owner.projects, percent)


def _groups(spellings: Iterable[_Spelling]) -> Iterable[list[_Spelling]]:
    """Spellings by their marks: others cannot be near."""
    groups: defaultdict[frozenset[tuple[str, str]], list[_Spelling]] = defaultdict(list)
    for one in spellings:
        groups[name_words(one.key).marks].append(one)
    return groups.values()


def _suggestions(group: list[_Spelling], said: Confirmed) -> Iterator[OwnerSuggestion]:
    apart = {frozenset(map(said.owner_key, pair)) for pair in said.owners_apart}
    for pair in combinations(sorted(group, key=_rank), 2):
        owner, other = pair
        percent = owner_likeness(other.key, owner.key)
        if percent is not None and frozenset(said.owner_key(one.key) for one in pair) not in apart:
            yield _suggestion(other, owner, percent)
