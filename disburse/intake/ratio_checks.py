"""Rate and remainder columns against the plans and disbursements they are worked out from."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from disburse.findings import finding, money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.columns import Column
    from disburse.intake.layout import AmountGroup, Layout
    from disburse.intake.workbook import Cell
    from disburse.model import Finding

_RATE_TOLERANCE = 0.006
_PERCENT = 100
_PLAIN = re.compile(r"\d{1,5}(\.\d+)?")


def ratio_checks(layout: Layout, rows: Sequence[int]) -> list[Finding]:
    """Project rows whose stated rate or remainder fits no plan and disbursement of the row."""
    plans, done = _totals(layout.plans), _totals(layout.disbursements)
    if not plans or not done:
        return []
    rates = [column for column in layout.columns if column.meaning == "rate"]
    rests = [c for c in layout.columns if c.meaning == "remaining" and c.index in layout.values]
    both = [
        (layout.values[before.index], layout.values[after.index])
        for before, after in product(plans, done)
    ]
    findings: list[Finding] = []
    for row in rows:
        pairs = [(plan[row] or 0, paid[row] or 0) for plan, paid in both if plan[row]]
        if pairs:
            findings += [f for column in rates for f in _rate(layout, column, row, pairs)]
            findings += [f for column in rests for f in _remainder(layout, column, row, pairs)]
    return findings


def _totals(groups: Sequence[AmountGroup]) -> list[Column]:
    return [column for group in groups for column in group.totals]


def _rate(layout: Layout, column: Column, row: int, pairs: list[tuple[int, int]]) -> list[Finding]:
    stated = _number(layout.contents[column.index][row])
    if stated is None:
        return []
    actual = [done / planned for planned, done in pairs]
    for rate in actual:
        if (
            abs(stated / _PERCENT - rate) <= _RATE_TOLERANCE
            or abs(stated - rate) <= _RATE_TOLERANCE
        ):
            return []
    found = f"{actual[0] * _PERCENT:.1f}".replace(".", ",")
    return [finding("rate_differs", cell=layout.cell(column, row), value=stated, found=found)]


def _remainder(
    layout: Layout, column: Column, row: int, pairs: list[tuple[int, int]]
) -> list[Finding]:
    stated = layout.amount(column, row)
    unit = column.unit or layout.unit or 1
    if stated is None:
        return []
    for planned, done in pairs:
        difference = abs(planned - done - stated)
        if not difference or difference <= _last_digit(unit, stated, planned, done):
            return []
    planned, done = pairs[0]
    return [
        finding(
            "remaining_differs",
            cell=layout.cell(column, row),
            value=money(stated),
            found=money(planned - done),
        )
    ]


def _last_digit(unit: int, *amounts: int) -> int:
    """What one step of the last decimal that any of the amounts shows is worth, in đồng."""
    while unit > 1 and any(amount % unit for amount in amounts):
        unit //= 10
    return unit


def _number(cell: Cell) -> float | None:
    """A rate as a number, "43,8%" too; None where it is none."""
    if isinstance(cell, str):
        bare = cell.replace("%", "").replace(",", ".").strip()
        return float(bare) if _PLAIN.fullmatch(bare) else None
    return cell if isinstance(cell, float) else None
