"""The evidence of payment, put in order: snapshots as versions, vouchers as sums per day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.versions import Versions, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from disburse.frames import Evidence
    from disburse.model import Tranche

    Days = NDArray[np.datetime64]
    Whole = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Texts = NDArray[np.object_ | np.str_]


@dataclass(frozen=True, slots=True)
class Payments:
    """Snapshots and vouchers up to ``as_of``, and every day either of them speaks of.

    ``vouchers`` has ``row`` (the project's place in ``projects``), ``tranche``, ``day``,
    ``amount``; a bucket that ends after the last voucher is dated by that voucher.
    ``has_vouchers`` marks projects. ``days`` is ascending and ends with ``as_of``.
    """

    projects: pd.Index
    snapshots: Versions
    vouchers: pd.DataFrame
    vouchers_to: date | None
    has_vouchers: Mask
    days: Days

    def rows(self, project_ids: pd.Series) -> NDArray[np.intp]:
        """Places of the projects."""
        return self.projects.get_indexer(pd.Index(project_ids))

    def columns(self, days: pd.Series) -> NDArray[np.intp]:
        """Places of the days."""
        return np.searchsorted(self.days, as_days(days))

    def paid(self, tranche: Tranche) -> Whole:
        """Sum of the vouchers of one tranche since 1 January: projects × ``days``, đồng."""
        sums = np.zeros((len(self.projects), len(self.days)), dtype=np.int64)
        mine = self.vouchers[self.vouchers["tranche"] == tranche.value]
        place = (mine["row"].to_numpy(), self.columns(mine["day"]))
        np.add.at(sums, place, mine["amount"].to_numpy())
        return np.cumsum(sums, axis=1, out=sums)

    def first_voucher(self) -> Days:
        """End of each project's first voucher bucket, far in the future without vouchers."""
        first = np.full(len(self.projects), np.datetime64("9999-12-31"))
        np.minimum.at(first, self.vouchers["row"].to_numpy(), as_days(self.vouchers["day"]))
        return first


def payments_of(evidence: Evidence, needed: Iterable[date]) -> Payments:
    """Put the evidence in order; ``needed`` are the days `needed_dates` asked the ledger for."""
    index = evidence.projects.index
    vouchers = _voucher_sums(evidence)
    has_vouchers = np.zeros(len(index), dtype=bool)
    has_vouchers[vouchers["row"].to_numpy()] = True
    stated = evidence.snapshots
    in_time = stated["to_date"] <= np.datetime64(evidence.as_of, "s")
    snapshots = versions_of(
        stated[in_time & stated["project_id"].isin(index)], "to_date", rank="treasury"
    )
    single = [evidence.as_of, *needed]
    if evidence.vouchers_to is not None:
        single.append(min(evidence.vouchers_to, evidence.as_of))
    days = [as_days(snapshots.heads["day"]), as_days(vouchers["day"])]
    return Payments(
        projects=index,
        snapshots=snapshots,
        vouchers=vouchers,
        vouchers_to=evidence.vouchers_to,
        has_vouchers=has_vouchers,
        days=np.unique(np.concatenate([*days, np.array(single, dtype="datetime64[D]")])),
    )


def as_days(column: pd.Series) -> Days:
    """Convert a column of dates to ``datetime64[D]``."""
    return column.to_numpy().astype("datetime64[D]")


def _voucher_sums(evidence: Evidence) -> pd.DataFrame:
    vouchers = evidence.vouchers
    row = evidence.projects.index.get_indexer(pd.Index(vouchers["project_id"]))
    in_time = (vouchers["paid_to"] <= np.datetime64(evidence.as_of, "s")).to_numpy(bool)
    wanted = in_time & (row >= 0)
    chosen = vouchers[wanted]
    day = as_days(chosen["paid_to"])
    if evidence.vouchers_to is not None:
        day = np.minimum(day, np.datetime64(evidence.vouchers_to, "D"))
    return pd.DataFrame(
        {
            "row": row[wanted],
            "tranche": chosen["tranche"].to_numpy(),
            "day": day.astype("datetime64[s]"),
            "amount": chosen["amount"].to_numpy(np.int64),
        }
    )
