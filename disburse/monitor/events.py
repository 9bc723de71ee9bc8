"""Milestones that ask for an event, construction start, rather than a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from disburse.model import MilestoneState, Risk
from disburse.monitor.arrays import only_where, words
from disburse.monitor.verdicts import STATES_AFTERWARDS, Verdicts, without_amounts

if TYPE_CHECKING:
    from datetime import date

    from disburse.monitor.arrays import Days, Mask, Places, Texts
    from disburse.rules import Milestone, Thresholds


def judge_event(
    milestone: Milestone,
    projects: Places,
    starts: tuple[Days, Days],
    as_of: date,
    thresholds: Thresholds,
) -> Verdicts:
    """Judge projects against one required event; ``starts`` as `bounds` gives them, of all.

    A start given as a month or year counts as in time only if its last day is, and as late only
    if its first day is; between the two it proves nothing. A day after ``as_of`` is a plan: a
    pending event is on track when the plan is in time, at risk when the plan is late or when
    there is none and at most ``red_days`` days are left.
    """
    first, last = starts[0][projects], starts[1][projects]
    limit, today = np.datetime64(milestone.due, "D"), np.datetime64(as_of, "D")
    in_time, late, happened = last <= limit, first > limit, last <= today
    if as_of > milestone.due:
        state = _states_afterwards(in_time, late, happened)
        return without_amounts(milestone, projects, state, np.full(len(state), None))
    met = in_time & happened
    near = (milestone.due - as_of).days <= thresholds.red_days
    at_risk = late | (~in_time & near)
    return without_amounts(
        milestone,
        projects,
        words(met, (MilestoneState.PENDING.value, MilestoneState.MET.value)),
        only_where(~met, words(at_risk, (Risk.ON_TRACK.value, Risk.AT_RISK.value))),
    )


def _states_afterwards(in_time: Mask, late: Mask, happened: Mask) -> Texts:
    choices = [in_time, late & happened, late]
    return words(np.select(choices, range(3), 3), STATES_AFTERWARDS)
