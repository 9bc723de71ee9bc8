"""Payments added up by SQLite: one pass over an index, no voucher ever reaches Python."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from string import Template
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from disburse.ledger import columns, voucher_scope

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.in_force import InForce

# Groups in the order of the index need no sorting, so the buckets are columns, not groups.
# A line that an earlier import in force holds too is counted there.
_SUMS = Template("""
    WITH $sets
    SELECT $project, source, tranche, $buckets
    FROM $tables INDEXED BY voucher_line
    WHERE $condition AND import_id IN (SELECT id FROM chosen)
        AND paid_on BETWEEN :first AND :last AND NOT $left_out
    GROUP BY $project, source, tranche
""")
_BUCKET = Template("""
    sum(approved - advance_recovered)
        FILTER (WHERE paid_on > :end_$before AND paid_on <= :end_$this),
    max(import_id) FILTER (WHERE paid_on > :end_$before AND paid_on <= :end_$this)
""")
_TYPES = {
    "project_id": "key",
    "source": "text",
    "tranche": "text",
    "paid_to": "date",
    "amount": "amount",
    "import_id": "key",
}


def sums(
    connection: sqlite3.Connection,
    imports: list[InForce],
    window: tuple[str, str],
    ends: Sequence[str],
    said: Confirmed,
) -> pd.DataFrame:
    """Add up new disbursement by project, source, tranche and bucket, as `Evidence.vouchers`.

    ``window``: first and last day; ``ends``: ISO days, ascending, the last of them the last day.
    Projects ``said`` to be one have one sum.
    """
    first, last = window
    lists = [one.import_id for one in imports if one.vouchers]
    if not lists or first > last:
        return columns.frame([()] * len(_TYPES), _TYPES)
    bounds = {f"end_{place}": day for place, day in enumerate(["", *ends])}
    values = {**voucher_scope.parameters(lists, said), "first": first, "last": last, **bounds}
    found = [
        row
        for scope in voucher_scope.scopes(said)
        for row in connection.execute(
            _SUMS.substitute(scope._asdict(), sets=voucher_scope.SETS, buckets=_buckets(len(ends))),
            values,
        )
    ]
    return _unpivoted(sorted(found, key=itemgetter(0)), ends)


def last_day(imports: list[InForce], window: tuple[str, str]) -> date | None:
    """Return the day up to which the latest voucher list was drawn up, within the window."""
    first, last = window
    days = [one.as_of for one in imports if one.vouchers and one.as_of >= first]
    return date.fromisoformat(min(max(days), last)) if days and first <= last else None


def _buckets(count: int) -> str:
    numbers = range(1, count + 1)
    return ",".join(_BUCKET.substitute(before=number - 1, this=number) for number in numbers)


def _unpivoted(rows: list[tuple[Any, ...]], ends: Sequence[str]) -> pd.DataFrame:
    """Turn rows with two columns per bucket, both None where nothing was paid, into its rows."""
    rotated = zip(*rows, strict=True) if rows else [()] * (3 + 2 * len(ends))
    project_ids, sources, tranches, *sums = map(columns.objects, rotated)
    table = np.array(sums, dtype=object).reshape(len(ends), 2, len(rows))
    paid, bucket = np.nonzero(pd.notna(table[:, 0].T))
    values = [
        project_ids[paid],
        sources[paid],
        tranches[paid],
        np.array(ends)[bucket],
        table[bucket, 0, paid],
        table[bucket, 1, paid],
    ]
    return columns.frame(values, _TYPES)
