"""Letters to owners on the page: drafted, sent, answered; and the reports of a period."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from disburse.accounts.records import Role
from disburse.ledger.letters import kept_letters
from tests.web.office import OTHER_OWNER, OWNER, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from litestar import Litestar
    from litestar.testing import TestClient

SENT = {"symbol": "123/UBND-KT", "issued_on": "2026-11-17"}
REPLY = {"text": "Sẽ nghiệm thu trong tháng.", "promised_on": "30/11/2026"}


@pytest.fixture
def staff(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(Role.STAFF)


@pytest.fixture
def letter(staff: Browser, ledger: sqlite3.Connection) -> int:
    """Number of the letter kept for the owner."""
    assert staff.post("/letters/drafts").location == "/letters?done=letters_drafted"
    (kept,) = kept_letters(ledger, owner=OWNER)
    return kept.number


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status == 200
    return unescape(answer.text)


def words(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as packed:
        return unescape(re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode()))


def test_a_draft_is_handed_out_and_not_kept(staff: Browser, ledger: sqlite3.Connection) -> None:
    text = read(staff, "/letters?as_of=2026-11-16")
    assert "Chưa lập công văn nào" in text
    path = f"/letters/draft?as_of=2026-11-16&owner={OWNER}"
    assert OWNER in words(staff.fetch(path))
    assert staff.get("/letters/draft?owner=none").status == 404
    assert kept_letters(ledger) == ()


def test_drafts_kept_again_bring_nothing_new(
    staff: Browser, letter: int, ledger: sqlite3.Connection
) -> None:
    kept = kept_letters(ledger)
    staff.post("/letters/drafts")
    assert kept_letters(ledger) == kept
    assert OWNER in words(staff.fetch(f"/letters/{letter}/file"))
    assert "dự thảo" in read(staff, "/letters")
    assert staff.get("/letters/999").status == 404


def test_a_file_changed_since_is_not_called_the_draft(
    staff: Browser, letter: int, ledger: sqlite3.Connection, database: Path
) -> None:
    (kept,) = kept_letters(ledger, owner=OWNER)
    path = database.parent / "drafts" / "2026-11-16" / "cong-van" / kept.draft.path.split("/")[-1]
    path.write_bytes(b"changed")
    assert staff.get(f"/letters/{letter}/file").status == 404
    assert "đã được sửa hoặc chuyển đi" in read(staff, f"/letters/{letter}")


def test_what_was_sent_and_answered_is_kept_and_told(staff: Browser, letter: int) -> None:
    path = f"/letters/{letter}"
    assert staff.post(f"{path}/dispatch", SENT).location == f"{path}?done=letter_sent"
    assert staff.post(f"{path}/reply", REPLY).location == f"{path}?done=letter_answered"
    text = read(staff, path)
    assert "Số 123/UBND-KT, ngày 17/11/2026" in text
    assert "Sẽ nghiệm thu trong tháng. Hẹn xong ngày <b>30/11/2026</b>" in text
    assert staff.post("/letters/999/reply", REPLY).status == 404


@pytest.mark.parametrize(
    ("form", "values", "said"),
    [
        ("dispatch", {**SENT, "symbol": " "}, "Chưa có nội dung"),
        ("dispatch", {**SENT, "issued_on": "x"}, "“x” không phải là ngày"),
        ("reply", {**REPLY, "text": ""}, "Chưa có nội dung"),
        ("reply", {**REPLY, "promised_on": "31/11/2026"}, "“31/11/2026” không phải là ngày"),
    ],
)
def test_what_cannot_be_used_is_refused(
    form: str, values: dict[str, str], said: str, staff: Browser, letter: int
) -> None:
    answer = staff.post(f"/letters/{letter}/{form}", values)
    assert (answer.status, said in unescape(answer.text)) == (400, True)
    text = read(staff, f"/letters/{letter}")
    assert "Chưa ghi nhận trả lời" in text
    assert "Dự thảo;" in text


def test_one_not_answered_in_time_stands_out(
    staff: Browser, letter: int, ledger: sqlite3.Connection
) -> None:
    staff.post("/letters/drafts?as_of=2026-10-30")
    old = kept_letters(ledger, owner=OWNER)[0]
    assert "quá hạn trả lời." in read(staff, "/letters")
    assert "đã quá hạn</span>" not in read(staff, "/letters")
    staff.post(f"/letters/{old.number}/dispatch", {**SENT, "issued_on": "2026-10-30"})
    assert "1 công văn đã quá hạn trả lời" in read(staff, "/letters")
    assert "đã quá hạn" not in read(staff, f"/letters/{letter}")


def test_an_owner_sees_his_letters_that_went_out_and_no_others(
    staff: Browser,
    letter: int,
    ledger: sqlite3.Connection,
    sign_in: Callable[..., Browser],
    elsewhere: TestClient[Litestar],
) -> None:
    (other,) = kept_letters(ledger, owner=OTHER_OWNER)
    staff.post(f"/letters/{other.number}/dispatch", {**SENT, "symbol": "999/UBND-KT"})
    owner = sign_in(Role.OWNER, elsewhere)
    assert "Công văn đôn đốc" not in read(owner, "/")
    staff.post(f"/letters/{letter}/dispatch", SENT)
    staff.post(f"/letters/{letter}/reply", REPLY)
    text = read(owner, "/")
    assert "Công văn số 123/UBND-KT ngày 17/11/2026" in text
    assert "Sẽ nghiệm thu trong tháng." in text
    assert "999/UBND-KT" not in text


def test_leaders_read_and_the_log_tells(
    staff: Browser,
    letter: int,
    sign_in: Callable[..., Browser],
    elsewhere: TestClient[Litestar],
) -> None:
    staff.post(f"/letters/{letter}/dispatch", SENT)
    admin = sign_in(Role.ADMIN, elsewhere)
    assert f'<a href="/letters/{letter}">Công văn số {letter}</a>' in read(
        admin, "/audit?action=letter_sent"
    )
    leader = sign_in(Role.LEADER, elsewhere)
    assert '<form method="post" action="/letters' not in read(leader, f"/letters/{letter}")
    assert "Lập và lưu" not in read(leader, "/letters")


@pytest.mark.parametrize(
    ("kind", "key"), [("month", "2026-11"), ("quarter", "2026-q3"), ("year", "2026")]
)
def test_the_reports_of_a_period(kind: str, key: str, staff: Browser) -> None:
    report = staff.client.get(f"/reports/period/{kind}?as_of=2026-11-16")
    assert f'filename="bao-cao-{key}.docx"' in report.headers["content-disposition"]
    assert "DỰ THẢO" in words(report.content)
    form = staff.client.get(f"/reports/form/{kind}?as_of=2026-11-16")
    assert f'filename="bieu-01a-{key}.xlsx"' in form.headers["content-disposition"]
    with ZipFile(BytesIO(form.content)) as packed:
        assert packed.testzip() is None


def test_there_is_no_report_of_nothing(staff: Browser) -> None:
    assert staff.get("/reports/period/week").status == 404
    assert "/reports/period/month?as_of=2026-10-30" in read(staff, "/reports?as_of=2026-10-30")
    for number in (1, 2):
        staff.post(f"/imports/{number}/undo")
    assert staff.get("/reports/form/month").status == 404


def test_a_projects_page_tells_of_the_letters_to_its_owner(
    staff: Browser,
    letter: int,
    sign_in: Callable[..., Browser],
    elsewhere: TestClient[Litestar],
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    page = f"/projects/{project_of(OWNER)[0]}"
    owner = sign_in(Role.OWNER, elsewhere)
    assert f'href="/letters/{letter}"' in read(staff, page)
    assert "Công văn gửi chủ đầu tư" not in read(owner, page)
    staff.post(f"/letters/{letter}/dispatch", SENT)
    text = read(owner, page)
    assert ("số 123/UBND-KT ngày 17/11/2026" in text, "/letters/" in text) == (True, False)
