"""Dates, months, years and spans of time as registers and their headings write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from disburse.text import fold

if TYPE_CHECKING:
    from disburse.intake.workbook import Cell
    from disburse.model import PartialDate

_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(29_221, 73_051)  # 1980 to 2099
_YEARS = range(1980, 2100)
_MONTHS_IN_QUARTER = 3
_DECEMBER = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_DAY_IN_WORDS = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH = re.compile(r"(?<![\d/.\-])(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_QUARTER = re.compile(r"quy (i{1,3}|iv|[1-4])(?: (?:nam )?(\d{4}))?\b")
_UP_TO_DAY = re.compile(
    r"(?i)(?:đến|tới|tính đến|den|[-–])\s*(?:hết\s*)?(?:ngày\s*)?"
    r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?(?!\d)"
)
_MONTHS_FROM_START = re.compile(r"\b(\d{1,2}) thang(?: dau nam)?(?: (?:nam )?(\d{4}))?\b")
_IN_MONTH = re.compile(r"\bthang (\d{1,2})(?: (?:nam )?(\d{4}))?\b")
_SPAN = re.compile(r"\s*(?:-|–|—|đến|->|÷)\s*")


def iso_date(cell: Cell) -> PartialDate | None:
    """A cell as a partial date: "2026", "2026-05" or "2026-05-17"; None where it is none."""
    if cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number_date(cell)
    return _text_date(cell) if isinstance(cell, str) else None


def _number_date(value: float) -> PartialDate | None:
    if not 0 < value < _SERIALS.stop:
        return None
    if value in _YEARS:
        return f"{int(value):04d}"
    if int(value) in _SERIALS:
        return (_SERIAL_START + timedelta(days=int(value))).isoformat()
    return None


@lru_cache(maxsize=4096)
def _text_date(text: str) -> PartialDate | None:
    if match := _DAY.search(text):
        found = _day(int(match[1]), int(match[2]), _full_year(match[3]))
        return found.isoformat() if found else None
    folded = fold(text)
    if match := _DAY_IN_WORDS.search(folded):
        found = _day(int(match[1]), int(match[2]), int(match[3]))
        return found.isoformat() if found else None
    if (match := _QUARTER.search(folded)) and match[2]:
        return f"{match[2]}-{_ROMAN[match[1]] * _MONTHS_IN_QUARTER:02d}"
    if (match := _MONTH.search(text)) and 1 <= int(match[1]) <= _DECEMBER:
        return f"{match[2]}-{int(match[1]):02d}"
    if (match := _YEAR.search(text)) and int(match[1]) in _YEARS:
        return match[1]
    return None


def time_span(cell: Cell) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and completion from "2025-2027", "03/2025 - 12/2026", "2026"; a lone date is both."""
    if not isinstance(cell, str):
        found = iso_date(cell)
        return found, found
    return _text_span(cell)


@lru_cache(maxsize=4096)
def _text_span(cell: str) -> tuple[PartialDate | None, PartialDate | None]:
    for match in _SPAN.finditer(cell):
        first, second = iso_date(cell[: match.start()]), iso_date(cell[match.end() :])
        if first and second:
            return first, second
    found = iso_date(cell)
    return found, found


def first_day(partial: PartialDate) -> date:
    """The first day a partial date can mean."""
    return date.fromisoformat((partial + "-01-01")[:10])


@dataclass(frozen=True, slots=True)
class Period:
    """What a heading says of time: cumulative up to a day, a span of its own, or relative to it.

    A ``single`` span runs from ``from_date`` (None where only its kind is known, as in "tháng báo
    cáo") to ``to_date``; ``impossible`` marks a day no calendar has, such as 31/6.
    ``previous_month`` marks "đến hết tháng trước": the month before the reporting month.
    """

    to_date: date | None = None
    single: bool = False
    previous_month: bool = False
    from_date: date | None = None
    impossible: bool = False


def period(label: str, year: int | None) -> Period:
    """Read the period a column heading or title names; ``year`` fills a missing year."""
    folded = fold(label)
    if match := _UP_TO_DAY.search(label):
        return _dated_period(label, folded, match, year)
    if "thang truoc" in folded:
        return Period(previous_month=True)
    cumulative = re.search(r"luy ke|den|tu dau nam", folded) is not None
    if match := _QUARTER.search(folded):
        last = _ROMAN[match[1]] * _MONTHS_IN_QUARTER
        return _months(_year(match[2], year), last - 2, last, single=not cumulative)
    if match := _IN_MONTH.search(folded):
        month = int(match[1])
        return _months(_year(match[2], year), month, month, single=not cumulative)
    if match := _MONTHS_FROM_START.search(folded):
        return Period(month_end(_year(match[2], year), int(match[1])))
    single = re.search(r"\b(trong thang|thang bao cao|trong ky|trong tuan)\b", folded) is not None
    return Period(single=single and not cumulative)


def _dated_period(label: str, folded: str, match: re.Match[str], year: int | None) -> Period:
    """Cumulative for "Lũy kế đến 30/9/2026", a span of its own for "Từ 1/4/26-15/4/26"."""
    to_date = _day(int(match[1]), int(match[2]), _full_year(match[3]) if match[3] else year)
    from_start = re.search(r"tu (ngay )?0?1 0?1 |tu dau nam|luy ke", folded) is not None
    start = re.search(r"(?i)từ\s*(ngày\s*)?(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{2,4}))?", label)
    if start is None or from_start:
        return Period(to_date, impossible=to_date is None and year is not None)
    own_year = _full_year(start[4]) if start[4] else year
    from_date = _day(int(start[2]), int(start[3]), own_year)
    return Period(to_date, single=True, from_date=from_date, impossible=to_date is None)


def _months(year: int | None, first: int, last: int, *, single: bool) -> Period:
    to_date = month_end(year, last)
    from_date = to_date.replace(month=first, day=1) if to_date and single else None
    return Period(to_date, single=single, from_date=from_date)


def month_end(year: int | None, month: int) -> date | None:
    """The last day of a month; None where year or month is unknown or impossible."""
    if year is None or not 1 <= month <= _DECEMBER:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def previous_month_end(day: date) -> date:
    """The last day of the month before the month of ``day``."""
    return day.replace(day=1) - timedelta(days=1)


def years_in(text: str) -> tuple[int, ...]:
    """Every year a text names, in order."""
    return tuple(int(found) for found in _YEAR.findall(text) if int(found) in _YEARS)


def _day(day: int, month: int, year: int | None) -> date | None:
    try:
        return date(year, month, day) if year is not None else None
    except ValueError:
        return None


def _year(text: str | None, default: int | None) -> int | None:
    return int(text) if text else default


def _full_year(text: str) -> int:
    return int(text) if len(text) > len("26") else 2000 + int(text)
