"""The detail sheet: one row per project, its class, money, milestones and what comes next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from disburse.model import MilestoneState, ProjectClass
from disburse.render import formats, messages
from disburse.render.contract import file_names
from disburse.render.excel import outcomes, wording
from disburse.render.excel.page import add_table, print_in_parts
from disburse.render.excel.table import Column, Placed, sum_of
from disburse.render.excel.values import (
    DeferredTexts,
    amount_width,
    days,
    quotient,
    quotients,
    remainders,
    repeated,
    values,
    whole_numbers,
)

if TYPE_CHECKING:
    from datetime import date

    from disburse.frames import Assessment
    from disburse.render.contract import Origins
    from disburse.render.excel.page import Summary

RATE = 'IF(AND({plan}>0,{disbursed}<>""),{disbursed}/{plan},"")'
REMAINING = 'IF({plan}="","",{plan}-{disbursed})'
FROZEN_COLUMNS = 3
SECOND_PART = "plan_carryover"
REASON = ("reason_code", "reason_evidence", "reason_cell", "reason_import_id")
OWED = ["project_id", "state", "due", "shortfall", "per_week"]
SLOT = ["project_id", "due", "event", "required_basis_points"]
UNMET = (MilestoneState.PENDING, MilestoneState.MISSED, MilestoneState.AWAITING_DATA)

Slot = tuple["date", str | None]


def write_projects(summary: Summary) -> None:
    """Write the sheet; it prints in two parts, each with number, code and name."""
    columns = project_columns(summary.assessment)
    sheet, placed = add_table(summary, "projects", columns, FROZEN_COLUMNS, total=True)
    second = next(number for number, one in enumerate(columns) if one.key == SECOND_PART)
    print_in_parts(sheet, [one.width for one in columns], FROZEN_COLUMNS, second)
    outcomes.mark_outcomes(sheet, summary.styles, _ranges(columns, placed))


def project_columns(assessment: Assessment) -> list[Column]:
    """All columns, projects in the order of their classes and of the register."""
    projects = in_order(assessment.projects)
    return [
        *_identity(projects, file_names(assessment)),
        *_year(projects),
        *_carryover(projects),
        *_milestones(projects, assessment),
        *_next(projects, assessment.milestones),
        Column("figures_date", 12, "day", days(projects["figures_date"])),
    ]


def in_order(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects by class, within a class in the order of the ledger."""
    ranks = {one.value: rank for rank, one in enumerate(ProjectClass)}
    order = projects["project_class"].map(ranks).to_numpy().argsort(kind="stable")
    return projects.iloc[order]


def reasons(projects: pd.DataFrame, files: Origins) -> DeferredTexts:
    """Why each project stands in its class, with the place that says so."""
    stated = [values(projects[name]) for name in REASON]
    reason = lru_cache(maxsize=256)(messages.class_reason)

    def written(some: slice) -> list[str]:
        rows = zip(*(column[some] for column in stated), strict=True)
        return [
            reason(code, evidence, cell, files.get(import_id or cell))
            for code, evidence, cell, import_id in rows
        ]

    return DeferredTexts(len(projects), written)


def next_milestones(milestones: pd.DataFrame) -> pd.DataFrame:
    """The rate each project must reach next, by project.

    The nearest one not yet due, else the last one failed or waiting for figures: ``state due
    shortfall per_week``, index ``project_id``; projects that owe nothing have no row.
    """
    unmet = milestones["state"].isin(UNMET) & milestones["required_basis_points"].notna()
    owed = milestones.loc[unmet, OWED].sort_values("due", kind="stable")
    pending = owed["state"] == MilestoneState.PENDING
    chosen = pd.concat([owed[pending], owed[~pending].iloc[::-1]])
    return chosen.drop_duplicates("project_id").set_index("project_id")


def _identity(projects: pd.DataFrame, files: Origins) -> list[Column]:
    classes = messages.labels("project_class")
    return [
        Column("number", 5.5, "count", range(1, len(projects) + 1)),
        Column("code", 9.5, "code", values(projects["code"])),
        Column("name", 38, "text", values(projects["name"])),
        Column("owner", 21, "text", repeated(projects["owner"], str)),
        Column("class", 14, "word", repeated(projects["project_class"], classes.__getitem__)),
        Column("reason", 40, "text", reasons(projects, files)),
        _amount("total_investment", projects["total_investment"]),
    ]


def _year(projects: pd.DataFrame) -> list[Column]:
    group = wording.text("projects", "group_plan")
    plan, disbursed = values(projects["plan"]), values(projects["disbursed"])
    left = remainders(plan, disbursed)
    total = quotient(sum_of(disbursed), sum_of(plan))
    rest = sum_of(plan) - sum_of(disbursed)
    width = amount_width(left)
    return [
        _amount("plan", projects["plan"], group),
        _amount("disbursed", projects["disbursed"], group),
        Column("rate", 8.5, "rate", quotients(disbursed, plan), group, formula=RATE, total=total),
        Column("remaining", width, "amount", left, group, formula=REMAINING, total=rest),
    ]


def _carryover(projects: pd.DataFrame) -> list[Column]:
    group = wording.text("projects", "group_carryover")
    names = ("plan_carryover", "disbursed_carryover")
    return [_amount(name, projects[name], group) for name in names]


def _amount(key: str, column: pd.Series[Any], group: str = "") -> Column:
    amounts = whole_numbers(column)
    width = amount_width(amounts)
    return Column(key, width, "amount", amounts, group, summed=True)


def _milestones(projects: pd.DataFrame, assessment: Assessment) -> list[Column]:
    slots = {(one.due, one.event) for one in assessment.decision.milestones}
    ordered = sorted(slots, key=lambda slot: (slot[0], slot[1] or ""))
    outcome = outcomes.outcome(assessment.milestones).map(outcomes.all_shown())
    judged = assessment.milestones[SLOT].assign(shown=outcome)
    return [column for slot in ordered for column in _slot(slot, projects.index, judged)]


def _slot(slot: Slot, order: pd.Index[Any], judged: pd.DataFrame) -> list[Column]:
    """What is required by one due date, and what became of it."""
    due, event = slot
    day, events = formats.day(due), judged["event"]
    asked = events.isna() if event is None else events == event
    here = judged[(judged["due"] == pd.Timestamp(due)) & asked]
    found = here.drop_duplicates("project_id").set_index("project_id").reindex(order)
    shown, key = repeated(found["shown"], str), f"outcome:{due}:{event}"
    if event is not None:
        name = wording.text(
            "projects", "group_event", event=messages.label("event", event), due=day
        )
        return [Column(key, 15, "word", shown, heading=name)]
    group = wording.text("projects", "group_due", due=day)
    required = repeated(found["required_basis_points"], formats.required_percent)
    return [
        Column(f"required:{due}", 9, "word", required, group),
        Column(key, 15, "word", shown, group),
    ]


def _next(projects: pd.DataFrame, milestones: pd.DataFrame) -> list[Column]:
    group = wording.text("projects", "group_next")
    chosen = next_milestones(milestones).reindex(projects.index)
    return [
        Column("next_due", 12, "day", days(chosen["due"]), group),
        _amount("shortfall", chosen["shortfall"], group),
        _amount("per_week", chosen["per_week"], group),
    ]


def _ranges(columns: list[Column], placed: Placed) -> str:
    letters = [
        xl_col_to_name(number)
        for number, column in enumerate(columns)
        if column.key.startswith("outcome:")
    ]
    rows = placed.first_row + 1, max(placed.first_row, placed.last_row) + 1
    return " ".join(f"{letter}{rows[0]}:{letter}{rows[1]}" for letter in letters)
