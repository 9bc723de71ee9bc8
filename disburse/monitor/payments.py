"""The evidence of payment, put in order: snapshots as versions, vouchers as sums per day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.monitor.arrays import (
    as_days,
    as_whole,
    places_in,
    rows_where,
    tranche_code,
    tranche_codes,
)
from disburse.monitor.versions import Versions, versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from disburse.frames import Evidence
    from disburse.model import Tranche
    from disburse.monitor.arrays import Days, Places, Whole


@dataclass(frozen=True, slots=True)
class VoucherSums:
    """New disbursement by ``project`` (place), ``tranche`` (code) and ``day``.

    ``rows`` are the rows of the evidence they were taken from, one for one. A bucket that ends
    after the last voucher is dated by that voucher.
    """

    project: Places
    tranche: NDArray[np.int8]
    day: Days
    amount: Whole
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Payments:
    """Snapshots and vouchers up to ``as_of``, and every day either of them speaks of.

    ``days`` is ascending and ends with ``as_of``; ``first_voucher`` is the end of each project's
    first voucher bucket, NaT without vouchers.
    """

    size: int
    snapshots: Versions
    vouchers: VoucherSums
    vouchers_to: np.datetime64 | None
    first_voucher: Days
    days: Days

    def columns(self, days: Days) -> Places:
        """Places of the days."""
        return np.searchsorted(self.days, days)

    def paid(self, tranche: Tranche) -> Whole:
        """Sum of the vouchers of one tranche since 1 January: projects × ``days``, đồng."""
        sums = np.zeros((self.size, len(self.days)), dtype=np.int64)
        listed = self.vouchers
        mine = listed.tranche == tranche_code(tranche)
        place = (listed.project[mine], self.columns(listed.day[mine]))
        np.add.at(sums, place, listed.amount[mine])
        return np.cumsum(sums, axis=1, out=sums)


def payments_of(evidence: Evidence, needed: Iterable[date]) -> Payments:
    """Put the evidence in order; ``needed`` are the days `needed_dates` asked the ledger for."""
    projects, as_of = evidence.projects.index, np.datetime64(evidence.as_of, "D")
    stated = evidence.snapshots
    stated = rows_where(as_days(stated["to_date"]) <= as_of, stated)
    snapshots = versions_of(stated, projects, "to_date", rank="treasury")
    vouchers = _voucher_sums(evidence)
    single = [evidence.as_of, *needed]
    vouchers_to = None
    if evidence.vouchers_to is not None:
        vouchers_to = min(np.datetime64(evidence.vouchers_to, "D"), as_of)
        single.append(vouchers_to.item())
    spoken = [snapshots.day, vouchers.day, np.array(single, dtype="datetime64[D]")]
    return Payments(
        size=len(projects),
        snapshots=snapshots,
        vouchers=vouchers,
        vouchers_to=vouchers_to,
        first_voucher=_first_days(vouchers, len(projects)),
        days=np.unique(np.concatenate(spoken)),
    )


def _voucher_sums(evidence: Evidence) -> VoucherSums:
    vouchers, projects = evidence.vouchers, evidence.projects.index
    in_time = as_days(vouchers["paid_to"]) <= np.datetime64(evidence.as_of, "D")
    chosen = vouchers[in_time & vouchers["project_id"].isin(projects).to_numpy(bool)]
    day = as_days(chosen["paid_to"])
    if evidence.vouchers_to is not None:
        day = np.minimum(day, np.datetime64(evidence.vouchers_to, "D"))
    return VoucherSums(
        project=places_in(projects, chosen["project_id"]),
        tranche=tranche_codes(chosen["tranche"]),
        day=day,
        amount=as_whole(chosen["amount"]),
        rows=chosen,
    )


def _first_days(vouchers: VoucherSums, size: int) -> Days:
    first = np.full(size, np.datetime64("NaT", "D"))
    latest_first = np.argsort(vouchers.day, kind="stable")[::-1]
    first[vouchers.project[latest_first]] = vouchers.day[latest_first]
    return first
