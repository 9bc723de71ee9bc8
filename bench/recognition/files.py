"""Grids written as the files offices send: xlsx, xls, ods, csv."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.recognition.grid import Grid, Value

_DATE_FORMAT = "dd/mm/yyyy"


def write(
    grids: Sequence[Grid], path: Path, *, encoding: str = "utf-8-sig", mark: str = ";"
) -> None:
    """Write the grids in the format of the path's suffix; a text file holds the first alone."""
    match path.suffix:
        case ".xlsx":
            _write_xlsx(grids, path)
        case ".xls":
            _write_xls(grids, path)
        case ".ods":
            _write_ods(grids, path)
        case _:
            _write_text(grids[0], path, encoding, mark)


def _write_xlsx(grids: Sequence[Grid], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for grid in grids:
        sheet = workbook.create_sheet(grid.name)
        for (row, column), value in grid.cells.items():
            cell = sheet.cell(row + 1, column + 1, value)
            if isinstance(value, date):
                cell.number_format = _DATE_FORMAT
            if row in grid.bold:
                cell.font = Font(bold=True)
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
        for column in grid.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        if grid.hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)


def _write_xls(grids: Sequence[Grid], path: Path) -> None:
    import xlwt

    workbook = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.easyxf("")
    for grid in grids:
        sheet = workbook.add_sheet(grid.name)
        starts = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        for place, value in grid.cells.items():
            style = dated if isinstance(value, date) else plain
            if place in starts:
                bottom, right = starts.pop(place)
                sheet.write_merge(place[0], bottom, place[1], right, value, style)
            else:
                sheet.write(*place, value, style)
        sheet.visibility = int(grid.hidden)
    workbook.save(str(path))


def _write_ods(grids: Sequence[Grid], path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table

    document = OpenDocumentSpreadsheet()
    for grid in grids:
        table = Table(name=grid.name)
        for row in range(grid.size[0]):
            table.addElement(_ods_row(grid, row))
        document.spreadsheet.addElement(table)
    document.save(str(path))


def _ods_row(grid: Grid, row: int) -> object:
    from odf.table import CoveredTableCell, TableCell, TableRow

    element = TableRow()
    for column in range(grid.size[1]):
        merge = next((m for m in grid.merges if _inside(m, row, column)), None)
        if merge and (row, column) != merge[:2]:
            element.addElement(CoveredTableCell())
            continue
        spans = (
            {}
            if merge is None
            else {
                "numberrowsspanned": merge[2] - merge[0] + 1,
                "numbercolumnsspanned": merge[3] - merge[1] + 1,
            }
        )
        value = grid.cells.get((row, column))
        cell = TableCell(**_ods_value(value), **spans)
        _add_text(cell, value)
        element.addElement(cell)
    return element


def _inside(merge: tuple[int, int, int, int], row: int, column: int) -> bool:
    top, left, bottom, right = merge
    return top <= row <= bottom and left <= column <= right


def _ods_value(value: Value | None) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, date):
        return {"valuetype": "date", "datevalue": value.isoformat()}
    if isinstance(value, int | float):
        return {"valuetype": "float", "value": repr(value)}
    return {"valuetype": "string"}


def _add_text(cell: object, value: Value | None) -> None:
    from odf.text import P

    if isinstance(value, str):
        for line in value.split("\n"):
            cell.addElement(P(text=line))  # type: ignore[attr-defined] # odfpy has no types


def _write_text(grid: Grid, path: Path, encoding: str, mark: str) -> None:
    rows, columns = grid.size
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=mark, lineterminator="\r\n")
    for row in range(rows):
        writer.writerow(
            [_written(grid.cells.get((row, column)), mark) for column in range(columns)]
        )
    path.write_bytes(buffer.getvalue().encode(encoding))


def _written(value: Value | None, mark: str) -> str:
    """As the office's Excel saves it: Vietnamese decimals beside semicolons and tabs."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        text = str(int(value)) if value == int(value) else repr(value)
        return text if mark == "," else text.replace(".", ",")
    return str(value)
