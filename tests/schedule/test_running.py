"""Runs as the program makes them: on time, late, after a failure, by hand, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import managing, people
from disburse.ledger.moments import stamp
from disburse.ledger.restorations import note
from disburse.ledger.schema import transaction
from disburse.schedule import jobs, runs
from disburse.schedule.planned import Name
from disburse.schedule.running import Result
from disburse.schedule.runs import RESTS, Outcome
from disburse.schedule.scheduler import background, catch_up
from tests.schedule.conftest import BY, MONDAY, STORED

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from disburse.schedule.running import Runner
    from tests.clocks import Clock

TODAY = MONDAY.date()


def messages(ledger: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return [
        tuple(row)
        for row in ledger.execute("SELECT kind, period, address FROM message ORDER BY 1, 2, 3")
    ]


def state(ledger: sqlite3.Connection) -> tuple[list[str], ...]:
    """Everything a run may write."""
    tables = ("message", "message_part", "warning_change", "evaluation", "schedule_run")
    return tuple(
        [repr(tuple(row)) for row in ledger.execute(f"SELECT * FROM {table}")]  # noqa: S608 - of the list
        for table in tables
    )


def test_on_time_everybody_gets_the_mail_of_the_week_once(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    clock.moment = MONDAY - timedelta(seconds=1)
    assert runner.run_due(Name.WEEKLY) is None
    clock.moment = MONDAY
    run = runner.run_due(Name.WEEKLY)
    assert run is not None
    assert (run.period, run.late, run.outcome) == ("2026-W47", False, Outcome.DONE)
    addresses = [address for kind, period, address in messages(ledger) if period == "2026-W47"]
    accounts = [one.email for one in people.everybody(ledger) if one.role != "admin"]
    assert sorted(addresses) == sorted(accounts)
    assert run.counts["new"] == len(accounts)
    assert runner.run_due(Name.WEEKLY) is None


def test_a_run_missed_is_caught_up_once_and_marked_late(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    clock.moment = MONDAY + timedelta(days=2)
    run = runner.run_due(Name.WEEKLY)
    assert run is not None
    assert (run.period, run.late, run.as_of) == ("2026-W47", True, date(2026, 11, 18))
    assert runner.run_due(Name.WEEKLY) is None
    (text,) = ledger.execute(
        "SELECT content FROM message_part JOIN message_content USING (sha256) "
        "WHERE role = 'text' LIMIT 1"
    ).fetchone()
    assert "Thư này đáng lẽ được lập lúc 07:30 16/11/2026" in text.decode()


def test_of_several_missed_the_latest_alone_is_caught_up(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=MONDAY.tzinfo)
    longer = replace(runner.settings.schedule, catch_up_days=20)
    late = replace(runner, settings=replace(runner.settings, schedule=longer))
    catch_up(late)
    catch_up(late)
    weeks = {period for kind, period, _ in messages(ledger) if kind == "weekly"}
    days = [
        row[0] for row in ledger.execute("SELECT period FROM schedule_run WHERE name = 'daily'")
    ]
    assert weeks == {"2026-W48"}
    assert days == ["2026-11-24"]


def test_what_was_due_before_the_first_file_was_stored_was_never_missed(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    assert datetime(2026, 11, 2, 7, 30, tzinfo=STORED.tzinfo) < STORED
    clock.moment = STORED + timedelta(hours=1)
    catch_up(runner)
    assert messages(ledger) == []
    assert runs.last(ledger, Name.DAILY) is None


def test_again_nothing_changes(runner: Runner, ledger: sqlite3.Connection) -> None:
    first = runner.run_now(Name.WEEKLY, TODAY)
    before = state(ledger)
    again = runner.run_now(Name.WEEKLY, TODAY)
    assert (first.result, again.result) == (Result.DONE, Result.AGAIN)
    assert again.counts["new"] == 0
    assert again.counts["held"] == first.counts["new"]
    assert state(ledger) == before


@pytest.mark.parametrize("name", Name)
def test_every_schedule_may_run_again(
    runner: Runner, ledger: sqlite3.Connection, name: Name
) -> None:
    days = {Name.COUNTDOWN: date(2026, 12, 1), Name.LEGAL: date(2026, 12, 8)}
    day = days.get(name, date(2026, 12, 10))
    first = runner.run_now(name, day)
    before = state(ledger)
    again = runner.run_now(name, day)
    assert (first.result, again.result) == (Result.DONE, Result.AGAIN)
    assert state(ledger) == before
    assert any(first.counts.values())


def test_who_comes_later_gets_the_mail_when_the_run_is_asked_for_again(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    left = people.by_email(ledger, "lanhdao@bangmac.example.vn")
    managing.close(ledger, left.person_id, by=BY, at=STORED)
    first = runner.run_now(Name.WEEKLY, TODAY)
    managing.reopen(ledger, left.person_id, by=BY, at=STORED)
    again = runner.run_now(Name.WEEKLY, TODAY)
    assert (again.counts["new"], again.counts["held"]) == (1, first.counts["new"])


def test_a_day_without_a_period_makes_nothing(runner: Runner, ledger: sqlite3.Connection) -> None:
    assert runner.run_now(Name.COUNTDOWN, date(2026, 11, 17)).result is Result.NO_PERIOD
    assert messages(ledger) == []


def test_a_run_that_fails_says_so_makes_nothing_and_is_tried_again(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> dict[str, int]:
        raise OSError("đĩa đầy")

    monkeypatch.setitem(jobs.JOBS, Name.WEEKLY, broken)
    run = runner.run_due(Name.WEEKLY)
    assert run is not None
    assert run.outcome is Outcome.FAILED
    assert "đĩa đầy" in (run.detail or "")
    assert messages(ledger) == []
    assert runner.run_due(Name.WEEKLY) is None
    monkeypatch.undo()
    clock.moment = MONDAY + RESTS
    mended = runner.run_due(Name.WEEKLY)
    assert mended is not None
    assert (mended.outcome, mended.attempts) == (Outcome.DONE, 2)


def test_a_run_that_died_half_way_is_finished_without_a_second_mail(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    """All messages of a run are stored at once: what died, died before or after."""
    whole = runner.run_now(Name.WEEKLY, TODAY).counts["new"]
    ledger.execute("DROP TRIGGER schedule_run_done_once")
    with transaction(ledger):
        ledger.execute(
            "UPDATE schedule_run SET outcome = NULL, finished_at = NULL, by_process = ?",
            ("elsewhere/1/1.00",),
        )
    clock.moment = MONDAY + timedelta(hours=2)
    run = runner.run_due(Name.WEEKLY)
    assert run is not None
    assert (run.counts["new"], run.counts["held"], run.attempts) == (0, whole, 2)


def test_a_restored_ledger_catches_nothing_up_that_the_lost_one_may_have_done(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    restored = MONDAY + timedelta(days=1)
    with transaction(ledger):
        note(ledger, stamp(MONDAY - timedelta(days=1)), restored)
    clock.moment = restored
    assert runner.run_due(Name.WEEKLY) is None
    assert runner.run_now(Name.WEEKLY, TODAY).result is Result.DONE
    clock.moment = MONDAY + timedelta(days=7)
    run = runner.run_due(Name.WEEKLY)
    assert run is not None
    assert run.period == "2026-W48"


def test_nothing_is_judged_and_nobody_written_to_without_projects(
    tmp_path: Path, runner: Runner
) -> None:
    empty = replace(runner, database=tmp_path / "empty.db")
    assert empty.run_now(Name.WEEKLY, TODAY).counts == {"projects": 0}
    assert empty.run_due(Name.WEEKLY) is None


def test_the_scheduler_catches_up_by_the_clock_it_is_given(
    runner: Runner, ledger: sqlite3.Connection, clock: Clock
) -> None:
    schedule = replace(runner.settings.schedule, send_mail=False)
    settings = replace(runner.settings, schedule=schedule)
    clock.moment = MONDAY + timedelta(hours=3)
    for _ in range(2):
        with background(runner.database, settings, clock):
            pass
    done = {row[0] for row in ledger.execute("SELECT name FROM schedule_run WHERE late = 1")}
    assert done == {"daily", "weekly"}
    assert len(messages(ledger)) == len({address for _, _, address in messages(ledger)})


def test_every_schedule_is_woken_in_vietnamese_time(runner: Runner) -> None:
    with background(runner.database, runner.settings, runner.clock) as scheduler:
        woken = {one.id: one.next_run_time for one in scheduler.get_jobs()}
    times = {name: f"{woken[name]:%H:%M %z}" for name in Name}
    assert times == {
        "daily": "06:30 +0700",
        "monthly": "06:45 +0700",
        "quarterly": "06:45 +0700",
        "weekly": "07:30 +0700",
        "countdown": "07:00 +0700",
        "stale": "07:00 +0700",
        "legal": "07:00 +0700",
    }
