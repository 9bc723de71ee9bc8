"""Amounts of money as registers write them, into whole đồng.

Registers mix numbers and text, Vietnamese (``1.306,5``) and English (``1,306.5``) style; a text
such as ``12.500`` is 12 500 in one and 12.5 in the other. The style is therefore decided for a
column from all its texts, never for a cell alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disburse.intake.workbook import Cell

UNITS = {"đồng": 1, "nghìn đồng": 1_000, "triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000}
_NIL = frozenset({"", "-", "–", "—", "_", "0", "x"})
_ONE = Decimal(1)
_LARGEST = 10**18  # đồng; the ledger's integers end at 9.2 × 10^18
_MOST_DIGITS = 18
_EXACT = 10**15  # decimals of fifteen digits and their nearest floats tell each other apart
_SUFFIXES = (
    (re.compile(r"(?i)\s*(tỷ|tỉ|ty)( đồng|đ)?$"), 1_000_000_000),
    (re.compile(r"(?i)\s*(triệu|tr\.?)( đồng|đ)?$"), 1_000_000),
    (re.compile(r"(?i)\s*(nghìn|ngàn)( đồng|đ)?$"), 1_000),
    (re.compile(r"(?i)\s*(đồng|vnđ|vnd|đ)$"), 1),
)
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}(?:\D|$))")
_PLAIN = re.compile(r"\d+")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_POINT_DECIMAL = re.compile(r"\d+\.\d+")
_COMMA_DECIMAL = re.compile(r"\d+,\d+")


class NumberStyle(StrEnum):
    """Which mark groups the thousands: the point (Vietnamese) or the comma (English)."""

    VIETNAMESE = "vietnamese"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class AmountText:
    """A text amount taken apart: sign, digits with marks, and a unit of its own if it names one."""

    negative: bool
    digits: str
    unit: int | None

    def styles(self) -> frozenset[NumberStyle]:
        """The styles this text can be read in; both where it does not tell."""
        if _PLAIN.fullmatch(self.digits):
            return frozenset(NumberStyle)
        vietnamese = _POINT_GROUPS.fullmatch(self.digits) or _COMMA_DECIMAL.fullmatch(self.digits)
        english = _COMMA_GROUPS.fullmatch(self.digits) or _POINT_DECIMAL.fullmatch(self.digits)
        found = [NumberStyle.VIETNAMESE] if vietnamese else []
        return frozenset(found + ([NumberStyle.ENGLISH] if english else []))

    def value(self, style: NumberStyle, unit: int) -> int:
        """The amount in đồng, read in one of `styles`."""
        group, mark = (".", ",") if style is NumberStyle.VIETNAMESE else (",", ".")
        number = Decimal(self.digits.replace(group, "").replace(mark, "."))
        return whole_dong((-number if self.negative else number) * (self.unit or unit))


def whole_dong(amount: Decimal) -> int:
    """Round to whole đồng, halves up: a register in millions carries at most noise below that."""
    return int(amount.quantize(_ONE, ROUND_HALF_UP))


def number_amount(value: float, unit: int) -> int:
    """A numeric cell in đồng: by its shortest decimal form, as the user sees it, never binary.

    Where a whole number of đồng gives the very cell back, no other of so few digits does.
    """
    plain = _plain_amount(value, unit)
    if plain is not None:
        return plain
    if value == int(value):
        return int(value) * unit
    return whole_dong(Decimal(repr(value)) * unit)


def _plain_amount(value: float, unit: int) -> int | None:
    """The whole number of đồng that gives the very cell back, where there is one."""
    scaled = value * unit
    if -_EXACT < scaled < _EXACT and (amount := round(scaled)) / unit == value:
        return amount
    return None


@lru_cache(maxsize=65536)
def text_amount(text: str) -> AmountText | None:
    """Take a text apart; None where it is no amount. A dash or blank stands for nil."""
    bare = text.strip().strip("\u00a0")
    if fold(bare) in _NIL and bare.lower() in _NIL:
        return AmountText(negative=False, digits="0", unit=None)
    negative = bare.startswith(("-", "\u2212", "–")) or (bare[0] == "(" and bare[-1] == ")")
    bare = bare.strip("()").lstrip("-+\u2212–").strip()
    unit = None
    for pattern, factor in _SUFFIXES:
        if match := pattern.search(bare):
            bare, unit = bare[: match.start()], factor
            break
    digits = _SPACES.sub("", bare).strip()
    amount = AmountText(negative, digits, unit)
    possible = sum(map(str.isdigit, digits)) <= _MOST_DIGITS
    return amount if possible and amount.styles() else None


def column_style(values: Iterable[Cell], default: NumberStyle | None) -> NumberStyle | None:
    """The style all decisive texts of a column agree on, else ``default``.

    None where texts contradict each other: then no text of the column can be trusted.
    """
    texts = (text_amount(value) for value in values if isinstance(value, str) and value)
    decisive = {next(iter(styles)) for text in texts if text and len(styles := text.styles()) == 1}
    if len(decisive) > 1:
        return None
    return decisive.pop() if decisive else default


def is_ambiguous(value: Cell) -> bool:
    """Whether a text reads differently in the two styles."""
    if not isinstance(value, str) or not value:
        return False
    text = text_amount(value)
    return text is not None and len(text.styles()) > 1 and not _PLAIN.fullmatch(text.digits)


def amounts(
    values: Sequence[Cell], unit: int, style: NumberStyle
) -> tuple[list[int | None], list[int]]:
    """Amounts of a column in đồng and the positions that are no amount.

    An empty cell is None; so is, with its position reported, a cell that cannot be read.
    """
    read: list[int | None] = []
    unreadable: list[int] = []
    for position, value in enumerate(values):
        if type(value) is float and (amount := _plain_amount(value, unit)) is not None:
            read.append(amount)
        elif value == "":
            read.append(None)
        elif isinstance(value, float | int) and not isinstance(value, bool):
            possible = -_LARGEST < value * unit < _LARGEST
            read.append(number_amount(value, unit) if possible else None)
            if not possible:
                unreadable.append(position)
        else:
            text = text_amount(value) if isinstance(value, str) else None
            fits = text is not None and style in text.styles()
            read.append(text.value(style, unit) if text is not None and fits else None)
            if not fits:
                unreadable.append(position)
    return read, unreadable
