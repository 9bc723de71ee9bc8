"""One table read: from its columns and context to projects, vouchers and findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from disburse.findings import finding
from disburse.intake.amounts import UNITS
from disburse.intake.checks import control_totals
from disburse.intake.columns import FIGURES
from disburse.intake.context import (
    FileContext,
    column_date,
    table_class,
    table_owner,
    table_source,
    table_tranche,
    table_units,
)
from disburse.intake.layout import (
    Layout,
    amount_groups,
    body_contents,
    by_field,
    column_references,
    read_amounts,
)
from disburse.intake.outline import Role
from disburse.intake.projects import read_projects
from disburse.intake.questions import column_questions, figures_missing
from disburse.intake.ratio_checks import ratio_checks
from disburse.intake.series import period_columns, period_findings
from disburse.intake.unit_columns import units_in_columns
from disburse.intake.units import FOREIGN, unit_name, unit_value
from disburse.intake.voucher_checks import dated_rows, usual_year, voucher_checks, voucher_totals
from disburse.intake.vouchers import is_voucher_table, read_vouchers
from disburse.intake.workbook import column_letter
from disburse.model import Kind, Severity, SheetReading

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.table import Table
    from disburse.model import Finding, Project, Voucher


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one table gave."""

    sheet: SheetReading
    projects: list[Project]
    vouchers: list[Voucher]
    findings: list[Finding]


def read_table(table: Table, columns: tuple[Column, ...], context: FileContext) -> TableReading:
    """Read one table: unit, dates, projects or vouchers, and what contradicts itself."""
    unit, findings = table_unit(table, columns, context)
    layout, problems = _layout(table, columns, context, unit)
    if allotment := units_in_columns(table, columns):
        return TableReading(_sheet(layout, 0), [], [], [allotment])
    findings += problems + _undated(layout) + period_findings(layout)
    if is_voucher_table(layout) and context.kind is not Kind.REGISTER:
        return _voucher_reading(layout, context, findings)
    return _project_reading(layout, context, findings)


def _layout(
    table: Table, columns: tuple[Column, ...], context: FileContext, unit: int | None
) -> tuple[Layout, list[Finding]]:
    contents = body_contents(table)
    values, unreadable, problems = read_amounts(table, columns, unit or 1, contents)
    as_of = context.table_as_of(table)
    dates = {c.index: column_date(c, as_of) for c in columns if c.meaning == "disbursed"}
    cumulative = tuple(c for c in columns if c.meaning == "disbursed" and not c.period.single)
    layout = Layout(
        table=table,
        columns=columns,
        contents=contents,
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
    return layout, problems


def _voucher_reading(layout: Layout, context: FileContext, findings: list[Finding]) -> TableReading:
    vouchers, problems = read_vouchers(layout, context.year)
    year = context.year or usual_year(vouchers)
    problems += voucher_checks(vouchers, year) + voucher_totals(layout)
    problems += column_questions(layout, dated_rows(layout))
    codes = {voucher.project_code or voucher.project_name for voucher in vouchers}
    return TableReading(_sheet(layout, len(codes)), [], vouchers, findings + problems)


def _project_reading(layout: Layout, context: FileContext, findings: list[Finding]) -> TableReading:
    reading = read_projects(layout, context.year, context.early)
    sheet = _sheet(layout, len(reading.projects))
    rows = [item.line.row for item in reading.placed if item.role is Role.PROJECT]
    parts = [item.line.row for item in reading.placed if item.role is Role.SPLIT]
    questions = column_questions(layout, [*rows, *parts])
    if any(one.severity is Severity.ERROR and one.code.startswith("unit_") for one in findings):
        bare = [_without_amounts(project) for project in reading.projects]
        return TableReading(sheet, bare, [], findings + questions)
    findings += reading.findings + control_totals(layout, reading.placed)
    findings += ratio_checks(layout, rows) + figures_missing(layout) + questions
    return TableReading(sheet, reading.projects, [], findings)


def _without_amounts(project: Project) -> Project:
    """A project whose unit of money is not known yet shows no amounts at all."""
    return replace(project, plans=(), disbursements=(), total_investment=None)


def table_unit(
    table: Table, columns: tuple[Column, ...], context: FileContext
) -> tuple[int | None, list[Finding]]:
    """The unit told, else the one stated above the table, else as `_unstated_unit` finds it."""
    if context.told_unit and (told := unit_value(context.told_unit)):
        return told, []
    stated = table_units(table)
    units = {value for value, _ in stated}
    if FOREIGN in units:
        return None, [finding("unit_foreign", cell=stated[0][1])]
    if len(units) > 1:
        cells = ", ".join(cell for _, cell in stated)
        return None, [finding("unit_conflict", cell=stated[0][1], cells=cells)]
    return (units.pop(), []) if units else _unstated_unit(table, columns, context)


def _unstated_unit(
    table: Table, columns: tuple[Column, ...], context: FileContext
) -> tuple[int | None, list[Finding]]:
    """No unit above the table: each column may have its own, or the file one elsewhere."""
    bare = [c for c in columns if c.meaning in FIGURES and c.unit is None]
    if not bare:
        return None, []
    where = table.sheet.reference(table.header_rows[0], min(table.labels))
    if len(context.units) != 1:
        label = bare[0].path
        return None, [finding("unit_missing", cell=where, label=label, candidates=tuple(UNITS))]
    value, cell = next(iter(context.units.items()))
    name = unit_name(value)
    return value, [finding("unit_from_elsewhere", cell=where, value=name, stated=cell)]


def _undated(layout: Layout) -> list[Finding]:
    bare = [g for g in layout.disbursements if g.to_date is None and not g.estimate]
    if not bare or is_voucher_table(layout):
        return []
    column = bare[0].columns[0]
    cell = layout.heading(column.index)
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
