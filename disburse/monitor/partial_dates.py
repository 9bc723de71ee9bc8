"""First and last day of dates a register gives only in part: "2024", "2024-05", "2024-05-17"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from disburse.model import PartialDate
    from disburse.monitor.arrays import Days


def bounds(texts: pd.Series) -> tuple[Days, Days]:
    """First and last day each text may mean, as two ``datetime64[D]`` arrays; NaT where missing.

    Raises ValueError for a text that is no ISO 8601 prefix of a date.
    """
    codes, uniques = pd.factorize(texts)
    pairs = [bounds_of(str(text)) for text in uniques]
    first = np.array([*(pair[0] for pair in pairs), None], dtype="datetime64[D]")
    last = np.array([*(pair[1] for pair in pairs), None], dtype="datetime64[D]")
    return first[codes], last[codes]


def bounds_of(text: PartialDate) -> tuple[date, date]:
    """First and last day of one partial date: "2024-02" is 1 to 29 February 2024."""
    parts = [int(part) for part in text.split("-")]
    match len(parts):
        case 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        case 2:
            year, month = parts
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        case 3:
            day = date(*parts)
            return day, day
        case _:
            message = f"not a partial date: {text!r}"
            raise ValueError(message)
