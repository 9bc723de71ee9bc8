"""The schedules at work: APScheduler wakes them, the ledger says what is to be done.

Each schedule is woken every day at its time, and all of them when the program starts and every
few minutes after: so a run missed while the computer was off, asleep or busy is caught up, one
that failed or died is tried again, and waking twice does nothing.
"""

from __future__ import annotations

import logging
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from disburse.ledger.schema import open_ledger
from disburse.schedule.periods import TIMES
from disburse.schedule.planned import Name
from disburse.schedule.running import Runner
from disburse.schedule.settings import clock_time
from disburse.send.delivery import deliver_due
from disburse.send.errors import SendError
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from disburse.settings import Settings

_CATCH_UP_MINUTES, _SEND_MINUTES = 5, 1
_MAIL = "mail"
"""A server that keeps us waiting must not keep the schedules waiting."""
_LOGGER = logging.getLogger(__name__)
_WHENEVER = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
"""A waking that was missed is made up for once, however late."""


@contextmanager
def background(
    database: Path, settings: Settings, clock: Callable[[], datetime]
) -> Iterator[BackgroundScheduler]:
    """Run the schedules of a ledger in a thread of their own for a block.

    What is due when it begins is made at once; leaving the block waits for a run at work.
    """
    executors = {"default": ThreadPoolExecutor(1), _MAIL: ThreadPoolExecutor(1)}
    scheduler = BackgroundScheduler(timezone=VIETNAM, executors=executors, job_defaults=_WHENEVER)
    runner = Runner(database, settings, clock)
    _add_jobs(scheduler, runner)
    # APScheduler's own jobs for one time only may fail when it is shut down while they begin.
    beginning = Thread(target=_begin, args=(runner,), name="schedules begin")
    scheduler.start()
    beginning.start()
    try:
        yield scheduler
    finally:
        beginning.join()
        scheduler.shutdown(wait=True)


def _begin(runner: Runner) -> None:
    catch_up(runner)
    if runner.settings.schedule.send_mail:
        send(runner)


def _add_jobs(scheduler: BackgroundScheduler, runner: Runner) -> None:
    settings = runner.settings.schedule
    for name in Name:
        at = clock_time(getattr(settings, TIMES[name]))
        trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=VIETNAM)
        scheduler.add_job(wake, trigger, (runner, name), id=name.value)
    every = IntervalTrigger(minutes=_CATCH_UP_MINUTES, timezone=VIETNAM)
    scheduler.add_job(catch_up, every, (runner,), id="catch_up")
    if settings.send_mail:
        often = IntervalTrigger(minutes=_SEND_MINUTES, timezone=VIETNAM)
        scheduler.add_job(send, often, (runner,), id="send", executor=_MAIL)


def catch_up(runner: Runner) -> None:
    """Make whatever is due and not made."""
    for name in Name:
        wake(runner, name)


def wake(runner: Runner, name: Name) -> None:
    """Make the run of a schedule that is due; what goes wrong is logged, and the next one runs."""
    try:
        runner.run_due(name)
    except Exception:
        _LOGGER.exception("schedule %s", name)


def send(runner: Runner) -> None:
    """Send what is due in the outbox; settings that cannot be used are told in the log."""
    folder, name = runner.database.parent, runner.settings.office.department
    try:
        with closing(open_ledger(runner.database)) as ledger:
            deliver_due(ledger, runner.settings.mail, folder, name, runner.clock)
    except SendError as refusal:
        _LOGGER.error("outbox: %s", refusal)  # noqa: TRY400 - what to put right, not where it failed
    except Exception:
        _LOGGER.exception("outbox")
