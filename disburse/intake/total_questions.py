"""Columns that may be a total, one part of it, or the same figure under a stale year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.layout import read_amounts
from disburse.intake.vocabulary import vocabulary
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.columns import Column
    from disburse.intake.layout import AmountGroup, Layout
    from disburse.model import Finding

_SHARE_OF_ROUNDING = 1000


def total_questions(layout: Layout, rows: Sequence[int]) -> list[Finding]:
    """All of them, for the project rows given."""
    return _lone_parts(layout) + _unlabelled_totals(layout, rows) + _stale_totals(layout, rows)


def _lone_parts(layout: Layout) -> list[Finding]:
    """Volume or advance alone beside a column that may be the other part or their total.

    "Trong đó: tạm ứng" says that the column before it is the total.
    """
    findings = []
    for group in layout.disbursements:
        part = group.volume or group.advance
        if part is None or (group.volume and group.advance):
            continue
        for column in group.totals:
            if (
                _beside(column, part)
                and fold(column.labels[-1]) not in vocabulary().amount["total"]
            ):
                cell = layout.heading(column.index)
                findings.append(
                    finding("part_unclear", cell=cell, value=column.path, part=part.path)
                )
    return findings


def _beside(column: Column, part: Column) -> bool:
    """Whether both stand under one heading, the column with a label of its own or without."""
    split = vocabulary().amount["split"]
    unlabelled = column.labels == part.labels[:-1] and not fold(part.labels[-1]).startswith(split)
    return column.labels[:-1] == part.labels[:-1] or unlabelled


def _unlabelled_totals(layout: Layout, rows: Sequence[int]) -> list[Finding]:
    """A column without a label of its own before columns per source: a source if not their sum."""
    return [
        finding("total_unclear", cell=layout.heading(column.index), value=column.path)
        for group in (*layout.plans, *layout.disbursements)
        for column in group.totals
        if (parts := _under(column, group)) and not _is_sum(layout, column, parts, rows)
    ]


def _under(column: Column, group: AmountGroup) -> list[Column]:
    """The columns per source that share all labels of a column and have one more."""
    size = len(column.labels)
    return [
        one
        for one in group.by_source
        if len(one.labels) > size and one.labels[:size] == column.labels
    ]


def _is_sum(layout: Layout, column: Column, parts: list[Column], rows: Sequence[int]) -> bool:
    """Whether rows prove a column to be the sum of others; an empty column proves all."""
    pairs = [
        (layout.amount(column, row) or 0, sum(layout.amount(part, row) or 0 for part in parts))
        for row in rows
    ]
    if not any(total for total, _ in pairs):
        return True
    whole = all(total >= found or _is_same(total, found) for total, found in pairs)
    return whole and any(_is_same(total, found) for total, found in pairs if found)


def _is_same(one: int, other: int) -> bool:
    """Equal but for rounding."""
    return abs(one - other) * _SHARE_OF_ROUNDING <= abs(one)


def _stale_totals(layout: Layout, rows: Sequence[int]) -> list[Finding]:
    """A total under another year's heading that equals the sources of the budget year."""
    current = [group for group in layout.plans if group.tranche == "current"]
    if len(current) != 1 or current[0].totals:
        return []
    sums = [sum(layout.amount(part, row) or 0 for part in current[0].by_source) for row in rows]
    found = [
        column
        for column in layout.columns
        if column.meaning == "plan_other" and any(sums)
        if all(map(_is_same, _stated(layout, column, rows), sums))
    ]
    return [
        finding(
            "plan_of_other_year", cell=layout.heading(column.index), value=column.path,
            candidates=("plan_current", "plan_carryover", "note"),
        )
        for column in found
    ]  # fmt: skip


def _stated(layout: Layout, column: Column, rows: Sequence[int]) -> list[int]:
    """The amounts of a column that is not read otherwise."""
    plan = replace(column, meaning="plan")
    values, _, _ = read_amounts(layout.table, (plan,), layout.unit or 1)
    return [values[column.index][row] or 0 for row in rows]
