"""Writes a document as .csv the way a Vietnamese Excel saves it: semicolons, UTF-8 with BOM."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from builder.grid import blocks

if TYPE_CHECKING:
    from pathlib import Path

    from builder.document import Document, Value

_TO_VIETNAMESE = str.maketrans(",.", ".,")


def write_csv(document: Document, path: Path) -> None:
    """Write the document; a merged block leaves its text in its first cell."""
    everything = list(blocks(document))
    height = max(block.bottom for block in everything) + 1
    grid = [[""] * len(document.columns) for _ in range(height)]
    for block in everything:
        grid[block.top][block.left] = vietnamese(block.value)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(grid)


def vietnamese(value: Value) -> str:
    """A value as Vietnamese text: 1.234,5 and dd/mm/yyyy."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        fixed = f"{value:,.3f}".rstrip("0").rstrip(".")
        return fixed.translate(_TO_VIETNAMESE)
    return value or ""
