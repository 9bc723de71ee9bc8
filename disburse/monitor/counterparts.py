"""Which figures of a project and tranche are held against each other, and on which day.

There are three kinds of figures: the owner's snapshots, the Treasury's, and the vouchers. They can
be compared on a day for which two of them speak. A list of vouchers speaks for the days from the
project's first voucher to the list's last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from disburse.model import Tranche
from disburse.monitor.arrays import last_of_each

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from disburse.monitor.arrays import Days, Mask, Places
    from disburse.monitor.payments import Payments

NONE = -1


class Footing(IntEnum):
    """How the figures of a row stand to each other, the weakest first."""

    ALONE = 0
    LIST_ENDS_EARLIER = 1
    TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Counterparts:
    """One row per project and tranche that any figure speaks of, in that order.

    ``project`` is a place, ``tranche`` a code. ``owner`` and ``treasury`` are places among the
    snapshots, `NONE` without; ``listed`` tells whether the sum of the vouchers up to ``day`` is
    held against them. ``footing`` holds values of `Footing`: on a common day; with vouchers whose
    list ends before the snapshot's day; or alone, where the owner's and the Treasury's latest
    figures may both be there, of different days.
    """

    project: Places
    tranche: NDArray[np.int8]
    day: Days
    owner: Places
    treasury: Places
    listed: Mask
    footing: NDArray[np.int8]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.project)

    def places(self, size: int) -> Places:
        """Table of the rows: ``size`` projects × tranches, `NONE` where there is none."""
        table = np.full((size, len(Tranche)), NONE)
        table[self.project, self.tranche] = np.arange(len(self))
        return table


def counterparts(payments: Payments) -> Counterparts:
    """Choose, of each project and tranche, the latest day on which figures can be compared.

    Without such a day the latest figures stand alone.
    """
    stated = _by_day(payments)
    order = np.lexsort((stated.day, stated.footing, stated.tranche, stated.project))
    best = order[last_of_each(stated.project[order], stated.tranche[order])]
    chosen = _with_latest_of_others(_at(stated, best), stated, payments.size)
    return _joined(chosen, _only_listed(payments, chosen))


def _by_day(payments: Payments) -> Counterparts:
    """Every day a snapshot speaks for."""
    stated = payments.snapshots
    places = np.flatnonzero(last_of_each(stated.project, stated.tranche, stated.day, stated.rank))
    project, tranche, day = stated.project[places], stated.tranche[places], stated.day[places]
    last = last_of_each(project, tranche, day)
    number: Places = np.cumsum(last) - last
    owner, treasury = (np.full(int(last.sum()), NONE) for _ in range(2))
    marked = stated.rank[places]
    owner[number[~marked]] = places[~marked]
    treasury[number[marked]] = places[marked]
    project, tranche, day = project[last], tranche[last], day[last]
    begun = payments.first_voucher[project] <= day
    reaches = _reach(payments, day)
    together = ((owner >= 0) & (treasury >= 0)) | (begun & reaches)
    footing = np.where(together, Footing.TOGETHER, np.where(begun, Footing.LIST_ENDS_EARLIER, 0))
    listed = begun & (reaches | ~together)
    return Counterparts(project, tranche, day, owner, treasury, listed, footing.astype(np.int8))


def _reach(payments: Payments, day: Days) -> Mask:
    """Whether the list of vouchers reaches a day."""
    if payments.vouchers_to is None:
        return np.zeros(len(day), dtype=bool)
    reaches: Mask = day <= payments.vouchers_to
    return reaches


def _with_latest_of_others(chosen: Counterparts, stated: Counterparts, size: int) -> Counterparts:
    """Put the latest figures of both beside each other where no day is common to them."""
    alone = chosen.footing == Footing.ALONE
    place = (chosen.project[alone], chosen.tranche[alone])
    for mine, all_of_them in ((chosen.owner, stated.owner), (chosen.treasury, stated.treasury)):
        latest = np.full((size, len(Tranche)), NONE)
        known = all_of_them >= 0
        latest[stated.project[known], stated.tranche[known]] = all_of_them[known]
        mine[alone] = latest[place]
    return chosen


def _only_listed(payments: Payments, chosen: Counterparts) -> Counterparts:
    """Projects and tranches of which vouchers alone speak."""
    vouchers = payments.vouchers
    paid = np.zeros((payments.size, len(Tranche)), dtype=bool)
    paid[vouchers.project, vouchers.tranche] = True
    paid &= chosen.places(payments.size) == NONE
    project, tranche = np.nonzero(paid)
    size = len(project)
    return Counterparts(
        project=project,
        tranche=tranche.astype(np.int8),
        day=np.full(size, payments.vouchers_to, dtype="datetime64[D]"),
        owner=np.full(size, NONE),
        treasury=np.full(size, NONE),
        listed=np.ones(size, dtype=bool),
        footing=np.full(size, Footing.ALONE, dtype=np.int8),
    )


def _joined(one: Counterparts, other: Counterparts) -> Counterparts:
    both = Counterparts(
        project=np.concatenate([one.project, other.project]),
        tranche=np.concatenate([one.tranche, other.tranche]),
        day=np.concatenate([one.day, other.day]),
        owner=np.concatenate([one.owner, other.owner]),
        treasury=np.concatenate([one.treasury, other.treasury]),
        listed=np.concatenate([one.listed, other.listed]),
        footing=np.concatenate([one.footing, other.footing]),
    )
    return _at(both, np.lexsort((both.tranche, both.project)))


def _at(rows: Counterparts, chosen: Places) -> Counterparts:
    return Counterparts(
        project=rows.project[chosen],
        tranche=rows.tranche[chosen],
        day=rows.day[chosen],
        owner=rows.owner[chosen],
        treasury=rows.treasury[chosen],
        listed=rows.listed[chosen],
        footing=rows.footing[chosen],
    )
