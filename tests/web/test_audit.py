"""The audit log as a page."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import audit, managing, people
from disburse.accounts.records import Action as AccountAction
from disburse.accounts.records import Actor, AuditEntry, Details, Role
from disburse.accounts.wording import wording as accounts_wording
from disburse.send.preferences import Action as MailAction
from disburse.web.audit_log import PAGE
from disburse.web.audit_wording import (
    Changed,
    action_names,
    changes_of,
    subject_name,
    subject_of,
    subject_path,
)
from disburse.web.auditing import Action
from disburse.web.wording import wording
from tests.web.office import BY, NOW, OWNER, PEOPLE, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping


@pytest.fixture
def admin(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.ADMIN)


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status == 200
    return unescape(answer.text)


def entry(
    old: Mapping[str, object] | None, new: Mapping[str, object] | None, kind: str = "person"
) -> AuditEntry:
    return AuditEntry(1, "", None, "", "", kind, "7", old, new, None)


def test_every_action_has_words_of_its_own() -> None:
    names = action_names()
    assert {*AccountAction, *MailAction, *Action} == set(names)
    assert len(set(names.values())) == len(names)
    assert not accounts_wording()["actions"].keys() & wording()["actions"].keys()


def test_a_change_is_told_from_old_to_new(admin: Browser, ledger: sqlite3.Connection) -> None:
    staff = people.by_email(ledger, PEOPLE[Role.STAFF].email)
    details = Details("Trưởng phòng", Role.LEADER)
    managing.change(ledger, staff.person_id, details, by=Actor("Quản trị", 4), at=NOW)
    text = read(admin, "/audit")
    assert "Vai trò: <del>Cán bộ theo dõi</del>" in text
    assert "<ins>Lãnh đạo</ins>" in text
    assert f'<a href="/people/{staff.person_id}">{staff.email}</a>' in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"role": "staff"}, {"role": "admin"}, ("Vai trò", "Cán bộ theo dõi", "Quản trị viên")),
        (None, {"purpose": "reset"}, ("Mục đích", None, "Đặt lại mật khẩu")),
        ({"has_password": True}, {"has_password": False}, ("Đã có mật khẩu", "có", "không")),
        (
            {"closed_at": None},
            {"closed_at": "2026-11-16T08:00:00+07:00"},
            ("Đóng lúc", "–", "08:00 16/11/2026"),
        ),
        ({"plan": 1200000000}, {"plan": None}, ("Kế hoạch vốn", "1.200.000.000 đồng", "–")),
        ({"handed_over": "2026-05"}, None, ("Ngày bàn giao đưa vào sử dụng", "05/2026", None)),
        (None, {"project_class": "continuing"}, ("Nhóm dự án", None, "Chuyển tiếp")),
        (None, {"kind": "Obstacle"}, ("Loại", None, "Vướng mắc")),
        (None, {"sha256": "0123456789abcdef"}, ("Mã kiểm tra", None, "0123456789ab…")),
        (
            {"state": "unknown"},
            {"state": "pending"},
            ("Tình trạng", "không rõ đã đến hay chưa", "chờ gửi"),
        ),
        (None, {"unsubscribed": ["weekly"]}, ("Thôi nhận", None, "Thư tuần")),
        (None, {"unheard_of": [1, 2000]}, ("unheard_of", None, "1; 2.000")),
    ],
)
def test_values_are_told_in_words(
    old: dict[str, object] | None,
    new: dict[str, object] | None,
    told: tuple[str, str | None, str | None],
) -> None:
    assert changes_of(entry(old, new)) == [Changed(*told)]


def test_what_says_nothing_is_left_out() -> None:
    assert changes_of(entry(None, {"owner": None, "name": "Lãnh đạo"})) == [
        Changed("Tên", None, "Lãnh đạo")
    ]


def test_an_entry_leads_to_its_object() -> None:
    assert subject_path(subject_of(entry(None, None))) == "/people/7"
    casework = subject_of(entry(None, {"project_id": 3}, "casework"))
    assert subject_path(casework) == "/projects/3"
    assert subject_name(casework, {}) == "Dự án 3"
    assert subject_name(casework, {("project", "3"): "Đường trục thôn"}) == "Đường trục thôn"
    assert subject_path(subject_of(entry(None, None, "ledger"))) is None


def test_filters_by_person_action_and_day(admin: Browser, ledger: sqlite3.Connection) -> None:
    staff = people.by_email(ledger, PEOPLE[Role.STAFF].email)
    by = Actor(staff.name, staff.person_id)
    marks = {"trước": NOW - timedelta(days=1), "trong ngày": NOW, "sau": NOW + timedelta(days=1)}
    for name, at in marks.items():
        audit.record(ledger, Action.UNDONE, "import", 1, by=by, at=at, old={"file": f"tệp {name}"})

    def shown(path: str) -> list[str]:
        text = read(admin, path)
        return [name for name in marks if f"tệp {name}" in text]

    assert shown("/audit") == list(marks)
    assert shown(f"/audit?person={staff.person_id}&action=undone") == list(marks)
    assert shown("/audit?action=login") == []
    assert shown("/audit?person=4") == []
    assert shown("/audit?first=2026-11-16&last=2026-11-16") == ["trong ngày"]
    assert shown("/audit?last=15/11/2026") == ["trước"]
    assert shown("/audit?person=nobody&first=never&before=-1") == list(marks)


def test_a_project_is_told_by_its_name(
    admin: Browser,
    ledger: sqlite3.Connection,
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    number, _, name = project_of(OWNER)
    new = {"project_id": number, "kind": "Obstacle"}
    audit.record(ledger, Action.RECORDED, "casework", 1, by=BY, at=NOW, new=new)
    text = read(admin, "/audit?action=recorded")
    assert f'<a href="/projects/{number}">{name}</a>' in text
    assert "Loại: Vướng mắc" in text


def test_pages_hold_a_hundred(admin: Browser, ledger: sqlite3.Connection) -> None:
    for number in range(PAGE + 20):
        audit.record(ledger, Action.IMPORTED, "import", number, by=BY, at=NOW)
    first = read(admin, "/audit?action=imported")
    assert first.count('<th scope="row">Nhập tệp') == PAGE
    (oldest,) = ledger.execute(
        "SELECT min(id) FROM (SELECT id FROM audit WHERE action = 'imported'"
        " ORDER BY id DESC LIMIT ?)",
        (PAGE,),
    ).fetchone()
    path = f"/audit?action=imported&before={oldest}"
    assert f'href="{path}"' in first
    second = read(admin, path)
    assert second.count('<th scope="row">Nhập tệp') == 20
    assert "Cũ hơn" not in second


def test_a_failed_login_is_told_without_a_name(admin: Browser) -> None:
    admin.client.post("/login", data={"email": "ai@example.vn", "password": "sai mật khẩu rồi"})
    text = read(admin, "/audit?action=login_failed")
    assert "không rõ" in text
    assert "ai@example.vn" not in text
