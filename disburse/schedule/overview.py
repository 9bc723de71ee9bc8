"""Every schedule with its next period and its last run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.schedule import runs
from disburse.schedule.planned import Name

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.schedule.periods import Period
    from disburse.schedule.running import Runner
    from disburse.schedule.runs import Run


@dataclass(frozen=True, slots=True)
class Entry:
    """One schedule: the period due next, and the run of the latest period taken up."""

    name: Name
    following: Period | None
    last: Run | None


def overview(ledger: sqlite3.Connection, runner: Runner, at: datetime) -> tuple[Entry, ...]:
    """List every schedule as of a moment. Raises LawError."""
    calendar = runner.calendar(at.date())
    return tuple(Entry(name, calendar.next(name, at), runs.last(ledger, name)) for name in Name)
