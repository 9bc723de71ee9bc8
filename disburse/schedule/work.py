"""What a run is given to work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.law.loader import load_decisions
from disburse.paths import LAW
from disburse.render.emails.records import DueLine, Sender
from disburse.schedule.duties import due_between, for_owner, load_duties, with_own_day
from disburse.schedule.settings import month_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date, datetime
    from pathlib import Path

    from disburse.progress import Progress
    from disburse.schedule.duties import Due
    from disburse.schedule.periods import Period
    from disburse.schedule.settings import ScheduleSettings
    from disburse.settings import Settings


@dataclass(frozen=True, slots=True)
class Work:
    """One run: its period, the day judged, the moment it is made, and whether it comes late."""

    ledger: sqlite3.Connection
    database: Path
    settings: Settings
    period: Period
    as_of: date
    at: datetime
    late: bool
    progress: Progress

    @property
    def sender(self) -> Sender:
        """In whose name mails of this run are written."""
        url = self.settings.web.public_url.rstrip("/")
        missed = self.period.due_at if self.late else None
        return Sender(self.settings.office, url, missed)


def legal_dates(settings: ScheduleSettings, first: date, last: date) -> tuple[Due, ...]:
    """List what the law wants from ``first`` to ``last``. Raises LawError."""
    duties = with_own_day(load_duties(), month_day(settings.report_due_day))
    return due_between(duties, load_decisions(LAW), first, last)


def due_lines(listed: Iterable[Due], *, owner: bool) -> tuple[DueLine, ...]:
    """Make what mails tell of duties; to an owner only the owner's own."""
    chosen = for_owner(listed) if owner else tuple(listed)
    return tuple(
        DueLine(one.day, one.title, one.basis, one.before, one.confidence != "S") for one in chosen
    )
