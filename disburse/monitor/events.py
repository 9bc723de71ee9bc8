"""Milestones that ask for an event, construction start, rather than a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from disburse.model import MilestoneState, Risk
from disburse.monitor.milestone_rows import milestone_rows, only_where

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.model import Milestone, Thresholds
    from disburse.monitor.payments import Texts


def judge_event(
    milestone: Milestone, starts: pd.DataFrame, as_of: date, thresholds: Thresholds
) -> pd.DataFrame:
    """Judge projects against one required event; ``starts`` as in `event_states`."""
    state, risk = event_states(starts, milestone.due, as_of, thresholds.red_days)
    return milestone_rows(milestone, starts.index, as_of, {"state": state, "risk": risk})


def event_states(
    starts: pd.DataFrame, due: date, as_of: date, red_days: int
) -> tuple[Texts, Texts]:
    """State and risk of an event, from the ``first`` and ``last`` day the start may have been.

    A start given as a month or year counts as in time only if its last day is, and as late only
    if its first day is; between the two it proves nothing. A day after ``as_of`` is a plan: a
    pending event is on track when the plan is in time, at risk when the plan is late or when
    there is none and at most ``red_days`` days are left.
    """
    first, last = starts["first"].to_numpy(), starts["last"].to_numpy()
    limit, today = np.datetime64(due, "D"), np.datetime64(as_of, "D")
    in_time, late, happened = last <= limit, first > limit, last <= today
    if as_of <= due:
        state = np.where(in_time & happened, MilestoneState.MET, MilestoneState.PENDING)
        near = (due - as_of).days <= red_days
        risk = np.where(late | (near & ~in_time), Risk.AT_RISK, Risk.ON_TRACK)
        return state, only_where(state == MilestoneState.PENDING, risk)
    choices = [in_time, late & happened, late]
    states = [MilestoneState.MET, MilestoneState.MET_LATE, MilestoneState.MISSED]
    state = np.select(choices, states, MilestoneState.AWAITING_DATA)
    return state, np.full(len(state), None)
