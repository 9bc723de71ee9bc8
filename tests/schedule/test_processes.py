"""Programs beside each other: whatever wakes first, a period has one run and a person one mail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from disburse.clock import now
from disburse.ledger.schema import open_ledger
from disburse.paths import ROOT
from tests.filling import take_sample
from tests.schedule.conftest import REGISTERS

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60


def program(database: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    clean = {name: text for name, text in os.environ.items() if "DISBURSE" not in name}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "disburse", "--db", str(database), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=database.parent,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
    )


def answer(ran: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401 - JSON
    out, err = ran.communicate(timeout=PATIENCE)
    assert err == b""
    return json.loads(out)


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(open_ledger(database)) as ledger:
        return [tuple(row) for row in ledger.execute(query)]


def test_of_programs_asked_at_once_for_one_run_one_makes_it(database: Path) -> None:
    asked = [
        program(database, "schedule", "run", "weekly", "--as-of", "2026-11-16", "--json")
        for _ in range(3)
    ]
    answers = [answer(one) for one in asked]
    (messages,) = rows(database, "SELECT count(*), count(DISTINCT address) FROM message")
    assert messages[0] == messages[1] > 0
    assert sum(one["counts"].get("new", 0) for one in answers) == messages[0]
    assert [one["result"] for one in answers].count("done") == 1
    assert {one["result"] for one in answers} <= {"done", "again", "busy"}
    assert rows(database, "SELECT name, attempts FROM schedule_run") == [("weekly", 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_two_schedulers_make_each_run_once_and_end_when_told(tmp_path: Path) -> None:
    database = tmp_path / "office" / "disburse.db"
    with closing(open_ledger(database)) as ledger:
        take_sample(ledger, tmp_path / "uploads", REGISTERS[0], now() - timedelta(days=3))
    both = [program(database, "schedule", TZ="America/New_York") for _ in range(2)]
    for one in both:  # a program told to end before it listens is ended by the system
        assert one.stderr is not None
        assert "Ctrl+C" in one.stderr.readline().decode()
    wait_for(database, "SELECT count(*) FROM schedule_run WHERE outcome IS NOT NULL")
    for one, number in zip(both, (signal.SIGTERM, signal.SIGINT), strict=True):
        one.send_signal(number)
    ended = [one.communicate(timeout=PATIENCE) for one in both]
    assert [one.returncode for one in both] == [0, 0], ended
    runs = rows(database, "SELECT name, period, attempts, due_at FROM schedule_run")
    assert len({run[:2] for run in runs}) == len(runs)
    assert {run[2] for run in runs} == {1}
    log = (database.parent / "logs" / "schedule.log").read_text(encoding="utf-8")
    begun = [line for line in log.splitlines() if " begins" in line]
    assert len(begun) == len(runs)
    assert all(run[3].endswith("+07:00") for run in runs)
    first = log.partition(" ")[0]
    assert first in {f"{now():%Y-%m-%d}", f"{now() - timedelta(days=1):%Y-%m-%d}"}


def wait_for(database: Path, query: str) -> None:
    ended = time.monotonic() + PATIENCE
    while time.monotonic() < ended:
        if rows(database, query) > [(0,)]:
            return
        time.sleep(0.2)
    raise TimeoutError(query)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_no_zone_of_the_computer_moves_a_schedule(database: Path, zone: str) -> None:
    listed = answer(program(database, "schedule", "list", "--json", TZ=zone, PYTHONTZPATH=""))
    times = {one["name"]: one["next"]["due_at"][11:] for one in listed["schedules"]}
    assert times["daily"] == "06:30:00+07:00"
    assert times["weekly"] == "07:30:00+07:00"
