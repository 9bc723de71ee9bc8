"""Everybody's own account, and how many passwords are worked on at once."""

from __future__ import annotations

import asyncio
import threading
import time
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import people, sessions
from disburse.accounts.records import Role
from disburse.web.devices import device
from disburse.web.website import PASSWORDS_AT_ONCE
from tests.web.office import NOW, PASSWORD, PEOPLE, Browser
from tests.web.test_people import enter, once

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from litestar import Litestar
    from litestar.testing import TestClient

    from disburse.web.website import Site

NEW_PASSWORD = "suối chảy qua bản xa"  # noqa: S105 - of accounts made for the test alone
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def change(browser: Browser, present: str, password: str, repeated: str) -> tuple[int, str]:
    form = {"present": present, "password": password, "repeated": repeated}
    answer = browser.post("/account/password", form)
    return answer.status, unescape(answer.text)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_changes_the_password_and_stays_signed_in(
    role: Role, sign_in: Callable[[Role], Browser], elsewhere: TestClient[Litestar]
) -> None:
    email = PEOPLE[role].email
    enter(elsewhere, email, PASSWORD)
    browser = sign_in(role)
    assert email in browser.get("/account").text
    before = browser.client.cookies["disburse"]
    assert change(browser, PASSWORD, NEW_PASSWORD, NEW_PASSWORD)[0] == 303
    assert browser.client.cookies["disburse"] != before
    assert browser.get("/account").status == 200
    assert elsewhere.get("/account").status_code == 303
    assert enter(elsewhere, email, PASSWORD) == 401
    assert enter(elsewhere, email, NEW_PASSWORD) == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("không phải thế", NEW_PASSWORD, NEW_PASSWORD), "Mật khẩu đang dùng chưa đúng"),
        ((PASSWORD, NEW_PASSWORD, PASSWORD), "chưa giống nhau"),
        ((PASSWORD, "ngắn", "ngắn"), "ít nhất 12 ký tự"),
        ((PASSWORD, "123456789012", "123456789012"), "quá dễ đoán"),
    ],
)
def test_a_password_that_cannot_be_taken_is_said_at_the_form(
    typed: tuple[str, str, str],
    said: str,
    sign_in: Callable[[Role], Browser],
    elsewhere: TestClient[Litestar],
) -> None:
    status, text = change(sign_in(Role.LEADER), *typed)
    assert (status, said in text) == (400, True)
    assert enter(elsewhere, PEOPLE[Role.LEADER].email, PASSWORD) == 303


def test_guessing_the_present_password_is_slowed_down(
    sign_in: Callable[[Role], Browser],
) -> None:
    browser = sign_in(Role.STAFF)
    for _ in range(5):
        change(browser, "đoán mò một câu", NEW_PASSWORD, NEW_PASSWORD)
    status, text = change(browser, PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
    assert (status, "Hãy thử lại sau 1 phút" in text) == (400, True)


def test_other_sessions_are_listed_and_ended(
    sign_in: Callable[[Role], Browser],
    elsewhere: TestClient[Litestar],
    ledger: sqlite3.Connection,
) -> None:
    email = PEOPLE[Role.OWNER].email
    elsewhere.headers["user-agent"] = FIREFOX
    enter(elsewhere, email, PASSWORD)
    browser = sign_in(Role.OWNER)
    text = unescape(browser.get("/account").text)
    assert "Firefox trên Windows" in text
    assert text.count("phiên đang dùng") == 1
    number = people.by_email(ledger, email).person_id
    other = min(one.session_id for one in sessions.of_person(ledger, number, at=NOW))
    path = f"/account/sessions/{other}/end"
    assert text.count("/account/sessions/") == text.count(path) == 1
    assert browser.post(path).location == "/account?done=session_ended"
    assert elsewhere.get("/account").status_code == 303
    assert browser.get("/account").status == 200


def test_own_tokens_are_issued_and_revoked(
    sign_in: Callable[[Role], Browser], elsewhere: TestClient[Litestar]
) -> None:
    browser = sign_in(Role.LEADER)
    token = once(browser.post("/account/tokens").text)
    assert token not in browser.get("/account").text
    bearer = {"Authorization": f"Bearer {token}"}
    assert elsewhere.get("/api/projects", headers=bearer).status_code == 200
    assert browser.post("/account/tokens/1/revoke").status == 303
    assert elsewhere.get("/api/projects", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (FIREFOX, "Firefox trên Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0 Chrome/124.0 Safari/537.36",
            "Cốc Cốc trên Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari trên iPhone",
        ),
        ("curl/8.5", "trình duyệt không rõ"),
        (None, "trình duyệt không rõ"),
    ],
)
def test_a_browser_is_named_as_people_know_it(said: str | None, named: str) -> None:
    assert device(said) == named


def test_passwords_are_worked_on_a_few_at_a_time(site: Site) -> None:
    lock, running, most = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1

    async def many() -> None:
        site.open()
        try:
            await asyncio.gather(*(site.password_work(work) for _ in range(12)))
        finally:
            site.close()

    asyncio.run(many())
    assert most == PASSWORDS_AT_ONCE
