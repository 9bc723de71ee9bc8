"""The state of every project against every milestone of its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.model import MilestoneState, Risk
from disburse.monitor.arrays import Amounts, only_where, words
from disburse.monitor.events import judge_event
from disburse.monitor.partial_dates import bounds
from disburse.monitor.verdicts import STATES_AFTERWARDS, Verdicts, as_frame, no_milestone

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.monitor.arrays import Days, Places, Texts, Whole
    from disburse.monitor.measure import Measured
    from disburse.rules import Milestone, Thresholds

_ALL_OF_IT = 10_000
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class RateFacts:
    """What a required rate is judged by, per project; every ``plan`` is known and positive.

    ``at_due`` is the disbursement on the due date (or on ``as_of``, if earlier), ``actual`` that
    on ``as_of``.
    """

    projects: Places
    plan: Whole
    at_due: Amounts
    actual: Amounts
    figures_date: Days
    pace: Amounts


def judge_all(
    measured: Measured, classes: pd.Series, construction_start: pd.Series, thresholds: Thresholds
) -> pd.DataFrame:
    """Judge every project against the milestones of its class, as `Assessment.milestones`.

    A milestone binds a project that has a plan on the milestone's due date (or on ``as_of``, if
    earlier); a project bound by none has one row of state ``no_milestone``.
    """
    as_of, starts = measured.as_of, bounds(construction_start)
    free = np.ones(len(classes), dtype=bool)
    found = []
    for milestone in measured.decision.milestones:
        plan = measured.plan_on(min(milestone.due, as_of))
        in_class = (classes == milestone.project_class.value).to_numpy(bool)
        projects = np.flatnonzero(in_class & plan.known & (plan.amount > 0))
        free[projects] = False
        if milestone.event is None:
            facts = _rate_facts(measured, milestone, projects, plan)
            found.append(judge_rate(milestone, facts, as_of, thresholds))
        else:
            found.append(judge_event(milestone, projects, starts, as_of, thresholds))
    found.append(no_milestone(np.flatnonzero(free)))
    return as_frame(found, measured.project_ids, as_of)


def judge_rate(
    milestone: Milestone, facts: RateFacts, as_of: date, thresholds: Thresholds
) -> Verdicts:
    """Judge projects against one required rate.

    ``per_week`` spreads the shortfall over the days left; with less than a week left it is the
    whole shortfall. A pending milestone is at risk when it needs more than ``at_risk_ratio``
    times what the pace achieved brings in the days left (at least the day itself), or when there
    are no figures.
    """
    required = required_amount(facts.plan, milestone.required_basis_points or 0)
    shortfall = Amounts(np.maximum(required - facts.actual.amount, 0), facts.actual.known)
    days_left = (milestone.due - as_of).days
    spread = max(days_left, _DAYS_A_WEEK)
    per_week = Amounts(-(-shortfall.amount * _DAYS_A_WEEK // spread), shortfall.known)
    state = _states(facts, required, milestone.due, as_of)
    pending = state == MilestoneState.PENDING.value
    coming = facts.pace.amount * max(days_left, 1)
    slow = shortfall.amount * _DAYS_A_WEEK > thresholds.at_risk_ratio * coming
    risk = words(slow | ~facts.pace.known, (Risk.ON_TRACK.value, Risk.AT_RISK.value))
    return Verdicts(
        milestone=milestone,
        projects=facts.projects,
        state=state,
        risk=only_where(pending, risk),
        required=Amounts(required, np.ones(len(required), dtype=bool)),
        actual=facts.actual,
        shortfall=shortfall,
        per_week=per_week.only(pending),
        pace_per_week=facts.pace.only(pending),
    )


def required_amount(plan: Whole, basis_points: int) -> Whole:
    """Least whole đồng that reaches the rate; the plan is split so that no product overflows."""
    return plan // _ALL_OF_IT * basis_points - (-(plan % _ALL_OF_IT) * basis_points // _ALL_OF_IT)


def _rate_facts(
    measured: Measured, milestone: Milestone, projects: Places, plan: Amounts
) -> RateFacts:
    figures = measured.figures
    return RateFacts(
        projects=projects,
        plan=plan.amount[projects],
        at_due=figures.on(min(milestone.due, measured.as_of)).at(projects),
        actual=figures.on(measured.as_of).at(projects),
        figures_date=measured.figures_date[projects],
        pace=measured.pace.at(projects),
    )


def _states(facts: RateFacts, required: Whole, due: date, as_of: date) -> Texts:
    met = facts.at_due.known & (facts.at_due.amount >= required)
    if as_of <= due:
        return words(met, (MilestoneState.PENDING.value, MilestoneState.MET.value))
    reached = facts.actual.known & (facts.actual.amount >= required)
    spoken = facts.figures_date >= np.datetime64(due, "D")
    return words(np.select([met, reached, spoken], range(3), 3), STATES_AFTERWARDS)
