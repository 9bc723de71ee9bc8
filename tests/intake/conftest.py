"""Registers drawn as text: `|` between cells, `<` merged with the left, `^` with the one above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from disburse.intake.reading import ReadingOptions, read_register

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.model import Register

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Read(Protocol):
    """Reads drawn sheets through a real workbook file."""

    def __call__(self, *sheets: str, options: ReadingOptions = ...) -> Register: ...


def draw(sheet: Worksheet, drawing: str) -> None:
    """Write a drawing into a sheet: numbers as numbers, `'` before text that looks like one."""
    grid = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").splitlines()]
    for row, line in enumerate(grid, start=1):
        for column, cell in enumerate(line, start=1):
            if cell and cell not in "<^":
                value: str | float = float(cell) if _NUMBER.fullmatch(cell) else cell.lstrip("'")
                sheet.cell(row, column, value)
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            if cell and cell not in "<^":
                _merge(sheet, grid, row, column)


def _merge(sheet: Worksheet, grid: list[list[str]], row: int, column: int) -> None:
    right = column
    while right + 1 < len(grid[row]) and grid[row][right + 1] == "<":
        right += 1
    bottom = row
    while (
        bottom + 1 < len(grid)
        and column < len(grid[bottom + 1])
        and grid[bottom + 1][column] == "^"
    ):
        bottom += 1
    if right > column or bottom > row:
        sheet.merge_cells(
            start_row=row + 1, end_row=bottom + 1, start_column=column + 1, end_column=right + 1
        )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_drawings(
        *sheets: str,
        options: ReadingOptions = ReadingOptions(),  # noqa: B008 - frozen
    ) -> Register:
        workbook = Workbook()
        for number, drawing in enumerate(sheets, start=1):
            sheet = workbook.active if number == 1 else workbook.create_sheet()
            assert isinstance(sheet, Worksheet)
            sheet.title = f"Bảng {number}"
            draw(sheet, drawing)
        path = tmp_path / "bang.xlsx"
        workbook.save(path)
        return read_register(path, options)

    return read_drawings
