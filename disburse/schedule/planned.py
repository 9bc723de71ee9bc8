"""The days each schedule plans its periods for, before holidays move any of them. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disburse.schedule.settings import ScheduleSettings

COUNTDOWN_DAYS = (30, 14, 7, 1, -1)
"""Days before a milestone on which it is counted down; the last is the day after."""

_DAY = timedelta(days=1)
_QUARTER = 3


class Name(StrEnum):
    """The schedules, in the order in which those due together run."""

    DAILY = "daily"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    WEEKLY = "weekly"
    COUNTDOWN = "countdown"
    STALE = "stale"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Planned:
    """One period: its key, the day planned, and the day it speaks of.

    ``subject`` is the day itself, the week's Monday, the milestone's or the duty's due day, or the
    last day of the month or quarter reported. Of one ``series`` a later period makes an earlier
    one needless.
    """

    key: str
    day: date
    subject: date
    series: str = ""


def planned_on(name: Name, settings: ScheduleSettings, day: date) -> Planned | None:
    """Return the period whose day, week or month holds ``day``; None for schedules of due days."""
    match name:
        case Name.DAILY:
            return Planned(f"{day}", day, day)
        case Name.WEEKLY:
            return _of_week(day, settings.weekly_day)
        case Name.MONTHLY:
            return _of_month(day, settings.monthly_day)
        case Name.QUARTERLY:
            return _of_quarter(day, settings.quarterly_day)
        case Name.STALE:
            return _of_month_before(day, settings.stale_day)
        case _:
            return None


def recurring(name: Name, settings: ScheduleSettings, first: date, last: date) -> Iterator[Planned]:
    """Yield the periods of days, weeks or months planned from ``first`` to ``last``, in order."""
    days = (first + _DAY * number for number in range((last - first).days + 1))
    held = (planned_on(name, settings, day) for day in days)
    found = {one.key: one for one in held if one is not None}
    yield from (one for one in found.values() if first <= one.day <= last)


def countdowns(milestones: Iterable[date]) -> Iterator[Planned]:
    """Yield the days on which each due day of milestones is counted down."""
    for due in milestones:
        for days in COUNTDOWN_DAYS:
            side = f"{days}-before" if days > 0 else f"{-days}-after"
            yield Planned(f"{due}-{side}", due - days * _DAY, due, series=f"{due}")


def reminders(duties: Iterable[date], days: int) -> Iterator[Planned]:
    """Yield the day each duty is reminded of, so many days ahead."""
    for due in duties:
        yield Planned(f"{due}", due - days * _DAY, due, series=f"{due}")


def _of_week(day: date, weekday: int) -> Planned:
    year, week, _ = day.isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    return Planned(f"{year}-W{week:02}", monday + (weekday - 1) * _DAY, monday)


def _of_month(day: date, planned: int) -> Planned:
    """The run within the month of ``day``, about that month: its estimate, and what went before."""
    last = monthrange(day.year, day.month)[1]
    return Planned(f"{day:%Y-%m}", _within(day, planned), day.replace(day=last))


def _of_month_before(day: date, planned: int) -> Planned:
    """The run within the month of ``day``, about the figures of the month before."""
    reported = day.replace(day=1) - _DAY
    return Planned(f"{reported:%Y-%m}", _within(day, planned), reported)


def _of_quarter(day: date, planned: int) -> Planned:
    """The run in the first month of the quarter of ``day``, about the quarter before."""
    begun = day.replace(day=1, month=(day.month - 1) // _QUARTER * _QUARTER + 1)
    reported = begun - _DAY
    key = f"{reported.year}-Q{reported.month // _QUARTER}"
    return Planned(key, _within(begun, planned), reported)


def _within(month: date, day: int) -> date:
    """The day of a month, or its last where it has fewer."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
