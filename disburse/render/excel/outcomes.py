"""What became of each milestone: the words, symbols and colours shown, and the counts.

An outcome is a milestone state, with ``pending`` divided by its risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from disburse.model import MilestoneState, Risk
from disburse.render import messages

if TYPE_CHECKING:
    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.styles import Styles

COUNTED = (
    MilestoneState.MET,
    MilestoneState.MET_LATE,
    MilestoneState.MISSED,
    MilestoneState.AWAITING_DATA,
    Risk.AT_RISK,
    Risk.ON_TRACK,
    MilestoneState.PENDING,
)
MARKS: dict[str, str] = {
    MilestoneState.MET: "good",
    MilestoneState.MET_LATE: "good",
    MilestoneState.MISSED: "bad",
    MilestoneState.AWAITING_DATA: "unknown",
    Risk.AT_RISK: "doubtful",
}
_RISK_SYMBOLS: dict[str, str] = {Risk.AT_RISK: "◆", Risk.ON_TRACK: "◔"}


def outcome(milestones: pd.DataFrame) -> pd.Series[str]:
    """Outcome of each row: its risk where there is one, else its state."""
    pending = milestones["state"] == MilestoneState.PENDING
    return milestones["state"].mask(pending & milestones["risk"].notna(), milestones["risk"])


def projects_with(milestones: pd.DataFrame, code: str) -> pd.Series[bool]:
    """Whether a project has a milestone with this outcome, by project."""
    project_ids = milestones["project_id"]
    every = pd.Index(project_ids.unique(), name="project_id")
    return pd.Series(every.isin(project_ids[_has(milestones, code)]), index=every)


def _has(milestones: pd.DataFrame, code: str) -> pd.Series[bool]:
    """Whether a row has this outcome."""
    if code in _RISK_SYMBOLS:
        return milestones["risk"] == code
    same = milestones["state"] == code
    return same & milestones["risk"].isna() if code == MilestoneState.PENDING else same


def shown(code: str) -> str:
    """Symbol and word of an outcome: "✗ Không đạt"."""
    return f"{symbol(code)} {word(code)}"


def all_shown() -> dict[str, str]:
    """What is shown for every outcome."""
    return {code: shown(code) for code in (*COUNTED, MilestoneState.NO_MILESTONE)}


def word(code: str) -> str:
    """Word of an outcome: "Không đạt"."""
    return messages.label("risk" if code in _RISK_SYMBOLS else "state", code)


def symbol(code: str) -> str:
    """Symbol of an outcome, for readers and printers without colour."""
    return _RISK_SYMBOLS.get(code) or messages.label("state_symbol", code)


def mark_outcomes(sheet: BodySheet, styles: Styles, cells: str) -> None:
    """Colour cells by the outcome they show; ``cells`` lists ranges, parted by spaces."""
    first = cells.split(maxsplit=1)[0]
    for code, mark in MARKS.items():
        condition = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{shown(code)}"',
            "format": styles.mark(mark),
            "multi_range": cells,
        }
        sheet.conditional_format(first, condition)
