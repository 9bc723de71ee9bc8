"""The stages of intake in order: a file in, a `Register` out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from disburse.intake.checks import control_totals, date_checks, project_checks, rate_checks
from disburse.intake.columns import Column, interpret, with_totals
from disburse.intake.context import (
    Title,
    budget_year,
    column_date,
    document_date,
    reporting_date,
    table_class,
    table_owner,
    table_source,
    table_tranche,
    table_units,
    titles,
)
from disburse.intake.findings import finding
from disburse.intake.layout import Layout, amount_groups, by_field, column_references, read_amounts
from disburse.intake.merging import merged
from disburse.intake.outline import Role
from disburse.intake.projects import read_projects
from disburse.intake.questions import column_questions, figures_missing
from disburse.intake.series import period_columns, period_findings
from disburse.intake.table import Table, find_tables
from disburse.intake.units import FOREIGN, unit_name, unit_value
from disburse.intake.vouchers import is_voucher_table, read_vouchers
from disburse.intake.workbook import UnreadableWorkbookError, column_letter, open_workbook
from disburse.model import Kind, Register, SheetReading
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from disburse.intake.workbook import Workbook
    from disburse.model import Finding, Project, Voucher

_FIGURES = frozenset({"plan", "disbursed", "approved", "total_investment"})


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user says of a file: reporting date, kind, unit, and ``(header, field)`` pairs."""

    as_of: date | None = None
    kind: Kind | None = None
    unit: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for the whole file; ``figures_to`` is the latest day a column heading names."""

    options: ReadingOptions
    year: int | None
    as_of: date | None
    figures_to: date | None


@dataclass(frozen=True, slots=True)
class _TableReading:
    sheet: SheetReading
    projects: list[Project]
    vouchers: list[Voucher]
    findings: list[Finding]


def read_register(path: Path, options: ReadingOptions) -> Register:
    """Read a file as it is; whatever is wrong with it is among the findings.

    Raises:
        OSError: the file does not exist or cannot be read.
    """
    try:
        workbook = open_workbook(path)
    except UnreadableWorkbookError as error:
        return _unreadable(path, options, error.code)
    shown = [sheet for sheet in workbook.sheets if sheet.visible] or workbook.sheets
    tables = [table for sheet in shown for table in find_tables(sheet)]
    lines = [title for table in tables for title in titles(table)]
    labels = [" ".join(path) for table in tables for path in table.labels.values()]
    year = budget_year(lines, labels) or (options.as_of.year if options.as_of else None)
    understood = [(table, _columns(table, year, options)) for table in tables]
    registers = [(table, columns) for table, columns in understood if _is_register(columns)]
    as_of = options.as_of or reporting_date(lines, year)
    context = _Context(options, year, as_of, _column_dates(registers))
    readings = [_read_table(table, columns, context) for table, columns in registers]
    return _register(workbook, context, lines, readings)


def _unreadable(path: Path, options: ReadingOptions, code: str) -> Register:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    problem = finding(code, value=path.name)
    kind = options.kind or Kind.REGISTER
    return Register(path.name, digest, kind, options.as_of, None, (), (), (), (problem,))


def _columns(table: Table, year: int | None, options: ReadingOptions) -> tuple[Column, ...]:
    told = {fold(header): field for header, field in options.mapping}
    columns = tuple(
        _told(interpret(index, labels, year), told) for index, labels in table.labels.items()
    )
    return with_totals(columns)


def _told(column: Column, told: dict[str, str]) -> Column:
    """The user's word on a header, by its whole path or its last label."""
    field = told.get(fold(column.path)) or told.get(fold(column.labels[-1]))
    if field is None:
        return column
    meaning, _, tranche = field.partition("_")
    if meaning in {"plan", "disbursed"} and tranche in {"current", "carryover", "total", ""}:
        return replace(column, meaning=meaning, tranche=tranche or None, confidence=1.0)
    return replace(column, meaning=field, confidence=1.0)


def _is_register(columns: Sequence[Column]) -> bool:
    """A table of projects with amounts, or one so near to it that its columns are asked about."""
    meanings = {column.meaning for column in columns}
    named = bool(meanings & {"name", "code"})
    return named and (bool(meanings & _FIGURES) or {"name", "code"} <= meanings)


def _column_dates(registers: Sequence[tuple[Table, tuple[Column, ...]]]) -> date | None:
    dates = [
        column.period.to_date
        for table, columns in registers
        for column in columns
        if column.period.to_date and not column.estimate
        if not column.period.single or _filled(table, column)
    ]
    return max(dates, default=None)


def _filled(table: Table, column: Column) -> bool:
    """A period column of the year's rest is empty; only filled ones say how far figures go."""
    return any(table.sheet.cell(row, column.index) not in {"", 0.0} for row in table.body)


def _read_table(table: Table, columns: tuple[Column, ...], context: _Context) -> _TableReading:
    unit, findings = _unit(table, columns, context.options)
    values, unreadable, problems = read_amounts(table, columns, unit or 1)
    dates = {c.index: column_date(c, context.as_of) for c in columns if c.meaning == "disbursed"}
    cumulative = tuple(c for c in columns if c.meaning == "disbursed" and not c.period.single)
    layout = Layout(
        table=table,
        columns=columns,
        single=by_field(columns),
        references=column_references(table),
        values=values,
        unreadable=unreadable,
        plans=amount_groups(tuple(c for c in columns if c.meaning == "plan"), {}),
        disbursements=amount_groups(cumulative, dates),
        periods=period_columns(columns, values),
        unit=unit,
        source=table_source(table),
        tranche=table_tranche(table, columns),
        owner=table_owner(table),
        claim=table_class(table, context.year),
    )
    findings += problems + _undated(layout) + period_findings(layout)
    if _wants_vouchers(layout, context.options):
        vouchers, problems = read_vouchers(layout, context.year)
        codes = {voucher.project_code or voucher.project_name for voucher in vouchers}
        return _TableReading(_sheet(layout, len(codes)), [], vouchers, findings + problems)
    reading = read_projects(layout, context.year)
    sheet = _sheet(layout, len(reading.projects))
    if any(problem.code.startswith("unit_") for problem in findings):
        return _TableReading(sheet, [_without_amounts(p) for p in reading.projects], [], findings)
    findings += reading.findings + control_totals(layout, reading.placed)
    findings += rate_checks(layout, reading.placed) + figures_missing(layout)
    rows = [item.line.row for item in reading.placed if item.role is Role.PROJECT]
    findings += column_questions(layout, rows)
    return _TableReading(sheet, reading.projects, [], findings)


def _without_amounts(project: Project) -> Project:
    """A project whose unit of money is not known yet shows no amounts at all."""
    return replace(project, plans=(), disbursements=(), total_investment=None)


def _wants_vouchers(layout: Layout, options: ReadingOptions) -> bool:
    return is_voucher_table(layout) and options.kind is not Kind.REGISTER


def _unit(
    table: Table, columns: tuple[Column, ...], options: ReadingOptions
) -> tuple[int | None, list[Finding]]:
    """The unit told, else stated above the table, else by every amount column for itself."""
    where = table.sheet.reference(table.header_rows[0], min(table.labels))
    if options.unit and (told := unit_value(options.unit)):
        return told, []
    stated = table_units(table)
    units = {value for value, _ in stated}
    if FOREIGN in units:
        return None, [finding("unit_foreign", cell=stated[0][1])]
    if len(units) > 1:
        cells = ", ".join(cell for _, cell in stated)
        return None, [finding("unit_conflict", cell=stated[0][1], cells=cells)]
    if units:
        return units.pop(), []
    bare = [c for c in columns if c.meaning in _FIGURES and c.unit is None]
    if not bare:
        return None, []
    return None, [finding("unit_missing", cell=where, label=bare[0].path)]


def _undated(layout: Layout) -> list[Finding]:
    bare = [g for g in layout.disbursements if g.to_date is None and not g.estimate]
    if not bare or is_voucher_table(layout):
        return []
    column = bare[0].columns[0]
    cell = layout.table.sheet.reference(layout.table.header_rows[1], column.index)
    return [finding("as_of_missing", cell=cell, label=column.path)]


def _sheet(layout: Layout, count: int) -> SheetReading:
    table = layout.table
    known = [column for column in layout.columns if column.meaning != "unknown"]
    own = {column.unit for column in known if column.index in layout.values} - {None}
    unit = layout.unit or (own.pop() if len(own) == 1 else None)
    return SheetReading(
        name=table.sheet.name,
        header_rows=(table.header_rows[0] + 1, table.header_rows[1] + 1),
        unit=None if unit is None else unit_name(unit),
        columns={column_letter(c.index): c.name for c in known},
        labels={column_letter(c.index): c.path for c in layout.columns},
        confidence={column_letter(c.index): round(c.confidence, 2) for c in known},
        projects=count,
    )


def _register(
    workbook: Workbook, context: _Context, lines: list[Title], readings: list[_TableReading]
) -> Register:
    projects, conflicts = merged(p for reading in readings for p in reading.projects)
    vouchers = tuple(v for reading in readings for v in reading.vouchers)
    findings = [f for reading in readings for f in reading.findings] + conflicts
    findings += [
        finding("sheet_hidden", sheet=sheet.name, value=sheet.name)
        for sheet in workbook.sheets
        if not sheet.visible and find_tables(sheet)
    ]
    kind = context.options.kind or _kind(projects, vouchers)
    as_of, problems = _as_of(context, lines, projects, vouchers, kind)
    findings += problems + project_checks(projects)
    if as_of is not None:
        findings += date_checks(projects, as_of)
    if not projects and not vouchers:
        findings.append(_nothing_found(workbook, readings))
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
    context: _Context,
    lines: list[Title],
    projects: Sequence[Project],
    vouchers: Sequence[Voucher],
    kind: Kind,
) -> tuple[date | None, list[Finding]]:
    """The reporting date; a plan alone may go by its document's date or the year's first day."""
    stated = context.as_of or context.figures_to
    if stated is not None:
        return stated, []
    if vouchers:
        return max(voucher.paid_on for voucher in vouchers), []
    if kind is Kind.PAYMENTS or any(project.disbursements for project in projects):
        return None, []
    found = document_date(lines)
    if found is not None:
        return found, []
    if context.year is None:
        return None, [finding("year_missing")] if projects else []
    first = date(context.year, 1, 1)
    return first, [finding("as_of_first_day", value=f"{first:%d/%m/%Y}", year=context.year)]


def _nothing_found(workbook: Workbook, readings: list[_TableReading]) -> Finding:
    names = ", ".join(sheet.name for sheet in workbook.sheets)
    if readings:
        return finding("register_empty", sheet=readings[0].sheet.name, value=names)
    return finding(
        "not_a_register", sheet=workbook.sheets[0].name if workbook.sheets else None, value=names
    )
