"""The commune as a whole: its total against the decision's target, and its course in the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.figures import Figures
from disburse.monitor.measure import as_series
from disburse.monitor.milestone_rows import no_milestone_rows
from disburse.monitor.milestones import judge_rate
from disburse.monitor.pace import pace_per_week

if TYPE_CHECKING:
    from datetime import date

    from disburse.model import Thresholds
    from disburse.monitor.measure import Measured

_WHOLE = pd.Index([pd.NA], dtype="Int64")


def judge_commune(measured: Measured, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the sum of all projects, classified or not, as `Assessment.commune`.

    Without a target the row is missing; without any plan its state is ``no_milestone``.
    """
    target = measured.decision.commune_target
    if target is None:
        return no_milestone_rows(_WHOLE[:0])
    day = min(target.due, measured.as_of)
    plan = int(measured.plan_on(day).sum())
    if plan <= 0:
        return no_milestone_rows(_WHOLE)
    total = _total(measured.figures)
    spoken = np.array([latest_figures_date(measured)], dtype="datetime64[D]")
    pace = pace_per_week(total, spoken, measured.decision.budget_year, thresholds.pace_weeks)
    facts = pd.DataFrame(
        {
            "plan": pd.Series([plan], index=_WHOLE, dtype="Int64"),
            "at_due": as_series(*total.on(day), _WHOLE),
            "actual": as_series(*total.on(measured.as_of), _WHOLE),
            "figures_date": pd.Series(spoken.astype("datetime64[s]"), index=_WHOLE),
            "pace_per_week": as_series(*pace, _WHOLE),
        }
    )
    return judge_rate(target, facts, measured.as_of, thresholds)


def course(figures: Figures) -> pd.DataFrame:
    """Cumulative disbursement on each day some figure speaks for: ``to_date amount``."""
    total = _total(figures)
    spoken = total.own[0]
    return pd.DataFrame(
        {
            "to_date": total.days[spoken].astype("datetime64[s]"),
            "amount": pd.array(total.amounts[0][spoken], dtype="Int64"),
        }
    )


def latest_figures_date(measured: Measured) -> date | None:
    """Last day any project's figures speak for."""
    latest = measured.projects["figures_date"].max()
    return None if pd.isna(latest) else latest.date()


def _total(figures: Figures) -> Figures:
    """All projects added up; one without a figure adds nothing."""
    return Figures(
        days=figures.days,
        amounts=figures.amounts.sum(axis=0, keepdims=True),
        known=np.atleast_2d(figures.known.any(axis=0)),
        own=np.atleast_2d(figures.own.any(axis=0)),
        snapshot_day=figures.snapshot_day[:1],
    )
