"""Files nobody should be able to do harm with, and readings that fail or are cut off."""

from __future__ import annotations

import threading
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from disburse.accounts import people, sessions
from disburse.accounts.records import Role
from disburse.web import readings
from disburse.web.app import create_app
from disburse.web.readings import read
from disburse.web.staging import KEPT, Staging, safe_name
from disburse.web.website import Site
from tests.web.office import NOW, PEOPLE, Browser
from tests.web.registers import table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from tests.clocks import Clock


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\x.xlsx",
        "../../../etc/x.csv",
        "<b>đậm</b>.csv",
        '"><img src=x onerror=alert(1)>.csv',
        "a" * 300 + ".csv",
        "ệ" * 300 + ".csv",
        "a." + "x" * 300,
        "CON.csv",
        ".csv",
        "...",
        "x.csv\r\nSet-Cookie: a=b",
        "%2e%2e%2fx.csv",
        "\u202evsc.exe.csv",
    ],
)
def test_a_name_leads_nowhere_and_is_shown_as_text(
    name: str, staff: Browser, site: Site, database: Path
) -> None:
    before = files_below(database.parent)
    path = staff.upload(name, table())
    staged = site.settings.uploads / "staged"
    made = {one for one in files_below(database.parent) - before if "disburse.db" not in one.name}
    assert made
    assert all(staged in one.parents for one in made)
    page = staff.get(path)
    assert page.status == 200
    assert "<b>đậm" not in page.text
    assert "<img" not in page.text
    annotated = staff.client.get(f"{path}/annotated")
    assert annotated.status_code in {200, 404}
    assert "set-cookie: a=b" not in str(annotated.headers).lower()
    assert staff.post(f"{path}/discard").status == 303


@given(st.text(max_size=400))
def test_a_safe_name_is_one_part_of_a_path_that_every_system_holds(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('<>:"/\\|?*\x00\n')
    assert safe.strip(" .") == safe
    assert len(safe.encode("utf-8", "surrogatepass")) <= 200
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Danh mục 2026.xlsx", "Danh mục 2026.xlsx"),
        ("C:\\Users\\x\\danh-muc.csv", "danh-muc.csv"),
        ("nul.xlsx", "_nul.xlsx"),
        ("", "tep"),
        ("..", "tep"),
    ],
)
def test_names_are_kept_as_far_as_they_can_be(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04 broken", b"<html></html>"])
def test_a_file_that_is_no_table_is_explained(content: bytes, staff: Browser) -> None:
    path = staff.upload("tep.xlsx", content)
    page = staff.get(path)
    assert page.status == 200
    assert "Chưa lưu được tệp này" in unescape(page.text)
    assert staff.post(f"{path}/confirm").location == path


def test_no_file_is_told_at_the_form(staff: Browser) -> None:
    waiting = staff.upload("dang-cho.csv", table())
    for answer in (staff.post("/upload", file=("", b"")), staff.post("/upload")):
        text = unescape(answer.text)
        assert (answer.status, "Chưa chọn tệp" in text) == (400, True)
        assert waiting in text


def test_a_file_too_large_is_refused_with_a_page(
    site: Site, ledger: sqlite3.Connection, clock: Clock
) -> None:
    web = replace(site.settings.web, upload_megabytes=1)
    small = Site(site.database, replace(site.settings, web=web), site.secret, clock)
    person = people.by_email(ledger, PEOPLE[Role.STAFF].email)
    with TestClient(create_app(small)) as client:
        client.follow_redirects = False
        token = sessions.start(ledger, person.person_id, site.settings.accounts, at=NOW)
        client.cookies.set("disburse", token)
        client.get("/login")
        browser = Browser(client)
        assert "tối đa 1 MB" in browser.get("/upload").text
        answer = browser.post("/upload", file=("to.xlsx", b"x" * (3 * 1024 * 1024)))
        assert (answer.status, "Tệp quá lớn" in unescape(answer.text)) == (413, True)
        assert browser.get("/upload").status == 200
    assert not (site.settings.uploads / "staged").exists()


def test_a_reading_that_fails_is_told_and_can_be_discarded(
    staff: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(readings, "read", fail)
    path = staff.upload("danh-muc.csv", table())
    text = unescape(staff.get(path).text)
    assert "Chương trình gặp lỗi khi đọc tệp" in text
    assert "a fault of ours" not in text
    assert staff.post(f"{path}/confirm").location == path
    assert staff.post(f"{path}/discard").status == 303
    assert list((site.settings.uploads / "staged").iterdir()) == []


def test_a_reading_cut_off_by_a_restart_begins_again(
    site: Site, ledger: sqlite3.Connection, sign_in: Callable[[Role], Browser], tmp_path: Path
) -> None:
    number = people.by_email(ledger, PEOPLE[Role.STAFF].email).person_id
    received = tmp_path / "received"
    received.write_bytes(table())
    upload = Staging(site.settings.uploads).add(received, "danh-muc.csv", number, NOW)
    staff = sign_in(Role.STAFF)
    path = f"/upload/{upload.upload_id}"
    assert path in staff.get("/upload").text
    assert "Đang đọc tệp" in unescape(staff.get(path).text)
    assert "Xác nhận và lưu" in unescape(staff.get(staff.read(path)).text)


class Held:
    """A reading that goes on only when told to."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self._read = read

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - whatever reading takes and gives
        self.begun.release()
        assert self.go_on.acquire(timeout=30)
        return self._read(*arguments)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    reading = Held()
    monkeypatch.setattr(readings, "read", reading)
    return reading


def test_an_answer_given_while_the_file_is_read_counts(staff: Browser, held: Held) -> None:
    path = staff.post("/upload", file=("tep.csv", table(unit=""))).location
    assert held.begun.acquire(timeout=30)
    staff.post(f"{path}/answers", {"unit": "triệu đồng"})
    held.go_on.release(2)
    assert "kế hoạch vốn <b>3.500</b>" in unescape(staff.get(staff.read(path)).text)


def test_an_upload_discarded_while_it_is_read_stays_away(
    staff: Browser, held: Held, site: Site
) -> None:
    path = staff.post("/upload", file=("tep.csv", table())).location
    assert held.begun.acquire(timeout=30)
    staff.post(f"{path}/discard")
    held.go_on.release()
    other = staff.post("/upload", file=("khac.csv", table())).location
    held.go_on.release()
    staff.read(other)
    assert [one.name for one in (site.settings.uploads / "staged").iterdir()] == [
        other.rpartition("/")[2]
    ]


def test_what_nobody_came_back_to_is_dropped_after_a_week(
    site: Site, ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    number = people.by_email(ledger, PEOPLE[Role.STAFF].email).person_id
    staging = Staging(site.settings.uploads)
    kept = {}
    for name, at in (("old", NOW - KEPT * 1.1), ("new", NOW - KEPT * 0.9)):
        received = tmp_path / name
        received.write_bytes(table())
        kept[name] = staging.add(received, f"{name}.csv", number, at)
    staging.drop_old(NOW)
    assert staging.of_person(number) == [kept["new"]]
    assert not staging.folder(kept["old"].upload_id).exists()
