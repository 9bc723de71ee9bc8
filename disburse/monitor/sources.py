"""Each project's plan and disbursement in force by funding source, with the cells they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.arrays import NO_DAY, places_in, tranche_codes

if TYPE_CHECKING:
    from disburse.monitor.arrays import Places
    from disburse.monitor.measure import Measured
    from disburse.monitor.payments import Payments
    from disburse.monitor.versions import Versions

_KEYS = ["project_id", "tranche", "source"]
_COLUMNS = [
    "project_id",
    "source",
    "tranche",
    "plan",
    "plan_cell",
    "plan_import_id",
    "disbursed",
    "disbursed_cell",
    "disbursed_import_id",
    "disbursed_to",
]
_PLAN = {"amount": "plan", "cell": "plan_cell", "import_id": "plan_import_id"}


def by_source(measured: Measured) -> pd.DataFrame:
    """Rows in force on ``as_of``, as `Assessment.sources`.

    ``disbursed`` is the snapshot in force plus the vouchers after it; its cell and import are the
    snapshot's, or the latest import of vouchers where there is no snapshot. ``disbursed_to`` is
    the last day it speaks for.
    """
    plans = measured.plans
    in_force = plans.in_force_or_earliest(measured.as_of)
    planned = _stated(plans, plans.detailed(in_force, same_day=False), "effective_on")
    planned = planned.rename(columns=_PLAN).drop(columns="effective_on")
    rows = planned.merge(_disbursed(measured), how="outer", on=_KEYS)
    place = places_in(measured.project_ids, rows["project_id"])
    order = np.lexsort((tranche_codes(rows["tranche"]), place))
    return rows[_COLUMNS].take(order).reset_index(drop=True)


def _disbursed(measured: Measured) -> pd.DataFrame:
    payments = measured.payments
    snapshots = payments.snapshots
    latest = snapshots.in_force(measured.as_of)
    stated = _stated(snapshots, snapshots.detailed(latest, same_day=True), "to_date")
    later = _later_vouchers(payments, latest)
    rows = stated.merge(later, how="outer", on=_KEYS)
    to = pd.Timestamp(payments.vouchers_to or payments.days[-1])
    return pd.DataFrame(
        {
            **{key: rows[key] for key in _KEYS},
            "disbursed": rows["amount"].fillna(0) + rows["paid"].fillna(0),
            "disbursed_cell": rows["cell"],
            "disbursed_import_id": rows["import_id"].fillna(rows["voucher_import_id"]),
            "disbursed_to": rows["to_date"].mask(rows["paid"].notna(), to),
        }
    )


def _stated(versions: Versions, chosen: Places, day: str) -> pd.DataFrame:
    """Rows of the versions given; several of one source are added up under the first cell."""
    rows = versions.rows_of(chosen)[[*_KEYS, day, "amount", "cell", "import_id"]]
    rows = rows.astype({"amount": "Int64", "import_id": "Int64"})
    if not rows.duplicated(_KEYS).any():
        return rows
    first = {day: "first", "amount": "sum", "cell": "first", "import_id": "first"}
    return rows.groupby(_KEYS, sort=False, dropna=False, as_index=False).agg(first)


def _later_vouchers(payments: Payments, latest: Places) -> pd.DataFrame:
    """Sums of the vouchers after the snapshots in force: `_KEYS`, ``paid voucher_import_id``."""
    vouchers, snapshots = payments.vouchers, payments.snapshots
    since = np.full((payments.size, 2), NO_DAY)
    since[snapshots.project[latest], snapshots.tranche[latest]] = snapshots.day[latest]
    snapshot_day = since[vouchers.project, vouchers.tranche]
    later = vouchers.rows[np.isnat(snapshot_day) | (vouchers.day > snapshot_day)]
    sums = later.groupby(_KEYS, sort=False, dropna=False, as_index=False).agg(
        paid=("amount", "sum"), voucher_import_id=("import_id", "max")
    )
    return sums.astype({"paid": "Int64", "voucher_import_id": "Int64"})
