"""The state of every project against every milestone of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import MilestoneState, Risk
from disburse.monitor.events import judge_event
from disburse.monitor.milestone_rows import (
    milestone_rows,
    no_milestone_rows,
    only_where,
    stacked,
)
from disburse.monitor.partial_dates import bounds

if TYPE_CHECKING:
    from datetime import date

    from disburse.model import Milestone, Thresholds
    from disburse.monitor.measure import Measured
    from disburse.monitor.payments import Texts

_ALL_OF_IT = 10_000
_DAYS_A_WEEK = 7


def judge_all(
    measured: Measured, classes: pd.Series, construction_start: pd.Series, thresholds: Thresholds
) -> pd.DataFrame:
    """Judge every project against the milestones of its class, as `Assessment.milestones`.

    A milestone binds a project that has a plan on the milestone's due date (or on ``as_of``, if
    earlier); a project bound by none has one row of state ``no_milestone``.
    """
    first, last = bounds(construction_start)
    starts = pd.DataFrame({"first": first, "last": last}, index=classes.index)
    found = [no_milestone_rows(classes.index[:0])]
    for milestone in measured.decision.milestones:
        plan = measured.plan_on(min(milestone.due, measured.as_of))
        bound = (classes == milestone.project_class.value) & (plan > 0).fillna(value=False)
        if milestone.event is None:
            facts = rate_facts(measured, milestone, plan)[bound]
            found.append(judge_rate(milestone, facts, measured.as_of, thresholds))
        else:
            found.append(judge_event(milestone, starts[bound], measured.as_of, thresholds))
    judged = stacked(found)
    free = classes.index.difference(pd.Index(judged["project_id"]), sort=False)
    return _ordered(stacked([judged, no_milestone_rows(free)]), classes.index)


def rate_facts(measured: Measured, milestone: Milestone, plan: pd.Series) -> pd.DataFrame:
    """What a rate is judged by: ``plan at_due actual figures_date pace_per_week`` per project."""
    return measured.projects[["figures_date", "pace_per_week"]].assign(
        plan=plan,
        at_due=measured.disbursed_on(min(milestone.due, measured.as_of)),
        actual=measured.projects["disbursed"],
    )


def judge_rate(
    milestone: Milestone, facts: pd.DataFrame, as_of: date, thresholds: Thresholds
) -> pd.DataFrame:
    """Judge the rows of `rate_facts` against one required rate; the plans must be positive.

    ``per_week`` spreads the shortfall over the days left; with less than a week left it is the
    whole shortfall. A pending milestone is at risk when it needs more than ``at_risk_ratio``
    times the pace achieved, or when there are no figures.
    """
    points, days_left = milestone.required_basis_points or 0, (milestone.due - as_of).days
    required = required_amount(facts["plan"], points)
    shortfall = (required - facts["actual"]).clip(lower=0)
    state = _states(facts, required, milestone.due, as_of)
    pending = state == MilestoneState.PENDING
    per_week = -(-shortfall * _DAYS_A_WEEK // max(days_left, _DAYS_A_WEEK))
    slow = (per_week > thresholds.at_risk_ratio * facts["pace_per_week"]).fillna(value=True)
    found = {
        "required": required,
        "actual": facts["actual"],
        "shortfall": shortfall,
        "state": state,
        "risk": only_where(pending, np.where(slow, Risk.AT_RISK, Risk.ON_TRACK)),
        "per_week": per_week.where(pending),
        "pace_per_week": facts["pace_per_week"].where(pending),
    }
    return milestone_rows(milestone, facts.index, as_of, found)


def required_amount(plan: pd.Series, basis_points: int) -> pd.Series:
    """Least whole đồng that reaches the rate; the plan is split so that no product overflows."""
    return plan // _ALL_OF_IT * basis_points - (-(plan % _ALL_OF_IT) * basis_points // _ALL_OF_IT)


def _states(facts: pd.DataFrame, required: pd.Series, due: date, as_of: date) -> Texts:
    met = (facts["at_due"] >= required).fillna(value=False).to_numpy(bool)
    reached = (facts["actual"] >= required).fillna(value=False).to_numpy(bool)
    spoken = (facts["figures_date"] >= np.datetime64(due, "s")).to_numpy(bool)
    if as_of <= due:
        choices = [(met, MilestoneState.MET)]
        rest = MilestoneState.PENDING
    else:
        choices = [
            (met, MilestoneState.MET),
            (reached, MilestoneState.MET_LATE),
            (spoken, MilestoneState.MISSED),
        ]
        rest = MilestoneState.AWAITING_DATA
    masks = [mask for mask, _ in choices]
    return np.select(masks, [state.value for _, state in choices], rest.value).astype(object)


def _ordered(rows: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Projects in the order of ``index``, each by due date."""
    place = index.get_indexer(pd.Index(rows["project_id"]))
    due = rows["due"].fillna(pd.Timestamp.max.floor("s")).to_numpy()
    return rows.iloc[np.lexsort((due, place))].reset_index(drop=True)
