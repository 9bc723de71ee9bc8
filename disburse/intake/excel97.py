"""What only xlrd tells of .xls files: fonts, hidden rows and columns, errors.

xlrd reads the old format alone since 2.0, runs no macro and no formula, and is pure Python under
a BSD licence; it may be slow or fail on a damaged file, so it runs within the limits of parsing.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from disburse.intake.sheet_facts import HEADING_COLUMNS, MOST_CELLS, Collector, SheetFacts

if TYPE_CHECKING:
    from pathlib import Path

    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet

_TEXT, _ERROR = 1, 5
_WITHOUT_VALUE = (0, 6)
_BOLD_WEIGHT = 700


def scan_excel97(path: Path) -> dict[str, SheetFacts]:
    """Facts of every sheet by its name; the old format always stores a formula's value."""
    found: dict[str, SheetFacts] = {}
    try:
        book = _open(path)
        for sheet in book.sheets():
            found[sheet.name] = _facts(book, sheet)
    except _broken():
        return found
    return found


def fonts_excel97(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Font name of every filled cell, by sheet and position; of several, that of the longest run.

    A file that cannot be read gives what it could.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        book = _open(path)
        for sheet in book.sheets():
            found[sheet.name] = {
                (row, column): _run_font(book, sheet, row, column)
                for row in range(sheet.nrows)
                for column, kind in enumerate(sheet.row_types(row))
                if kind == _TEXT
            }
    except _broken():
        return found
    return found


def _broken() -> tuple[type[Exception], ...]:
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError
    from xlrd.formula import FormulaError

    usual = (OSError, EOFError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
    own = (XLRDError, CompDocError, FormulaError)
    return (*own, *usual, struct.error, ArithmeticError, MemoryError, RecursionError)


def _open(path: Path) -> Book:
    from xlrd import open_workbook

    # Ragged: a lone cell in the last corner must not fill the sheet up to it.
    return open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, ragged_rows=True)


def _facts(book: Book, sheet: Sheet) -> SheetFacts:
    collector = Collector()
    for row, look in sheet.rowinfo_map.items():
        if look.hidden:
            collector.hide_rows(row, row)
    for column, width in sheet.colinfo_map.items():
        if width.hidden:
            collector.hide_columns(column, column)
    for row in range(sheet.nrows):
        _collect_row(book, sheet, row, collector)
    return collector.facts()


def _collect_row(book: Book, sheet: Sheet, row: int, collector: Collector) -> None:
    from xlrd import error_text_from_code

    kinds = sheet.row_types(row)
    if _ERROR in kinds and len(collector.error_cells) < MOST_CELLS:
        collector.error_cells += [
            (row, column, error_text_from_code.get(int(sheet.cell_value(row, column)), ""))
            for column, kind in enumerate(kinds)
            if kind == _ERROR
        ]
    for column, kind in enumerate(kinds[:HEADING_COLUMNS]):
        if kind not in _WITHOUT_VALUE and _font(book, sheet, row, column).weight >= _BOLD_WEIGHT:
            collector.bold_cells.add((row, column))


def _font(book: Book, sheet: Sheet, row: int, column: int) -> Font:
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    return book.font_list[style.font_index]


def _run_font(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """The cell's font, or that of its longest run where the text has several."""
    runs = sheet.rich_text_runlist_map.get((row, column))
    own = _font(book, sheet, row, column).name
    if not runs:
        return own
    text = str(sheet.cell_value(row, column))
    starts = [(0, own), *((start, book.font_list[index].name) for start, index in runs)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return max((end - start, name) for (start, name), end in zip(starts, ends, strict=True))[1]
