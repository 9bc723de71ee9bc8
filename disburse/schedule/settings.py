"""What an office may set about its schedules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

_EVERY_MONTH_HAS = 28


def clock_time(text: str) -> time:
    """Read a time as the settings write it, "07:30". Raises ValueError."""
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time of day alone


def days_of(text: str) -> frozenset[date]:
    """Read days with commas between them, "2026-09-01, 2026-12-31". Raises ValueError."""
    parts = (part.strip() for part in text.split(","))
    return frozenset(date.fromisoformat(part) for part in parts if part)


def month_day(text: str) -> int | None:
    """Read a day that every month has; None for no text. Raises ValueError."""
    if not text:
        return None
    if not 1 <= int(text) <= _EVERY_MONTH_HAS:
        raise ValueError(text)
    return int(text)


_TIME = {"check": clock_time, "problem": "time"}
_MONTH_DAY = {"most": 31}


def _set(default: Any, metadata: dict[str, Any]) -> Any:  # noqa: ANN401 - as `field` itself
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """When each schedule runs; times are those of Asia/Ho_Chi_Minh, written 07:30.

    ``weekly_day``: 1 is Monday. ``days_off``: days without work beside public holidays, as
    "2026-09-01, 2026-12-31". A run on a day without work moves to the next working day where
    ``shift_for_holidays`` says so. One missed for more than ``catch_up_days`` is left.
    ``report_due_day``: the day of the month before which the office itself has to report, where
    the province set one. ``send_mail``: what is in the outbox is sent too, as it falls due.
    """

    in_serve: bool = True
    send_mail: bool = True
    daily_time: str = _set("06:30", _TIME)
    weekly_day: int = _set(1, {"most": 7})
    weekly_time: str = _set("07:30", _TIME)
    reminder_time: str = _set("07:00", _TIME)
    report_time: str = _set("06:45", _TIME)
    monthly_day: int = _set(5, _MONTH_DAY)
    quarterly_day: int = _set(5, _MONTH_DAY)
    stale_day: int = _set(10, _MONTH_DAY)
    legal_days: int = _set(7, {"most": 60})
    report_due_day: str = _set("", {"check": month_day, "problem": "month_day"})
    shift_for_holidays: bool = True
    days_off: str = _set("", {"check": days_of, "problem": "days"})
    catch_up_days: int = _set(5, {"most": 31})
