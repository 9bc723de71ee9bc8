from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.accounts import audit, links, managing, people, sessions, tokens
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Action, Details, NewPerson, Purpose, Role
from tests.accounts.conftest import (
    AT,
    BY,
    HOUR,
    MINUTE,
    OTHER_PASSWORD,
    OWNER,
    PASSWORD,
    SECRET,
    SETTINGS,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.accounts.records import Person


def stored_hash(ledger: sqlite3.Connection, person: Person) -> str | None:
    row = ledger.execute("SELECT password_hash FROM person WHERE id = ?", (person.person_id,))
    found: str | None = row.fetchone()[0]
    return found


def let_in(ledger: sqlite3.Connection, person: Person) -> tuple[str, str, links.Link]:
    """Give a person every way in but a password."""
    session = sessions.start(ledger, person.person_id, SETTINGS, at=AT)
    token = tokens.issue(ledger, person.person_id, by=BY, at=AT)
    link = links.issue(ledger, SECRET, person.person_id, Purpose.RESET, HOUR, by=BY, at=AT)
    return session, token, link


def test_a_person_is_found_however_the_address_is_capitalised(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    assert staff.email == "can-bo@example.vn"
    assert people.by_email(ledger, " Can-Bo@EXAMPLE.vn ") == staff
    assert people.by_id(ledger, staff.person_id) == staff
    assert (staff.role, staff.owner, staff.has_password) == (Role.STAFF, None, True)
    assert (staff.created_at, staff.created_by) == ("2026-09-30T08:30:00+07:00", BY.name)


def test_the_name_shown_has_a_default(ledger: sqlite3.Connection, owner: Person) -> None:
    assert owner.name == OWNER
    leader = managing.add(ledger, NewPerson("ld@example.vn", Role.LEADER, " "), by=BY, at=AT)
    assert leader.name == "ld@example.vn"
    assert not leader.has_password


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewPerson("can-bo", Role.STAFF), "email_invalid"),
        (NewPerson("a b@example.vn", Role.STAFF), "email_invalid"),
        (NewPerson("a@b@example.vn", Role.STAFF), "email_invalid"),
        (NewPerson("cán-bộ@example.vn", Role.STAFF), "email_invalid"),
        (NewPerson("CAN-BO@example.VN", Role.LEADER), "email_taken"),
        (NewPerson("a@example.vn", Role.OWNER), "owner_required"),
        (NewPerson("a@example.vn", Role.OWNER, owner=" - "), "owner_required"),
        (NewPerson("a@example.vn", Role.STAFF, owner=OWNER), "owner_not_allowed"),
    ],
)
@pytest.mark.usefixtures("staff")
def test_what_is_no_account_is_refused_and_leaves_nothing(
    ledger: sqlite3.Connection, new: NewPerson, code: str
) -> None:
    with pytest.raises(AccountError) as refusal:
        managing.add(ledger, new, by=BY, at=AT, password=PASSWORD)
    assert refusal.value.code == code
    assert len(people.everybody(ledger)) == 1
    assert len(audit.entries(ledger)) == 1


@pytest.mark.parametrize("email", ["a@localhost", "a@phong.local", "a@bangmac.test", "a@xã.vn"])
def test_addresses_of_the_office_s_own_network_are_accepted(
    ledger: sqlite3.Connection, email: str
) -> None:
    assert managing.add(ledger, NewPerson(email, Role.STAFF), by=BY, at=AT).email == email


def test_a_password_made_of_what_is_known_of_the_person_is_refused(
    ledger: sqlite3.Connection, owner: Person
) -> None:
    for password in ("ubnd xa bang mac", "ubndxabangmac", "cdt@example.vn1"):
        with pytest.raises(AccountError) as refusal:
            managing.set_password(ledger, owner.person_id, password, by=BY, at=AT)
        assert refusal.value.code == "password_common"


def test_another_role_or_owner_ends_sessions_another_name_does_not(
    ledger: sqlite3.Connection, owner: Person
) -> None:
    token = sessions.start(ledger, owner.person_id, SETTINGS, at=AT)
    renamed = managing.change(
        ledger, owner.person_id, Details("Bộ phận kế toán", Role.OWNER, OWNER), by=BY, at=AT
    )
    assert renamed.name == "Bộ phận kế toán"
    assert sessions.find(ledger, token, at=AT)
    moved = managing.change(
        ledger, owner.person_id, Details("", Role.OWNER, "Ban QLDA khu vực"), by=BY, at=AT
    )
    assert moved == people.by_id(ledger, owner.person_id)
    assert (moved.owner, moved.name) == ("Ban QLDA khu vực", "Ban QLDA khu vực")
    assert sessions.find(ledger, token, at=AT) is None
    token = sessions.start(ledger, owner.person_id, SETTINGS, at=AT)
    promoted = managing.change(
        ledger, owner.person_id, Details("Lãnh đạo", Role.LEADER), by=BY, at=AT
    )
    assert (promoted.role, promoted.owner) == (Role.LEADER, None)
    assert sessions.find(ledger, token, at=AT) is None


def test_a_change_tells_old_and_new_and_no_change_nothing(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    managing.change(ledger, staff.person_id, Details(staff.name, Role.ADMIN), by=BY, at=AT)
    managing.change(ledger, staff.person_id, Details(staff.name, Role.ADMIN), by=BY, at=AT)
    entry, added = audit.entries(ledger)
    assert (entry.action, entry.old, entry.new) == (
        Action.PERSON_CHANGED,
        {"role": "staff"},
        {"role": "admin"},
    )
    assert added.action == Action.PERSON_ADDED


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (Details("A", Role.OWNER), "owner_required"),
        (Details("A", Role.LEADER, OWNER), "owner_not_allowed"),
    ],
)
def test_role_and_owner_must_agree(
    ledger: sqlite3.Connection, staff: Person, details: Details, code: str
) -> None:
    with pytest.raises(AccountError) as refusal:
        managing.change(ledger, staff.person_id, details, by=BY, at=AT)
    assert refusal.value.code == code
    assert people.by_id(ledger, staff.person_id) == staff


def test_closing_ends_every_way_in(ledger: sqlite3.Connection, staff: Person) -> None:
    session, token, link = let_in(ledger, staff)
    closed = managing.close(ledger, staff.person_id, by=BY, at=AT + MINUTE)
    assert closed.closed_at == "2026-09-30T08:31:00+07:00"
    assert stored_hash(ledger, staff) is None
    assert sessions.find(ledger, session, at=AT) is None
    assert tokens.person_of_token(ledger, token) is None
    with pytest.raises(AccountError):
        links.use(ledger, SECRET, Purpose.RESET, link.token, OTHER_PASSWORD, at=AT)
    reopened = managing.reopen(ledger, staff.person_id, by=BY, at=AT + HOUR)
    assert reopened.closed_at is None
    assert not reopened.has_password
    assert sessions.find(ledger, session, at=AT) is None
    assert tokens.person_of_token(ledger, token) is None


def test_a_closed_account_takes_nothing(ledger: sqlite3.Connection, staff: Person) -> None:
    managing.close(ledger, staff.person_id, by=BY, at=AT)
    number = staff.person_id
    attempts: tuple[Callable[[], object], ...] = (
        lambda: managing.close(ledger, number, by=BY, at=AT),
        lambda: managing.change(ledger, number, Details("A", Role.ADMIN), by=BY, at=AT),
        lambda: managing.set_password(ledger, number, OTHER_PASSWORD, by=BY, at=AT),
        lambda: tokens.issue(ledger, number, by=BY, at=AT),
        lambda: links.issue(ledger, SECRET, number, Purpose.RESET, HOUR, by=BY, at=AT),
        lambda: people.open_by_email(ledger, staff.email),
    )
    for attempt in attempts:
        with pytest.raises(AccountError) as refusal:
            attempt()
        assert refusal.value.code == "closed"


def test_an_open_account_is_not_reopened(ledger: sqlite3.Connection, staff: Person) -> None:
    with pytest.raises(AccountError) as refusal:
        managing.reopen(ledger, staff.person_id, by=BY, at=AT)
    assert refusal.value.code == "not_closed"


def test_a_new_password_ends_sessions_and_links_but_not_tokens(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    session, token, link = let_in(ledger, staff)
    managing.set_password(ledger, staff.person_id, OTHER_PASSWORD, by=BY, at=AT)
    assert sessions.find(ledger, session, at=AT) is None
    assert tokens.person_of_token(ledger, token) == staff
    with pytest.raises(AccountError) as refusal:
        links.person_invited(ledger, SECRET, Purpose.RESET, link.token, at=AT)
    assert refusal.value.code == "link_voided"


def test_open_accounts_are_listed_first(
    ledger: sqlite3.Connection, staff: Person, owner: Person
) -> None:
    managing.close(ledger, owner.person_id, by=BY, at=AT)
    leader = managing.add(ledger, NewPerson("ld@example.vn", Role.LEADER), by=BY, at=AT)
    emails = [one.email for one in people.everybody(ledger)]
    assert emails == [leader.email, staff.email, owner.email]


def test_nobody_is_told_so(ledger: sqlite3.Connection) -> None:
    with pytest.raises(AccountError) as by_id:
        people.by_id(ledger, 7)
    with pytest.raises(AccountError) as by_email:
        people.by_email(ledger, "a@example.vn")
    assert by_id.value.code == by_email.value.code == "unknown_person"


def test_no_secret_stands_in_the_ledger_or_in_a_repr(
    ledger: sqlite3.Connection, staff: Person
) -> None:
    session, token, link = let_in(ledger, staff)
    nonce_and_all = [PASSWORD, session, token, link.token]
    dump = "\n".join(ledger.iterdump())
    assert staff.email in dump
    assert [secret for secret in nonce_and_all if secret in dump] == []
    found = sessions.find(ledger, session, at=AT)
    shown = repr((link, found, people.everybody(ledger), audit.entries(ledger)))
    hashed = stored_hash(ledger, staff) or ""
    assert [secret for secret in (*nonce_and_all, hashed) if secret in shown] == []


def test_one_who_could_administer_must_stay(ledger: sqlite3.Connection, staff: Person) -> None:
    first = managing.add(
        ledger, NewPerson("quan-tri@example.vn", Role.ADMIN), by=BY, at=AT, password=PASSWORD
    )
    second = managing.add(ledger, NewPerson("quan-tri-2@example.vn", Role.ADMIN), by=BY, at=AT)
    with pytest.raises(AccountError) as refusal:
        people.demand_another_admin(ledger, first.person_id)
    assert (refusal.value.code, refusal.value.arguments) == ("last_admin", {"email": first.email})
    people.demand_another_admin(ledger, second.person_id)
    people.demand_another_admin(ledger, staff.person_id)
    managing.set_password(ledger, second.person_id, PASSWORD, by=BY, at=AT)
    people.demand_another_admin(ledger, first.person_id)
    managing.close(ledger, second.person_id, by=BY, at=AT)
    with pytest.raises(AccountError):
        people.demand_another_admin(ledger, first.person_id)
