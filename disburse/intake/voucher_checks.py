"""Payment lists against themselves: repeated lines, recoveries, years, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding, money
from disburse.intake.descriptions import text_of
from disburse.intake.groups import is_total
from disburse.intake.outline import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import Finding, Voucher

_TOTALLED = frozenset({"approved", "advance_recovered"})


def usual_year(vouchers: Sequence[Voucher]) -> int | None:
    """The year most lines are dated in: that of a list whose title names none."""
    years = [voucher.paid_on.year for voucher in vouchers]
    return max(set(years), key=years.count) if years else None


def voucher_checks(vouchers: Sequence[Voucher], year: int | None) -> list[Finding]:
    """Lines that repeat another, recover more than they pay, or fall outside the year."""
    findings: list[Finding] = []
    seen: dict[tuple[object, ...], str] = {}
    for voucher in vouchers:
        key = (
            voucher.number, voucher.paid_on, voucher.project_code, voucher.project_name,
            voucher.source, voucher.tranche, voucher.approved, voucher.advance_recovered,
        )  # fmt: skip
        first = seen.setdefault(key, voucher.cell)
        if first != voucher.cell:
            number = voucher.number or ""
            findings.append(
                finding("voucher_repeated", cell=voucher.cell, value=number, first=first)
            )
        if voucher.advance_recovered > voucher.approved:
            recovered = money(voucher.advance_recovered)
            approved = money(voucher.approved)
            findings.append(
                finding(
                    "recovery_over_approved", cell=voucher.cell, value=recovered, approved=approved
                )
            )
        if year is not None and voucher.paid_on.year != year:
            day = f"{voucher.paid_on:%d/%m/%Y}"
            findings.append(
                finding("voucher_of_other_year", cell=voucher.cell, value=day, year=year)
            )
    return findings


def voucher_totals(layout: Layout) -> list[Finding]:
    """A total row of the list against the lines above it."""
    columns = [c for c in layout.columns if c.meaning in _TOTALLED and c.index in layout.values]
    dated = dated_rows(layout)
    findings: list[Finding] = []
    for position in range(len(layout.table.body)):
        if position in set(dated) or not _is_total(layout, position):
            continue
        for column in columns:
            findings += _difference(layout, column, position, dated)
    return findings


def dated_rows(layout: Layout) -> list[int]:
    """Positions of the lines that have a date, readable or not."""
    return [p for p in range(len(layout.table.body)) if layout.content("voucher_date", p) != ""]


def _is_total(layout: Layout, position: int) -> bool:
    cells = layout.table.sheet.rows[layout.table.body[position]]
    texts = (text_of(cell) for cell in cells if isinstance(cell, str) and cell)
    return any(is_total(Line(position, "", text)) for text in texts if text)


def _difference(layout: Layout, column: Column, position: int, dated: list[int]) -> list[Finding]:
    stated = layout.amount(column, position)
    above = [row for row in dated if row < position] or dated
    found = sum(layout.amount(column, row) or 0 for row in above)
    if not stated or abs(stated - found) <= (column.unit or layout.unit or 1):
        return []
    return [
        finding(
            "control_total_differs", cell=layout.cell(column, position), value=money(stated),
            label=column.path, row="", stated=money(stated), found=money(found),
            difference=money(stated - found), count=len(above),
        )
    ]  # fmt: skip
