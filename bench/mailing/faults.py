"""Rounds of delivery in which servers fail and processes are killed, and what must hold after.

The server's own list of what it accepted is held against the outbox.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.mailing.letters import letters
from bench.mailing.server import DROP, STALL, Step, no_fault, serving
from bench.mailing.worker import carrier, clock, work
from disburse.ledger.schema import open_ledger
from disburse.send.delivery import deliver
from disburse.send.listing import messages, overview
from disburse.send.outbox import enqueue
from disburse.send.records import State

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from multiprocessing.context import (
        ForkServerContext,
        ForkServerProcess,
        SpawnContext,
        SpawnProcess,
    )

    from bench.mailing.server import Server

RECIPIENTS = 10
_WORKERS = 2
_KILLS = 3
_LONGEST_SECONDS = (0.03, 0.15, 0.5)
_START_SECONDS = 60.0
_FAULTY = 0.06
_LATER = timedelta(hours=25)
_TRIES = 40
_WRONG: dict[Step, tuple[str, ...]] = {
    Step.CONNECT: (DROP, STALL, "421 too busy", "554 not you"),
    Step.EHLO: (DROP, STALL),
    Step.MAIL: (DROP, STALL, "451 later", "421 enough", "550 not from you"),
    Step.RCPT: (DROP, STALL, "450 greylisted", "550 nobody here"),
    Step.DATA: (DROP, STALL, "451 later", "554 no"),
    Step.BODY: (DROP, STALL),
    Step.END: (DROP, STALL, "451 disk full", "554 spam"),
    Step.ANSWER: (DROP, STALL),
    Step.AFTER: (DROP,),
}
_ALLOWED = {State.SENT: {1}, State.FAILED: {0}, State.UNKNOWN: {0, 1}}
"""How often a message may have arrived by its state; any other state is not an end."""


@dataclass(slots=True)
class Tally:
    """What happened in all rounds; ``broken`` tells what must never be."""

    rounds: int = 0
    messages: int = 0
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    attempts: Counter[str] = field(default_factory=Counter)
    arrived_unknown: int = 0
    lost: int = 0
    doubled: int = 0
    broken: list[str] = field(default_factory=list)


class Chance:
    """Makes a server fail at random, the same way for the same seed as far as time allows."""

    def __init__(self, seed: int, faults: Counter[str]) -> None:
        """Count what it does in ``faults``."""
        self._random = random.Random(seed)  # noqa: S311 - a bench, not a secret
        self._faults = faults

    def __call__(self, step: Step, recipient: str) -> str | None:
        """Choose what goes wrong at this step, if anything does."""
        del recipient
        if self._random.random() >= _FAULTY:
            return None
        fault = self._random.choice(_WRONG[step])
        self._faults[f"{step}: {fault}"] += 1
        return fault


def rounds(count: int, *, first: int = 0) -> Tally:
    """Run the rounds ``first`` … and hold each to account."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.db"
        open_ledger(empty).close()
        for seed in range(first, first + count):
            database = Path(folder) / f"{seed}.db"
            shutil.copy(empty, database)
            _round(database, seed, tally)
            _remove(database)
    return tally


def _round(database: Path, seed: int, tally: Tally) -> None:
    chance = random.Random(f"kills {seed}")  # noqa: S311 - the same
    begun = time.monotonic()
    with closing(open_ledger(database)) as ledger, serving(Chance(seed, tally.faults)) as server:
        enqueue(ledger, letters(RECIPIENTS, bare=True), at=clock(begun))
        for _ in range(_KILLS):
            tally.kills += _killed(database, server, begun, chance)
        server.state.fault = no_fault
        _drained(ledger, server.port, begun)
        _judged(ledger, server, seed, tally)


def _killed(database: Path, server: Server, begun: float, chance: random.Random) -> int:
    """Have one or two processes deliver, and kill each at a random moment; tell how many."""
    context = _context()
    workers: list[ForkServerProcess | SpawnProcess] = []
    for _ in range(chance.randint(1, _WORKERS)):
        ready = context.Event()
        worker = context.Process(target=work, args=(database, server.port, begun, ready))
        worker.start()
        workers.append(worker)
        if not ready.wait(_START_SECONDS):
            raise TimeoutError("a worker does not start")
    for worker in workers:
        time.sleep(chance.uniform(0, chance.choice(_LONGEST_SECONDS)))
        worker.kill()
        worker.join()
    return len(workers)


def _context() -> ForkServerContext | SpawnContext:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.mailing.worker"])
    return context


def _drained(ledger: sqlite3.Connection, port: int, begun: float) -> None:
    """Deliver the rest with nothing going wrong, each try a day after the other."""
    with closing(carrier(port)) as way:
        for number in range(_TRIES):
            later = number * _LATER
            deliver(ledger, way, partial(_later, begun, later))
            counts = overview(ledger)
            if not counts.pending + counts.sending:
                return


def _later(begun: float, later: timedelta) -> datetime:
    return clock(begun) + later


def _judged(ledger: sqlite3.Connection, server: Server, seed: int, tally: Tally) -> None:
    """Hold every message against what the server accepted."""
    arrived = Counter(one.message_id for one in server.taken)
    listed = messages(ledger, limit=RECIPIENTS + 1)
    tally.rounds += 1
    tally.messages += len(listed)
    for one in listed:
        times = arrived.pop(one.message_id, 0)
        tally.states[one.state] += 1
        tally.doubled += times > 1
        tally.lost += one.state is State.SENT and times == 0
        tally.arrived_unknown += one.state is State.UNKNOWN and times == 1
        if times not in _ALLOWED.get(one.state, set()):
            tally.broken.append(f"round {seed}: {one.address} is {one.state}, arrived {times}×")
    if len(listed) != RECIPIENTS or arrived:
        tally.broken.append(f"round {seed}: {len(listed)} messages, strangers {dict(arrived)}")
    tally.attempts.update(_outcomes(ledger))


def _outcomes(ledger: sqlite3.Connection) -> Iterator[str]:
    for outcome, fault in ledger.execute("SELECT outcome, fault FROM delivery_attempt"):
        interrupted = fault == "interrupted"
        yield f"{outcome or 'open'}{', process killed' if interrupted else ''}"


def _remove(database: Path) -> None:
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
