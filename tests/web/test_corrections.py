"""What the office states of a project itself: it counts at once, and no more once withdrawn."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.ledger import corrections
from tests.web.office import OWNER
from tests.web.test_uploads import shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from tests.web.office import Browser

REASON = "Theo Quyết định giao vốn"


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


@pytest.fixture
def project(project_of: Callable[[str], tuple[int, str, str]]) -> int:
    return project_of(OWNER)[0]


def corrected(browser: Browser, project: int, **form: str) -> str:
    path = f"/projects/{project}"
    answer = browser.post(f"{path}/corrections", {"reason": REASON, **form})
    assert answer.location == f"{path}?done=corrected", answer.text
    return shown(browser, answer.location)


def milestones(text: str) -> list[str]:
    """Heading of each row of the table of milestones."""
    table = text[text.index('id="milestones"') : text.index('id="obstacles"')]
    return re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table, re.DOTALL)


def fact(text: str, name: str) -> str:
    found = re.search(rf'<dt>{name}</dt><dd class="big">([^<]*)<', text)
    assert found
    return found[1]


def test_a_class_decision_changes_the_milestones_until_withdrawn(
    staff: Browser, project: int, ledger: sqlite3.Connection
) -> None:
    before = shown(staff, f"/projects/{project}")
    was = fact(before, "Nhóm")
    other = "new_start" if was != "Khởi công mới" else "completed"
    after = corrected(staff, project, kind="class", project_class=other)
    assert fact(after, "Nhóm") != was
    assert milestones(after) != milestones(before)
    assert f"sửa số {corrections.history(ledger)[-1].number}" in after.lower()
    assert REASON in after
    code = re.search(r'class="about">(\d+) ·', after)
    assert code
    shown_again = shown(staff, f"/projects?class={other}&q={code[1]}")
    assert f"/projects/{project}" in shown_again
    number = corrections.history(ledger)[-1].number
    path = f"/projects/{project}/corrections/{number}/withdraw"
    assert path in after
    assert staff.post(path).location == f"/projects/{project}?done=withdrawn"
    back = shown(staff, f"/projects/{project}")
    assert (fact(back, "Nhóm"), milestones(back)) == (was, milestones(before))
    assert "Đã rút" in back
    assert path not in back
    assert staff.post(path).location == f"/projects/{project}"
    assert staff.post(f"/projects/{project}/corrections/999/withdraw").status == 404


def test_a_date_is_stated_and_denied(
    staff: Browser, project: int, ledger: sqlite3.Connection
) -> None:
    form = {"kind": "date", "field": "construction_start"}
    text = corrected(staff, project, **form, day="2026-03-15")
    assert "15/03/2026" in text
    corrected(staff, project, **form, day="")
    first, second = corrections.history(ledger, project)
    assert (first.new, second.old, second.new) == ("2026-03-15", "2026-03-15", None)


def test_a_plan_is_stated_anew_and_counts(staff: Browser, project: int) -> None:
    form = {"kind": "plan", "source": "", "tranche": "current", "day": "2026-11-01"}
    before = fact(shown(staff, f"/projects/{project}"), "Kế hoạch vốn năm")
    text = corrected(staff, project, **form, amount="98.765,4")
    assert "98.765,4" in text
    assert fact(text, "Kế hoạch vốn năm") != before


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"kind": "class", "project_class": "new_start", "reason": " "}, "Chưa có nội dung"),
        ({"kind": "class", "project_class": "x"}, "Lựa chọn không dùng được"),
        ({"kind": ""}, "Lựa chọn không dùng được"),
        ({"kind": "name"}, "Lựa chọn không dùng được"),
        ({"kind": "date", "field": "started", "day": "2026-03-15"}, "Lựa chọn không dùng được"),
        ({"kind": "date", "field": "handed_over", "day": "15/13/2026"}, "không phải là ngày"),
        ({"kind": "plan", "day": "", "amount": "5"}, "không phải là ngày"),
        ({"kind": "plan", "day": "2026-11-01", "amount": "-5"}, "nhỏ hơn 0"),
        ({"kind": "plan", "day": "2026-11-01", "amount": "5 tỷ"}, "không phải là số tiền"),
        ({"kind": "plan", "day": "2026-11-01", "tranche": "x"}, "Lựa chọn không dùng được"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_corrected(
    form: dict[str, str],
    message: str,
    staff: Browser,
    project: int,
    ledger: sqlite3.Connection,
) -> None:
    answer = staff.post(f"/projects/{project}/corrections", {"reason": REASON, **form})
    assert (answer.status, message in unescape(answer.text)) == (400, True)
    assert corrections.history(ledger) == []


def test_a_form_is_shown_again_as_it_was_filled_in(staff: Browser, project: int) -> None:
    form = {"form": "capital", "kind": "plan", "reason": REASON, "day": "2026-11-01", "amount": "x"}
    text = unescape(staff.post(f"/projects/{project}/corrections", form).text)
    assert "<details open><summary>Kế hoạch vốn</summary>" in text
    assert f"{REASON}</textarea>" in text
    assert text.count(f"{REASON}</textarea>") == 1
    assert 'type="date" value="2026-11-01"' in text


def test_an_owner_sees_what_the_office_corrected_and_corrects_nothing(
    sign_in: Callable[[Role], Browser], project: int
) -> None:
    corrected(sign_in(Role.STAFF), project, kind="class", project_class="completed")
    owner = sign_in(Role.OWNER)
    text = shown(owner, f"/projects/{project}")
    assert REASON in text
    assert "Đang áp dụng" in text
    assert "/corrections" not in text
    assert owner.post(f"/projects/{project}/corrections", {"kind": "class"}).status == 404


def test_every_correction_is_in_the_audit_log(
    staff: Browser, project: int, ledger: sqlite3.Connection
) -> None:
    corrected(staff, project, kind="class", project_class="completed")
    number = corrections.history(ledger)[-1].number
    staff.post(f"/projects/{project}/corrections/{number}/withdraw")
    rows = ledger.execute(
        "SELECT action, actor, object_id FROM audit WHERE action IN ('corrected', 'withdrawn')"
    )
    assert list(rows) == [
        ("corrected", "Cán bộ theo dõi", str(project)),
        ("withdrawn", "Cán bộ theo dõi", str(project)),
    ]
