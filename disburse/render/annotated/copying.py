"""The values of a file of another format as sheets of a new workbook."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from disburse.render.annotated.cells import write_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from disburse.intake import workbook as intake
    from disburse.render.annotated.cells import AnyCell

MOST_CELLS = 1_000_000
_FORMATS = {
    datetime: "dd/mm/yyyy hh:mm",
    date: "dd/mm/yyyy",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
_MEASURED_ROWS = 300
_NARROWEST, _WIDEST = 6, 48
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]\x00-\x1f]")


def copied(source: intake.Workbook, target: Workbook) -> dict[str, Worksheet] | None:
    """Write every sheet into ``target``; give them by their own names, None if far too large.

    Names, values, hidden sheets and merged ranges are kept, as far as `source` knows them.
    """
    cells = sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in source.sheets if sheet.rows)
    if cells > MOST_CELLS:
        return None
    return {sheet.name: _copied_sheet(sheet, target) for sheet in source.sheets}


def _copied_sheet(source: intake.Sheet, target: Workbook) -> Worksheet:
    sheet: Worksheet = target.create_sheet(_sheet_name(source.name))
    for row, values in enumerate(source.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                write_value(sheet.cell(row, column), value)
    for merge in source.merges:
        sheet.merge_cells(
            start_row=merge.first_row + 1,
            end_row=merge.last_row + 1,
            start_column=merge.first_column + 1,
            end_column=merge.last_column + 1,
        )
    if not source.visible:
        sheet.sheet_state = "hidden"
    _fit_columns(source, sheet)
    return sheet


def write_value(cell: AnyCell, value: intake.Cell) -> None:
    """Write a value as what it is: text stays text, whatever it begins with."""
    if isinstance(value, str):
        write_text(cell, value)
        return
    cell.value = value
    kind = type(value)
    if kind is datetime and value.time() == time():  # type: ignore[union-attr]  # a datetime
        kind = date
    if kind in _FORMATS:
        cell.number_format = _FORMATS[kind]


def _sheet_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "_"


def _fit_columns(source: intake.Sheet, sheet: Worksheet) -> None:
    """Widen columns to their values; titles that run over their neighbours do not count."""
    for column in range(len(source.rows[0]) if source.rows else 0):
        cells = (row[column] for row in islice(source.rows, _MEASURED_ROWS))
        lengths = [len(str(cell)) for cell in cells if cell != ""]
        fitting = [length for length in lengths if length <= _WIDEST]
        width = min(_WIDEST, max(_NARROWEST, *fitting, 0) + 2)
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
