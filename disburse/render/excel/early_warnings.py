"""The sheet of early warnings: red before amber, each with what to do and on what basis."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from disburse.model import Level
from disburse.render import messages
from disburse.render.excel.page import add_table
from disburse.render.excel.table import Column
from disburse.render.excel.values import (
    DeferredTexts,
    amount_width,
    day_number,
    repeated,
    values,
)

if TYPE_CHECKING:
    from disburse.model import EarlyWarning
    from disburse.render.excel.page import Summary
    from disburse.render.excel.styles import Styles

MARKS = {Level.RED: "bad", Level.AMBER: "doubtful"}
FROZEN_COLUMNS = 4


def write_early_warnings(summary: Summary) -> None:
    """Write the sheet."""
    assessment = summary.assessment
    columns = warning_columns(assessment.warnings, assessment.projects)
    sheet, placed = add_table(summary, "warnings", columns, FROZEN_COLUMNS)
    rows = placed.first_row, 1, max(placed.first_row, placed.last_row), 1
    for level, mark in MARKS.items():
        sheet.conditional_format(*rows, _level_condition(level, summary.styles, mark))


def warning_columns(warnings: tuple[EarlyWarning, ...], projects: pd.DataFrame) -> list[Column]:
    """All columns, in the order of the assessment."""
    named = projects[["code", "name", "owner"]].reindex([one.project_id for one in warnings])
    codes = pd.Series([one.code for one in warnings], dtype="str")
    levels = pd.Series([one.level for one in warnings], dtype="object")
    clauses = pd.Series(_argument(warnings, "clause"), dtype="str")
    told = DeferredTexts(len(warnings), lambda some: list(map(facts, warnings[some])))
    shortfalls, per_week = _argument(warnings, "shortfall"), _argument(warnings, "per_week")
    return [
        Column("number", 5.5, "count", range(1, len(warnings) + 1)),
        Column("level", 9, "word", repeated(levels, level_text)),
        Column("code", 9.5, "code", values(named["code"])),
        Column("project", 32, "text", values(named["name"])),
        Column("owner", 20, "text", repeated(named["owner"], str)),
        Column("title", 19, "text", repeated(codes, messages.warning_title)),
        Column("facts", 44, "text", told),
        Column("action", 34, "text", repeated(codes, messages.warning_action)),
        Column("due", 11.5, "day", [_day(one.arguments.get("due")) for one in warnings]),
        Column("shortfall", amount_width(shortfalls, summed=False), "amount", shortfalls),
        Column("per_week", amount_width(per_week, summed=False), "amount", per_week),
        Column("clause", 20, "text", repeated(clauses, str)),
        Column("since", 11.5, "day", [_day(one.since) for one in warnings]),
    ]


def level_text(level: Level) -> str:
    """Symbol and word of a level: "▲ Đỏ"."""
    return f"{messages.label('level_symbol', level)} {messages.label('level_short', level)}"


def facts(warning: EarlyWarning) -> str:
    """What is wrong, without the clause, which has a column of its own."""
    return " ".join(messages.facts(warning.code, {**warning.arguments, "clause": None}))


def _argument(warnings: tuple[EarlyWarning, ...], name: str) -> list[Any]:
    return [one.arguments.get(name) for one in warnings]


def _day(day: object) -> int | None:
    return day_number(day) if isinstance(day, date) else None


def _level_condition(level: Level, styles: Styles, mark: str) -> dict[str, object]:
    return {
        "type": "cell",
        "criteria": "==",
        "value": f'"{level_text(level)}"',
        "format": styles.mark(mark),
    }
