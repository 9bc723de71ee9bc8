"""Each project's plan and disbursement in force by funding source, with the cells they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import Tranche
from disburse.monitor.versions import PAIR

if TYPE_CHECKING:
    from disburse.frames import Evidence
    from disburse.monitor.measure import Measured
    from disburse.monitor.versions import Versions

_KEYS = [*PAIR, "source"]


def by_source(evidence: Evidence, measured: Measured) -> pd.DataFrame:
    """Rows in force on ``as_of``, as `Assessment.sources`.

    ``disbursed`` is the snapshot in force plus the vouchers after it; its cell and import are the
    snapshot's, or the latest import of vouchers where there is no snapshot. ``disbursed_to`` is
    the last day it speaks for.
    """
    plans = _stated(measured.plans, measured.plans.in_force_or_earliest(measured.as_of))
    paid = _disbursed(evidence, measured)
    plans = plans.rename(
        columns={"amount": "plan", "cell": "plan_cell", "import_id": "plan_import_id"}
    ).drop(columns="day")
    rows = plans.merge(paid, how="outer", on=_KEYS)
    place = measured.projects.index.get_indexer(pd.Index(rows["project_id"]))
    order = np.lexsort((rows["tranche"].to_numpy() != Tranche.CURRENT.value, place))
    return rows.iloc[order].reset_index(drop=True)


def _disbursed(evidence: Evidence, measured: Measured) -> pd.DataFrame:
    snapshots = measured.payments.snapshots
    latest = snapshots.in_force(measured.as_of)
    stated = _stated(snapshots, latest)
    later = _later_vouchers(evidence, measured, latest)
    rows = stated.merge(later, how="outer", on=_KEYS)
    both = rows["amount"].astype("Int64").fillna(0) + rows["paid"].fillna(0)
    to = measured.payments.days[-1] if evidence.vouchers_to is None else evidence.vouchers_to
    return pd.DataFrame(
        {
            **{key: rows[key] for key in _KEYS},
            "disbursed": both,
            "disbursed_cell": rows["cell"],
            "disbursed_import_id": rows["import_id"].fillna(rows["voucher_import_id"]),
            "disbursed_to": rows["day"].mask(rows["paid"].notna(), pd.Timestamp(to)),
        }
    )


def _stated(versions: Versions, heads: pd.DataFrame) -> pd.DataFrame:
    """Rows of the versions given; several of one source are added up under the first cell."""
    rows = versions.rows_of(heads)[[*_KEYS, "day", "amount", "cell", "import_id"]]
    rows = rows.astype({"import_id": "Int64"})
    if not rows.duplicated(_KEYS).any():
        return rows
    first = {"day": "first", "amount": "sum", "cell": "first", "import_id": "first"}
    return rows.groupby(_KEYS, sort=False, dropna=False, as_index=False).agg(first)


def _later_vouchers(evidence: Evidence, measured: Measured, latest: pd.DataFrame) -> pd.DataFrame:
    """Sums of vouchers after each snapshot in force: `_KEYS`, ``paid voucher_import_id``."""
    vouchers = evidence.vouchers
    known = vouchers["project_id"].isin(measured.projects.index)
    in_time = vouchers["paid_to"] <= np.datetime64(measured.as_of, "s")
    dated = vouchers[known & in_time].merge(latest[[*PAIR, "day"]], how="left", on=PAIR)
    later = dated[dated["day"].isna() | (dated["paid_to"] > dated["day"])]
    sums = later.groupby(_KEYS, sort=False, dropna=False, as_index=False).agg(
        paid=("amount", "sum"), voucher_import_id=("import_id", "max")
    )
    return sums.astype({"paid": "Int64", "voucher_import_id": "Int64"})
