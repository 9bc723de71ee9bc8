"""What the page of an upload shows: differences from the ledger, answers used again, wording."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.differences import DifferenceKind, ProjectDifference
from disburse.findings import catalogue
from disburse.ledger.answers import answers
from disburse.model import Finding, Severity
from disburse.web.differing import LISTED, grouped
from disburse.web.fields import field_names
from disburse.web.finding_words import on_pages
from disburse.web.wording import wording
from tests.web.registers import HEADING, table
from tests.web.test_uploads import confirm, shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from tests.web.office import Browser

ODD = HEADING.replace("Lũy kế giải ngân năm 2026", "Số KB đến {day}")
NOVEMBER = (
    "1;9900001;Đường trục thôn A;UBND xã Bằng Mạc;1600;900,5",
    "3;9900003;Nhà văn hóa thôn C;UBND xã Bằng Mạc;300;0",
)


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_each_project_tells_what_changes(staff: Browser) -> None:
    confirm(staff, staff.upload("thang-10.csv", table()))
    path = staff.upload("thang-11.csv", table(*NOVEMBER, day="15/11/2026"))
    text = shown(staff, path)
    told = plain(text)
    assert re.search(r"1 dự án mới, 1 dự án có thay đổi, 0 dự án không đổi; 1 dự án của lần", told)
    assert re.search(r"Kế hoạch vốn[^:]*: 1\.500 → thành 1\.600", told)
    assert re.search(r"Giải ngân, đến 15/11/2026: 750 \(đến 31/10/2026\) → thành 900,5", told)
    assert re.search(r"Dự án mới \(1\) Dự án, chủ đầu tư Nhà văn hóa thôn C", told)
    assert re.search(r"không có trong tệp này \(1\).*Trường Mầm non B", told)
    assert re.search(r'<a href="/projects/\d+">Đường trục thôn A</a>', text)


def difference(kind: DifferenceKind, number: int) -> ProjectDifference:
    return ProjectDifference(number, None, f"Dự án {number}", None, kind)


def test_fifty_projects_of_a_kind_are_listed_and_the_rest_counted() -> None:
    many = [difference(DifferenceKind.NEW, one) for one in range(LISTED + 7)]
    missing, new = grouped([*many, difference(DifferenceKind.MISSING, 900)])
    assert (missing.kind, missing.total, missing.left) == ("missing", 1, 0)
    assert (new.kind, new.total, len(new.listed), new.left) == ("new", 57, LISTED, 7)
    assert grouped(many) == grouped([]) == []


def test_an_answer_is_remembered_shown_used_and_removed(
    staff: Browser, ledger: sqlite3.Connection
) -> None:
    first = staff.upload("thang-10.csv", table(heading=ODD.format(day="31/10/2026")))
    answer = {"heading-1": "Số KB đến 31/10/2026", "field-1": "disbursed_current"}
    staff.post(f"{first}/answers", answer)
    assert "Đã trả lời; có thể chọn lại." in shown(staff, staff.read(first))
    confirm(staff, first)
    (kept,) = answers(ledger)
    second = table(*NOVEMBER, heading=ODD.format(day="15/11/2026"), day="15/11/2026")
    path = staff.upload("thang-11.csv", second)
    text = shown(staff, path)
    assert "Đọc theo câu trả lời đã nhớ" in text
    assert text.count(f"câu trả lời số {kept.answer_id} của Cán bộ theo dõi") == 1
    assert "Lũy kế giải ngân vốn trong năm" in text
    listed = shown(staff, "/answers")
    assert 'href="/answers"' in shown(staff, "/imports")
    assert "Cột “Số KB đến 31/10/2026”" in listed
    assert ">Lũy kế giải ngân vốn trong năm<" in listed
    removing = f"/answers/{kept.answer_id}/withdraw"
    assert staff.post(removing).location == "/answers?done=forgotten"
    assert staff.post(removing).location == "/answers"
    assert staff.post("/answers/999/withdraw").status == 404
    assert "Đã bỏ" in shown(staff, "/answers")
    assert removing not in shown(staff, "/answers")
    assert "forgotten" in {row[0] for row in ledger.execute("SELECT action FROM audit")}
    staff.post(f"{path}/answers")
    assert "Cột “Số KB đến 15/11/2026”" in shown(staff, staff.read(path))


def test_leaders_see_the_answers_and_remove_none(
    sign_in: Callable[[Role], Browser],
) -> None:
    staff = sign_in(Role.STAFF)
    path = staff.upload("tep.csv", table(unit=""))
    staff.post(f"{path}/answers", {"unit": "triệu đồng"})
    confirm(staff, staff.read(path))
    leader = sign_in(Role.LEADER)
    text = shown(leader, "/answers")
    assert "Đơn vị tính" in text
    assert "Đang dùng" in text
    assert "/withdraw" not in text
    assert leader.post("/answers/1/withdraw").status == 403


def test_a_wrong_answer_can_be_chosen_anew(staff: Browser) -> None:
    path = staff.upload("tep.csv", table(heading=ODD.format(day="31/10/2026")))
    for field, selected in (("note", "note"), ("disbursed_current", "disbursed_current")):
        answer = {"heading-1": "Số KB đến 31/10/2026", "field-1": field}
        staff.post(f"{path}/answers", answer)
        text = shown(staff, staff.read(path))
        assert re.search(rf'<option value="{selected}" selected>', text)
    assert "đã giải ngân <b>1.050</b>" in text


@pytest.mark.parametrize(
    "form",
    [
        {"unit": "trăm đồng"},
        {"kind": "novel"},
        {"as_of": "31/11/2026"},
        {"heading-1": "x", "field-1": "hack"},
    ],
)
def test_answers_that_are_none_are_refused(form: dict[str, str], staff: Browser) -> None:
    path = staff.upload("tep.csv", table())
    assert staff.post(f"{path}/answers", form).status == 400
    assert "Xác nhận và lưu" in shown(staff, path)


def test_a_date_read_otherwise_than_meant_is_told_and_read_again(staff: Browser) -> None:
    path = staff.upload("tep.csv", table())
    assert "Đọc lại" in shown(staff, path)
    staff.post(f"{path}/answers", {"as_of": "15/11/2026", "unit": "", "kind": ""})
    assert "số liệu đến hết ngày <b>15/11/2026</b>" in shown(staff, staff.read(path))


def test_no_finding_speaks_of_the_command_line_on_a_page() -> None:
    made = [
        Finding(code, Severity(one["severity"]), None, None, "x", one["message"], one["fix"])
        for code, one in catalogue().items()
    ]
    commanding = re.compile(r"--\w|lệnh ")
    assert [one.code for one in on_pages(made) if commanding.search(one.message + one.fix)] == []
    assert set(wording()["findings"]) <= set(catalogue())


def test_every_field_a_column_may_be_has_a_name(staff: Browser) -> None:
    text = shown(staff, staff.upload("tep.csv", table(heading=ODD.format(day="31/10/2026"))))
    assert all(f'<option value="{name}"' in text for name in field_names())
