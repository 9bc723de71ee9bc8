"""Columns that could not be understood: each is a question the user can answer with ``--map``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from disburse.intake.amounts import text_amount
from disburse.intake.findings import finding
from disburse.intake.groups import class_named
from disburse.intake.vocabulary import vocabulary
from disburse.intake.workbook import column_letter
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.intake.workbook import Cell
    from disburse.model import Finding

_MEASURES = {"plan": "plan_current", "disbursed": "disbursed_current"}
_CANDIDATES = 3
_NEAR = 75
_MEANT_FOR_MAP = frozenset({"plan", "disbursed", "total_investment", "owner", "code", "name"})


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
                    candidates=", ".join(candidates(column)),
                )
            )  # fmt: skip
    findings += [
        finding("column_hidden", cell=layout.cell(column, 0), value=column.path)
        for column in layout.columns
        if column.meaning == "hidden"
    ]
    findings += _unlabelled(layout, rows) + _repeated(layout) + _other_year(layout, rows)
    findings += _unlisted_sources(layout, rows) + _nameless(layout)
    return findings + _lone_parts(layout) + _classes_unheaded(layout, rows)


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


def _lone_parts(layout: Layout) -> list[Finding]:
    """Volume or advance alone beside a column that may be the other part or their total."""
    findings = []
    for group in layout.disbursements:
        part = group.volume or group.advance
        if part is None or (group.volume and group.advance):
            continue
        for column in group.totals:
            if column.labels[:-1] == part.labels[:-1] and fold(column.labels[-1]) not in _totals():
                cell = layout.heading(column.index)
                findings.append(
                    finding("part_unclear", cell=cell, value=column.path, part=part.path)
                )
    return findings


def _totals() -> tuple[str, ...]:
    return vocabulary().amount["total"]


def _classes_unheaded(layout: Layout, rows: list[int]) -> list[Finding]:
    """A column of classes ("CT", "KCM", "HT") under a heading that does not say so."""
    findings = []
    for column in layout.columns:
        if column.meaning != "unknown" or "class" in layout.single:
            continue
        texts = [layout.table.sheet.cell(layout.table.body[row], column.index) for row in rows]
        told = [text for text in texts if isinstance(text, str) and text.strip()]
        if told and all(class_named(text, None) for text in told):
            cell = layout.heading(column.index)
            findings.append(
                finding(
                    "column_unknown", cell=cell, value=column.path, count=len(told),
                    candidates="class",
                )
            )  # fmt: skip
    return findings


def _nameless(layout: Layout) -> list[Finding]:
    """Projects known by code alone, though a column whose heading says nothing may name them."""
    texts = [column for column in layout.columns if column.meaning == "unknown"]
    if "name" in layout.single or not texts:
        return []
    column = texts[0]
    cell = layout.heading(column.index)
    return [finding("name_column_missing", cell=cell, value=column.path)]


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
