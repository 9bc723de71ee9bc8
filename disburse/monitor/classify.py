"""The class of each project, with the reason and the evidence.

What a person decided wins, then what the register claims by group heading or class column; where
it claims nothing, the dates decide: handed over or completed before the budget year, started before
it, or starting in it. A claim the dates contradict is marked, so that a person can decide.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import ProjectClass
from disburse.monitor.partial_dates import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disburse.casework_model import Correction
    from disburse.monitor.arrays import Mask, Texts

_REASONS = ("handed_over_before", "completed_before", "started_before", "starts_this_year")
_CLASSES = (
    ProjectClass.COMPLETED.value,
    ProjectClass.COMPLETED.value,
    ProjectClass.CONTINUING.value,
    ProjectClass.NEW_START.value,
)


def classify(
    projects: pd.DataFrame, budget_year: int, corrections: Sequence[Correction] = ()
) -> pd.DataFrame:
    """Judge every project of `Evidence.projects`; the result keeps its index.

    Columns: ``project_class reason_code reason_evidence reason_cell reason_import_id``; what the
    dates alone would say, ``dates_class dates_evidence``; and ``conflict``, true where a claimed
    class and the dates disagree. Reason codes: ``decided`` (by a person, ``corrections`` being
    those of `Evidence`), ``claimed``, ``outside_milestones`` (a heading such as "Chuẩn bị đầu
    tư"), ``handed_over_before``, ``completed_before``, ``started_before``, ``starts_this_year``,
    ``no_evidence``.
    """
    decided = _by_hand(projects, corrections, "project_class")
    dates = _by_dates(projects, budget_year, _by_hand(projects, corrections, "construction_start"))
    unclassified = ProjectClass.UNCLASSIFIED.value
    stated = projects["project_class"]
    claimed = (stated.notna() & (stated != unclassified)).to_numpy(bool)
    outside = ((stated == unclassified) & projects["class_evidence"].notna()).to_numpy(bool)
    by_dates = ~claimed & ~outside & dates["dates_class"].notna().to_numpy(bool)
    by_heading = claimed | outside
    evidence = projects["class_evidence"].where(by_heading, dates["dates_evidence"])
    cells = projects["class_cell"].where(by_heading, _date_cells(projects, dates, by_dates))
    of_people = cells.isin([one.cell for one in corrections])
    return dates.assign(
        project_class=stated.where(claimed, dates["dates_class"].where(by_dates, unclassified)),
        reason_code=_reason_code(claimed, outside, dates["dates_reason"]).mask(decided, "decided"),
        reason_evidence=evidence,
        reason_cell=cells,
        reason_import_id=_reason_import(projects, by_heading, by_dates).mask(of_people),
        conflict=claimed
        & ~decided
        & dates["dates_class"].notna()
        & (dates["dates_class"] != stated),
    )


def _by_hand(projects: pd.DataFrame, corrections: Sequence[Correction], field: str) -> Mask:
    """Mark the projects of which people state a field."""
    return projects.index.isin([one.project_id for one in corrections if one.field == field])


def _by_dates(projects: pd.DataFrame, budget_year: int, start_by_hand: Mask) -> pd.DataFrame:
    """What the dates alone say: ``dates_class dates_reason dates_field dates_evidence``.

    A partial date lies before the year only if its last day does. A construction start stated by
    a person outweighs the registers' period of work, too.
    """
    before = np.datetime64(f"{budget_year}-01-01")
    after = np.datetime64(f"{budget_year + 1}-01-01")
    period = projects["started"].mask(start_by_hand)
    started = period.fillna(projects["construction_start"])
    start_field = np.where(period.notna(), "started", "construction_start")
    start_last = bounds(started)[1]
    holds = [
        bounds(projects["handed_over"])[1] < before,
        bounds(projects["completed"])[1] < before,
        start_last < before,
        (start_last >= before) & (start_last < after),
    ]
    fields = [np.full(len(projects), "handed_over"), np.full(len(projects), "completed")]
    fields += [start_field, start_field]
    texts = [projects["handed_over"], projects["completed"], started, started]
    return pd.DataFrame(
        {
            "dates_class": _choose(holds, _CLASSES),
            "dates_reason": _choose(holds, _REASONS),
            "dates_field": _choose(holds, fields),
            "dates_evidence": _choose(holds, [text.to_numpy(object) for text in texts]),
        },
        index=projects.index,
        dtype="str",
    )


def _choose(holds: list[Mask], values: Iterable[object]) -> Texts:
    """Take the value of the first condition that holds, None where none does."""
    chosen = np.full(len(holds[0]), None, dtype=object)
    for mask, value in reversed(list(zip(holds, values, strict=True))):
        chosen[mask] = value[mask] if isinstance(value, np.ndarray) else value
    return chosen


def _reason_code(claimed: Mask, outside: Mask, dates_reason: pd.Series) -> pd.Series:
    return (
        dates_reason.fillna("no_evidence")
        .mask(claimed, "claimed")
        .mask(outside, "outside_milestones")
    )


def _date_cells(projects: pd.DataFrame, dates: pd.DataFrame, by_dates: Mask) -> pd.Series:
    """Cell of the date that decided, from the ``cells`` of the latest row."""
    chosen = projects.loc[by_dates, "cells"]
    fields = dates.loc[by_dates, "dates_field"]
    cells = [
        json.loads(text).get(field) if isinstance(text, str) else None
        for text, field in zip(chosen, fields, strict=True)
    ]
    return pd.Series(cells, index=chosen.index, dtype="str").reindex(projects.index)


def _reason_import(projects: pd.DataFrame, by_heading: Mask, by_dates: Mask) -> pd.Series:
    latest = projects["import_id"].astype("Int64").where(by_dates)
    return projects["class_import_id"].astype("Int64").where(by_heading, latest)
