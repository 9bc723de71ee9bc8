from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_decode

from disburse.accounts import audit, links, managing, people, sessions, signing_in
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Action, NewPerson, Person, Purpose, Role
from disburse.accounts.signing_in import Credentials
from disburse.ledger.schema import open_ledger
from tests.accounts.conftest import (
    AT,
    BY,
    COMMON,
    HOUR,
    MINUTE,
    OTHER_PASSWORD,
    PASSWORD,
    SECRET,
    SETTINGS,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

INVITATION, RESET = Purpose.INVITATION, Purpose.RESET


def issued(ledger: sqlite3.Connection, person: Person, purpose: Purpose = INVITATION) -> links.Link:
    return links.issue(ledger, SECRET, person.person_id, purpose, HOUR, by=BY, at=AT)


def use(
    ledger: sqlite3.Connection,
    token: str,
    password: str = PASSWORD,
    purpose: Purpose = INVITATION,
    at: datetime = AT,
) -> Person:
    return links.use(ledger, SECRET, purpose, token, password, at=at, address="192.0.2.7")


def refusal(ledger: sqlite3.Connection, token: str, **more: object) -> str:
    """Tell why a link is refused, the same on looking and on using, and that nothing changed."""
    before = list(ledger.iterdump())
    with pytest.raises(AccountError) as used:
        use(ledger, token, **more)  # type: ignore[arg-type] # the keywords of `use`
    if used.value.code.startswith("link_"):
        purpose, at = more.get("purpose", INVITATION), more.get("at", AT)
        with pytest.raises(AccountError, check=lambda error: error.code == used.value.code):
            links.person_invited(ledger, SECRET, purpose, token, at=at)  # type: ignore[arg-type] # the same
    assert list(ledger.iterdump()) == before
    return used.value.code


def test_an_invitation_lets_its_person_set_a_password_and_sign_in(
    ledger: sqlite3.Connection, owner: Person
) -> None:
    link = issued(ledger, owner)
    assert link.path == f"/invitation/{link.token}"
    assert link.expires_at == "2026-09-30T09:30:00+07:00"
    assert links.person_invited(ledger, SECRET, INVITATION, link.token, at=AT) == owner
    accepted = use(ledger, link.token)
    assert accepted == people.by_id(ledger, owner.person_id)
    assert accepted.has_password
    outcome = signing_in.sign_in(ledger, Credentials(owner.email, PASSWORD), SETTINGS, at=AT)
    assert outcome.person == accepted
    used, password, *_ = audit.entries(ledger, audit.Filter(person_id=owner.person_id))[1:]
    assert (used.action, password.action) == (Action.LINK_USED, Action.PASSWORD_SET)
    assert (used.actor, used.address) == (owner.name, "192.0.2.7")


def test_a_link_is_used_once(ledger: sqlite3.Connection, owner: Person) -> None:
    token = issued(ledger, owner).token
    use(ledger, token)
    assert refusal(ledger, token, password=OTHER_PASSWORD) == "link_used"


def test_a_link_used_by_many_at_once_is_used_once(
    database: Path, ledger: sqlite3.Connection, owner: Person
) -> None:
    token = issued(ledger, owner).token

    def attempt(number: int) -> str:
        with closing(open_ledger(database)) as own:
            try:
                use(own, token, f"{OTHER_PASSWORD} {number}")
            except AccountError as error:
                return error.code
            return "used"

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(attempt, range(8)))
    assert told == ["link_used"] * 7 + ["used"]


def test_a_refused_password_does_not_spend_the_link(
    ledger: sqlite3.Connection, owner: Person
) -> None:
    token = issued(ledger, owner).token
    assert refusal(ledger, token, password=COMMON) == "password_common"
    assert use(ledger, token).has_password


def test_a_link_expires_at_its_hour(ledger: sqlite3.Connection, owner: Person) -> None:
    token = issued(ledger, owner).token
    assert links.person_invited(ledger, SECRET, INVITATION, token, at=AT + 59 * MINUTE)
    assert refusal(ledger, token, at=AT + HOUR) == "link_expired"


def test_a_newer_link_voids_the_older_of_either_purpose(
    ledger: sqlite3.Connection, owner: Person, staff: Person
) -> None:
    invitation, others = issued(ledger, owner).token, issued(ledger, staff).token
    reset = issued(ledger, owner, RESET).token
    newest = issued(ledger, owner, RESET).token
    assert refusal(ledger, invitation) == "link_voided"
    assert refusal(ledger, reset, purpose=RESET) == "link_voided"
    assert use(ledger, newest, purpose=RESET).person_id == owner.person_id
    assert use(ledger, others).person_id == staff.person_id


def test_a_link_serves_its_own_purpose_alone(ledger: sqlite3.Connection, owner: Person) -> None:
    assert refusal(ledger, issued(ledger, owner).token, purpose=RESET) == "link_invalid"
    assert refusal(ledger, issued(ledger, owner, RESET).token) == "link_invalid"


@given(place=st.integers(0, 200), put=st.text(st.characters(codec="ascii"), max_size=2))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tampered_link_is_refused(
    ledger: sqlite3.Connection, owner: Person, place: int, put: str
) -> None:
    token = issued(ledger, owner).token
    cut = place % len(token)
    changed = token[:cut] + put + token[cut + 1 :]
    assume(not same_signature(changed, token))
    with pytest.raises(AccountError) as told:
        links.person_invited(ledger, SECRET, INVITATION, changed, at=AT)
    assert told.value.code == "link_invalid"


def same_signature(one: str, other: str) -> bool:
    """Base64 has several spellings of the same bytes."""
    (payload, signature), (expected, signed) = (text.rpartition(".")[::2] for text in (one, other))
    try:
        return payload == expected and base64_decode(signature) == base64_decode(signed)
    except BadData:
        return False


@pytest.mark.parametrize("token", ["", ".", "x.y", "a" * 5000, "đường", "\ud800.x"])
def test_what_is_no_link_is_refused(ledger: sqlite3.Connection, token: str) -> None:
    assert refusal(ledger, token) == "link_invalid"


def test_a_link_of_another_secret_or_another_ledger_is_refused(
    ledger: sqlite3.Connection, owner: Person, tmp_path: Path
) -> None:
    number, person = owner.person_id, NewPerson("x@example.vn", Role.STAFF)
    forged = links.issue(ledger, "t" * 43, number, INVITATION, HOUR, by=BY, at=AT)
    assert refusal(ledger, forged.token) == "link_invalid"
    with closing(open_ledger(tmp_path / "other.db")) as other:
        managing.add(other, person, by=BY, at=AT)
        foreign = links.issue(other, SECRET, 1, INVITATION, HOUR, by=BY, at=AT)
    assert refusal(ledger, foreign.token) == "link_invalid"


def test_a_token_holds_only_number_and_nonce(ledger: sqlite3.Connection, owner: Person) -> None:
    link = issued(ledger, owner)
    loaded, payload = URLSafeSerializer("x").loads_unsafe(link.token)
    assert not loaded
    assert payload[0] == 1
    assert len(payload) == 2
    assert owner.email not in link.token


def test_using_a_link_ends_the_person_s_sessions(ledger: sqlite3.Connection, staff: Person) -> None:
    session = sessions.start(ledger, staff.person_id, SETTINGS, at=AT)
    use(ledger, issued(ledger, staff, RESET).token, OTHER_PASSWORD, RESET)
    assert sessions.find(ledger, session, at=AT) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE one_time_link SET used_at = NULL",
        "UPDATE one_time_link SET used_at = 'later'",
        "UPDATE one_time_link SET expires_at = '2099-01-01'",
        "DELETE FROM one_time_link",
        "INSERT OR REPLACE INTO one_time_link SELECT * FROM one_time_link",
    ],
)
def test_the_tables_keep_a_spent_link_spent(
    ledger: sqlite3.Connection, owner: Person, change: str
) -> None:
    use(ledger, issued(ledger, owner).token)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.execute(change)


def test_a_link_lives_for_a_while(ledger: sqlite3.Connection, owner: Person) -> None:
    with pytest.raises(ValueError, match="a while"):
        links.issue(ledger, SECRET, owner.person_id, INVITATION, AT - AT, by=BY, at=AT)
