"""Writes a document as .ods."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from odf.number import DateStyle, Day, Month, Number, NumberStyle, Text, Year
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TableProperties,
    TableRowProperties,
    TextProperties,
)
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import P

from builder.comma import vietnamese
from builder.document import Kind
from builder.grid import blocks

if TYPE_CHECKING:
    from pathlib import Path

    from builder.document import Document
    from builder.grid import Block, Face

_FIXED_TIME = (2026, 1, 5, 8, 0, 0)
_CM_PER_WIDTH = 0.205
_PLAIN_HEIGHT = 17
_SIDES = {"left": "start", "right": "end"}
_ALIGN = {Kind.TEXT: "start", Kind.AMOUNT: "end", Kind.RATE: "end"}


def write_ods(document: Document, path: Path) -> None:
    """Write the document; the same document gives the same bytes."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=document.sheet, stylename=_page(book, document))
    for place, column in enumerate(document.columns):
        table.addElement(TableColumn(stylename=_column_style(book, place, column.width)))
    _fill(book, table, document)
    book.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    book.write(buffer)
    _repack(buffer, path)


def _fill(book: OpenDocumentSpreadsheet, table: Table, document: Document) -> None:
    everything = list(blocks(document))
    starts = {(block.top, block.left): block for block in everything}
    covered = {
        (row, column)
        for block in everything
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    } - starts.keys()
    repeated = range(document.header_rows[0] - 1, document.first_row - 1)
    header = TableHeaderRows()
    styles: dict[Face, Style] = {}
    for at in range(max(block.bottom for block in everything) + 1):
        row = TableRow(stylename=_row_style(book, at, _height(document, at)))
        for place in range(len(document.columns)):
            block = starts.get((at, place))
            if block:
                row.addElement(_cell(block, _cell_style(book, styles, block.face)))
            else:
                row.addElement(CoveredTableCell() if (at, place) in covered else TableCell())
        (header if at in repeated else table).addElement(row)
        if at == repeated[-1]:
            table.addElement(header)


def _cell(block: Block, style: Style) -> TableCell:
    spans = {
        "numberrowsspanned": block.bottom - block.top + 1,
        "numbercolumnsspanned": block.right - block.left + 1,
    }
    value = block.value
    if value in (None, ""):
        return TableCell(stylename=style, **spans)
    if isinstance(value, date):
        cell = TableCell(stylename=style, valuetype="date", datevalue=value.isoformat(), **spans)
    elif isinstance(value, int | float):
        cell = TableCell(stylename=style, valuetype="float", value=str(value), **spans)
    else:
        cell = TableCell(stylename=style, valuetype="string", **spans)
    cell.addElement(P(text=vietnamese(value)))
    return cell


def _page(book: OpenDocumentSpreadsheet, document: Document) -> Style:
    """A4 with the document's orientation, and the table style that uses it."""
    wide, tall = ("21cm", "29.7cm") if document.portrait else ("29.7cm", "21cm")
    layout = PageLayout(name="A4")
    layout.addElement(
        PageLayoutProperties(
            pagewidth=wide,
            pageheight=tall,
            printorientation="portrait" if document.portrait else "landscape",
            margin="1.2cm",
            scaletopages="2",
        )
    )
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(MasterPage(name="A4", pagelayoutname=layout))
    style = Style(name="sheet", family="table", masterpagename="A4")
    style.addElement(TableProperties(display="true"))
    book.automaticstyles.addElement(style)
    return style


def _column_style(book: OpenDocumentSpreadsheet, place: int, width: float) -> Style:
    style = Style(name=f"column{place}", family="table-column")
    style.addElement(TableColumnProperties(columnwidth=f"{width * _CM_PER_WIDTH:.2f}cm"))
    book.automaticstyles.addElement(style)
    return style


def _height(document: Document, at: int) -> float:
    body = at - document.first_row + 1
    if 0 <= body < len(document.rows):
        return document.height(document.rows[body])
    first, last = document.header_rows
    return document.header_height if first <= at + 1 <= last else _PLAIN_HEIGHT


def _row_style(book: OpenDocumentSpreadsheet, at: int, height: float) -> Style:
    style = Style(name=f"row{at}", family="table-row")
    style.addElement(TableRowProperties(rowheight=f"{height:.1f}pt", useoptimalrowheight="false"))
    book.automaticstyles.addElement(style)
    return style


def _cell_style(book: OpenDocumentSpreadsheet, styles: dict[Face, Style], face: Face) -> Style:
    if face in styles:
        return styles[face]
    number = _number_style(book, face.kind, len(styles))
    data = {"datastylename": number} if number else {}
    style = Style(name=f"cell{len(styles)}", family="table-cell", **data)
    border = {"border": "0.5pt solid #000000"} if face.border else {}
    style.addElement(
        TableCellProperties(
            wrapoption="wrap" if face.border else "no-wrap", verticalalign="middle", **border
        )
    )
    align = _SIDES[face.align] if face.align else _ALIGN.get(face.kind, "center")
    style.addElement(ParagraphProperties(textalign=align))
    style.addElement(
        TextProperties(
            fontfamily="'Times New Roman'",
            fontsize=f"{face.size}pt",
            fontweight="bold" if face.bold else "normal",
            fontstyle="italic" if face.italic else "normal",
        )
    )
    book.automaticstyles.addElement(style)
    styles[face] = style
    return style


def _number_style(book: OpenDocumentSpreadsheet, kind: Kind, serial: int) -> Style | None:
    if kind is Kind.DATE:
        style = DateStyle(name=f"number{serial}")
        for part in (Day(style="long"), Text(text="/"), Month(style="long"), Text(text="/")):
            style.addElement(part)
        style.addElement(Year(style="long"))
    elif kind in (Kind.AMOUNT, Kind.RATE):
        style = NumberStyle(name=f"number{serial}")
        places = 1 if kind is Kind.RATE else 0
        style.addElement(Number(decimalplaces=places, minintegerdigits=1, grouping="true"))
    else:
        return None
    book.automaticstyles.addElement(style)
    return style


def _repack(buffer: io.BytesIO, path: Path) -> None:
    """Copy the package with a fixed time on every member."""
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, _FIXED_TIME)
            fixed.compress_type, fixed.external_attr = member.compress_type, 0o644 << 16
            target.writestr(fixed, source.read(member))
