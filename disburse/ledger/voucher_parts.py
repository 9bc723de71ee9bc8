"""What lies behind the sums of payments: recoveries, advances, lines left out as repeated.

Lines that bring nothing of this (accepted volume, paid once) are never looked at twice: their sum
is what `voucher_sums` found, less these.
"""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from operator import itemgetter
from string import Template
from typing import TYPE_CHECKING, Any

from disburse.ledger import columns, voucher_scope
from disburse.paths import DATA
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.in_force import InForce

_KINDS = """
    SELECT DISTINCT voucher_kind FROM voucher
    WHERE import_id IN (SELECT value FROM json_each(?)) AND voucher_kind IS NOT NULL
"""
# A line is repeated here exactly where `voucher_sums` leaves it out.
_PARTS = Template("""
    WITH $sets,
    told AS MATERIALIZED (
        SELECT $project AS project_id, source, tranche, approved, advance_recovered,
            CASE $buckets END AS bucket,
            voucher_kind IN (SELECT value FROM json_each(:advances)) AS advance,
            voucher_kind IS NULL
                OR voucher_kind NOT IN (SELECT value FROM json_each(:clear)) AS unclear,
            $left_out AS left_out
        FROM $tables
        WHERE $condition AND import_id IN (SELECT id FROM chosen)
            AND paid_on BETWEEN :first AND :last
            AND (
                $perhaps_left_out OR advance_recovered <> 0 OR voucher_kind IS NULL
                OR voucher_kind IN (SELECT value FROM json_each(:advances))
                OR voucher_kind NOT IN (SELECT value FROM json_each(:clear))
            )
    )
    SELECT project_id, source, tranche, bucket,
        coalesce(sum(advance_recovered) FILTER (WHERE NOT left_out), 0),
        coalesce(sum(approved) FILTER (WHERE advance AND NOT left_out), 0),
        count(*) FILTER (WHERE unclear AND NOT left_out),
        count(*) FILTER (WHERE left_out),
        coalesce(sum(approved - advance_recovered) FILTER (WHERE left_out), 0)
    FROM told
    GROUP BY project_id, source, tranche, bucket
""")
_BUCKET = "WHEN paid_on <= :end_{0} THEN {0}"
_TYPES = {
    "project_id": "key",
    "source": "text",
    "tranche": "text",
    "paid_to": "date",
    "advance_recovered": "key",
    "advances": "key",
    "unclear": "key",
    "repeated": "key",
    "repeated_amount": "key",
}
_EMPTY: list[tuple[Any, ...]] = [()] * len(_TYPES)


def parts(
    connection: sqlite3.Connection,
    imports: Iterable[InForce],
    window: tuple[str, str],
    ends: Sequence[str],
    said: Confirmed,
) -> pd.DataFrame:
    """Find the lines behind the sums, by the buckets of the sums, as `Evidence.voucher_parts`.

    ``window``: first and last day; ``ends``: ISO days, ascending, the last of them the last day.
    """
    first, last = window
    lists = [one.import_id for one in imports if one.vouchers]
    if not lists or first > last:
        return columns.frame(_EMPTY, _TYPES)
    values = {
        **voucher_scope.parameters(lists, said),
        **_by_part(connection, lists),
        **{f"end_{number}": day for number, day in enumerate(ends)},
        "first": first,
        "last": last,
    }
    buckets = " ".join(map(_BUCKET.format, range(len(ends))))
    rows = [
        row
        for scope in voucher_scope.scopes(said)
        for row in connection.execute(
            _PARTS.substitute(scope._asdict(), sets=voucher_scope.SETS, buckets=buckets), values
        )
    ]
    found = sorted(rows, key=itemgetter(0))
    project_ids, sources, tranches, places, *counts = zip(*found, strict=True) if found else _EMPTY
    days = [ends[place] for place in places]
    return columns.frame([project_ids, sources, tranches, days, *counts], _TYPES)


def _by_part(connection: sqlite3.Connection, lists: list[int]) -> dict[str, str]:
    """Sort the kinds the lists use: what is an advance, and what is clearly the one or other."""
    rows = connection.execute(_KINDS, (json.dumps(lists),))
    kinds = {kind: part_of(kind) for (kind,) in rows}
    return {
        "advances": json.dumps([kind for kind, part in kinds.items() if part == "advance"]),
        "clear": json.dumps([kind for kind, part in kinds.items() if part != "unclear"]),
    }


def part_of(kind: str) -> str:
    """Tell what a line of this kind pays: "volume", "advance" or "unclear"."""
    folded = fold(kind)
    return next(
        (part for part, words in _parts() if any(word in folded for word in words)), "unclear"
    )


@lru_cache(maxsize=1)
def _parts() -> list[tuple[str, tuple[str, ...]]]:
    entries = tomllib.loads((DATA / "voucher_kinds.toml").read_text(encoding="utf-8"))["kind"]
    return [(entry["part"], tuple(map(fold, entry["words"]))) for entry in entries]
