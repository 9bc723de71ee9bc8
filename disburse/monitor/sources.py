"""Each project's plan and disbursement in force by funding source, with the cells they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from disburse.model import Tranche
from disburse.monitor.arrays import (
    NO_DAY,
    Amounts,
    as_dates,
    as_days,
    as_whole,
    places_in,
    tranche_codes,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.monitor.arrays import Days, Places, Texts, Whole
    from disburse.monitor.measure import Measured
    from disburse.monitor.payments import Payments

_TRANCHES = tuple(tranche.value for tranche in Tranche)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Every project × tranche × source some row speaks of, in that order.

    ``keys`` number them; ``sources`` are the names, None the last of them.
    """

    keys: Whole
    sources: Texts

    def placed(self, rows: pd.DataFrame, key: Whole) -> _Placed:
        """Rows put in their places."""
        return _Placed(rows, np.searchsorted(self.keys, key), len(self.keys))

    def named(self, project_ids: pd.Index) -> dict[str, Any]:
        """Columns ``project_id source tranche``."""
        rest, source = np.divmod(self.keys, len(self.sources))
        project, tranche = np.divmod(rest, len(_TRANCHES))
        return {
            "project_id": project_ids.to_numpy()[project],
            "source": pd.array(self.sources[source], dtype="str"),
            "tranche": pd.array(words(tranche, _TRANCHES), dtype="str"),
        }


@dataclass(frozen=True, slots=True)
class _Placed:
    """Rows at their places in the grid; several at one place are added up under the first."""

    rows: pd.DataFrame
    place: Places
    size: int

    def amounts(self) -> Amounts:
        """Sums of ``amount``."""
        sums = Amounts.unknown(self.size)
        np.add.at(sums.amount, self.place, as_whole(self.rows["amount"]))
        sums.known[self.place] = True
        return sums

    def days(self, name: str) -> Days:
        """Days of a column."""
        days = np.full(self.size, NO_DAY)
        days[self.place[::-1]] = as_days(self.rows[name])[::-1]
        return days

    def cells(self) -> Texts:
        """Texts of the column ``cell``."""
        cells = np.full(self.size, None, dtype=object)
        cells[self.place[::-1]] = self.rows["cell"].to_numpy(object)[::-1]
        return cells

    def imports(self) -> Amounts:
        """Numbers of the column ``import_id``."""
        imports, numbers = Amounts.unknown(self.size), self.rows["import_id"].astype("Int64")
        imports.amount[self.place[::-1]] = numbers.to_numpy(np.int64, na_value=0)[::-1]
        imports.known[self.place[::-1]] = numbers.notna().to_numpy()[::-1]
        return imports

    def last_imports(self) -> Amounts:
        """Greatest numbers of the column ``import_id``."""
        imports = Amounts.unknown(self.size)
        np.maximum.at(imports.amount, self.place, as_whole(self.rows["import_id"]))
        imports.known[self.place] = True
        return imports


def by_source(measured: Measured) -> pd.DataFrame:
    """Rows in force on ``as_of``, as `Assessment.sources`.

    ``disbursed`` is the snapshot in force plus the vouchers after it; its cell and import are the
    snapshot's, or the latest import of vouchers where there is no snapshot. ``disbursed_to`` is
    the last day it speaks for.
    """
    plans, payments = measured.plans, measured.payments
    snapshots, latest = payments.snapshots, payments.snapshots.in_force(measured.as_of)
    in_force = plans.in_force_or_earliest(measured.as_of)
    stated = [
        plans.rows_of(plans.detailed(in_force, same_day=False)),
        snapshots.rows_of(snapshots.detailed(latest, same_day=True)),
        _later_vouchers(payments, latest),
    ]
    keys, sources = _keys(stated, measured.project_ids)
    grid = _Grid(np.unique(np.concatenate(keys)), sources)
    plan, snapshot, later = (grid.placed(rows, key) for rows, key in zip(stated, keys, strict=True))
    found = {
        **grid.named(measured.project_ids),
        "plan": plan.amounts().array(),
        "plan_cell": pd.array(plan.cells(), dtype="str"),
        "plan_import_id": plan.imports().array(),
        **_disbursed(snapshot, later, payments),
    }
    return pd.DataFrame(found, copy=False)


def _disbursed(snapshot: _Placed, later: _Placed, payments: Payments) -> dict[str, Any]:
    """Columns from ``disbursed`` to ``disbursed_to``."""
    to = payments.vouchers_to or payments.days[-1]
    return {
        "disbursed": _added(snapshot.amounts(), later.amounts()).array(),
        "disbursed_cell": pd.array(snapshot.cells(), dtype="str"),
        "disbursed_import_id": _either(snapshot.imports(), later.last_imports()).array(),
        "disbursed_to": as_dates(np.where(later.amounts().known, to, snapshot.days("to_date"))),
    }


def _added(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(one.amount + other.amount, one.known | other.known)


def _either(first: Amounts, second: Amounts) -> Amounts:
    amount = np.where(first.known, first.amount, second.amount)
    return Amounts(amount, first.known | second.known)


def _keys(stated: Sequence[pd.DataFrame], project_ids: pd.Index) -> tuple[list[Whole], Texts]:
    """Keys of the rows of each frame in a `_Grid`, and its sources."""
    listed = np.concatenate([rows["source"].to_numpy(object) for rows in stated])
    codes, names = pd.factorize(listed, sort=True)
    sources = np.array([*names, None], dtype=object)
    parts = np.split(codes % len(sources), np.cumsum([len(rows) for rows in stated])[:-1])
    keys = []
    for rows, source in zip(stated, parts, strict=True):
        project = places_in(project_ids, rows["project_id"])
        tranche = tranche_codes(rows["tranche"]).astype(np.int64)
        keys.append((project * len(_TRANCHES) + tranche) * len(sources) + source)
    return keys, sources


def _later_vouchers(payments: Payments, latest: Places) -> pd.DataFrame:
    """Sums of the vouchers after the snapshots in force."""
    vouchers, snapshots = payments.vouchers, payments.snapshots
    since = np.full((payments.size, len(_TRANCHES)), NO_DAY)
    since[snapshots.project[latest], snapshots.tranche[latest]] = snapshots.day[latest]
    snapshot_day = since[vouchers.project, vouchers.tranche]
    return vouchers.rows[np.isnat(snapshot_day) | (vouchers.day > snapshot_day)]
