"""How far a sheet reaches: what its cells and merges would take up in memory."""

from __future__ import annotations

from dataclasses import dataclass

from disburse.intake.safety.limits import (
    LARGEST_MERGED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGES,
    SPARSE_FACTOR,
    SPARSE_FROM,
    refusal,
)


@dataclass(slots=True)
class Extent:
    """One sheet: last row and column holding a value, counted from 1, and how many do."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merges: int = 0
    merged_cells: int = 0

    def reach(self, row: int, column: int, cells: int = 1) -> None:
        """Count cells of which the last stands at a row and column, both from 1."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        self.cells += cells

    def merge(self, rows: int, columns: int) -> None:
        """Count one merged range."""
        self.merges += 1
        self.merged_cells += rows * columns

    def check(self) -> None:
        """Refuse a sheet out of bounds. Raises UnreadableWorkbookError."""
        if self.too_large():
            raise refusal("sheet_too_large")
        self.check_merges()

    def too_large(self) -> bool:
        """Whether the cells from A1 to the last are too many, or nearly all of them empty."""
        area = self.rows * self.columns
        sparse = area > SPARSE_FROM and area > SPARSE_FACTOR * self.cells
        return sparse or max(area, self.cells) > MOST_CELLS or self.columns > MOST_COLUMNS

    def check_merges(self) -> None:
        """Refuse merges out of bounds. Raises UnreadableWorkbookError."""
        if self.merges > MOST_MERGES or self.merged_cells > LARGEST_MERGED:
            raise refusal("merges_too_large")
