"""Days without work: weekends, the public holidays of Vietnam, and what the office adds."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_FRIDAY = 5
_DAY = timedelta(days=1)


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday or given in place of one."""
    return day in _holidays(day.year)


def next_working_day(day: date, days_off: frozenset[date]) -> date:
    """Return the day itself, or if nobody works on it for a holiday, the next working day.

    A weekend alone moves nothing: who chose it meant it.
    """
    if not _off(day, days_off):
        return day
    while _off(day, days_off) or day.isoweekday() > _FRIDAY:
        day += _DAY
    return day


def _off(day: date, days_off: frozenset[date]) -> bool:
    return day in days_off or is_public_holiday(day)


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("VN", years=year, language="vi"))
