"""A table on a sheet: grouped headings, numbered columns, body, total, filter and frozen panes.

A formula is written once for its column: ``{plan}`` stands for the cell of column ``plan`` in
the same row. The total row follows the filter: SUBTOTAL adds what is shown, and Excel leaves a
row of SUBTOTALs out of filtering and sorting.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil
from operator import itemgetter
from textwrap import wrap
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from disburse.render.excel import wording
from disburse.render.excel.body import TEXT_LINE
from disburse.render.excel.cellxml import ROW, Numbers, Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.cellxml import Cells, Values
    from disburse.render.excel.styles import Styles

Result = float | None

TEXT_STYLES = frozenset({"text", "word", "code"})
WRAPPED_STYLES = frozenset({"text", "word"})
LETTERS_PER_WIDTH = 1.12  # of Times New Roman, with what breaking between words loses
LINE_HEIGHT = 15


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, width in characters, style of its cells, and what they hold.

    Where no ``heading`` is given it is the wording of the key, up to a colon; where no
    ``numbering`` is, the row of numbers counts the columns. ``values`` are
    texts where the style is one of `TEXT_STYLES`, else numbers; None is unknown. ``summed``
    columns are added up in the total row; a ``formula`` is repeated there with ``total`` as its
    stored result.
    """

    key: str
    width: float
    style: str
    values: Values
    group: str = ""
    heading: str = ""
    formula: str = ""
    summed: bool = False
    total: Result = None
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands, rows counted from 0: last heading row, first and last body row."""

    heading_row: int
    first_row: int
    last_row: int


def write_table(
    sheet: BodySheet, styles: Styles, top: int, columns: Sequence[Column], *, total: bool
) -> Placed:
    """Write headings from row ``top``, the body and, if asked for, the total row."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    heading_row = _write_headings(sheet, styles, top, columns)
    first_row = heading_row + 1
    last_column = len(columns) - 1
    if not len(columns[0].values):
        empty = wording.text("common", "empty")
        sheet.merge_range(first_row, 0, first_row, last_column, empty, styles["text"])
        return Placed(heading_row, first_row, first_row - 1)
    body = [_body(one, columns, styles) for one in columns]
    next_row = sheet.write_body(first_row, body)
    placed = Placed(heading_row, first_row, next_row - 1)
    sheet.autofilter(heading_row, 0, placed.last_row, last_column)
    _accept_codes(sheet, columns, placed)
    if total:
        _write_total(sheet, styles, placed, columns)
    return placed


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Height in points that shows all lines of texts in columns of the widths beside them."""
    lines = (ceil(len(text) / _letters(width)) for text, width in texts)
    return TEXT_LINE * max(1, *lines) + 4


def sum_of(values: Iterable[int | None]) -> int:
    """Sum of the whole numbers that are there."""
    return sum(filter(None, values))


def in_row(formula: str, columns: Sequence[Column]) -> str:
    """A column's formula with the letters of its table, for any row."""
    cells = {one.key: f"{xl_col_to_name(number)}{ROW}" for number, one in enumerate(columns)}
    return formula.format_map(cells)


def _write_total(
    sheet: BodySheet, styles: Styles, placed: Placed, columns: Sequence[Column]
) -> None:
    """Write the total row below the body; its label stands in the first wide text column."""
    label = wording.text("common", "total_shown")
    labelled = next(one.key for one in columns if one.style == "text")
    cells = [
        Texts(styles.total(one.style), (label,))
        if one.key == labelled
        else _total(number, columns, styles, placed)
        for number, one in enumerate(columns)
    ]
    sheet.write_body(placed.last_row + 1, cells)


def _accept_codes(sheet: BodySheet, columns: Sequence[Column], placed: Placed) -> None:
    """Keep Excel from flagging codes, which are digits and text on purpose."""
    letters = [xl_col_to_name(n) for n, column in enumerate(columns) if column.style == "code"]
    if letters:
        first, last = placed.first_row + 1, placed.last_row + 1
        ranges = " ".join(f"{letter}{first}:{letter}{last}" for letter in letters)
        sheet.ignore_errors({"number_stored_as_text": ranges})


def _body(column: Column, columns: Sequence[Column], styles: Styles) -> Cells:
    style = styles[column.style]
    if column.style in TEXT_STYLES:
        letters = _letters(column.width) if column.style in WRAPPED_STYLES else 0
        return Texts(style, column.values, letters)
    return Numbers(style, column.values, in_row(column.formula, columns) or None)


def _total(number: int, columns: Sequence[Column], styles: Styles, placed: Placed) -> Cells:
    column, letter = columns[number], xl_col_to_name(number)
    style = styles.total(column.style)
    if column.summed:
        body = f"{letter}{placed.first_row + 1}:{letter}{placed.last_row + 1}"
        return Numbers(style, (sum_of(column.values),), f"SUBTOTAL(9,{body})")
    if column.formula:
        return Numbers(style, (column.total,), in_row(column.formula, columns))
    return Numbers(style, (None,))


def _write_headings(sheet: BodySheet, styles: Styles, top: int, columns: Sequence[Column]) -> int:
    """Write one row of headings, or two where columns are grouped, and the row of numbers."""
    grouped = any(column.group for column in columns)
    bottom = top + 1 if grouped else top
    for number, column in enumerate(columns):
        _write_heading(sheet, styles, (bottom, number), column, grouped=grouped)
        shown = column.numbering or f"({number + 1})"
        sheet.write_string(bottom + 1, number, shown, styles["numbering"])
    for first, last, group in _groups(columns):
        sheet.merge_range(top, first, top, last, group, styles["heading"])
    sheet.set_row(bottom, LINE_HEIGHT * max(map(_lines, columns)))
    return bottom + 1


def _write_heading(
    sheet: BodySheet, styles: Styles, cell: tuple[int, int], column: Column, *, grouped: bool
) -> None:
    row, number = cell
    if grouped and not column.group:
        sheet.merge_range(row - 1, number, row, number, column.heading, styles["heading"])
    else:
        sheet.write_string(row, number, column.heading, styles["heading"])


def _groups(columns: Sequence[Column]) -> Iterator[tuple[int, int, str]]:
    """First column, last column and heading of each run of columns under one heading."""
    numbered = enumerate(column.group for column in columns)
    for group, run in groupby(numbered, key=itemgetter(1)):
        numbers = [number for number, _ in run]
        if group:
            yield numbers[0], numbers[-1], group


def _letters(width: float) -> float:
    """Letters that stand on one line of a cell, its margins taken off."""
    return (width - 2) * LETTERS_PER_WIDTH


def _lines(column: Column) -> int:
    """Lines a heading takes in its column, words kept whole."""
    return max(1, len(wrap(column.heading, max(1, int(column.width) - 1))))
