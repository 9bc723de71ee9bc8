from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import audit, managing, tokens
from disburse.accounts.records import Action, Details, Role
from disburse.ledger.schema import open_ledger, transaction
from tests.accounts.conftest import AT, BY, HOUR, MINUTE, OWNER

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from disburse.accounts.records import Person


def test_a_token_speaks_for_its_person(ledger: sqlite3.Connection, staff: Person) -> None:
    token = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    assert token.startswith(tokens.PREFIX)
    assert tokens.person_of_token(ledger, token) == staff
    another = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    assert tokens.person_of_token(ledger, token) == tokens.person_of_token(ledger, another)


@pytest.mark.parametrize("token", ["", "disburse_", "disburse_x", "\ud800", "disburse_\ud800"])
def test_another_token_speaks_for_nobody(
    ledger: sqlite3.Connection, staff: Person, token: str
) -> None:
    genuine = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    assert tokens.person_of_token(ledger, token) is None
    assert tokens.person_of_token(ledger, genuine.removeprefix(tokens.PREFIX)) is None


def test_a_token_says_what_the_person_is_today(ledger: sqlite3.Connection, staff: Person) -> None:
    token = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    managing.change(ledger, staff.person_id, Details("A", Role.OWNER, OWNER), by=BY, at=AT)
    person = tokens.person_of_token(ledger, token)
    assert person is not None
    assert (person.role, person.owner) == (Role.OWNER, OWNER)


def test_a_revoked_token_is_dead_and_only_its_person_s_list_revokes_it(
    ledger: sqlite3.Connection, staff: Person, owner: Person
) -> None:
    token = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    (listed,) = tokens.issued_to(ledger, staff.person_id)
    assert not tokens.revoke(ledger, owner.person_id, listed.token_id, by=BY, at=AT)
    assert tokens.person_of_token(ledger, token)
    assert tokens.revoke(ledger, staff.person_id, listed.token_id, by=BY, at=AT + MINUTE)
    assert tokens.person_of_token(ledger, token) is None
    assert not tokens.revoke(ledger, staff.person_id, listed.token_id, by=BY, at=AT + HOUR)
    (listed,) = tokens.issued_to(ledger, staff.person_id)
    assert listed.revoked_at == "2026-09-30T08:31:00+07:00"
    assert len(audit.entries(ledger, audit.Filter(action=Action.TOKEN_REVOKED))) == 1


def test_use_is_noted_at_most_hourly_and_never_waits(
    database: Path, ledger: sqlite3.Connection, staff: Person
) -> None:
    token = tokens.issue(ledger, staff.person_id, by=BY, at=AT)
    with closing(open_ledger(database)) as other:
        with transaction(ledger):
            assert not tokens.touch(other, token, at=AT)
        assert tokens.touch(other, token, at=AT)
        assert not tokens.touch(other, token, at=AT + 59 * MINUTE)
        assert tokens.touch(other, token, at=AT + HOUR)
        assert not tokens.touch(other, "disburse_x", at=AT)
    (listed,) = tokens.issued_to(ledger, staff.person_id)
    assert listed.last_used_at == "2026-09-30T09:30:00+07:00"
