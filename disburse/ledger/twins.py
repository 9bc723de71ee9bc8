"""Projects that only two spellings of their owner kept apart."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from disburse.ledger.confirmed import Confirmed

# A project known by a code is told by any of its statements, whoever is its owner there.
_STATEMENTS = """
    SELECT DISTINCT fact.project_id, fact.code, fact.name_key, fact.owner_key
    FROM project_fact AS fact JOIN import ON import.id = fact.import_id
    WHERE import.undone_at IS NULL
"""


def twins(
    connection: sqlite3.Connection, confirmed: Confirmed, owner_key: str
) -> list[tuple[int, int]]:
    """Pair projects of one name that are now of one owner, as `disburse.ledger.identity` would.

    Two codes are two projects: of several with a code, those without one are paired among
    themselves. What a person said to be two is left so.
    """
    owner = confirmed.owner_key(owner_key)
    coded: set[int] = set()
    named: defaultdict[str, set[int]] = defaultdict(set)
    for member, code, name_key, stated_key in connection.execute(_STATEMENTS):
        project_id = confirmed.project(member)
        if code is not None:
            coded.add(project_id)
        if name_key and confirmed.owner_key(stated_key) == owner:
            named[name_key].add(project_id)
    groups = (_one_project(ids, coded) for ids in named.values() if len(ids) > 1)
    return list(_allowed((pair for group in groups for pair in pairwise(group)), confirmed))


def _one_project(ids: set[int], coded: set[int]) -> list[int]:
    return sorted(ids if len(ids & coded) < 2 else ids - coded)  # noqa: PLR2004 - one code or several


def _allowed(pairs: Iterable[tuple[int, int]], confirmed: Confirmed) -> Iterator[tuple[int, int]]:
    apart = {confirmed.projects(pair) for pair in confirmed.apart}
    return (pair for pair in pairs if frozenset(pair) not in apart)
