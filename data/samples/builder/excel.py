"""Writes a document as .xlsx: formulas with stored values, borders, A4, repeated header."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from builder.document import Kind, Level

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from builder.document import Column, Document, Line, Row

_FONT = "Times New Roman"
_A4 = 9
_CREATED = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001 - the format knows no time zone
_LEVELS: dict[Level, dict[str, object]] = {
    Level.TOTAL: {"bold": True, "bg_color": "#F2F2F2"},
    Level.CLASS: {"bold": True},
    Level.SECTOR: {"bold": True, "italic": True},
    Level.PROJECT: {},
    Level.SOURCE: {"italic": True},
}


@dataclass(slots=True)
class _Pen:
    book: Workbook
    sheet: Worksheet
    size: int
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def style(self, **properties: object) -> Format:
        everything = {"font_name": _FONT, "font_size": self.size, "valign": "vcenter", **properties}
        key = tuple(sorted(everything.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(everything)
        return self.formats[key]


def write_xlsx(document: Document, path: Path) -> None:
    """Write the document; the same document gives the same bytes."""
    with Workbook(path) as book:
        book.set_properties({"author": "UBND xã Bằng Mạc", "created": _CREATED})
        pen = _Pen(book, book.add_worksheet(document.sheet), document.font_size)
        _page(document, pen.sheet)
        for row, lines in enumerate(document.titles):
            _lines(pen, row, lines)
        _header(document, pen)
        for place, row_of_body in enumerate(document.rows):
            _row(document, pen, place, row_of_body)
        below = document.first_row - 1 + len(document.rows)
        for row, lines in enumerate(document.footer, start=below):
            _lines(pen, row, lines)


def _page(document: Document, sheet: Worksheet) -> None:
    sheet.set_paper(_A4)
    if not document.portrait:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f'&C&"{_FONT},Regular"&12&P', {"margin": 0.3})
    sheet.fit_to_pages(1, 0)
    first, last = document.header_rows
    sheet.repeat_rows(first - 1, (document.numbering_row or last) - 1)
    sheet.freeze_panes(document.first_row - 1, 2)
    sheet.hide_gridlines(1)
    for place, column in enumerate(document.columns):
        sheet.set_column(place, place, column.width)


def _lines(pen: _Pen, row: int, lines: tuple[Line, ...]) -> None:
    for line in lines:
        style = pen.style(
            font_size=line.size,
            bold=line.bold,
            italic=line.italic,
            align="right" if line.right else "left" if line.left else "center",
        )
        _block(pen, (row, line.first, row, line.last), line.text, style)


def _header(document: Document, pen: _Pen) -> None:
    top = document.header_rows[0] - 1
    style = pen.style(bold=True, align="center", text_wrap=True, border=1)
    for level in range(document.depth):
        pen.sheet.set_row(top + level, document.header_height)
    for label in document.labels():
        block = (top + label.top, label.left, top + label.bottom, label.right)
        _block(pen, block, label.text, style)
    if document.numbering_row:
        small = pen.style(italic=True, align="center", border=1, font_size=document.font_size - 1)
        for place, column in enumerate(document.columns):
            pen.sheet.write_string(document.numbering_row - 1, place, column.number, small)


def _block(pen: _Pen, block: tuple[int, int, int, int], text: str, style: Format) -> None:
    top, left, bottom, right = block
    if (top, left) == (bottom, right):
        pen.sheet.write_string(top, left, text, style)
    else:
        pen.sheet.merge_range(top, left, bottom, right, text, style)


def _row(document: Document, pen: _Pen, place: int, row: Row) -> None:
    at = document.first_row - 1 + place
    pen.sheet.set_row(at, document.height(row))
    for position, column in enumerate(document.columns):
        value = document.shown(column, row)
        style = _cell_style(document, pen, column, row)
        formula = _formula(document, column, row, at, position)
        if value is None:
            pen.sheet.write_blank(at, position, None, style)
        elif formula:
            pen.sheet.write_formula(at, position, formula, style, value)
        elif isinstance(value, date):
            pen.sheet.write_datetime(at, position, value, style)
        elif isinstance(value, str):
            pen.sheet.write_string(at, position, value, style)
        else:
            pen.sheet.write_number(at, position, value, style)


def _cell_style(document: Document, pen: _Pen, column: Column, row: Row) -> Format:
    shapes: dict[Kind, dict[str, object]] = {
        Kind.TEXT: {"text_wrap": True},
        Kind.CENTRED: {"text_wrap": True, "align": "center"},
        Kind.AMOUNT: {"num_format": "#,##0" if document.unit == 1 else "#,##0.0"},
        Kind.RATE: {"num_format": "0.0"},
        Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    }
    return pen.style(border=1, **shapes[column.kind], **_LEVELS[row.level])


def _formula(document: Document, column: Column, row: Row, at: int, position: int) -> str | None:
    """The office's own formula: of the column, or adding up the parts of the row."""
    if column.formula:
        return "=" + column.formula.format(row=at + 1)
    if not row.parts or column.kind is not Kind.AMOUNT:
        return None
    first = document.first_row - 1
    cells = [xl_rowcol_to_cell(first + part, position) for part in row.parts]
    if row.parts == tuple(range(row.parts[0], row.parts[-1] + 1)):
        name = xl_col_to_name(position)
        return f"=SUM({name}{first + row.parts[0] + 1}:{name}{first + row.parts[-1] + 1})"
    return "=" + "+".join(cells)
