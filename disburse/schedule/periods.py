"""The period a day belongs to in each schedule, and the moment its run is due. Pure.

A run belongs to one period for good, so whatever wakes the program up, each is made once. A run
moves off a day without work; where that would reach the next run of its kind it is dropped, for
the next one says the same and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from disburse.schedule.planned import (
    Name,
    Planned,
    countdowns,
    planned_on,
    recurring,
    reminders,
)
from disburse.schedule.settings import clock_time, days_of
from disburse.schedule.working_days import next_working_day
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from disburse.schedule.settings import ScheduleSettings

_MARGIN = timedelta(days=45)
"""Farther than holidays move a run, and than a month is long."""
_AHEAD = timedelta(days=400)
TIMES = {
    Name.DAILY: "daily_time",
    Name.MONTHLY: "report_time",
    Name.QUARTERLY: "report_time",
    Name.WEEKLY: "weekly_time",
    Name.COUNTDOWN: "reminder_time",
    Name.STALE: "reminder_time",
    Name.LEGAL: "reminder_time",
}


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a schedule, its ``key`` unique within the name; ``subject`` as planned."""

    name: Name
    key: str
    due_at: datetime
    subject: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """All schedules of an office; the due days of milestones and of duties in any order."""

    settings: ScheduleSettings
    milestones: tuple[date, ...] = ()
    duties: tuple[date, ...] = ()

    def period_of(self, name: Name, day: date) -> Period | None:
        """Return the period a day belongs to; None where nothing falls due on that day.

        A day belongs to its week, month or quarter, whether the run is past, to come or dropped;
        to a countdown or reminder belongs the day of the run alone, and the one first planned.
        """
        near = self._periods(name, day - _MARGIN, day + _MARGIN)
        held = planned_on(name, self.settings, day)
        if held is None:
            due = [one for one in near if one.due_at.date() == day]
            planned = (one for one in self._planned(name, day, day) if one.day == day)
            return due[-1] if due else next((self._period(name, one) for one in planned), None)
        return next((one for one in near if one.key == held.key), self._period(name, held))

    def latest(self, name: Name, moment: datetime) -> Period | None:
        """Return the last period due up to a moment, as far back as runs are caught up."""
        back = timedelta(days=self.settings.catch_up_days)
        found = self._periods(name, (moment - back).date(), moment.date())
        return next((one for one in reversed(found) if one.due_at <= moment), None)

    def next(self, name: Name, moment: datetime) -> Period | None:
        """Return the first period due after a moment, within a year or so."""
        found = self._periods(name, moment.date(), moment.date() + _AHEAD)
        return next((one for one in found if one.due_at > moment), None)

    def _periods(self, name: Name, first: date, last: date) -> list[Period]:
        """List the periods due on the days from ``first`` to ``last``, in order."""
        planned = self._planned(name, first - _MARGIN, last + _MARGIN)
        moved = ((one, self._moved(name, one.day)) for one in planned)
        found = [
            self._period(name, one, day)
            for one, day in moved
            if first <= day <= last and not _overtaken(one, day, planned)
        ]
        return sorted(found, key=lambda one: one.due_at)

    def _planned(self, name: Name, first: date, last: date) -> list[Planned]:
        match name:
            case Name.COUNTDOWN:
                return _ordered(countdowns(self.milestones))
            case Name.LEGAL:
                return _ordered(reminders(self.duties, self.settings.legal_days))
            case _:
                return _ordered(recurring(name, self.settings, first, last))

    def _moved(self, name: Name, day: date) -> date:
        if name is Name.DAILY or not self.settings.shift_for_holidays:
            return day
        return next_working_day(day, days_of(self.settings.days_off))

    def _period(self, name: Name, one: Planned, day: date | None = None) -> Period:
        at = clock_time(getattr(self.settings, TIMES[name]))
        return Period(name, one.key, datetime.combine(day or one.day, at, VIETNAM), one.subject)


def _ordered(planned: Iterable[Planned]) -> list[Planned]:
    """Each period once, by day."""
    return sorted({one.key: one for one in planned}.values(), key=lambda one: one.day)


def _overtaken(one: Planned, moved: date, planned: Sequence[Planned]) -> bool:
    """Tell whether a run was moved as far as the next one of its series."""
    return any(
        other.series == one.series and one.day < other.day <= moved
        for other in planned
        if moved != one.day
    )
