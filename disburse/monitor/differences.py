"""The differences a project is warned of, out of its rows of the reconciliation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.monitor.reconciliation import Agreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from disburse.model import Tranche


def voucher_differences(reconciliation: pd.DataFrame, tranches: Sequence[Tranche]) -> pd.DataFrame:
    """Snapshots that the vouchers up to their day do not add up to.

    One row per project, of the first of ``tranches`` that differs, there of the source that differs
    most: ``project_id tranche source snapshot snapshot_date treasury voucher_sum``.
    """
    found = _largest(reconciliation, "voucher_difference", tranches)
    marked = found["treasury"].notna()
    return found[["project_id", "tranche", "source"]].assign(
        snapshot=found["treasury"].fillna(found["owner"]),
        snapshot_date=found["compared_on"],
        treasury=marked,
        voucher_sum=found["vouchers"],
    )


def treasury_differences(reconciliation: pd.DataFrame, tranches: Sequence[Tranche]) -> pd.DataFrame:
    """Owners' figures that the Treasury's own of the same day are not equal to.

    One row per project, chosen as in `voucher_differences`: ``project_id tranche source
    owner_figure treasury_figure snapshot_date``.
    """
    both = reconciliation[reconciliation["owner"].notna() & reconciliation["treasury"].notna()]
    found = _largest(both, "difference", tranches)
    return found[["project_id", "tranche", "source"]].assign(
        owner_figure=found["owner"],
        treasury_figure=found["treasury"],
        snapshot_date=found["compared_on"],
    )


def _largest(rows: pd.DataFrame, difference: str, tranches: Sequence[Tranche]) -> pd.DataFrame:
    """Row of each project that differs most in the first tranche that differs."""
    wrong = rows[(rows["state"] == Agreement.DIFFERS) & (rows[difference].fillna(0) != 0)]
    order = {tranche.value: number for number, tranche in enumerate(tranches)}
    sorted_rows = wrong.assign(
        _tranche=wrong["tranche"].map(order), _size=-wrong[difference].abs()
    ).sort_values(["project_id", "_tranche", "_size"], kind="stable")
    return sorted_rows.drop_duplicates("project_id")
