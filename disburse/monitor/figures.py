"""Cumulative disbursement of every project on every day the evidence speaks of.

On a day a project's figure is its latest snapshot up to that day plus the vouchers after the
snapshot's own date; without a snapshot, the sum of its vouchers. A project that neither a
snapshot nor a voucher speaks of has no figure, which is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.monitor.arrays import NO_DAY, Amounts, tranche_code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from disburse.model import Tranche
    from disburse.monitor.arrays import Days, Mask, Whole
    from disburse.monitor.payments import Payments


@dataclass(frozen=True, slots=True)
class Figures:
    """Cumulative figures: a row per project, a column per day of ``days`` (ascending).

    ``amounts`` đồng, zero where not ``known``; ``own`` marks the cells where the evidence speaks
    for that very day rather than for an earlier one; ``snapshot_day`` is each project's latest
    snapshot (NaT without).
    """

    days: Days
    amounts: Whole
    known: Mask
    own: Mask
    snapshot_day: Days

    def on(self, day: date) -> Amounts:
        """Amounts on ``day``, which must be one of ``days``."""
        column = int(np.searchsorted(self.days, np.datetime64(day, "D")))
        return Amounts(self.amounts[:, column], self.known[:, column])


def figures_of(payments: Payments, tranche: Tranche) -> Figures:
    """Cumulative figures of one tranche."""
    amounts, snapshots = payments.paid(tranche), payments.snapshots
    each = snapshots.of_each_day()
    each = each[snapshots.tranche[each] == tranche_code(tranche)]
    cells = (snapshots.project[each], payments.columns(snapshots.day[each]))
    latest = np.full(amounts.shape, -1, dtype=np.int32)
    latest[cells] = cells[1]
    own = latest >= 0
    np.maximum.accumulate(latest, axis=1, out=latest)
    counted = _counted_from_vouchers(payments, latest[:, -1] < 0)
    beyond_vouchers = np.zeros_like(amounts)
    beyond_vouchers[cells] = snapshots.amount[each] - amounts[cells]
    follows = latest >= 0
    amounts += np.where(follows, np.take_along_axis(beyond_vouchers, latest.clip(0), axis=1), 0)
    last = latest[:, -1]
    return Figures(
        days=payments.days,
        amounts=amounts,
        known=follows | counted,
        own=own | (counted & _spoken_by_vouchers(payments)),
        snapshot_day=np.where(last >= 0, payments.days[last], NO_DAY),
    )


def added(parts: Iterable[Figures]) -> Figures:
    """Figures of several tranches together; known where any part is."""
    total, *others = parts
    for other in others:
        total = Figures(
            days=total.days,
            amounts=total.amounts + other.amounts,
            known=total.known | other.known,
            own=total.own | other.own,
            snapshot_day=np.fmax(total.snapshot_day, other.snapshot_day),
        )
    return total


def figures_dates(figures: Figures, payments: Payments) -> Days:
    """Last day each project's figures speak for, NaT without figures.

    A list of vouchers speaks, up to its last day, for every project that has a figure: one that
    it does not name was paid nothing.
    """
    spoken = figures.snapshot_day
    if payments.vouchers_to is not None:
        to = np.fmax(spoken, payments.vouchers_to)
        spoken = np.where(figures.known[:, -1], to, spoken)
    return spoken


def _counted_from_vouchers(payments: Payments, alone: Mask) -> Mask:
    """Days on which vouchers give a figure: all, but from the first voucher on if not ``alone``.

    Where snapshots exist the list of vouchers may begin in the middle of the year, and nothing
    paid before it would be a guess.
    """
    has_vouchers = ~np.isnat(payments.first_voucher)
    started: Mask = payments.days >= payments.first_voucher[:, None]
    return started | (has_vouchers & alone)[:, None]


def _spoken_by_vouchers(payments: Payments) -> Mask:
    if payments.vouchers_to is None:
        return np.zeros(len(payments.days), dtype=bool)
    within: Mask = payments.days <= payments.vouchers_to
    return within
