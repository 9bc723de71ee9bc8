"""What was confirmed about identity, withdrawn or not, as people read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from disburse.ledger.confirmed import Confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.known_projects import known_projects
from disburse.ledger.schema import reading
from disburse.matches import Confirmation, MatchKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    Pair = tuple[int, int]

_CONFIRMATIONS = """
    SELECT confirmation.id, kind, spelling, owner,
        (
            SELECT json_group_array(json_array(one_id, other_id)) FROM project_pair
            WHERE confirmation_id = confirmation.id
        ),
        decided_by, decided_at, withdrawn_at, withdrawn_by
    FROM confirmation LEFT JOIN owner_pair ON owner_pair.confirmation_id = confirmation.id
    WHERE confirmation.id = coalesce(?, confirmation.id)
    ORDER BY confirmation.id
"""


def confirmations(connection: sqlite3.Connection) -> list[Confirmation]:
    """List everything confirmed in the order it was, withdrawn ones included."""
    with reading(connection):
        return _found(connection, None)


def confirmation(connection: sqlite3.Connection, number: int) -> Confirmation:
    """Return one confirmation. Raises LedgerError: ``unknown_confirmation``."""
    found = _found(connection, number)
    if not found:
        text = f"the ledger has no confirmation {number}"
        raise LedgerError("unknown_confirmation", text, number=number)
    return found[0]


def _found(connection: sqlite3.Connection, number: int | None) -> list[Confirmation]:
    rows = [
        (*row[:4], tuple(map(tuple, json.loads(row[4]))), *row[5:])
        for row in connection.execute(_CONFIRMATIONS, (number,))
    ]
    names = _names(connection, (pair for row in rows for pair in row[4]))
    return [
        Confirmation(
            found, MatchKind(kind), (spelling, owner) if owner else names[pairs[0]], pairs, *moments
        )
        for found, kind, spelling, owner, pairs, *moments in rows
    ]


def _names(connection: sqlite3.Connection, pairs: Iterable[Pair]) -> dict[Pair, tuple[str, str]]:
    """Two projects as people read them: each by itself, whatever it is one with."""
    listed = list(pairs)
    ids = frozenset(one for pair in listed for one in pair)
    known = known_projects(connection, ids, Confirmed()) if ids else {}

    def name(project_id: int) -> str:
        one = known.get(project_id)
        parts = (one.code, one.name) if one else ()
        return " ".join(part for part in parts if part) or str(project_id)

    return {pair: (name(pair[0]), name(pair[1])) for pair in listed}
