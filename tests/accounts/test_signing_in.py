from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher, extract_parameters

from disburse.accounts import audit, managing, passwords, sessions, signing_in
from disburse.accounts.records import Action
from disburse.accounts.signing_in import Credentials, Outcome
from disburse.accounts.throttle import BY_ADDRESS, BY_EMAIL
from disburse.ledger.schema import open_ledger
from tests.accounts.conftest import AT, BY, HOUR, MINUTE, OTHER_PASSWORD, PASSWORD, SETTINGS

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from disburse.accounts.records import Person

SECOND = timedelta(seconds=1)


def attempt(
    ledger: sqlite3.Connection,
    email: str = "can-bo@example.vn",
    password: str = PASSWORD,
    at: datetime = AT,
    address: str | None = "192.0.2.7",
) -> Outcome:
    given = Credentials(email, password, address, "Firefox")
    return signing_in.sign_in(ledger, given, SETTINGS, at=at)


def fail(ledger: sqlite3.Connection, times: int, **more: object) -> list[Outcome]:
    return [attempt(ledger, password=OTHER_PASSWORD, **more) for _ in range(times)]  # type: ignore[arg-type] # the keywords of `attempt`


def test_the_right_password_opens_a_session(ledger: sqlite3.Connection, staff: Person) -> None:
    outcome = attempt(ledger, " Can-Bo@EXAMPLE.vn")
    assert outcome.person == staff
    found = sessions.find(ledger, outcome.token or "", at=AT)
    assert found is not None
    assert (found[0].address, found[0].user_agent) == ("192.0.2.7", "Firefox")
    entry, *_ = audit.entries(ledger)
    assert (entry.action, entry.person_id, entry.address) == (
        Action.LOGIN,
        staff.person_id,
        "192.0.2.7",
    )


def test_each_signing_in_has_a_session_of_its_own(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    tokens = {attempt(ledger).token for _ in range(3)}
    assert len(tokens) == 3
    assert len(sessions.of_person(ledger, staff.person_id, at=AT)) == 3


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("can-bo@example.vn", OTHER_PASSWORD),
        ("can-bo@example.vn", ""),
        ("can-bo@example.vn", PASSWORD + "x" * 500),
        ("nobody@example.vn", PASSWORD),
        ("cdt@example.vn", PASSWORD),
        ("cdt@example.vn", ""),
        ("", ""),
        ("\ud800@example.vn", "\ud800"),
        ("x" * 100_000, PASSWORD),
    ],
)
@pytest.mark.usefixtures("staff", "owner")
def test_nothing_else_does_and_all_is_told_alike(
    ledger: sqlite3.Connection, email: str, password: str
) -> None:
    assert attempt(ledger, email, password) == Outcome()
    entry, *_ = audit.entries(ledger)
    assert (entry.action, entry.actor, entry.person_id) == (Action.LOGIN_FAILED, "", None)
    assert ledger.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_a_closed_account_does_not_open(ledger: sqlite3.Connection, staff: Person) -> None:
    managing.close(ledger, staff.person_id, by=BY, at=AT)
    assert attempt(ledger) == Outcome()


def test_a_failure_names_the_account_but_never_what_was_typed(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    attempt(ledger, password=OTHER_PASSWORD)
    attempt(ledger, email=OTHER_PASSWORD)
    unknown, known = audit.entries(ledger, audit.Filter(action=Action.LOGIN_FAILED))
    assert (known.object_id, unknown.object_id) == (str(staff.person_id), None)
    assert OTHER_PASSWORD not in "\n".join(ledger.iterdump())


@pytest.mark.parametrize("email", ["can-bo@example.vn", "nobody@example.vn", "cdt@example.vn"])
@pytest.mark.usefixtures("staff", "owner")
def test_the_same_hashing_is_done_whoever_asks(
    ledger: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    worked: list[str] = []

    class Counting(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            worked.append("hash")
            return super().hash(password, salt=salt)

        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002 (the library's name)
            worked.append("verify")
            return super().verify(hash, password)

    counting = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: counting)
    attempt(ledger, email, OTHER_PASSWORD)
    assert len(worked) == 1


@pytest.mark.parametrize("email", ["can-bo@example.vn", "nobody@example.vn"])
@pytest.mark.usefixtures("staff")
def test_who_keeps_guessing_one_account_waits_even_with_the_right_password(
    ledger: sqlite3.Connection, email: str
) -> None:
    assert fail(ledger, BY_EMAIL.free, email=email, address=None) == [Outcome()] * BY_EMAIL.free
    for elapsed in (0, 10, 29):
        waited = attempt(ledger, email, at=AT + elapsed * SECOND, address="198.51.100.1")
        assert waited == Outcome(wait=(30 - elapsed) * SECOND)
    failed = audit.entries(ledger, audit.Filter(action=Action.LOGIN_FAILED))
    assert len(failed) == BY_EMAIL.free
    later = attempt(ledger, email, at=AT + 30 * SECOND)
    assert (later.person is not None) == (email == "can-bo@example.vn")


@pytest.mark.usefixtures("staff")
def test_a_success_forgives_the_account_its_failures(ledger: sqlite3.Connection) -> None:
    fail(ledger, BY_EMAIL.free - 1)
    assert attempt(ledger).person
    fail(ledger, BY_EMAIL.free - 1)
    assert attempt(ledger).person


@pytest.mark.usefixtures("staff")
def test_a_success_does_not_forgive_the_address_it_came_from(ledger: sqlite3.Connection) -> None:
    for number in range(BY_ADDRESS.free):
        assert not fail(ledger, 1, email=f"{number}@example.vn")[0].wait
        if number == BY_ADDRESS.free // 2:
            assert attempt(ledger).person
    assert attempt(ledger) == Outcome(wait=30 * SECOND)
    assert attempt(ledger, address="198.51.100.1").person


@pytest.mark.usefixtures("staff")
def test_failures_are_forgotten_and_their_rows_dropped(ledger: sqlite3.Connection) -> None:
    fail(ledger, BY_EMAIL.free, address=None)
    assert attempt(ledger, at=AT + 20 * SECOND).wait
    assert not fail(ledger, 1, at=AT + BY_EMAIL.remembered + SECOND)[0].wait
    assert ledger.execute("SELECT count(*) FROM login_attempt").fetchone() == (1,)


@pytest.mark.usefixtures("staff")
def test_many_guesses_at_once_do_not_slip_through(
    database: Path, ledger: sqlite3.Connection
) -> None:
    del ledger

    def guess(number: int) -> bool:
        with closing(open_ledger(database)) as own:
            return bool(attempt(own, password=f"{OTHER_PASSWORD} {number}").wait)

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(guess, range(16)))
    assert waits.count(False) == BY_EMAIL.free


def test_a_password_changed_meanwhile_opens_nothing(
    ledger: sqlite3.Connection, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = passwords.matches

    def slow(stored: str | None, password: str) -> bool:
        matched = matches(stored, password)
        managing.set_password(ledger, staff.person_id, OTHER_PASSWORD, by=BY, at=AT)
        return matched

    monkeypatch.setattr(passwords, "matches", slow)
    assert attempt(ledger) == Outcome()
    assert sessions.of_person(ledger, staff.person_id, at=AT) == []


def test_a_hash_of_older_parameters_is_renewed(
    ledger: sqlite3.Connection, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: stronger)
    assert attempt(ledger).person == staff
    row = ledger.execute("SELECT password_hash FROM person").fetchone()
    assert extract_parameters(row[0]).time_cost == 2
    assert attempt(ledger).person == staff


def test_confirming_one_s_password_opens_no_session_and_is_throttled(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    right, wrong = (Credentials(staff.email, text) for text in (PASSWORD, OTHER_PASSWORD))
    assert signing_in.authenticate(ledger, right, at=AT) == Outcome(staff)
    for _ in range(BY_EMAIL.free):
        assert signing_in.authenticate(ledger, wrong, at=AT) == Outcome()
    assert signing_in.authenticate(ledger, right, at=AT).wait
    assert sessions.of_person(ledger, staff.person_id, at=AT) == []


@pytest.mark.usefixtures("staff")
def test_neither_password_nor_token_is_in_a_repr(ledger: sqlite3.Connection) -> None:
    outcome = attempt(ledger, at=AT + HOUR - MINUTE)
    assert outcome.token
    assert outcome.token not in repr(outcome)
    assert PASSWORD not in repr(Credentials("a@example.vn", PASSWORD))
