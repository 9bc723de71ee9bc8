"""Stage 1: open a workbook of any format as sheets of plain cells."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from disburse.intake.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time, timedelta
    from pathlib import Path

    from python_calamine import CalamineSheet

    from disburse.intake.sheet_facts import SheetFacts

    Cell = str | float | int | bool | date | datetime | time | timedelta

UNCOMPUTED = "#CHƯA TÍNH!"
_LETTERS = 26


class UnreadableWorkbookError(Exception):
    """The file is no workbook we can open; ``code`` names the finding that says so."""

    def __init__(self, code: str) -> None:
        """Keep the code of the finding."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns counted from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[r][c]``, counted from 0 at A1, all of one length, "" where empty."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Merge, ...] = ()
    visible: bool = True
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The value at a position, "" outside the used range."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def reference(self, row: int, column: int) -> str:
        """The position as users know it: ``"Sheet!F12"``."""
        return f"{self.name}!{column_letter(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as opened: its name, the hash of its bytes, its sheets in order."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """Letter of a column counted from 0: 0 → "A", 27 → "AB"."""
    letters = ""
    column += 1
    while column:
        column, remainder = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + remainder) + letters
    return letters


def open_workbook(path: Path) -> Workbook:
    """Read a whole workbook: what it really is decides how, not its name.

    Formula errors and formulas that were never computed, which the reader gives as empty cells,
    stand in ``rows`` as their text ("#REF!", `UNCOMPUTED`).

    Raises:
        UnreadableWorkbookError: the file is empty, of no known format, protected or damaged.
        OSError: the file cannot be read at all.
    """
    from disburse.intake.safety.check import check
    from disburse.intake.safety.format import Format

    packed = check(path) is not Format.TEXT
    content = path.read_bytes()
    with Beside(lambda: _facts(path, packed=packed)) as beside:
        sheets = _spreadsheet_sheets(content) if packed else (_text_sheet(path.stem, content),)
        facts = beside.result()
    sheets = tuple(
        _with_own_facts(sheet, facts[sheet.name]) if sheet.name in facts else sheet
        for sheet in sheets
    )
    return Workbook(path.name, hashlib.sha256(content).hexdigest(), sheets)


def _facts(path: Path, *, packed: bool) -> dict[str, SheetFacts]:
    """What the reader loses: hidden columns, formula errors, formulas without a value."""
    from disburse.intake.package import scan

    return scan(path) if packed else {}


def _spreadsheet_sheets(content: bytes) -> tuple[Sheet, ...]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            visible = {
                meta.name: meta.visible == SheetVisibleEnum.Visible
                for meta in workbook.sheets_metadata
            }
            return tuple(
                _read_sheet(workbook.get_sheet_by_name(name), visible=visible[name])
                for name in workbook.sheet_names
            )
    except PasswordError as error:
        raise UnreadableWorkbookError("file_protected") from error
    except CalamineError as error:
        raise UnreadableWorkbookError("file_damaged") from error


def _read_sheet(source: CalamineSheet, *, visible: bool) -> Sheet:
    merges = tuple(
        Merge(first[0], first[1], last[0], last[1])
        for first, last in source.merged_cell_ranges or ()
    )
    rows = source.to_python(skip_empty_area=False) if source.height else []
    return Sheet(source.name, _composed(rows), merges, visible)


def _composed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """All text in NFC: some programs store each accent as a letter of its own."""
    texts = "".join(cell for row in rows for cell in row if cell.__class__ is str)
    if unicodedata.is_normalized("NFC", texts):
        return rows
    return [
        [unicodedata.normalize("NFC", cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


def _with_own_facts(sheet: Sheet, facts: SheetFacts) -> Sheet:
    width = len(sheet.rows[0]) if sheet.rows else 0
    marked = [*facts.error_cells, *((r, c, UNCOMPUTED) for r, c in facts.formulas_without_value)]
    rows = list(sheet.rows)
    for row, column, text in marked:
        if row < len(rows) and column < width and rows[row][column] == "":
            rows[row] = [*rows[row][:column], text, *rows[row][column + 1 :]]
    return replace(sheet, rows=rows, hidden_columns=facts.hidden_columns)


def _text_sheet(name: str, content: bytes) -> Sheet:
    from disburse.intake.legacy_bytes import decode_bytes

    text, _ = decode_bytes(content)
    delimiter = max(";\t,", key=lambda mark: _consistency(text, mark))
    try:
        lines = [*csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableWorkbookError("text_too_long") from error
    rows = [[cell.strip() for cell in row] for row in lines]
    width = max((len(row) for row in rows), default=0)
    return Sheet(name, [row + [""] * (width - len(row)) for row in rows])


def _consistency(text: str, delimiter: str) -> int:
    """How often the most usual number of delimiters in a line occurs, weighed by that number."""
    counts = [line.count(delimiter) for line in text.splitlines()[:200]]
    used = [count for count in counts if count]
    if not used:
        return 0
    usual = max(set(used), key=lambda count: (used.count(count), count))
    return used.count(usual) * min(usual, 20)
