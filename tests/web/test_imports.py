"""What the ledger was given: listed, handed out again, undone."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.ledger.imports import history
from disburse.paths import SAMPLES
from tests.web.office import REGISTERS
from tests.web.registers import ROWS, table
from tests.web.test_uploads import confirm, shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.web.website import Site
    from tests.web.office import Browser

UNDOING = "Hủy lần nhập này"


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


def test_the_list_names_every_import_the_latest_first(staff: Browser) -> None:
    text = shown(staff, "/imports")
    places = [text.index(name) for name in reversed(REGISTERS)]
    assert places == sorted(places)
    assert 'href="/imports/2"' in text


def test_an_import_is_shown_and_its_file_is_the_one_received(
    staff: Browser, ledger: sqlite3.Connection
) -> None:
    for record, name in zip(history(ledger), REGISTERS, strict=True):
        path = f"/imports/{record.import_id}"
        text = shown(staff, path)
        assert record.sha256 in text
        assert UNDOING in text
        answer = staff.client.get(f"{path}/file")
        assert answer.content == (SAMPLES / name).read_bytes()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert name in answer.headers["content-disposition"]
        assert answer.headers["content-disposition"].startswith("attachment")


def test_findings_of_an_import_stay_with_it(staff: Browser) -> None:
    rows = (ROWS[0], "2;9900002;Trường B;Ban QLDA khu vực;2000;2300")
    path = staff.upload("tep.csv", table(*rows))
    location = confirm(staff, path).partition("?")[0]
    text = shown(staff, location)
    assert "Các phát hiện khi nhập" in text
    assert "F6" in text


def test_what_an_import_changed_stays_with_it(staff: Browser) -> None:
    first = confirm(staff, staff.upload("tep.csv", table())).partition("?")[0]
    rows = ("1;9900001;Đường trục thôn A;UBND xã Bằng Mạc;1600;800",)
    path = staff.upload("sau.csv", table(*rows, day="30/11/2026"))
    second = confirm(staff, path).partition("?")[0]
    text = shown(staff, second)
    assert "So với sổ dữ liệu trước khi nhập" in text
    assert "1 dự án có thay đổi" in text
    assert "<del>1.500</del>" in text
    assert "<ins>1.600</ins>" in text
    assert "Trường Mầm non B" in text
    assert "<del>" not in shown(staff, first)


def test_a_file_that_is_gone_is_404(staff: Browser, site: Site, ledger: sqlite3.Connection) -> None:
    (site.settings.uploads / history(ledger)[0].stored_path).unlink()
    assert staff.get("/imports/1/file").status == 404
    assert staff.get("/imports/1").status == 200


def test_staff_undo_an_import_once(staff: Browser, ledger: sqlite3.Connection) -> None:
    path = confirm(staff, staff.upload("tep.csv", table())).partition("?")[0]
    assert "Đường trục thôn A" in shown(staff, "/projects?q=9900001")
    assert staff.post(f"{path}/undo").location == f"{path}?done=undone"
    undone = history(ledger)[-1]
    assert (undone.undone_by, undone.undone_at) == (
        "Cán bộ theo dõi",
        "2026-11-16T08:00:00+07:00",
    )
    text = shown(staff, path)
    assert "Đã hủy" in text
    assert UNDOING not in text
    assert "Đường trục thôn A" not in shown(staff, "/projects?q=9900001")
    assert staff.post(f"{path}/undo").location == path
    entries = ledger.execute("SELECT old FROM audit WHERE action = 'undone'").fetchall()
    assert len(entries) == 1
    assert "tep.csv" in unescape(entries[0][0])
    assert confirm(staff, staff.upload("tep.csv", table())).endswith("done=stored")


def test_a_leader_reads_and_undoes_nothing(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    leader = sign_in(Role.LEADER)
    assert UNDOING not in shown(leader, "/imports/1")
    assert leader.get("/imports/1/file").status == 200
    assert leader.post("/imports/1/undo").status == 403
    assert history(ledger)[0].undone_at is None


@pytest.mark.parametrize("path", ["/imports/999", "/imports/999/file", "/imports/x", "/imports/-1"])
def test_an_import_there_is_not_is_404(path: str, staff: Browser) -> None:
    assert staff.get(path).status == 404
    assert staff.post("/imports/999/undo").status == 404
