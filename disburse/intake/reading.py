"""The stages of intake in order: a file in, a `Register` out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from disburse.intake.column_sets import told, with_orphans, with_totals, without_hidden
from disburse.intake.columns import FIGURES, Column, interpret
from disburse.intake.context import FileContext, budget_year, figures_to, file_units, titles
from disburse.intake.findings import finding
from disburse.intake.legacy import decode
from disburse.intake.options import ReadingOptions
from disburse.intake.register import assemble
from disburse.intake.table import Table, find_tables
from disburse.intake.tablereading import read_table
from disburse.intake.workbook import UnreadableWorkbookError, open_workbook
from disburse.model import Kind, Register
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from disburse.model import Finding

__all__ = ["ReadingOptions", "read_register"]


def read_register(path: Path, options: ReadingOptions) -> Register:
    """Read a file as it is; whatever is wrong with it is among the findings.

    Raises:
        OSError: the file does not exist or cannot be read.
    """
    try:
        workbook, notes = decode(open_workbook(path), path)
    except UnreadableWorkbookError as error:
        return _unreadable(path, options, error.code)
    shown = [sheet for sheet in workbook.sheets if sheet.visible] or workbook.sheets
    tables = [table for sheet in shown for table in find_tables(sheet)]
    context = _context(tables, options)
    understood = [(table, _columns(table, context.year, options)) for table in tables]
    registers = [(table, columns) for table, columns in understood if _is_register(columns)]
    readings = [read_table(table, columns, context) for table, columns in registers]
    notes = (*notes, *_unused_answers(tables, options))
    return assemble(workbook, context, readings, figures_to(registers), notes)


def _unused_answers(tables: Sequence[Table], options: ReadingOptions) -> list[Finding]:
    """Answers to a heading that no table of the file has: a slip, or another file was meant."""
    paths = [path for table in tables for path in table.labels.values()]
    known = {fold(" › ".join(path)) for path in paths} | {fold(path[-1]) for path in paths}
    return [
        finding("map_heading_missing", value=header)
        for header, _ in options.mapping
        if fold(header) not in known
    ]


def _unreadable(path: Path, options: ReadingOptions, code: str) -> Register:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    problem = finding(code, value=path.name)
    kind = options.kind or Kind.REGISTER
    return Register(path.name, digest, kind, options.as_of, None, (), (), (), (problem,))


def _context(tables: Sequence[Table], options: ReadingOptions) -> FileContext:
    lines = tuple(title for table in tables for title in titles(table))
    labels = [" ".join(path) for table in tables for path in table.labels.values()]
    year = budget_year(lines, labels) or (options.as_of.year if options.as_of else None)
    return FileContext(
        kind=options.kind,
        told_unit=options.unit,
        told_as_of=options.as_of,
        year=year,
        lines=lines,
        units=file_units(tables),
    )


def _columns(table: Table, year: int | None, options: ReadingOptions) -> tuple[Column, ...]:
    answers = {fold(header): field for header, field in options.mapping}
    columns = tuple(
        told(interpret(index, labels, year), answers) for index, labels in table.labels.items()
    )
    return without_hidden(with_orphans(with_totals(columns)), table.sheet.hidden_columns)


def _is_register(columns: Sequence[Column]) -> bool:
    """A table of projects with amounts, or one so near to it that its columns are asked about."""
    meanings = {column.meaning for column in columns}
    named = bool(meanings & {"name", "code"})
    return named and (bool(meanings & FIGURES) or {"name", "code"} <= meanings)
