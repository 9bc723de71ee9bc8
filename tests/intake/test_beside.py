"""A call beside: its result, its error, and no call left over."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from disburse.intake.beside import Beside


def test_the_call_runs_beside_and_gives_its_result() -> None:
    gate = Event()
    with Beside(lambda: gate.wait(10)) as beside:
        gate.set()
        assert beside.result() is True


def test_what_the_call_raises_is_raised_for_its_result() -> None:
    def failing() -> None:
        raise LookupError

    beside = Beside(failing)
    for _ in range(2):
        with pytest.raises(LookupError):
            beside.result()


def test_no_call_outlives_its_context() -> None:
    done = []
    with Beside(lambda: done.append(True)):
        pass
    assert done == [True]


def test_without_room_for_a_thread_memory_has_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Thread) -> None:
        text = "can't start new thread"
        raise RuntimeError(text)

    monkeypatch.setattr(Thread, "start", full)
    with pytest.raises(MemoryError):
        Beside(list)
