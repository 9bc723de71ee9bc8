"""A register as it comes from an office: nearly right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from disburse.paths import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

SHEET, CELL = "GN 31.10.2026", "I20"
_SAMPLE = SAMPLES / "giai-ngan-luy-ke-2026-10-31.xlsx"
_UNIT = "J6"


def register(path: Path, *, mended: bool) -> Path:
    """The sample of October without its unit and, unless mended, with words for an amount."""
    workbook = openpyxl.load_workbook(_SAMPLE, data_only=True)
    workbook[SHEET][_UNIT] = None
    if not mended:
        workbook[SHEET][CELL] = "đang đối chiếu"
    workbook.save(path)
    return path
