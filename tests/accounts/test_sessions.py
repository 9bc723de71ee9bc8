from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disburse.accounts import audit, sessions
from disburse.accounts.records import Action, Actor
from disburse.accounts.settings import AccountSettings
from disburse.ledger.schema import open_ledger, transaction
from tests.accounts.conftest import AT, BY, HOUR, MINUTE, SETTINGS

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from disburse.accounts.records import Person, Session


def seen(ledger: sqlite3.Connection, token: str, at: datetime) -> Session | None:
    found = sessions.find(ledger, token, at=at)
    return found and found[0]


def test_a_token_finds_session_and_person(ledger: sqlite3.Connection, staff: Person) -> None:
    token = sessions.start(
        ledger, staff.person_id, SETTINGS, at=AT, address="192.0.2.7", user_agent="Firefox" * 100
    )
    found = sessions.find(ledger, token, at=AT)
    assert found is not None
    session, person = found
    assert person == staff
    assert (session.address, session.created_at) == ("192.0.2.7", "2026-09-30T08:30:00+07:00")
    assert len(session.user_agent or "") == 200
    assert len(token) >= 43


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' OR 1=1 --", "x" * 100_000])
@pytest.mark.usefixtures("staff")
def test_another_token_finds_nobody(ledger: sqlite3.Connection, token: str) -> None:
    sessions.start(ledger, 1, SETTINGS, at=AT)
    assert sessions.find(ledger, token, at=AT) is None


def test_a_session_ends_idle_unless_touched(ledger: sqlite3.Connection, staff: Person) -> None:
    short = AccountSettings(session_hours=3, idle_minutes=60)
    token = sessions.start(ledger, staff.person_id, short, at=AT)
    assert seen(ledger, token, AT + 59 * MINUTE)
    assert seen(ledger, token, AT + HOUR) is None
    assert sessions.touch(ledger, token, at=AT + 59 * MINUTE)
    assert seen(ledger, token, AT + 118 * MINUTE)
    assert seen(ledger, token, AT + 119 * MINUTE) is None


def test_a_session_ends_after_its_hours_however_busy(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    token = sessions.start(ledger, staff.person_id, AccountSettings(session_hours=3), at=AT)
    for minutes in range(0, 180, 30):
        assert seen(ledger, token, AT + minutes * MINUTE)
        sessions.touch(ledger, token, at=AT + minutes * MINUTE)
    assert seen(ledger, token, AT + 3 * HOUR - timedelta(seconds=1))
    assert seen(ledger, token, AT + 3 * HOUR) is None


@given(
    lasts=st.builds(AccountSettings, st.integers(1, 30), st.integers(1, 300)),
    moments=st.lists(st.integers(0, 2000), max_size=6),
    asked=st.integers(0, 2000),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_session_lives_exactly_while_neither_end_has_come(
    ledger: sqlite3.Connection,
    staff: Person,
    lasts: AccountSettings,
    moments: list[int],
    asked: int,
) -> None:
    token = sessions.start(ledger, staff.person_id, lasts, at=AT)
    for moment in moments:
        sessions.touch(ledger, token, at=AT + moment * MINUTE)
    last = max(moments, default=0)
    lives = seen(ledger, token, AT + asked * MINUTE) is not None
    assert lives == (asked < last + lasts.idle_minutes and asked < lasts.session_hours * 60)


def test_touching_is_due_after_a_minute(ledger: sqlite3.Connection, staff: Person) -> None:
    session = seen(ledger, sessions.start(ledger, staff.person_id, SETTINGS, at=AT), AT)
    assert session is not None
    assert not sessions.touch_due(session, AT + timedelta(seconds=59))
    assert sessions.touch_due(session, AT + MINUTE)


def test_touching_does_not_wait_for_whoever_writes(
    database: Path, ledger: sqlite3.Connection, staff: Person
) -> None:
    token = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    with closing(open_ledger(database)) as other:
        with transaction(ledger):
            assert not sessions.touch(other, token, at=AT + MINUTE)
        assert other.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
        assert sessions.touch(other, token, at=AT + MINUTE)
        session = seen(other, token, AT)
    assert session is not None
    assert session.last_seen_at == "2026-09-30T08:31:00+07:00"


def test_signing_out_ends_one_session(ledger: sqlite3.Connection, staff: Person) -> None:
    here, there = (sessions.start(ledger, staff.person_id, SETTINGS, at=AT) for _ in range(2))
    by = Actor(staff.name, staff.person_id, "192.0.2.7")
    sessions.end(ledger, here, by=by, at=AT)
    sessions.end(ledger, here, by=by, at=AT)
    sessions.end(ledger, "no such token", by=by, at=AT)
    assert seen(ledger, here, AT) is None
    assert seen(ledger, there, AT)
    (entry,) = audit.entries(ledger, audit.Filter(action=Action.LOGOUT))
    assert (entry.person_id, entry.address) == (staff.person_id, "192.0.2.7")
    assert not sessions.touch_due(sessions.of_person(ledger, staff.person_id, at=AT)[0], AT)


def test_an_ended_session_is_not_brought_back_by_touching(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    token = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    sessions.end_all(ledger, staff.person_id, by=BY, at=AT)
    sessions.touch(ledger, token, at=AT)
    assert seen(ledger, token, AT) is None


def test_all_sessions_of_a_person_end_but_the_one_kept(
    ledger: sqlite3.Connection, staff: Person, owner: Person
) -> None:
    first, second, third = (
        sessions.start(ledger, staff.person_id, SETTINGS, at=AT + minute * MINUTE)
        for minute in range(3)
    )
    others = sessions.start(ledger, owner.person_id, SETTINGS, at=AT)
    kept = seen(ledger, second, AT)
    assert kept is not None
    assert sessions.end_all(ledger, staff.person_id, by=BY, at=AT, keep=kept.session_id) == 2
    assert sessions.of_person(ledger, staff.person_id, at=AT) == [kept]
    assert [seen(ledger, token, AT) is None for token in (first, second, third)] == [
        True,
        False,
        True,
    ]
    assert seen(ledger, others, AT)
    (entry,) = audit.entries(ledger, audit.Filter(action=Action.SESSIONS_REVOKED))
    assert entry.new == {"sessions": 2}
    assert sessions.end_all(ledger, staff.person_id, by=BY, at=AT, keep=kept.session_id) == 0
    assert len(audit.entries(ledger, audit.Filter(action=Action.SESSIONS_REVOKED))) == 1


def test_only_live_sessions_are_listed_the_latest_used_first(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    sessions.start(ledger, staff.person_id, AccountSettings(idle_minutes=1), at=AT)
    used = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    unused = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    sessions.touch(ledger, used, at=AT + MINUTE)
    listed = sessions.of_person(ledger, staff.person_id, at=AT + MINUTE)
    assert listed == [seen(ledger, token, AT + MINUTE) for token in (used, unused)]


def test_one_session_is_ended_by_its_person_alone(
    ledger: sqlite3.Connection, staff: Person, owner: Person
) -> None:
    kept, ended = (sessions.start(ledger, staff.person_id, SETTINGS, at=AT) for _ in range(2))
    found = seen(ledger, ended, AT)
    assert found is not None
    number = found.session_id
    assert not sessions.end_one(ledger, owner.person_id, number, by=BY, at=AT)
    assert seen(ledger, ended, AT)
    assert sessions.end_one(ledger, staff.person_id, number, by=BY, at=AT)
    assert sessions.end_one(ledger, staff.person_id, number, by=BY, at=AT)
    assert seen(ledger, ended, AT) is None
    assert seen(ledger, kept, AT)
    told = audit.entries(ledger, audit.Filter(action=Action.SESSIONS_REVOKED))
    assert [entry.new for entry in told] == [{"sessions": 1}]


def test_when_somebody_was_last_seen_outlives_the_session(
    ledger: sqlite3.Connection, staff: Person, owner: Person
) -> None:
    first = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    sessions.start(ledger, staff.person_id, SETTINGS, at=AT - HOUR)
    sessions.touch(ledger, first, at=AT + MINUTE)
    sessions.end_all(ledger, staff.person_id, by=BY, at=AT + MINUTE)
    assert sessions.last_seen(ledger) == {staff.person_id: "2026-09-30T08:31:00+07:00"}
    assert owner.person_id not in sessions.last_seen(ledger)
