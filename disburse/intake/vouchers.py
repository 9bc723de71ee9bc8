"""Stage 3 for payment lists: the rows of a Treasury voucher list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.dates import iso_date
from disburse.intake.descriptions import project_code, text_of
from disburse.intake.groups import heading_tranche
from disburse.model import Tranche, Voucher
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import Finding

_RECOVERY = "thu hoi"


def is_voucher_table(layout: Layout) -> bool:
    """A list of payments: each line dated, with the amount the Treasury approved."""
    return "voucher_date" in layout.single and "approved" in layout.single


def read_vouchers(layout: Layout, budget_year: int | None) -> tuple[list[Voucher], list[Finding]]:
    """Read every voucher line; total rows and signatures have neither date nor project."""
    vouchers: list[Voucher] = []
    findings: list[Finding] = []
    for position in range(len(layout.table.body)):
        code = project_code(layout.content("code", position))
        name = (
            text_of(layout.content("name", position)) if code or _dated(layout, position) else None
        )
        if not _is_line(layout, position, code):
            continue
        problems = _problems(layout, position, code, name)
        findings += problems
        if not problems:
            vouchers.append(_voucher(layout, position, code, name, budget_year))
    return vouchers, findings


def _dated(layout: Layout, position: int) -> bool:
    found = iso_date(layout.content("voucher_date", position))
    return found is not None and len(found) == len("2026-12-31")


def _is_line(layout: Layout, position: int, code: str | None) -> bool:
    amounts = any(layout.amount(c, position) for c in _amount_columns(layout))
    return (code is not None and (amounts or _dated(layout, position))) or (
        amounts and _dated(layout, position)
    )


def _amount_columns(layout: Layout) -> list[Column]:
    return [column for column in layout.columns if column.index in layout.values]


def _problems(layout: Layout, position: int, code: str | None, name: str | None) -> list[Finding]:
    approved = layout.single["approved"]
    problems = []
    if not _dated(layout, position):
        cell = layout.cell(layout.single["voucher_date"], position)
        value = layout.content("voucher_date", position)
        problems.append(finding("voucher_date_unreadable", cell=cell, value=value))
    if code is None and name is None:
        cell = layout.cell(layout.columns[0], position)
        problems.append(finding("voucher_without_project", cell=cell))
    for column in _amount_columns(layout):
        if position in layout.unreadable.get(column.index, ()):
            cell = layout.cell(column, position)
            value = layout.table.sheet.cell(layout.table.body[position], column.index)
            problems.append(finding("amount_unreadable", cell=cell, value=value, label=column.path))
    if not problems and layout.amount(approved, position) is None:
        cell = layout.cell(approved, position)
        problems.append(finding("voucher_without_amount", cell=cell))
    return problems


def _voucher(
    layout: Layout, position: int, code: str | None, name: str | None, year: int | None
) -> Voucher:
    kind = text_of(layout.content("voucher_kind", position))
    approved = layout.amount(layout.single["approved"], position) or 0
    column = layout.single.get("advance_recovered")
    recovered = (layout.amount(column, position) if column else None) or 0
    if column is None and kind and _RECOVERY in fold(kind):
        recovered = approved
    return Voucher(
        project_code=code,
        project_name=name,
        owner=text_of(layout.content("owner", position)),
        number=text_of(layout.content("voucher_number", position)),
        paid_on=date.fromisoformat(iso_date(layout.content("voucher_date", position)) or ""),
        voucher_kind=kind,
        source=text_of(layout.content("source", position)),
        tranche=_tranche(layout, position, year),
        approved=approved,
        advance_recovered=recovered,
        cell=layout.cell(layout.single["approved"], position),
    )


def _tranche(layout: Layout, position: int, year: int | None) -> Tranche:
    planned = iso_date(layout.content("plan_year", position))
    if planned and year is not None and int(planned[:4]) < year:
        return Tranche.CARRYOVER
    return heading_tranche(str(layout.content("tranche", position))) or Tranche.CURRENT
