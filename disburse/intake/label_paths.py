"""The path of labels above each column of a header block, merged or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.text import clean

if TYPE_CHECKING:
    from disburse.intake.workbook import Cell, Merge, Sheet


def written(cell: Cell) -> str:
    """A cell as it is written: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def label_paths(sheet: Sheet, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """The labels above each column, top to bottom, from the first and last row of a header."""
    grid = _header_grid(sheet, first, last)
    _spread_parents(grid)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(len(grid[0])):
        path: list[str] = []
        for line in grid:
            if line[column] and (not path or line[column] != path[-1]):
                path.append(line[column])
        if path:
            paths[column] = tuple(path)
    return paths


def _header_grid(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """Labels as text, merged ranges filled with the label they carry."""
    width = max((len(sheet.rows[row]) for row in range(first, last + 1)), default=0)
    grid = [
        [clean(written(sheet.cell(row, column))) for column in range(width)]
        for row in range(first, last + 1)
    ]
    for merge in sheet.merges:
        if first <= merge.first_row <= last:
            _fill(grid, merge, first)
    return grid


def _fill(grid: list[list[str]], merge: Merge, first: int) -> None:
    if merge.first_column >= len(grid[0]):
        return
    label = grid[merge.first_row - first][merge.first_column]
    for row in range(merge.first_row - first, min(merge.last_row - first, len(grid) - 1) + 1):
        for column in range(merge.first_column, min(merge.last_column, len(grid[0]) - 1) + 1):
            grid[row][column] = label


def _spread_parents(grid: list[list[str]]) -> None:
    """Carry a label to the right over columns that only have labels further down.

    Files without merges (CSV, ODS, sloppy ones) write a heading over the first of its columns
    alone; the next columns belong to it while their upper labels agree.
    """
    for level in range(len(grid) - 1):
        for column in range(1, len(grid[level])):
            left = column - 1
            if grid[level][column] or not grid[level][left]:
                continue
            below = any(grid[lower][column] for lower in range(level + 1, len(grid)))
            left_below = any(
                grid[lower][left] and grid[lower][left] != grid[level][left]
                for lower in range(level + 1, len(grid))
            )
            same_scope = all(grid[upper][column] == grid[upper][left] for upper in range(level))
            if below and left_below and same_scope:
                grid[level][column] = grid[level][left]
