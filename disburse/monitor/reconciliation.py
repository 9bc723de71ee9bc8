"""Cumulative figures held against the vouchers that should add up to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.arrays import as_dates, last_of_each, tranche_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disburse.model import Tranche
    from disburse.monitor.payments import Payments


def voucher_differences(
    payments: Payments, project_ids: pd.Index, tranches: Iterable[Tranche]
) -> pd.DataFrame:
    """Latest snapshots that the vouchers up to their date do not add up to.

    One row per project, of the first tranche that differs: ``project_id tranche snapshot
    snapshot_date treasury voucher_sum``. A project whose vouchers all come later is left out:
    its snapshot stands alone.
    """
    found = [_differences(payments, project_ids, tranche) for tranche in tranches]
    return pd.concat(found, ignore_index=True).drop_duplicates("project_id")


def _differences(payments: Payments, project_ids: pd.Index, tranche: Tranche) -> pd.DataFrame:
    snapshots = payments.snapshots
    mine = np.flatnonzero(snapshots.tranche == tranche_code(tranche))
    last = mine[last_of_each(snapshots.project[mine])]
    project, day = snapshots.project[last], snapshots.day[last]
    paid = payments.paid(tranche)[project, payments.columns(day)]
    listed = payments.first_voucher[project] <= day
    differs = listed & (paid != snapshots.amount[last])
    return pd.DataFrame(
        {
            "project_id": project_ids[project[differs]],
            "tranche": tranche.value,
            "snapshot": snapshots.amount[last][differs],
            "snapshot_date": as_dates(day[differs]),
            "treasury": snapshots.rank[last][differs],
            "voucher_sum": paid[differs],
        }
    )
