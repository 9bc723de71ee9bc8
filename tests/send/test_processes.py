"""Several processes at one outbox, and processes that die amid a delivery."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import psutil
import pytest

from bench.mailing import faults
from bench.mailing.server import DROP, Step, serving
from disburse.ledger.schema import open_ledger, transaction
from disburse.send import claiming
from disburse.send.delivery import deliver
from disburse.send.faults import failed
from disburse.send.listing import message, overview
from disburse.send.records import (
    Counts,
    Delivered,
    Fault,
    Outcome,
    Result,
    State,
)
from disburse.send.worker import gone, this_worker
from tests.clocks import Clock
from tests.send.conftest import AT, NOTHING, letter, to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.send.server import Server
    from tests.send.conftest import Outbox


def claim(outbox: Outbox, holder: str) -> claiming.Claim:
    with transaction(outbox.ledger):
        taken, _ = claiming.claimed(outbox.ledger, outbox.clock(), holder)
    assert taken is not None
    return taken


def dead() -> str:
    """Name a process that is gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        created = psutil.Process(process.pid).create_time()
    node = this_worker().split("/")[0]
    return f"{node}/{process.pid}/{created:.2f}"


@pytest.mark.parametrize(("handed", "state"), [(False, State.SENT), (True, State.UNKNOWN)])
def test_what_a_dead_process_held_is_sent_or_unknown(
    outbox: Outbox, state: State, *, handed: bool
) -> None:
    (number,) = outbox.put(letter(1))
    lost = claim(outbox, dead())
    if handed:
        assert claiming.handed(outbox.ledger, lost, AT)
    with serving() as server:
        done = outbox.deliver(to(server.port))
        assert len(server.taken) == (0 if handed else 1)
    assert outbox.state(number) is state
    assert done == replace(NOTHING, sent=0 if handed else 1, unknown=1 if handed else 0)


def test_what_a_living_process_holds_is_left_to_it(outbox: Outbox) -> None:
    outbox.put(letter(1))
    held = claim(outbox, this_worker())
    with serving() as server:
        assert outbox.deliver(to(server.port)) == NOTHING
    assert overview(outbox.ledger) == Counts(sending=1)
    with transaction(outbox.ledger):
        state = claiming.recorded(outbox.ledger, held, Result(Outcome.TRANSIENT), AT)
    assert state is State.PENDING


def test_a_process_declared_gone_can_neither_hand_over_nor_record(outbox: Outbox) -> None:
    (number,) = outbox.put(letter(1))
    lost = claim(outbox, this_worker())
    outbox.clock.later(hours=2)
    with serving() as server:
        assert outbox.deliver(to(server.port)).sent == 1
    assert not claiming.handed(outbox.ledger, lost, outbox.clock())
    with transaction(outbox.ledger):
        assert claiming.recorded(outbox.ledger, lost, Result(Outcome.TRANSIENT), AT) is None
    assert outbox.state(number) is State.SENT


def test_who_is_gone() -> None:
    moment, told = AT, AT.isoformat()
    node, number, created = this_worker().split("/")
    assert not gone(this_worker(), told, moment)
    assert gone(dead(), told, moment)
    assert gone(f"{node}/{number}/{float(created) - 60:.2f}", told, moment)
    assert not gone(f"elsewhere/{number}/1.00", told, moment + timedelta(minutes=59))
    assert gone(f"elsewhere/{number}/1.00", told, moment + timedelta(minutes=61))


def test_two_deliverers_at_once_send_everything_once(outbox: Outbox, database: Path) -> None:
    outbox.put(*(letter(number) for number in range(60)))
    done: list[Delivered] = []

    def work(port: int) -> None:
        with closing(open_ledger(database)) as ledger, closing(to(port, 5)) as carrier:
            done.append(deliver(ledger, carrier, Clock(AT)))

    with serving() as server:
        workers = [threading.Thread(target=work, args=(server.port,)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        times = Counter(one.recipient for one in server.taken)
    assert sum(one.sent for one in done) == 60
    assert set(times.values()) == {1}
    assert len(times) == 60


def test_a_long_write_elsewhere_loses_no_answer(outbox: Outbox, database: Path) -> None:
    """An import may hold the ledger while the server answers."""
    (number,) = outbox.put(letter(1))
    outbox.ledger.execute("PRAGMA busy_timeout = 0")
    answering, written = threading.Event(), threading.Event()

    def fault(step: Step, _: str) -> None:
        if step is Step.ANSWER:
            answering.set()
            written.wait(5)

    def write() -> None:
        with closing(open_ledger(database)) as other:
            answering.wait(5)
            with transaction(other):
                written.set()
                threading.Event().wait(0.4)

    writer = threading.Thread(target=write)
    with serving(fault) as server:
        writer.start()
        assert outbox.deliver(to(server.port, 5)).sent == 1
        writer.join()
    assert outbox.state(number) is State.SENT
    assert outbox.ledger.execute("PRAGMA busy_timeout").fetchone() == (0,)
    assert outbox.ledger.execute("PRAGMA synchronous").fetchone() == (2,)


class Cut:
    """A carrier that is interrupted before or after handing over."""

    def __init__(self, *, over: bool) -> None:
        self.over = over

    def ready(self) -> None:
        return None

    def carry(self, _: object, handing: Callable[[], bool]) -> Result:
        if self.over:
            assert handing()
        raise KeyboardInterrupt

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("over", "state"), [(False, State.PENDING), (True, State.UNKNOWN)])
def test_an_interruption_is_on_record(outbox: Outbox, state: State, *, over: bool) -> None:
    (number,) = outbox.put(letter(1))
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(Cut(over=over))
    last = message(outbox.ledger, number).summary.last
    assert last is not None
    assert (outbox.state(number), last.fault) == (state, Fault.INTERRUPTED)
    assert last.finished_at is not None
    with serving() as server:
        assert outbox.deliver(to(server.port)).sent == (0 if over else 1)


def test_killed_at_random_moments_nothing_is_lost_or_doubled_in_silence() -> None:
    tally = faults.rounds(6, first=1000)
    assert (tally.lost, tally.doubled, tally.broken) == (0, 0, [])
    assert tally.messages == 60
    assert tally.kills >= 18


def test_the_rounds_of_faults_notice_a_deliverer_that_guesses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A deliverer that takes a missing answer for a refusal doubles mails, and they say so."""

    def guessing(error: OSError, server: Server, outcome: Outcome) -> Result:
        del outcome
        return failed(error, server, Outcome.TRANSIENT)

    monkeypatch.setattr("disburse.send.smtp.failed", guessing)
    monkeypatch.setattr(faults, "_KILLS", 0)
    monkeypatch.setattr(faults, "no_fault", faults.Chance(1, Counter()))
    monkeypatch.setitem(faults._WRONG, Step.ANSWER, (DROP,))  # noqa: SLF001 - the very table
    tally = faults.rounds(10)
    assert tally.doubled > 0
    assert tally.broken
