"""Which rows of what was judged call for an early warning, and what it has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.model import MilestoneState, Risk

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.model import Thresholds

_DUE = ("due", "clause")
_RATE = (*_DUE, "required_basis_points", "required", "actual", "shortfall", "plan", "figures_date")
_EVENT = (*_DUE, "event", "construction_start")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules look at.

    ``projects`` is `Assessment.projects` with ``construction_start conflict claimed_class
    claimed_evidence dates_class dates_evidence``; ``milestones`` is `Assessment.milestones`;
    ``differences`` is what `voucher_differences` found.
    """

    as_of: date
    budget_year: int
    projects: pd.DataFrame
    milestones: pd.DataFrame
    differences: pd.DataFrame
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Raised:
    """Rows that raise one code; ``arguments`` names the columns the wording needs.

    ``rows`` has ``project_id``, ``milestone_id`` where a milestone is meant, and ``red``.
    """

    code: str
    rows: pd.DataFrame
    arguments: tuple[str, ...]


def raised(judged: Judged) -> list[Raised]:
    """Apply every rule."""
    known = judged.projects[["plan", "figures_date", "construction_start"]]
    bound = judged.milestones[judged.milestones["milestone_id"].notna()]
    milestones = bound.join(known, on="project_id")
    is_event = milestones["event"].notna()
    rates, events = milestones[~is_event], milestones[is_event]
    return [
        *_of_rates(rates, judged.thresholds),
        *_of_events(events),
        *_of_plans(judged),
        *_of_figures(judged, rates),
        *_of_contradictions(judged),
    ]


def _of_rates(rates: pd.DataFrame, thresholds: Thresholds) -> list[Raised]:
    """Milestones missed, at risk, or past due with figures too old to tell."""
    spoken = rates["figures_date"].notna()
    at_risk = rates[spoken & (rates["risk"] == Risk.AT_RISK)]
    urgent = (at_risk["per_week"] > thresholds.red_ratio * at_risk["pace_per_week"]) & (
        at_risk["days_left"] <= thresholds.red_days
    )
    pace = ("days_left", "per_week", "pace_per_week")
    awaiting = rates[spoken & (rates["state"] == MilestoneState.AWAITING_DATA)]
    return [
        _red("milestone_missed", rates[rates["state"] == MilestoneState.MISSED], _RATE),
        Raised("milestone_at_risk", at_risk.assign(red=urgent), (*_RATE, *pace)),
        _amber("awaiting_data", awaiting, _RATE),
    ]


def _of_events(events: pd.DataFrame) -> list[Raised]:
    """Construction not started in time, about to be late, or not known to have started."""
    unknown = events[events["state"] == MilestoneState.AWAITING_DATA]
    return [
        _red("event_missed", events[events["state"] == MilestoneState.MISSED], _EVENT),
        _amber("event_due", events[events["risk"] == Risk.AT_RISK], (*_EVENT, "days_left")),
        _amber("event_awaiting_data", unknown, _EVENT),
    ]


def _of_plans(judged: Judged) -> list[Raised]:
    """No plan at all, or figures that go beyond it or beyond the total investment."""
    projects = judged.projects.reset_index().assign(budget_year=judged.budget_year)
    plan, carried = projects["plan"], projects["plan_carryover"]
    without = ~_holds(plan > 0) & ~_holds(carried > 0)
    over = _holds(projects["disbursed"] > plan)
    over_investment = _holds(plan > projects["total_investment"])
    return [
        _amber("no_plan", projects[without], ("budget_year", "plan", "disbursed")),
        _amber("over_plan", projects[over], ("plan", "disbursed", "rate_basis_points")),
        _amber("plan_over_investment", projects[over_investment], ("plan", "total_investment")),
    ]


def _of_figures(judged: Judged, rates: pd.DataFrame) -> list[Raised]:
    """No figures, or old ones while a milestone is still to come and none awaits data."""
    projects = judged.projects.reset_index()
    silent = projects["figures_date"].isna() & _holds(projects["plan"] > 0)
    days_old = (np.datetime64(judged.as_of, "s") - projects["figures_date"]).dt.days
    pending = rates.loc[rates["state"] == MilestoneState.PENDING, "project_id"]
    awaiting = rates.loc[rates["state"] == MilestoneState.AWAITING_DATA, "project_id"]
    relevant = projects["project_id"].isin(pending) & ~projects["project_id"].isin(awaiting)
    old = relevant & (days_old > judged.thresholds.stale_days)
    dated = projects.assign(days_old=days_old.astype("Int64"))
    return [
        _amber("no_figures", projects[silent], ("plan",)),
        _amber("figures_old", dated[old], ("figures_date", "days_old")),
    ]


def _of_contradictions(judged: Judged) -> list[Raised]:
    """Two pieces of evidence that disagree, both shown."""
    projects = judged.projects.reset_index()
    classes = ("claimed_class", "claimed_evidence", "dates_class", "dates_evidence")
    payments = ("snapshot", "snapshot_date", "treasury", "voucher_sum", "tranche")
    return [
        _amber("class_conflict", projects[projects["conflict"]], classes),
        _amber("voucher_difference", judged.differences, payments),
    ]


def _red(code: str, rows: pd.DataFrame, arguments: tuple[str, ...]) -> Raised:
    return Raised(code, rows.assign(red=True), arguments)


def _amber(code: str, rows: pd.DataFrame, arguments: tuple[str, ...]) -> Raised:
    return Raised(code, rows.assign(red=False), arguments)


def _holds(condition: pd.Series) -> pd.Series:
    """Where a condition holds for sure: missing values do not count."""
    return condition.fillna(value=False).astype(bool)
