"""The commune as a whole: its total against the decision's target, and its course in the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.arrays import NO_DAY, as_dates
from disburse.monitor.figures import Figures
from disburse.monitor.milestones import RateFacts, judge_rate
from disburse.monitor.pace import pace_per_week
from disburse.monitor.verdicts import as_frame, no_milestone

if TYPE_CHECKING:
    from datetime import date

    from disburse.monitor.arrays import Days
    from disburse.monitor.measure import Measured
    from disburse.rules import Thresholds

_WHOLE = pd.Index([pd.NA], dtype="Int64")
_ONE = np.zeros(1, dtype=np.intp)


def judge_commune(measured: Measured, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the sum of all projects, classified or not, as `Assessment.commune`.

    Without a target the row is missing; without any plan its state is ``no_milestone``.
    """
    target, as_of = measured.decision.commune_target, measured.as_of
    if target is None:
        return as_frame([no_milestone(_ONE[:0])], _WHOLE, as_of)
    day = min(target.due, as_of)
    plan = measured.plan_on(day).amount.sum(keepdims=True)
    if plan[0] <= 0:
        return as_frame([no_milestone(_ONE)], _WHOLE, as_of)
    total, spoken = _total(measured.figures), _latest(measured.figures_date)
    weeks, year = thresholds.pace_weeks, measured.decision.budget_year
    facts = RateFacts(
        projects=_ONE,
        plan=plan,
        at_due=total.on(day),
        actual=total.on(as_of),
        figures_date=spoken,
        pace=pace_per_week(total, spoken, year, weeks),
    )
    return as_frame([judge_rate(target, facts, as_of, thresholds)], _WHOLE, as_of)


def course(figures: Figures) -> pd.DataFrame:
    """Cumulative disbursement on each day some figure speaks for: ``to_date amount``."""
    total = _total(figures)
    spoken = total.own[0]
    amounts = pd.array(total.amounts[0][spoken], dtype="Int64")
    return pd.DataFrame({"to_date": as_dates(total.days[spoken]), "amount": amounts})


def latest_figures_date(measured: Measured) -> date | None:
    """Last day any project's figures speak for."""
    latest: date | None = _latest(measured.figures_date)[0].item()
    return latest


def _latest(days: Days) -> Days:
    return np.fmax.reduce(days, initial=NO_DAY, keepdims=True)


def _total(figures: Figures) -> Figures:
    """All projects added up; one without a figure adds nothing."""
    return Figures(
        days=figures.days,
        amounts=figures.amounts.sum(axis=0, keepdims=True),
        known=np.atleast_2d(figures.known.any(axis=0)),
        own=np.atleast_2d(figures.own.any(axis=0)),
        snapshot_day=_latest(figures.snapshot_day),
    )
