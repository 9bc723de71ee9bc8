"""``schedule``: runs the schedules until interrupted, lists them, or makes one run now."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from disburse.clock import now, today
from disburse.commands.answer import DONE, REFUSED, Answer
from disburse.commands.logs import logging_to
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.wording import wording
from disburse.schedule.planned import Name
from disburse.schedule.running import Result, Runner

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping
    from datetime import datetime

    from disburse.commands.answer import Context
    from disburse.schedule.overview import Entry
    from disburse.schedule.periods import Period
    from disburse.schedule.running import Ran
    from disburse.schedule.runs import Run
    from disburse.settings import Settings

_HEARTBEAT = 1.0
"""Seconds; Windows hears an interruption only between waits."""


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``schedule``, alone or with one of its actions."""
    settings = settings_of(context.database)
    if options.action == "list":
        return _list(settings, context)
    if options.action == "run":
        return _run_now(options, settings, context)
    return _run_on(settings, context)


def _run_on(settings: Settings, context: Context) -> Answer:
    """Run the schedules until interrupted or told to end."""
    from disburse.schedule.scheduler import background

    gc.enable()  # the entry point turns it off, for commands that soon end
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with opened_ledger(context.database, must_exist=False):
        pass
    with (
        logging_to(context.database, settings.logs, "schedule"),
        background(context.database, settings, now),
    ):
        sys.stderr.write(wording()["schedule"]["started"] + "\n")
        while not stopped.wait(_HEARTBEAT):
            pass
    return Answer(lambda: {"ran": True}, lambda: wording()["schedule"]["ended"])


def _run_now(options: Namespace, settings: Settings, context: Context) -> Answer:
    with opened_ledger(context.database):
        runner = Runner(context.database, settings, now, context.progress)
        ran = runner.run_now(Name(options.schedule), options.as_of or today())
    code = REFUSED if ran.result is Result.BUSY else DONE
    return Answer(lambda: _ran(ran), lambda: _ran_text(ran), code)


def _list(settings: Settings, context: Context) -> Answer:
    from disburse.schedule.overview import overview

    with opened_ledger(context.database) as ledger:
        entries = overview(ledger, Runner(context.database, settings, now), now())
    return Answer(
        lambda: {"schedules": [_entry(one) for one in entries]}, lambda: _list_text(entries)
    )


def _ran(ran: Ran) -> dict[str, Any]:
    return {
        "name": ran.name.value,
        "result": ran.result.value,
        "as_of": ran.as_of.isoformat(),
        **_period(ran.period),
        "late": ran.late,
        "counts": dict(ran.counts),
    }


def _period(period: Period | None) -> dict[str, str | None]:
    if period is None:
        return {"period": None, "due_at": None}
    return {"period": period.key, "due_at": period.due_at.isoformat()}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name.value,
        "title": _title(entry.name),
        "next": _period(entry.following) if entry.following else None,
        "last": _run(entry.last) if entry.last else None,
    }


def _run(one: Run) -> dict[str, Any]:
    return {
        "period": one.period,
        "as_of": one.as_of.isoformat(),
        "due_at": one.due_at.isoformat(),
        "started_at": one.started_at.isoformat(),
        "finished_at": one.finished_at and one.finished_at.isoformat(),
        "late": one.late,
        "attempts": one.attempts,
        "outcome": one.outcome and one.outcome.value,
        "counts": dict(one.counts),
        "detail": one.detail,
    }


def _title(name: Name) -> str:
    return wording()["schedule_names"][name]


def _ran_text(ran: Ran) -> str:
    texts = wording()["schedule"]
    return texts[ran.result].format(
        title=_title(ran.name),
        period=ran.period and ran.period.key,
        as_of=f"{ran.as_of:%d/%m/%Y}",
        counts=_counts(ran.counts),
    )


def _counts(counts: Mapping[str, int]) -> str:
    """Word the counts; of those that are zero only the first, which says what the run is about."""
    words = wording()["schedule_counts"]
    told = [(key, count) for place, (key, count) in enumerate(counts.items()) if count or not place]
    return ", ".join(f"{words[key]} {count}" for key, count in told)


def _list_text(entries: tuple[Entry, ...]) -> str:
    from tabulate import tabulate

    texts = wording()["schedule"]
    lines = [
        (_title(one.name), one.name.value, _next(one.following), _last(one.last)) for one in entries
    ]
    header = [texts[key] for key in ("title", "name", "next", "last")]
    return tabulate(lines, header, disable_numparse=True)


def _next(period: Period | None) -> str:
    if period is None:
        return wording()["schedule"]["never"]
    return f"{_moment(period.due_at)} ({period.key})"


def _last(one: Run | None) -> str:
    texts = wording()["schedule"]
    if one is None:
        return texts["never"]
    state = texts["failed"].format(detail=one.detail) if one.detail else texts["finished"]
    state = texts["running"] if one.outcome is None else state
    late = texts["late"] if one.late else ""
    counts = f": {_counts(one.counts)}" if one.counts else ""
    return f"{_moment(one.started_at)} ({one.period}){late}, {state}{counts}"


def _moment(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
