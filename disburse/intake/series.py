"""Period columns as a time series: "Giải ngân tháng 4", "từ 1/4/26-15/4/26", side by side.

Each gives the disbursement of its own span. From a cumulative figure to start with, or the first
of January, they become cumulative figures at the end of each span, as far as the spans follow on
one another without a gap.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from disburse.findings import finding, money
from disburse.model import Disbursement, Tranche

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.intake.statements import Part
    from disburse.model import Finding


def period_columns(
    columns: tuple[Column, ...], values: dict[int, list[int | None]]
) -> tuple[Column, ...]:
    """The columns of single spans that hold any figure, in the order of their spans."""
    filled = [
        column
        for column in columns
        if column.meaning == "disbursed"
        and column.period.single
        and (column.period.to_date or column.period.impossible)
        and any(values[column.index])
    ]
    return tuple(sorted(filled, key=lambda column: column.period.to_date or date.max))


def period_findings(layout: Layout) -> list[Finding]:
    """Spans no calendar knows, spans stated twice, spans that do not follow the one before."""
    findings = []
    end: date | None = None
    for column in layout.periods:
        cell = layout.heading(column.index)
        if column.period.to_date is None or column.period.from_date is None:
            findings.append(finding("period_unclear", cell=cell, value=column.path))
        elif end is not None and column.period.from_date <= end:
            findings.append(finding("period_repeated", cell=cell, value=column.path))
        end = column.period.to_date or end
    return findings


def series(
    layout: Layout, main: Part, stated: list[Disbursement], findings: list[Finding]
) -> list[Disbursement]:
    """Cumulative figures at the end of each span, where no column states them already."""
    if not layout.periods:
        return []
    start, base = _base(layout, stated)
    if start is None:
        return []
    known = {row.to_date: row.amount for row in stated}
    built: list[Disbursement] = []
    end = start
    for column in takewhile(lambda item: _follows(item, start), layout.periods):
        to_date = column.period.to_date
        if (
            to_date is None
            or to_date <= start
            or column.period.from_date != end + timedelta(days=1)
        ):
            continue
        base, end = base + (layout.amount(column, main.position) or 0), to_date
        cell = layout.cell(column, main.position)
        if to_date in known:
            findings += _difference(cell, base, known[to_date], to_date)
        else:
            tranche = main.tranche or Tranche.CURRENT
            built.append(Disbursement(main.source, tranche, to_date, base, cell))
    return built


def _follows(column: Column, start: date) -> bool:
    return column.period.to_date is not None and column.period.to_date > start


def _base(layout: Layout, stated: list[Disbursement]) -> tuple[date | None, int]:
    """The day before the first span and the cumulative figure there; nil on 31 December."""
    first = layout.periods[0].period.from_date
    if first is None:
        return None, 0
    eve = first - timedelta(days=1)
    at_eve = [row.amount for row in stated if row.to_date == eve and not row.estimate]
    if at_eve:
        return eve, sum(at_eve)
    new_year = first.month == 1 and first.day == 1
    return (eve, 0) if new_year else (None, 0)


def _difference(cell: str, found: int, stated: int, to_date: date) -> list[Finding]:
    if found == stated:
        return []
    return [
        finding(
            "periods_differ", cell=cell, value=money(found), stated=money(stated),
            date=f"{to_date:%d/%m/%Y}", difference=money(stated - found),
        )
    ]  # fmt: skip
