"""Payments added up by SQLite: one pass over an index, no voucher ever reaches Python."""

from __future__ import annotations

import json
from datetime import date
from string import Template
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from disburse.ledger import columns

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from disburse.ledger.in_force import InForce

# Groups in the order of the index need no sorting, so the buckets are columns, not groups.
# A line that an earlier import in force holds too is counted there.
_SUMS = Template("""
    WITH chosen AS MATERIALIZED (SELECT value AS id FROM json_each(:imports))
    SELECT project_id, source, tranche, $buckets
    FROM voucher INDEXED BY voucher_line
    WHERE import_id IN (SELECT id FROM chosen) AND paid_on BETWEEN :first AND :last
        AND NOT (
            repeated AND EXISTS (
                SELECT 1 FROM voucher AS held
                WHERE held.project_id = voucher.project_id AND held.source IS voucher.source
                    AND held.tranche = voucher.tranche AND held.paid_on = voucher.paid_on
                    AND held.number IS voucher.number AND held.approved = voucher.approved
                    AND held.advance_recovered = voucher.advance_recovered
                    AND held.import_id < voucher.import_id
                    AND held.import_id IN (SELECT id FROM chosen)
            )
        )
    GROUP BY project_id, source, tranche
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
) -> pd.DataFrame:
    """Add up new disbursement by project, source, tranche and bucket, as `Evidence.vouchers`.

    ``window``: first and last day; ``ends``: ISO days, ascending, the last of them the last day.
    """
    first, last = window
    lists = [one.import_id for one in imports if one.vouchers]
    if not lists or first > last:
        return columns.frame([()] * len(_TYPES), _TYPES)
    bounds = {f"end_{place}": day for place, day in enumerate(["", *ends])}
    rows = connection.execute(
        _SUMS.substitute(buckets=_buckets(len(ends))),
        {"imports": json.dumps(lists), "first": first, "last": last, **bounds},
    )
    return _unpivoted(rows.fetchall(), ends)


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
