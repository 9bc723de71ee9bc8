"""Runs made: the one due now, or one asked for by hand. The ledger decides who makes which."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from disburse.errors import OperatorError
from disburse.law.loader import load_decisions
from disburse.ledger.schema import open_ledger
from disburse.paths import LAW
from disburse.progress import Progress, Stopwatch
from disburse.schedule import runs
from disburse.schedule.jobs import JOBS
from disburse.schedule.periods import Calendar
from disburse.schedule.planned import Name
from disburse.schedule.runs import Claim, Outcome
from disburse.schedule.work import Work, legal_dates
from disburse.send.worker import this_worker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from disburse.schedule.periods import Period
    from disburse.schedule.runs import Run
    from disburse.settings import Settings

LATE_AFTER = timedelta(minutes=30)
_BEHIND, _AHEAD = timedelta(days=60), timedelta(days=460)
_OF_SUBJECT = frozenset({Name.DAILY, Name.QUARTERLY})
"""Schedules that judge the day their period speaks of, whenever they run."""

_LOGGER = logging.getLogger(__name__)


class Result(StrEnum):
    """What came of a run: ``again``: it was done before; ``busy``: another process is at it."""

    DONE = "done"
    AGAIN = "again"
    BUSY = "busy"
    NO_PERIOD = "no_period"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run made or not; ``period`` is None where nothing falls due on the day asked for."""

    name: Name
    result: Result
    as_of: date
    period: Period | None = None
    late: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Runner:
    """Makes runs of one ledger; ``clock`` tells the present moment in Vietnam."""

    database: Path
    settings: Settings
    clock: Callable[[], datetime]
    progress: Progress = field(default_factory=Stopwatch)

    def calendar(self, day: date) -> Calendar:
        """Return the schedules around a day. Raises LawError."""
        decisions = load_decisions(LAW)
        targets = (one.commune_target for one in decisions)
        milestones = (one for decision in decisions for one in decision.milestones)
        dues = {one.due for one in (*milestones, *targets) if one is not None}
        legal = legal_dates(self.settings.schedule, day - _BEHIND, day + _AHEAD)
        return Calendar(
            self.settings.schedule, tuple(sorted(dues)), tuple({one.day: 0 for one in legal})
        )

    def run_due(self, name: Name) -> Run | None:
        """Make the latest run of a schedule that is due and not made; None where there is none.

        What fails is noted in the ledger and the log, and tried again later.
        """
        at = self.clock()
        period = self.calendar(at.date()).latest(name, at)
        if period is None:
            return None
        with closing(open_ledger(self.database)) as ledger:
            begun = runs.begun_at(ledger)
            if begun is None or period.due_at < begun:
                return None
            late = at - period.due_at > LATE_AFTER
            as_of = period.subject if name in _OF_SUBJECT else at.date()
            run = runs.claim(ledger, period, as_of, Claim(this_worker(), at, late))
            return run and self._made(ledger, run, period)

    def run_now(self, name: Name, day: date) -> Ran:
        """Make the run of the period a day belongs to, done before or not; twice makes nothing new.

        Raises OperatorError and LedgerError; the run then counts as failed.
        """
        period = self.calendar(day).period_of(name, day)
        as_of = period.subject if period and name in _OF_SUBJECT else day
        if period is None:
            return Ran(name, Result.NO_PERIOD, as_of)
        at = self.clock()
        late = day == at.date() and at - period.due_at > LATE_AFTER
        with closing(open_ledger(self.database)) as ledger:
            work = self._work(ledger, period, as_of, at, late=late)
            run = runs.claim(ledger, period, as_of, Claim(this_worker(), at, late, at_once=True))
            if run is not None:
                counts = self._finished(ledger, run, work)
                return Ran(name, Result.DONE, as_of, period, late, counts)
            known = runs.find(ledger, name, period.key)
            if known is None or known.outcome is not Outcome.DONE:
                return Ran(name, Result.BUSY, as_of, period)
            return Ran(name, Result.AGAIN, as_of, period, known.late, JOBS[name](work))

    def _made(self, ledger: sqlite3.Connection, run: Run, period: Period) -> Run | None:
        _LOGGER.info("%s %s begins%s", run.name, run.period, ", late" if run.late else "")
        work = self._work(ledger, period, run.as_of, run.started_at, late=run.late)
        try:
            self._finished(ledger, run, work)
        except Exception:
            _LOGGER.exception("%s %s failed", run.name, run.period)
        return runs.find(ledger, run.name, run.period)

    def _finished(self, ledger: sqlite3.Connection, run: Run, work: Work) -> Mapping[str, int]:
        """Do the work of a claimed run; whatever ends it early is noted first."""
        try:
            counts = JOBS[run.name](work)
        except BaseException as error:
            told = str(error) if isinstance(error, OperatorError) else repr(error)
            runs.fail(ledger, run, told, at=self.clock())
            raise
        runs.finish(ledger, run, counts, at=self.clock())
        _LOGGER.info("%s %s done: %s", run.name, run.period, dict(counts))
        return counts

    def _work(
        self, ledger: sqlite3.Connection, period: Period, as_of: date, at: datetime, *, late: bool
    ) -> Work:
        return Work(ledger, self.database, self.settings, period, as_of, at, late, self.progress)
