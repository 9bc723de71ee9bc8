from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.schema import open_ledger
from disburse.schedule import runs
from disburse.schedule.periods import Period
from disburse.schedule.planned import Name
from disburse.schedule.runs import RESTS, Claim, Outcome, Run
from disburse.send.worker import this_worker
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 11, 16, 7, 30, tzinfo=VIETNAM)
TODAY = date(2026, 11, 16)
PERIOD = Period(Name.WEEKLY, "2026-W47", AT, TODAY)
EARLIER = Period(Name.WEEKLY, "2026-W46", AT - timedelta(days=7), TODAY - timedelta(days=7))
GONE = "elsewhere/1/1.00"
"""A process of another computer, which cannot be asked."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_ledger(tmp_path / "disburse.db")) as connection:
        yield connection


def claim(ledger: sqlite3.Connection, at: datetime = AT, by: str | None = None) -> Run | None:
    return runs.claim(ledger, PERIOD, TODAY, Claim(by or this_worker(), at, late=False))


def claimed(ledger: sqlite3.Connection, at: datetime = AT, by: str | None = None) -> Run:
    run = claim(ledger, at, by)
    assert run is not None
    return run


def test_a_period_is_claimed_once(ledger: sqlite3.Connection) -> None:
    run = claimed(ledger)
    assert (run.name, run.period, run.as_of, run.outcome) == (Name.WEEKLY, "2026-W47", TODAY, None)
    assert claim(ledger, AT + timedelta(minutes=5)) is None


def test_a_run_done_stays_done(ledger: sqlite3.Connection) -> None:
    done = runs.finish(ledger, claimed(ledger), {"new": 3}, at=AT + timedelta(seconds=9))
    assert done is not None
    assert (done.outcome, dict(done.counts), done.attempts) == (Outcome.DONE, {"new": 3}, 1)
    assert claim(ledger, AT + timedelta(days=1)) is None
    with pytest.raises(sqlite3.IntegrityError, match="done once"):
        ledger.execute("UPDATE schedule_run SET outcome = 'failed'")
    with pytest.raises(sqlite3.IntegrityError, match="kept"):
        ledger.execute("DELETE FROM schedule_run")


def test_a_failed_run_says_why_rests_and_is_tried_again(ledger: sqlite3.Connection) -> None:
    failed = runs.fail(ledger, claimed(ledger), "Không có quyết định nào", at=AT)
    assert failed is not None
    assert (failed.outcome, failed.detail) == (Outcome.FAILED, "Không có quyết định nào")
    assert claim(ledger, AT + RESTS - timedelta(seconds=1)) is None
    again = claimed(ledger, AT + RESTS)
    assert (again.attempts, again.detail, again.outcome) == (2, None, None)


def test_a_person_need_not_wait_for_a_failed_run_to_rest(ledger: sqlite3.Connection) -> None:
    runs.fail(ledger, claimed(ledger), "đĩa đầy", at=AT)
    at_once = Claim(this_worker(), AT, late=False, at_once=True)
    assert runs.claim(ledger, PERIOD, TODAY, at_once) is not None


def test_a_run_whose_process_is_gone_is_taken_up_again(ledger: sqlite3.Connection) -> None:
    died = claimed(ledger, by=this_worker().rpartition("/")[0] + "/1.00")
    taken = claimed(ledger, AT + timedelta(minutes=1))
    assert taken.attempts == 2
    assert runs.finish(ledger, died, {"new": 1}, at=AT + timedelta(minutes=2)) is None
    assert runs.finish(ledger, taken, {"new": 2}, at=AT + timedelta(minutes=2)) is not None
    found = runs.find(ledger, Name.WEEKLY, "2026-W47")
    assert found is not None
    assert dict(found.counts) == {"new": 2}


def test_a_process_of_another_computer_is_given_an_hour(ledger: sqlite3.Connection) -> None:
    claimed(ledger, by=GONE)
    assert claim(ledger, AT + timedelta(minutes=60)) is None
    assert claim(ledger, AT + timedelta(minutes=61)) is not None


def test_the_day_before_is_that_of_the_last_run_done_of_an_earlier_period(
    ledger: sqlite3.Connection,
) -> None:
    assert runs.day_before(ledger, PERIOD, TODAY) is None
    run = runs.claim(
        ledger, EARLIER, TODAY - timedelta(days=5), Claim(this_worker(), AT, late=True)
    )
    assert run is not None
    assert runs.day_before(ledger, PERIOD, TODAY) is None
    runs.finish(ledger, run, {}, at=AT)
    assert runs.day_before(ledger, PERIOD, TODAY) == TODAY - timedelta(days=5)
    assert runs.day_before(ledger, EARLIER, TODAY) is None


def test_whoever_watches_learns_of_failures(ledger: sqlite3.Connection) -> None:
    assert runs.health(ledger) == {"last_finished_at": None, "failed": 0}
    runs.fail(ledger, claimed(ledger), "đĩa đầy", at=AT)
    assert runs.health(ledger) == {"last_finished_at": "2026-11-16T07:30:00+07:00", "failed": 1}
