"""The readings of a file's tables put together as one `Register`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.checks import date_checks, project_checks
from disburse.intake.context import FileContext, document_date
from disburse.intake.merging import merged
from disburse.intake.table import find_tables
from disburse.intake.unit_columns import units_in_columns
from disburse.intake.vocabulary import mentions, vocabulary
from disburse.intake.voucher_checks import usual_year
from disburse.model import Kind, Register
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.tablereading import TableReading
    from disburse.intake.workbook import Workbook
    from disburse.model import Finding, Project, Voucher


def assemble(
    workbook: Workbook,
    context: FileContext,
    readings: Sequence[TableReading],
    figures_to: date | None,
    notes: Sequence[Finding] = (),
) -> Register:
    """Join the tables of a file; ``figures_to`` is the latest day a column heading names.

    ``notes`` are the findings on the file's text as a whole.
    """
    projects, conflicts = merged(p for reading in readings for p in reading.projects)
    vouchers = tuple(v for reading in readings for v in reading.vouchers)
    findings = [*notes, *(f for reading in readings for f in reading.findings), *conflicts]
    findings += [
        finding("sheet_hidden", sheet=sheet.name, value=sheet.name)
        for sheet in workbook.sheets
        if not sheet.visible and find_tables(sheet)
    ]
    kind = context.kind or _kind(projects, vouchers)
    as_of, problems = _as_of(context, figures_to, projects, vouchers)
    findings += problems + project_checks(projects)
    if as_of is not None:
        findings += date_checks(projects, as_of, context.year)
    if not projects and not vouchers and not _is_own_form(context):
        findings += _nothing_found(workbook, readings)
    return Register(
        file=workbook.file,
        sha256=workbook.sha256,
        kind=kind,
        as_of=as_of,
        budget_year=context.year or (as_of.year if as_of else None),
        sheets=tuple(reading.sheet for reading in readings),
        projects=tuple(projects),
        vouchers=vouchers,
        findings=tuple(findings),
    )


def _kind(projects: Sequence[Project], vouchers: Sequence[Voucher]) -> Kind:
    planned = any(project.plans for project in projects)
    disbursed = any(project.disbursements for project in projects)
    return Kind.PAYMENTS if vouchers or (disbursed and not planned) else Kind.REGISTER


def _as_of(
    context: FileContext,
    figures_to: date | None,
    projects: Sequence[Project],
    vouchers: Sequence[Voucher],
) -> tuple[date | None, list[Finding]]:
    """The reporting date: told, else how far the actual figures go, else what titles say.

    A month's report made within the month carries the actual figures of the month before: it
    speaks for that day, not for the month's end. A plan alone goes by its document's date, or by
    the first day of the year.
    """
    rows = (row for project in projects for row in project.disbursements if not row.estimate)
    actual = max((row.to_date for row in rows), default=None)
    year = context.year or usual_year(vouchers)
    paid = max((one.paid_on for one in vouchers if one.paid_on.year == year), default=None)
    stated = context.told_as_of or actual or context.as_of or figures_to or paid
    stated = stated or document_date(context.lines)
    if stated is not None:
        return stated, []
    if context.year is None:
        return None, [finding("year_missing")] if projects else []
    first = date(context.year, 1, 1)
    return first, [finding("as_of_first_day", value=f"{first:%d/%m/%Y}", year=context.year)]


def _is_own_form(context: FileContext) -> bool:
    """The form this program hands out; returned empty it says nothing, and nothing is wrong."""
    own = vocabulary().row["own_form"]
    return any(mentions(fold(title.text), own) for title in context.lines)


def _nothing_found(workbook: Workbook, readings: Sequence[TableReading]) -> list[Finding]:
    """Why there is no project: the reason is told once, an allotment among the units first."""
    if any(f.code == "units_in_columns" for reading in readings for f in reading.findings):
        return []
    shown = [sheet for sheet in workbook.sheets if sheet.visible]
    allotments = [units_in_columns(table) for sheet in shown for table in find_tables(sheet)]
    if found := next(filter(None, allotments), None):
        return [found]
    names = ", ".join(sheet.name for sheet in workbook.sheets)
    if readings:
        return [finding("register_empty", sheet=readings[0].sheet.name, value=names)]
    first = workbook.sheets[0].name if workbook.sheets else None
    return [finding("not_a_register", sheet=first, value=names)]
