"""Writes a document as .xls (Excel 97-2003)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import xlwt

from builder.document import Kind
from builder.grid import Face, blocks

if TYPE_CHECKING:
    from pathlib import Path

    from builder.document import Document

_WIDTH_UNIT = 256
_POINT = 20
_A4 = 9
_FORMATS = {Kind.RATE: "0.0", Kind.DATE: "dd/mm/yyyy"}
_ACROSS = {
    Kind.TEXT: xlwt.Alignment.HORZ_LEFT,
    Kind.CENTRED: xlwt.Alignment.HORZ_CENTER,
    Kind.AMOUNT: xlwt.Alignment.HORZ_RIGHT,
    Kind.RATE: xlwt.Alignment.HORZ_RIGHT,
    Kind.DATE: xlwt.Alignment.HORZ_CENTER,
}
_SIDES = {"left": xlwt.Alignment.HORZ_LEFT, "right": xlwt.Alignment.HORZ_RIGHT}


def write_xls(document: Document, path: Path) -> None:
    """Write the document; the same document gives the same bytes."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(document.sheet, cell_overwrite_ok=False)
    _page(document, sheet)
    for block in blocks(document):
        sheet.write_merge(
            block.top,
            block.bottom,
            block.left,
            block.right,
            block.value if block.value is not None else "",
            _style(block.face, document.unit),
        )
    book.save(str(path))


def _page(document: Document, sheet: xlwt.Worksheet) -> None:
    sheet.paper_size_code = _A4
    sheet.portrait = document.portrait
    sheet.fit_num_pages = 1
    sheet.fit_width_to_pages = 1
    sheet.fit_height_to_pages = 0
    sheet.header_str = b"&C&P"
    sheet.footer_str = b""
    sheet.show_grid = False
    sheet.set_panes_frozen(True)
    sheet.set_horz_split_pos(document.first_row - 1)
    for place, column in enumerate(document.columns):
        sheet.col(place).width = int(column.width * _WIDTH_UNIT)
    first, last = document.header_rows
    heights = dict.fromkeys(range(first - 1, last), document.header_height)
    for row, body in enumerate(document.rows, start=document.first_row - 1):
        heights[row] = document.height(body)
    for row, height in heights.items():
        sheet.row(row).height_mismatch = True
        sheet.row(row).height = int(height * _POINT)


@cache
def _style(face: Face, unit: int) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.font.name = "Times New Roman"
    style.font.height = face.size * _POINT
    style.font.bold, style.font.italic = face.bold, face.italic
    style.alignment.horz = _SIDES[face.align] if face.align else _ACROSS[face.kind]
    style.alignment.vert = xlwt.Alignment.VERT_CENTER
    style.alignment.wrap = int(face.border)
    amount = "#,##0" if unit == 1 else "#,##0.0"
    style.num_format_str = _FORMATS.get(
        face.kind, amount if face.kind is Kind.AMOUNT else "General"
    )
    line = xlwt.Borders.THIN if face.border else xlwt.Borders.NO_LINE
    for side in ("left", "right", "top", "bottom"):
        setattr(style.borders, side, line)
    return style
