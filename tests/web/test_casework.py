"""What owners tell of their projects, what the office answers, and forms shown again."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.casework_model import Acknowledgement, Cause, ObstacleState, ProposalState
from disburse.ledger import casework
from tests.web.office import OWNER
from tests.web.test_uploads import shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.casework_model import Casework
    from tests.web.office import Browser

REASON = "Vướng mặt bằng 2 hộ; vận động xong trước 20/11."
_WARNING = re.compile(
    r'name="warning_code" value="(\w*)"><input type="hidden" name="milestone_id" value="(\w*)">'
    r'<input type="hidden" name="since" value="([\d-]*)"'
)


@pytest.fixture
def owner(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.OWNER)


@pytest.fixture
def path(project_of: Callable[[str], tuple[int, str, str]]) -> str:
    """The page of one of the owner's projects."""
    return f"/projects/{project_of(OWNER)[0]}"


@pytest.fixture
def said(ledger: sqlite3.Connection, path: str) -> Callable[[], Casework]:
    number = int(path.rpartition("/")[2])
    return lambda: casework.of_project(ledger, number)


def sent(browser: Browser, path: str, action: str, **form: str) -> str:
    """Send a form that can be used; the page after it."""
    answer = browser.post(f"{path}/{action}", form)
    assert answer.location == f"{path}?done=recorded", answer.text
    return shown(browser, answer.location)


def refused(browser: Browser, path: str, action: str, **form: str) -> str:
    """Send a form that cannot be used; the page shown again."""
    answer = browser.post(f"{path}/{action}", form)
    assert answer.status == 400
    assert "Chưa ghi nhận được." in answer.text
    return unescape(answer.text)


def test_a_monthly_plan_is_kept_changed_and_taken_back(
    owner: Browser, path: str, said: Callable[[], Casework]
) -> None:
    text = sent(owner, path, "monthly-plan", month="2026-12", amount="1.234,5")
    assert "Tháng 12/2026" in text
    assert "1.234,5" in text
    assert said().monthly_plans[0].statement.amount == 1_234_500_000
    assert "2.000" in sent(owner, path, "monthly-plan", month="12/2026", amount="2000")
    gone = sent(owner, path, "monthly-plan", month="2026-12", amount="")
    assert 'id="plans"' not in gone
    assert len(said().monthly_plans[0].records) == 3


def test_an_expected_amount_is_kept_beside_the_figures(
    owner: Browser, path: str, said: Callable[[], Casework]
) -> None:
    before = re.findall(r'class="big">[^<]*<', shown(owner, path))
    text = sent(owner, path, "expected", day="2026-12-31", amount="900")
    assert "Đến 31/12/2026" in text
    assert re.findall(r'class="big">[^<]*<', text) == before
    assert said().expected[0].statement.amount == 900_000_000


def test_a_note_is_told_and_answered(
    owner: Browser, path: str, said: Callable[[], Casework], sign_in: Callable[[Role], Browser]
) -> None:
    assert "Đã đổ bê tông" in sent(owner, path, "note", text="Đã đổ bê tông\nmóng 1 &amp; 2")
    assert said().notes[0].statement.text == "Đã đổ bê tông móng 1 &amp; 2"
    staff = sign_in(Role.STAFF)
    assert "Đã đổ bê tông" in shown(staff, "/cases")
    number = str(said().notes[0].number)
    sent(staff, path, "answer", about=number, text="Đã rõ, đề nghị đẩy nhanh.")
    assert "Đã đổ bê tông" not in shown(staff, "/cases")
    text = shown(sign_in(Role.OWNER), path)
    assert "trả lời" in text
    assert "Đã rõ, đề nghị đẩy nhanh." in text
    assert "Cán bộ theo dõi (Cán bộ theo dõi), 08:00 16/11/2026" in text


@pytest.mark.parametrize(("direction", "amount"), [("down", -50_000_000), ("up", 50_000_000)])
def test_a_proposal_is_decided_by_the_office(  # noqa: PLR0913, PLR0917 - fixtures
    direction: str,
    amount: int,
    owner: Browser,
    path: str,
    said: Callable[[], Casework],
    sign_in: Callable[[Role], Browser],
) -> None:
    form = {"direction": direction, "amount": "50", "source": "Ngân sách xã", "text": "Dôi dư"}
    text = sent(owner, path, "proposal", **form)
    assert f"Đề nghị {'giảm' if amount < 0 else 'tăng'} 50 triệu đồng" in text
    (case,) = said().proposals
    assert (case.statement.amount, case.statement.source) == (amount, "Ngân sách xã")
    staff = sign_in(Role.STAFF)
    answer = {"about": str(case.number), "text": "Đồng ý điều chỉnh"}
    sent(staff, path, "answer", **answer)
    assert said().proposals[0].decision is ProposalState.OPEN
    sent(staff, path, "answer", **answer, state="accepted")
    assert said().proposals[0].decision is ProposalState.ACCEPTED
    assert "Đồng ý điều chỉnh" in shown(sign_in(Role.OWNER), path)


def test_obstacles_are_named_by_both_and_solved(
    owner: Browser, path: str, said: Callable[[], Casework], sign_in: Callable[[Role], Browser]
) -> None:
    form = {
        "cause": "site_clearance",
        "text": "Còn 2 hộ chưa nhận tiền",
        "responsible": "Tổ giải phóng mặt bằng",
        "day": "2026-11-10",
    }
    text = sent(owner, path, "obstacle", **form)
    assert "Chịu trách nhiệm: Tổ giải phóng mặt bằng" in text
    assert "đã quá hạn" in text
    (case,) = said().obstacles
    assert case.statement.cause is Cause.SITE_CLEARANCE
    staff = sign_in(Role.STAFF)
    assert "Còn 2 hộ" in shown(staff, "/cases")
    solved = {**form, "about": str(case.number), "state": "solved", "text": "Đã nhận đủ"}
    assert "đã quá hạn" not in sent(staff, path, "obstacle", **solved)
    (case,) = said().obstacles
    assert (case.statement.state, len(case.records)) == (ObstacleState.SOLVED, 2)
    assert "Còn 2 hộ" not in shown(staff, "/cases")


@pytest.fixture
def warned(owner: Browser) -> str:
    """The page of a project with a warning."""
    found = re.search(r'href="(/projects/\d+)"', owner.get("/projects?level=red").text)
    assert found
    return found[1]


def explanation(browser: Browser, path: str) -> dict[str, str]:
    """What the form of the page's first warning sends."""
    code, milestone, since = _WARNING.findall(browser.get(path).text)[0]
    return {"warning_code": code, "milestone_id": milestone, "since": since, "text": REASON}


def test_an_open_warning_is_explained_once_for_its_spell(
    owner: Browser, warned: str, ledger: sqlite3.Connection, sign_in: Callable[[Role], Browser]
) -> None:
    waiting = re.search(r"(\d+) cảnh báo</dd>", shown(owner, "/"))
    form = explanation(owner, warned)
    text = sent(owner, warned, "acknowledgement", **form)
    assert "Chủ đầu tư giải trình:" in text
    assert text.count("Cơ quan theo dõi chưa trả lời") == 1
    now_waiting = re.search(r"(\d+) cảnh báo</dd>", shown(owner, "/"))
    assert waiting
    assert now_waiting
    assert int(now_waiting[1]) == int(waiting[1]) - 1
    (case,) = casework.cases(ledger, Acknowledgement)
    assert case.statement.text == REASON
    staff = sign_in(Role.STAFF)
    assert REASON in shown(staff, "/cases")
    answer = "Ghi nhận, báo cáo lại ngày 21/11."
    sent(staff, warned, "answer", about=str(case.number), text=answer)
    owner = sign_in(Role.OWNER)
    assert answer in shown(owner, warned)
    sent(owner, warned, "acknowledgement", **{**form, "text": "Đã xong 1 hộ."})
    (case,) = casework.cases(ledger, Acknowledgement)
    assert len(case.records) == 2


@pytest.mark.parametrize(
    "changed",
    [{"since": "2026-01-01"}, {"warning_code": "no_such"}, {"milestone_id": "x"}, {"since": ""}],
)
def test_a_warning_that_is_not_open_cannot_be_explained(
    changed: dict[str, str], owner: Browser, warned: str, ledger: sqlite3.Connection
) -> None:
    form = explanation(owner, warned) | changed
    assert "Cảnh báo này không còn" in refused(owner, warned, "acknowledgement", **form)
    assert casework.last_number(ledger) == 0


@pytest.mark.parametrize(
    ("action", "form", "message"),
    [
        ("monthly-plan", {"month": "2026-13", "amount": "5"}, "không phải là tháng"),
        ("monthly-plan", {"month": "2026-12", "amount": "một tỷ"}, "không phải là số tiền"),
        ("monthly-plan", {"month": "2026-12", "amount": "-5"}, "nhỏ hơn 0"),
        ("monthly-plan", {"month": "2026-12", "amount": "9999999999"}, "quá lớn"),
        ("expected", {"day": "", "amount": "5"}, "không phải là ngày"),
        ("expected", {"day": "2026-12-31", "amount": "1.23.4"}, "không phải là số tiền"),
        ("note", {"text": "  \n "}, "Chưa có nội dung"),
        ("note", {"text": "x" * 4001}, "dài quá"),
        ("proposal", {"amount": "0", "text": "Dôi dư"}, "phải khác 0"),
        ("proposal", {"amount": "", "text": "Dôi dư"}, "không phải là số tiền"),
        ("proposal", {"amount": "5", "text": ""}, "Chưa có nội dung"),
        ("proposal", {"amount": "5", "text": "x", "tranche": "x"}, "Lựa chọn không dùng được"),
        ("obstacle", {"cause": "other", "text": ""}, "Chưa có nội dung"),
        ("obstacle", {"cause": "magic", "text": "x"}, "Lựa chọn không dùng được"),
        ("obstacle", {"text": "x", "day": "mai"}, "không phải là ngày"),
        ("obstacle", {"text": "x", "state": "gone"}, "Lựa chọn không dùng được"),
        ("obstacle", {"text": "x", "about": "999"}, "Lựa chọn không dùng được"),
        ("obstacle", {"text": "x", "about": "x"}, "Lựa chọn không dùng được"),
        ("obstacle", {"text": "x", "responsible": "y" * 5000}, "dài quá"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_recorded(  # noqa: PLR0913, PLR0917 - fixtures
    action: str,
    form: dict[str, str],
    message: str,
    owner: Browser,
    path: str,
    ledger: sqlite3.Connection,
) -> None:
    assert message in refused(owner, path, action, **form)
    assert casework.last_number(ledger) == 0


def test_a_form_is_shown_again_as_it_was_filled_in(owner: Browser, path: str) -> None:
    form = {
        "form": "proposal",
        "direction": "up",
        "amount": "nhiều",
        "source": '"><b>Nguồn',
        "tranche": "carryover",
        "text": "</textarea><script>alert(1)</script>",
    }
    answer = owner.post(f"{path}/proposal", form)
    text = unescape(answer.text)
    assert "<script>alert" not in answer.text
    assert '<option value="up" selected>' in text
    assert '<option value="carryover" selected>' in text
    assert 'value="nhiều"' in text
    assert 'value=""><b>Nguồn"' in text
    assert "></textarea><script>alert(1)</script></textarea>" in text
    assert text.count("<details open><summary>Đề nghị điều chỉnh") == 1
    assert "<details><summary>Tình hình thực hiện" in text


def test_the_office_answers_records_of_that_project_alone(
    sign_in: Callable[[Role], Browser], path: str, said: Callable[[], Casework]
) -> None:
    owner = sign_in(Role.OWNER)
    sent(owner, path, "note", text="Tình hình")
    number = str(said().notes[0].number)
    staff = sign_in(Role.STAFF)
    (other, *_) = [
        one for one in re.findall(r"/projects/\d+", staff.get("/projects").text) if one != path
    ]
    refused(staff, other, "answer", about=number, text="Nhầm dự án")
    refused(staff, path, "answer", about=number, text="")
    assert staff.post(f"{path}/answer", {"text": "Về việc gì?"}).status == 404
    assert said().notes[0].answers == ()


def test_what_is_said_stands_in_history_and_audit_log(
    owner: Browser, path: str, ledger: sqlite3.Connection
) -> None:
    text = sent(owner, path, "note", text="Đã nghiệm thu đợt 1")
    history = text[text.index('id="history"') :]
    assert "Đã nghiệm thu đợt 1" in history
    rows = ledger.execute("SELECT actor, object_kind, new FROM audit WHERE action = 'recorded'")
    assert [(actor, kind, "ProgressNote" in new) for actor, kind, new in rows] == [
        ("Chủ đầu tư", "casework", True)
    ]
