"""Choosing which mails one gets."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import people
from disburse.accounts.records import Role
from disburse.send.preferences import preferences
from disburse.send.records import Frequency, Preferences
from tests.web.office import PEOPLE, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def wishes(ledger: sqlite3.Connection, role: Role) -> Preferences:
    return preferences(ledger, people.by_email(ledger, PEOPLE[role].email).person_id)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_chooses_and_changes_back(
    role: Role, sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    browser = sign_in(role)
    assert 'name="weekly" value="yes" checked' in browser.get("/account/mail").text
    form = {"frequency": "monthly", "paused_until": "2026-11-30"}
    assert browser.post("/account/mail", form).location == "/account/mail?done=mail_wishes"
    assert wishes(ledger, role) == Preferences(
        date(2026, 11, 30), Frequency.MONTHLY, frozenset({"weekly"})
    )
    text = browser.get("/account/mail").text
    assert 'name="weekly" value="yes">' in text
    assert 'value="2026-11-30"' in text
    assert '<option value="monthly" selected>' in text
    browser.post("/account/mail", {"frequency": "every", "weekly": "yes"})
    assert wishes(ledger, role) == Preferences()
    others = [one for one in Role if one is not role]
    assert [wishes(ledger, one) for one in others] == [Preferences()] * len(others)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"frequency": "never"}, "Lựa chọn không dùng được"),
        ({"frequency": "every", "paused_until": "31/11/2026"}, "“31/11/2026” không phải là ngày"),
    ],
)
def test_what_cannot_be_used_changes_nothing(
    form: dict[str, str],
    said: str,
    sign_in: Callable[[Role], Browser],
    ledger: sqlite3.Connection,
) -> None:
    answer = sign_in(Role.OWNER).post("/account/mail", form)
    assert (answer.status, said in unescape(answer.text)) == (400, True)
    assert wishes(ledger, Role.OWNER) == Preferences()


def test_a_day_that_is_over_pauses_nothing(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    form = {"frequency": "every", "weekly": "yes", "paused_until": "15/11/2026"}
    assert sign_in(Role.LEADER).post("/account/mail", form).status == 303
    assert wishes(ledger, Role.LEADER) == Preferences()
    assert "/account/mail" in sign_in(Role.LEADER).get("/account").text


def test_the_log_tells_what_was_changed(sign_in: Callable[[Role], Browser]) -> None:
    admin = sign_in(Role.ADMIN)
    admin.post("/account/mail", {"frequency": "fortnightly"})
    log = unescape(admin.get("/audit?action=mail_preferences_changed").text)
    assert "Số lần nhận: <del>mọi thư</del>" in log
    assert "hai tuần một lần" in log
    assert "Thư tuần" in log
