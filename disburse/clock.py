"""The clock, read by entry points only; everything below them is told the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from disburse.zone import VIETNAM


def now() -> datetime:
    """Return the present moment in Vietnam, to the second."""
    return datetime.now(UTC).astimezone(VIETNAM).replace(microsecond=0)


def today() -> date:
    """Return today's date in Vietnam."""
    return now().date()


def moment_of(seconds: float) -> datetime:
    """Return the moment in Vietnam of a count of seconds since 1970, as logs keep time."""
    return datetime.fromtimestamp(seconds, VIETNAM)


def end_of(day: date) -> datetime:
    """Return the last second of a day in Vietnam."""
    return datetime.combine(day, time(23, 59, 59), VIETNAM)
