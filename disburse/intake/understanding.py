"""Stages 2 and 3: the sheets of a workbook understood as a `Register`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.answering import ambiguous, answered, named, read_answered
from disburse.intake.columns import FIGURES
from disburse.intake.context import FileContext, budget_year, figures_to, file_units, titles
from disburse.intake.legacy import decode
from disburse.intake.register import assemble
from disburse.intake.table import find_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from disburse.intake.columns import Column
    from disburse.intake.context import Early
    from disburse.intake.options import ReadingOptions
    from disburse.intake.table import Table
    from disburse.intake.workbook import Workbook
    from disburse.model import Finding, Register


def understood(
    opened: Workbook, path: Path, options: ReadingOptions, early: Early | None = None
) -> Register:
    """Read what the sheets of a file say; ``path`` is looked at again where fonts matter.

    ``early`` is given projects as `disburse.intake.reading.read_register` tells. Raises OSError
    where the file cannot be read any more.
    """
    workbook, notes = decode(opened, path)
    shown = [sheet for sheet in workbook.sheets if sheet.visible] or workbook.sheets
    tables = [table for sheet in shown for table in find_tables(sheet)]
    context = _context(tables, options, early)
    every = [answered(table, context.year, options) for table in tables]
    registers = [one for one in every if _is_register(one.columns)]
    readings = [read_answered(one, context, options) for one in registers]
    notes = (*notes, *_answers_astray(tables, options))
    dated = figures_to((one.table, one.columns) for one in registers)
    return assemble(workbook, context, readings, dated, notes)


def _answers_astray(tables: Sequence[Table], options: ReadingOptions) -> list[Finding]:
    """Answers to a heading that no table has, or that several columns of one table end in."""
    findings = []
    for header, _ in options.mapping:
        if any(ambiguous(table, header) for table in tables):
            findings.append(finding("map_heading_ambiguous", value=header))
        elif not any(named(table, header) for table in tables):
            findings.append(finding("map_heading_missing", value=header))
    return findings


def _context(tables: Sequence[Table], options: ReadingOptions, early: Early | None) -> FileContext:
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
        early=early,
    )


def _is_register(columns: Sequence[Column]) -> bool:
    """A table of projects with amounts, or one so near to it that its columns are asked about."""
    meanings = {column.meaning for column in columns}
    named = bool(meanings & {"name", "code"})
    return named and (bool(meanings & FIGURES) or {"name", "code"} <= meanings)
