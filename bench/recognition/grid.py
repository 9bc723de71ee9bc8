"""A drawn sheet before it is written: cells, merges, what is bold or hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from disburse.intake.workbook import column_letter

Value = str | int | float | date


@dataclass(slots=True)
class Grid:
    """Cells by (row, column) counted from 0, and what makes them look as they do.

    Merges are (first row, first column, last row, last column). Drawing fills a grid and faults
    change it, so it is not frozen.
    """

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row: int, column: int, value: Value | None) -> None:
        """Write a cell; None and "" leave it empty."""
        if value is None or value == "":
            self.cells.pop((row, column), None)
        else:
            self.cells[row, column] = value

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge a range, unless it is a single cell."""
        if (first_row, first_column) != (last_row, last_column):
            self.merges.append((first_row, first_column, last_row, last_column))

    def reference(self, row: int, column: int) -> str:
        """The position as users know it."""
        return f"{self.name}!{column_letter(column)}{row + 1}"

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns used."""
        rows = max((row for row, _ in self.cells), default=-1) + 1
        return rows, max((column for _, column in self.cells), default=-1) + 1

    def insert_rows(self, before: int, count: int) -> None:
        """Push everything from a row on down."""
        self.cells = {
            (row + count if row >= before else row, column): value
            for (row, column), value in self.cells.items()
        }
        self.merges = [
            (
                top + count if top >= before else top, left,
                bottom + count if bottom >= before else bottom, right,
            )
            for top, left, bottom, right in self.merges
        ]  # fmt: skip
        self.bold = {row + count if row >= before else row for row in self.bold}

    def insert_column(self, before: int) -> None:
        """Push everything from a column on to the right."""
        self.cells = {
            (row, column + 1 if column >= before else column): value
            for (row, column), value in self.cells.items()
        }
        self.merges = [
            (top, left + 1 if left >= before else left, bottom,
             right + 1 if right >= before else right)
            for top, left, bottom, right in self.merges
        ]  # fmt: skip
        self.hidden_columns = {c + 1 if c >= before else c for c in self.hidden_columns}


def as_drawing(grid: Grid) -> str:
    """The grid in the notation of the intake tests: ``|`` between cells, ``<`` and ``^`` merged."""
    rows, columns = grid.size
    shown = {place: _shown(value) for place, value in grid.cells.items()}
    for top, left, bottom, right in grid.merges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    shown[row, column] = "^" if row > top and column == left else "<"
    return "\n".join(
        " | ".join(shown.get((row, column), "") for column in range(columns)).rstrip(" |")
        for row in range(rows)
    )


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y} [ngày]"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    text = value.replace("\n", "⏎")
    return f"'{text}" if text[:1].isdigit() or text[:1] in "-(" else text
