"""Stage 1: open a workbook of any format as sheets of plain cells."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time, timedelta
    from pathlib import Path

    Cell = str | float | int | bool | date | datetime | time | timedelta

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
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
    """Read a whole workbook.

    Raises:
        UnreadableWorkbookError: the file is empty, of no known format, protected or damaged.
        OSError: the file cannot be read at all.
    """
    content = path.read_bytes()
    if not content:
        raise UnreadableWorkbookError("file_empty")
    suffix = path.suffix.lower()
    if suffix in TEXTS:
        sheets: tuple[Sheet, ...] = (_text_sheet(path.stem, content),)
    elif suffix in SPREADSHEETS:
        sheets = _spreadsheet_sheets(content)
    else:
        raise UnreadableWorkbookError("file_format_unknown")
    return Workbook(path.name, hashlib.sha256(content).hexdigest(), sheets)


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


def _read_sheet(source: object, *, visible: bool) -> Sheet:
    from python_calamine import CalamineSheet

    assert isinstance(source, CalamineSheet)  # noqa: S101 - narrows the type
    merges = tuple(
        Merge(first[0], first[1], last[0], last[1])
        for first, last in source.merged_cell_ranges or ()
    )
    rows = source.to_python(skip_empty_area=False) if source.height else []
    return Sheet(source.name, rows, merges, visible)


def _text_sheet(name: str, content: bytes) -> Sheet:
    text = _decode(content)
    delimiter = max(";\t,", key=lambda mark: _consistency(text, mark))
    rows = [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]
    width = max((len(row) for row in rows), default=0)
    return Sheet(name, [row + [""] * (width - len(row)) for row in rows])


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _consistency(text: str, delimiter: str) -> int:
    """How often the most usual number of delimiters in a line occurs, weighed by that number."""
    counts = [line.count(delimiter) for line in text.splitlines()[:200]]
    used = [count for count in counts if count]
    if not used:
        return 0
    usual = max(set(used), key=lambda count: (used.count(count), count))
    return used.count(usual) * min(usual, 20)
