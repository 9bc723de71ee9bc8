"""The outbox on the page: told as it is, and acted upon by whoever may."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.send.listing import message
from disburse.send.records import State
from disburse.send.settings import MailSettings
from disburse.web.mail_words import period_name
from disburse.web.outbox import PAGE
from tests.web.mailing import ACCEPTED, LOST, REFUSED, put
from tests.web.office import PEOPLE, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.send.records import Result
    from disburse.web.website import Site


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status == 200
    return unescape(answer.text)


def test_nothing_is_called_sent_that_no_server_accepted(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    leader = sign_in(Role.LEADER)
    results = {"a@x.example.vn": REFUSED, "b@x.example.vn": LOST, "c@x.example.vn": None}
    for address, result in results.items():
        put(ledger, result, address=address)
    text = read(leader, "/mail")
    assert "0 thư đã gửi và được máy chủ nhận" in text
    assert "Đã gửi" not in text
    assert "1 thư không rõ đã đến hay chưa" in text
    assert "550 5.1.1 No such <user>" in text
    put(ledger, ACCEPTED, address="d@x.example.vn")
    assert "Đã gửi, máy chủ đã nhận (2)" in read(leader, "/mail")  # c went out in the same round


def test_the_list_is_cut_by_state_and_into_pages(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    staff = sign_in(Role.STAFF)
    assert "Không có thư nào" in read(staff, "/mail")
    put(ledger, REFUSED, subject="Thư hỏng")
    for number in range(PAGE):
        put(ledger, address=f"n{number}@x.example.vn")
    assert "Thư hỏng" in read(staff, "/mail?state=failed")
    assert "Thư hỏng" not in read(staff, "/mail?state=pending")
    first = read(staff, "/mail?state=none&before=x")
    assert "Thư hỏng" not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    assert "Thư hỏng" in read(staff, older[1])


def test_a_message_is_told_whole(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    leader = sign_in(Role.LEADER)
    number = put(ledger, ACCEPTED)
    answer = leader.get(f"/mail/{number}")
    assert "&lt;b&gt;Số liệu&lt;/b&gt;" in answer.text
    text = unescape(answer.text)
    assert "250 2.0.0 queued as 4711" in text
    assert message(ledger, number).summary.message_id in text
    assert "Thư tuần, kỳ 2026-W47" in text
    assert "<button>Gửi lại" not in text
    link = re.search(r'href="(/mail/\d+/parts/\d+)">tổng-hợp.xlsx', text)
    assert link
    file = leader.client.get(link[1])
    assert file.content == b"workbook"
    assert file.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''t%E1%BB%95ng-h%E1%BB%A3p.xlsx"
    )
    assert [leader.get(f"/mail/{number}{rest}").status for rest in ("9", "/parts/9")] == [404, 404]


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("countdown", "2026-12-31-30-before", "mốc 31/12/2026, trước 30 ngày"),
        ("countdown", "2026-12-31-1-after", "mốc 31/12/2026, sau 1 ngày"),
        ("monthly", "2026-11", "kỳ 2026-11"),
    ],
)
def test_periods_are_told_in_words(kind: str, key: str, said: str) -> None:
    assert period_name(kind, key) == said


def test_the_html_of_a_message_runs_nothing_and_fetches_nothing(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    leader = sign_in(Role.LEADER)
    answer = leader.client.get(f"/mail/{put(ledger)}/html")
    policy = answer.headers["content-security-policy"].split("; ")
    assert policy[:2] == ["sandbox allow-popups", "default-src 'none'"]
    assert not any(one.startswith(("script-src", "connect-src")) for one in policy)
    assert answer.headers["x-frame-options"] == "DENY"
    assert 'src="data:image/png;base64,cG5n"' in answer.text
    bare = put(ledger, html=None, inline=(), address="text@x.example.vn")
    assert leader.get(f"/mail/{bare}/html").status == 404
    assert leader.get("/mail/99/html").status == 404
    assert "unsafe" not in leader.client.get("/mail").headers["content-security-policy"]


def test_one_in_doubt_is_sent_again_only_by_who_is_sure(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    staff = sign_in(Role.STAFF)
    number = put(ledger, LOST)
    path = f"/mail/{number}"
    refused = staff.post(f"{path}/resend")
    assert (refused.status, "đánh dấu vào ô xác nhận" in unescape(refused.text)) == (400, True)
    assert message(ledger, number).summary.state is State.UNKNOWN
    assert staff.post(f"{path}/resend", {"sure": "yes"}).location == f"{path}?done=resent"
    assert message(ledger, number).summary.state is State.PENDING
    again = staff.post(f"{path}/resend", {"sure": "yes"})
    assert (again.status, "không gửi lại được" in unescape(again.text)) == (400, True)
    assert staff.post("/mail/99/resend").status == 404


def test_one_in_doubt_is_settled_once(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    admin = sign_in(Role.ADMIN)
    number = put(ledger, LOST)
    assert admin.post(f"/mail/{number}/settle").location == f"/mail/{number}?done=settled"
    assert message(ledger, number).summary.state is State.SETTLED
    assert admin.post(f"/mail/{number}/settle").status == 400
    assert admin.post("/mail/99/settle").status == 404
    log = read(admin, "/audit?action=message_settled")
    assert f'<a href="/mail/{number}">Thư số {number}</a>' in log
    assert "không rõ đã đến hay chưa" in log


@pytest.mark.parametrize(
    ("role", "result", "offered"),
    [
        (Role.LEADER, LOST, set()),
        (Role.STAFF, LOST, {"settle", "resend"}),
        (Role.STAFF, REFUSED, {"resend"}),
        (Role.STAFF, ACCEPTED, set()),
    ],
)
def test_what_may_be_done_is_offered(
    role: Role,
    result: Result,
    offered: set[str],
    sign_in: Callable[[Role], Browser],
    ledger: sqlite3.Connection,
) -> None:
    text = sign_in(role).get(f"/mail/{put(ledger, result)}").text
    assert set(re.findall(r'action="/mail/\d+/(\w+)"', text)) == offered


def test_a_test_goes_to_ones_own_address_at_once(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection, site: Site
) -> None:
    site.settings = replace(site.settings, mail=MailSettings(sender="ubnd@bangmac.example.vn"))
    admin = sign_in(Role.ADMIN)
    number = int(admin.post("/mail/test").location.rpartition("/")[2])
    told = message(ledger, number).summary
    assert (told.address, told.state) == (PEOPLE[Role.ADMIN].email, State.WRITTEN)
    assert len(list((site.database.parent / site.settings.mail.outbox).glob("*.eml"))) == 1
    assert f"Thư số {number}" in read(admin, "/audit?action=mail_tested")
    assert "chưa gửi" in read(admin, f"/mail/{number}")


def test_a_test_that_cannot_go_out_says_what_to_set(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection, site: Site
) -> None:
    site.settings = replace(site.settings, mail=MailSettings(smtp_url="smtp://127.0.0.1"))
    answer = sign_in(Role.ADMIN).post("/mail/test")
    assert (answer.status, "hãy đặt DISBURSE_MAIL_FROM" in unescape(answer.text)) == (400, True)
    assert ledger.execute("SELECT count(*) FROM message").fetchone() == (0,)
