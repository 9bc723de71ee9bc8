"""How fast money was paid out lately, from the figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from disburse.monitor.arrays import Amounts

if TYPE_CHECKING:
    from disburse.monitor.arrays import Days
    from disburse.monitor.figures import Figures

_DAYS_A_WEEK = 7


def pace_per_week(figures: Figures, figures_date: Days, budget_year: int, weeks: int) -> Amounts:
    """Đồng a week over the last ``weeks`` weeks up to each project's figures date.

    The growth is taken from the latest figure at the window's start or before; without one, from
    the earliest figure in the first half of the window; else from zero on 1 January, where every
    cumulative figure of the year starts. Rounded down; negative when the figures fell.
    """
    window = np.timedelta64(weeks * _DAYS_A_WEEK, "D")
    start = np.datetime64(f"{budget_year}-01-01", "D")
    before = figures.own & (figures.days <= (figures_date - window)[:, None])
    within = figures.own & (figures.days <= (figures_date - window // 2)[:, None])
    last_before = before.shape[1] - 1 - np.argmax(before[:, ::-1], axis=1)
    column = np.where(before.any(axis=1), last_before, np.argmax(within, axis=1))
    found = within.any(axis=1)
    base = np.where(found, figures.amounts[np.arange(len(column)), column], 0)
    since = np.where(found, figures.days[column], start)
    known = ~np.isnat(figures_date)
    days = np.where(known, (figures_date - since).astype(np.int64), 1)
    grown = (figures.amounts[:, -1] - base) * _DAYS_A_WEEK
    return Amounts(grown // np.maximum(days, 1), known)
