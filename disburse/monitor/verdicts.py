"""What one milestone finds on many projects, and the frame all verdicts end in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import MilestoneState
from disburse.monitor.arrays import Amounts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from disburse.monitor.arrays import Places, Texts
    from disburse.rules import Milestone

COLUMNS = {
    "project_id": "Int64",
    "milestone_id": "str",
    "due": "datetime64[s]",
    "required_basis_points": "Int64",
    "event": "str",
    "clause": "str",
    "required": "Int64",
    "actual": "Int64",
    "shortfall": "Int64",
    "state": "str",
    "risk": "str",
    "days_left": "Int64",
    "per_week": "Int64",
    "pace_per_week": "Int64",
}
# After its due date a milestone is met, met late, missed, or waits for figures.
STATES_AFTERWARDS = (
    MilestoneState.MET.value,
    MilestoneState.MET_LATE.value,
    MilestoneState.MISSED.value,
    MilestoneState.AWAITING_DATA.value,
)
_SAID = ("milestone_id", "due", "required_basis_points", "event", "clause", "days_left")
_LAST_DAY = np.datetime64("9999-12-31")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One milestone on several ``projects`` (places); without a milestone, none binds them.

    ``state`` and ``risk`` hold the values of `MilestoneState` and `Risk`; ``risk`` is None where
    the milestone is not pending.
    """

    milestone: Milestone | None
    projects: Places
    state: Texts
    risk: Texts
    required: Amounts
    actual: Amounts
    shortfall: Amounts
    per_week: Amounts
    pace_per_week: Amounts


def without_amounts(
    milestone: Milestone | None, projects: Places, state: Texts, risk: Texts
) -> Verdicts:
    """Verdicts that rest on no amount."""
    nothing = Amounts.unknown(len(projects))
    return Verdicts(milestone, projects, state, risk, nothing, nothing, nothing, nothing, nothing)


def no_milestone(projects: Places) -> Verdicts:
    """Verdicts on projects that no milestone binds."""
    state = np.full(len(projects), MilestoneState.NO_MILESTONE.value, dtype=object)
    return without_amounts(None, projects, state, np.full(len(projects), None))


def as_frame(verdicts: Sequence[Verdicts], project_ids: pd.Index, as_of: date) -> pd.DataFrame:
    """Columns of `Assessment.milestones`: projects in the order of ``project_ids``, by due date.

    ``days_left`` counts to the due date, zero on the day itself, missing once it has passed.
    """
    projects = np.concatenate([one.projects for one in verdicts])
    said = _said([one.milestone for one in verdicts], as_of)
    number = np.repeat(np.arange(len(verdicts)), [len(one.projects) for one in verdicts])
    due = said["due"].to_numpy()[number]
    order = np.lexsort((np.where(np.isnat(due), _LAST_DAY, due), projects))
    found = {
        "project_id": project_ids.astype("Int64").array.take(projects),
        **{name: column.array.take(number) for name, column in said.items()},
        "required": Amounts.joined(one.required for one in verdicts).array(),
        "actual": Amounts.joined(one.actual for one in verdicts).array(),
        "shortfall": Amounts.joined(one.shortfall for one in verdicts).array(),
        "state": pd.array(np.concatenate([one.state for one in verdicts]), dtype="str"),
        "risk": pd.array(np.concatenate([one.risk for one in verdicts]), dtype="str"),
        "per_week": Amounts.joined(one.per_week for one in verdicts).array(),
        "pace_per_week": Amounts.joined(one.pace_per_week for one in verdicts).array(),
    }
    return pd.DataFrame({name: found.pop(name).take(order) for name in COLUMNS}, copy=False)


def _said(milestones: Sequence[Milestone | None], as_of: date) -> pd.DataFrame:
    """What each milestone itself says; a row of missing values for None."""
    nothing = (None,) * len(_SAID)
    rows = [nothing if one is None else _words(one, as_of) for one in milestones]
    types = {name: COLUMNS[name] for name in _SAID}
    return pd.DataFrame(rows, columns=list(_SAID)).astype(types)


def _words(one: Milestone, as_of: date) -> tuple[object, ...]:
    left = (one.due - as_of).days
    event = None if one.event is None else one.event.value
    return (
        one.milestone_id,
        pd.Timestamp(one.due),
        one.required_basis_points,
        event,
        one.clause,
        left if left >= 0 else None,
    )
