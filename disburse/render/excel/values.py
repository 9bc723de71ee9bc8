"""Columns of frames as the plain values cells hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_DAY = date(1899, 12, 30)


def values(column: pd.Series[Any]) -> list[Any]:
    """Plain ``int``, ``float`` or ``str``; what is missing is None."""
    plain = np.array(column, dtype=object)  # to_numpy(copy=True) of "str" columns is a view
    plain[column.isna().to_numpy()] = None
    plain_list: list[Any] = plain.tolist()
    return plain_list


def days(column: pd.Series[Any]) -> list[int | None]:
    """Dates as the day numbers of a workbook."""
    return values((column - pd.Timestamp(_FIRST_DAY)).dt.days.astype("Int64"))


def day_number(day: date) -> int:
    """One date as the day number of a workbook."""
    return (day - _FIRST_DAY).days


def quotients(parts: Iterable[int | None], wholes: Iterable[int | None]) -> list[float | None]:
    """Rates; None without a part or without a positive whole."""
    return list(map(quotient, parts, wholes))


def quotient(part: int | None, whole: int | None) -> float | None:
    """One rate; None without a part or without a positive whole."""
    return None if part is None or whole is None or whole <= 0 else part / whole


def remainders(wholes: Iterable[int | None], parts: Iterable[int | None]) -> list[int | None]:
    """What is left of each whole; None without a whole, an unknown part counts as nothing."""
    pairs = zip(wholes, parts, strict=True)
    return [None if whole is None else whole - (part or 0) for whole, part in pairs]


def amount_width(amounts: Iterable[int | None], *, summed: bool = True) -> float:
    """Width in characters that shows the largest amount, or their sum, with its separators."""
    given = list(map(abs, filter(None, amounts)))
    largest = sum(given) if summed else max(given, default=0)
    return max(12.0, len(f"{largest:,}") + 3.0)
