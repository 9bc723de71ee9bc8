"""The columns of a judged milestone, and rows that hold only what the milestone itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import MilestoneState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from disburse.model import Milestone
    from disburse.monitor.payments import Mask, Texts

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


def milestone_rows(
    milestone: Milestone, project_ids: pd.Index, as_of: date, found: dict[str, object]
) -> pd.DataFrame:
    """One row per project with the milestone's own columns and those ``found``.

    ``days_left`` counts to the due date, zero on the day itself, missing once it has passed.
    """
    days_left = (milestone.due - as_of).days
    said = {
        "project_id": project_ids,
        "milestone_id": milestone.milestone_id,
        "due": np.datetime64(milestone.due, "s"),
        "required_basis_points": milestone.required_basis_points,
        "event": None if milestone.event is None else milestone.event.value,
        "clause": milestone.clause,
        "days_left": days_left if days_left >= 0 else None,
    }
    return _typed(said | found, len(project_ids))


def no_milestone_rows(project_ids: pd.Index) -> pd.DataFrame:
    """One row per project of state ``no_milestone``, all else missing."""
    found = {"project_id": project_ids, "state": MilestoneState.NO_MILESTONE.value}
    return _typed(found, len(project_ids))


def only_where(mask: Mask, texts: Texts) -> Texts:
    """Texts where the mask holds, None elsewhere."""
    chosen = texts.astype(object)
    chosen[~mask] = None
    return chosen


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of rows under one another."""
    return pd.concat(parts, ignore_index=True)


def _typed(found: dict[str, object], size: int) -> pd.DataFrame:
    rows = pd.RangeIndex(size)
    columns = {
        name: pd.Series(_bare(found.get(name)), index=rows, dtype=kind)
        for name, kind in COLUMNS.items()
    }
    return pd.DataFrame(columns)


def _bare(values: object) -> object:
    """Drop the index of a series, so that rows are matched by place."""
    return values.array if isinstance(values, pd.Series | pd.Index) else values
