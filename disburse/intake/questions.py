"""Columns that could not be understood: each is a question the user can answer with ``--map``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from disburse.findings import finding
from disburse.intake.amounts import text_amount
from disburse.intake.text_questions import text_questions
from disburse.intake.total_questions import total_questions
from disburse.intake.vocabulary import vocabulary
from disburse.intake.workbook import column_letter
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.intake.workbook import Cell
    from disburse.model import Finding

_MEASURES = {"plan": "plan_current", "disbursed": "disbursed_current"}
_USUAL = ("plan_current", "disbursed_current", "total_investment", "note")
"""What a column of numbers usually is; always offered, for a heading may be like none."""
_NEAREST = 3
_SHORTEST = 4
_NEAR = 75


def column_questions(layout: Layout, rows: list[int]) -> list[Finding]:
    """Columns holding numbers in the given project rows whose heading says nothing we know."""
    findings = []
    for column in layout.columns:
        if column.meaning in {"unknown", "orphan"} and (
            count := _numbers(layout, column.index, rows)
        ):
            cell = layout.heading(column.index)
            findings.append(
                finding(
                    "column_unknown", cell=cell, value=column.path, count=count,
                    candidates=candidates(column),
                )
            )  # fmt: skip
    findings += [
        finding("column_hidden", cell=layout.cell(column, 0), value=column.path)
        for column in layout.columns
        if column.meaning == "hidden"
    ]
    findings += _unlabelled(layout, rows) + _repeated(layout) + _other_year(layout, rows)
    findings += _unlisted_sources(layout, rows) + text_questions(layout, rows)
    return findings + total_questions(layout, rows)


def candidates(column: Column) -> list[str]:
    """What a column of numbers may mean, likeliest first, in the words ``--map`` takes."""
    words = vocabulary()
    spellings: dict[str, str] = {}
    for rule in words.measures:
        spellings |= {phrase: _MEASURES.get(rule.name, rule.name) for phrase in rule.any_of}
    text = fold(" ".join(column.labels))
    near = process.extract(
        text, spellings.keys(), scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=_NEAR
    )
    told = [spellings[spelling] for spelling, _, _ in near if len(spelling) >= _SHORTEST]
    return list(dict.fromkeys([*told, *_USUAL]))


def _repeated(layout: Layout) -> list[Finding]:
    """Two columns of one heading: only the first is read where they differ."""
    findings = []
    for group in (*layout.plans, *layout.disbursements):
        seen: dict[str | None, Column] = {}
        for column in (*group.totals, *group.by_source):
            first = seen.setdefault(column.source, column)
            if first is not column and layout.values[first.index] != layout.values[column.index]:
                cell = layout.heading(column.index)
                other = layout.heading(first.index)
                findings.append(
                    finding("column_repeated", cell=cell, value=column.path, first=other)
                )
    return findings


def _other_year(layout: Layout, rows: list[int]) -> list[Finding]:
    """A plan column of another year, in a table without a plan column of the budget year."""
    if any(group.tranche == "current" for group in layout.plans):
        return []
    return [
        finding(
            "plan_of_other_year",
            cell=layout.heading(column.index),
            value=column.path,
            candidates=("plan_current", "plan_carryover", "note"),
        )
        for column in layout.columns
        if column.meaning in {"plan_other", "plan_initial"} and _numbers(layout, column.index, rows)
    ]


def _unlisted_sources(layout: Layout, rows: list[int]) -> list[Finding]:
    """A source column whose heading is no listed source but nearly one: a slip of the pen?"""
    known = vocabulary().sources
    findings = []
    for column in layout.columns:
        name = fold(column.source or "")
        if column.index not in layout.values or not name or name in known:
            continue
        near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near and _numbers(layout, column.index, rows):
            cell = layout.heading(column.index)
            findings.append(
                finding("source_unclear", cell=cell, value=column.source, near=known[near[0]])
            )
    return findings


def _unlabelled(layout: Layout, rows: list[int]) -> list[Finding]:
    width = len(layout.table.sheet.rows[0]) if layout.table.sheet.rows else 0
    findings = []
    for index in range(width):
        if index not in layout.table.labels and (count := _numbers(layout, index, rows)):
            cell = layout.heading(index)
            findings.append(
                finding("column_unlabelled", cell=cell, value=column_letter(index), count=count)
            )
    return findings


def _numbers(layout: Layout, index: int, rows: list[int]) -> int:
    """How many of the rows hold a number other than nil in a column."""
    sheet, body = layout.table.sheet, layout.table.body
    cells = (sheet.cell(body[row], index) for row in rows)
    return sum(_is_number(cell) for cell in cells)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        amount = text_amount(cell) if cell.strip() else None
        return amount is not None and bool(amount.styles()) and amount.digits != "0"
    return isinstance(cell, float | int) and bool(cell)


def figures_missing(layout: Layout) -> list[Finding]:
    """A table of projects in which no plan, disbursement or voucher column was recognised."""
    meanings = {column.meaning for column in layout.columns}
    if meanings & {"plan", "disbursed", "approved"}:
        return []
    cell = layout.table.sheet.reference(layout.table.header_rows[0], min(layout.table.labels))
    return [finding("figures_missing", cell=cell)]
