"""A table as an office lays it out, before it becomes xlsx, xls, ods or csv."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Value = str | int | float | date | None


class Kind(StrEnum):
    """What a column holds; an amount is đồng, shown in the document's unit."""

    TEXT = "text"
    CENTRED = "centred"
    AMOUNT = "amount"
    RATE = "rate"
    DATE = "date"


class Level(StrEnum):
    """How a row stands out."""

    TOTAL = "total"
    CLASS = "class"
    SECTOR = "sector"
    PROJECT = "project"
    SOURCE = "source"


_BOLD_LEVELS = (Level.TOTAL, Level.CLASS, Level.SECTOR)
_LETTERS_PER_WIDTH = 1.2
_BOLD_ROOM = 0.92
_LINE_SPACING = 1.25
_PADDING = 4


@dataclass(frozen=True, slots=True)
class Column:
    """``path`` are the header labels from the top; ``formula`` is written with ``{row}``.

    An amount column without formula is added up in the rows that have parts.
    """

    key: str
    path: tuple[str, ...]
    width: float
    kind: Kind = Kind.AMOUNT
    number: str = ""
    formula: str | None = None


@dataclass(slots=True)
class Row:
    """One row of the body; ``parts`` are the places in the body of the rows it adds up."""

    level: Level
    values: dict[str, Value]
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a title or signature row, from one column to another (both counted from 0)."""

    text: str
    first: int
    last: int
    bold: bool = False
    italic: bool = False
    size: int = 12
    right: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A header cell with the block it spans, rows and columns counted from 0 within the header."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Document:
    """A whole sheet. ``unit`` is the number of đồng in one unit of its amounts."""

    sheet: str
    titles: tuple[tuple[Line, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footer: tuple[tuple[Line, ...], ...]
    unit: int
    numbered: bool = True
    header_height: float = 30
    font_size: int = 10
    portrait: bool = False

    @property
    def depth(self) -> int:
        """Rows of the header, the numbering row aside."""
        return max(len(column.path) for column in self.columns)

    @property
    def header_rows(self) -> tuple[int, int]:
        """First and last header row, counted from 1."""
        first = len(self.titles) + 1
        return first, first + self.depth - 1

    @property
    def numbering_row(self) -> int | None:
        """The numbering row counted from 1, if there is one."""
        return self.header_rows[1] + 1 if self.numbered else None

    @property
    def first_row(self) -> int:
        """First row of the body, counted from 1."""
        return self.header_rows[1] + 1 + self.numbered

    def labels(self) -> Iterator[Label]:
        """The header's cells with their spans."""
        yield from _labels(self.columns, self.depth)

    def height(self, row: Row) -> float:
        """Points a body row needs for its longest text to wrap within its column."""
        lines = 1
        for column in self.columns:
            value = row.values.get(column.key)
            if isinstance(value, str):
                room = column.width * _LETTERS_PER_WIDTH * 10 / self.font_size
                bold = _BOLD_ROOM if row.level in _BOLD_LEVELS else 1
                lines = max(lines, len(wrap(value, max(1, int(room * bold)))))
        return lines * self.font_size * _LINE_SPACING + _PADDING

    def shown(self, column: Column, row: Row) -> Value:
        """A cell's value as written: amounts in the document's unit, sums worked out."""
        value = row.values.get(column.key)
        if column.kind is not Kind.AMOUNT or not isinstance(value, int):
            return value
        return value // self.unit if value % self.unit == 0 else value / self.unit


def _labels(columns: tuple[Column, ...], depth: int) -> Iterator[Label]:
    for level in range(depth):
        left = 0
        for path, same in groupby(columns, key=_path_to(level)):
            width = len(list(same))
            if path is not None:
                leaf = all(len(each.path) == level + 1 for each in columns[left : left + width])
                bottom = depth - 1 if leaf else level
                yield Label(path[-1], level, left, bottom, left + width - 1)
            left += width


def _path_to(level: int) -> Callable[[Column], tuple[str, ...] | None]:
    def path(column: Column) -> tuple[str, ...] | None:
        return column.path[: level + 1] if len(column.path) > level else None

    return path


def add_up(rows: list[Row], columns: tuple[Column, ...]) -> None:
    """Fill the amounts of the rows that have parts, the last rows first."""
    for row in sorted(rows, key=lambda each: list(Level).index(each.level), reverse=True):
        for column in columns if row.parts else ():
            if column.kind is Kind.AMOUNT:
                amounts = [rows[part].values.get(column.key) for part in row.parts]
                known = [amount for amount in amounts if isinstance(amount, int)]
                row.values[column.key] = sum(known) if known else None
