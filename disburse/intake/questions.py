"""Columns that could not be understood: each is a question the user can answer with ``--map``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from disburse.intake.findings import finding
from disburse.intake.vocabulary import vocabulary
from disburse.intake.workbook import column_letter
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import Finding

_MEASURES = {"plan": "plan_current", "disbursed": "disbursed_current"}
_CANDIDATES = 3
_MEANT_FOR_MAP = frozenset({"plan", "disbursed", "total_investment", "owner", "code", "name"})


def column_questions(layout: Layout, rows: list[int]) -> list[Finding]:
    """Columns holding numbers in the given project rows whose heading says nothing we know."""
    findings = []
    for column in layout.columns:
        if column.meaning == "unknown" and (count := _numbers(layout, column.index, rows)):
            cell = layout.table.sheet.reference(layout.table.header_rows[1], column.index)
            findings.append(
                finding(
                    "column_unknown", cell=cell, value=column.path, count=count,
                    candidates=", ".join(candidates(column)),
                )
            )  # fmt: skip
    return findings + _unlabelled(layout, rows)


def candidates(column: Column) -> list[str]:
    """The fields a heading may mean, likeliest first, in the words ``--map`` takes."""
    words = vocabulary()
    spellings = dict(words.fields)
    for rule in words.measures:
        spellings |= {phrase: _MEASURES.get(rule.name, rule.name) for phrase in rule.any_of}
    near = process.extract(
        fold(" ".join(column.labels)), spellings.keys(), scorer=fuzz.WRatio, limit=12
    )
    found = [spellings[spelling] for spelling, _, _ in near]
    return list(dict.fromkeys([*found, "plan_current", "disbursed_current", "note"]))[:_CANDIDATES]


def _unlabelled(layout: Layout, rows: list[int]) -> list[Finding]:
    width = len(layout.table.sheet.rows[0]) if layout.table.sheet.rows else 0
    findings = []
    for index in range(width):
        if index not in layout.table.labels and (count := _numbers(layout, index, rows)):
            cell = layout.table.sheet.reference(layout.table.header_rows[1], index)
            findings.append(
                finding("column_unlabelled", cell=cell, value=column_letter(index), count=count)
            )
    return findings


def _numbers(layout: Layout, index: int, rows: list[int]) -> int:
    """How many of the rows hold a number other than nil in a column."""
    sheet, body = layout.table.sheet, layout.table.body
    cells = (sheet.cell(body[row], index) for row in rows)
    return sum(isinstance(cell, float | int) and bool(cell) for cell in cells)


def figures_missing(layout: Layout) -> list[Finding]:
    """A table of projects in which no plan, disbursement or voucher column was recognised."""
    meanings = {column.meaning for column in layout.columns}
    if meanings & {"plan", "disbursed", "approved"}:
        return []
    cell = layout.table.sheet.reference(layout.table.header_rows[0], min(layout.table.labels))
    return [finding("figures_missing", cell=cell)]
