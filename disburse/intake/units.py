"""Units of money: where a register states them, and what they are worth in đồng."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disburse.intake.amounts import UNITS
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.workbook import Sheet

FOREIGN = -1
_UNIT_WORDS = (
    (re.compile(r"\b(usd|eur|do la|jpy|yen)\b"), FOREIGN),
    (re.compile(r"\b(ty|ti)( vnd| dong| d)?$"), 1_000_000_000),
    (re.compile(r"\b(trieu|tr|trd|1 000 000|1000000)( vnd| dong| d)?$"), 1_000_000),
    (re.compile(r"\b(nghin|ngan|1 000|1000)( vnd| dong| d)?$"), 1_000),
    (re.compile(r"\b(vnd|dong|d)$"), 1),
)
_STATED = re.compile(
    r"(?i)\b(đ\.?\s*v\.?\s*t\.?|đơn\s*vị(\s*tính)?)(\s*(tiền|vốn))?\s*:?\s*([^()\n;,]*)"
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LONGEST_WORDS = 3


def unit_value(text: str) -> int | None:
    """Đồng per unit of a bare unit such as "triệu đồng"; FOREIGN for another money."""
    folded = fold(text)
    for pattern, value in _UNIT_WORDS:
        if pattern.search(folded):
            return value
    return None


def unit_name(value: int) -> str:
    """The canonical Vietnamese name of a unit."""
    return next(name for name, worth in UNITS.items() if worth == value)


def unit_in(text: str, *, bare: bool = True) -> int | None:
    """The unit a line or label states, after "ĐVT:" or in brackets, or (bare) as its only words."""
    if match := _STATED.search(text):
        value = unit_value(match[5])
        if value is not None:
            return value
    for bracketed in _BRACKETED.findall(text):
        if len(fold(bracketed).split()) <= _LONGEST_WORDS + 1 and (value := unit_value(bracketed)):
            return value
    if bare and len(fold(text).split()) <= _LONGEST_WORDS and re.search(r"(?i)đồng|vnđ|usd", text):
        return unit_value(text)
    return None


def stated_units(sheet: Sheet, first_row: int, last_row: int) -> list[tuple[int, str]]:
    """Every unit stated in a range of rows, with the cell that states it."""
    found = []
    for row in range(first_row, last_row):
        for column, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str) and cell and (value := unit_in(cell)) is not None:
                found.append((value, sheet.reference(row, column)))
    return found
