"""Uploading a register: read, asked about, shown, and stored only when confirmed."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import TYPE_CHECKING

import openpyxl
import pytest

from disburse.accounts.records import Role
from disburse.ledger.imports import history
from disburse.paths import SAMPLES
from tests.web.registers import HEADING, ROWS, table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.web.website import Site
    from tests.web.office import Browser

OCTOBER = "giai-ngan-luy-ke-2026-10-31.xlsx"


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


@pytest.fixture
def stored(ledger: sqlite3.Connection) -> Callable[[], int]:
    """How many imports the ledger holds."""
    return lambda: len(history(ledger))


def shown(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status == 200
    return unescape(answer.text)


def confirmation(browser: Browser, path: str) -> dict[str, str]:
    """What the button of the page sends."""
    found = re.search(r'name="shown" value="(\w+)"', browser.get(path).text)
    return {"shown": found[1]} if found else {}


def confirm(browser: Browser, path: str) -> str:
    """Press the button of the page; where that leads."""
    return browser.post(f"{path}/confirm", confirmation(browser, path)).location


def test_a_sample_register_is_shown_confirmed_and_stored(
    staff: Browser, stored: Callable[[], int], ledger: sqlite3.Connection, site: Site
) -> None:
    content = (SAMPLES / OCTOBER).read_bytes()
    before = stored()
    path = staff.upload(OCTOBER, content)
    text = shown(staff, path)
    assert "Chưa lưu" in text
    assert "Tệp được hiểu như thế nào" in text
    assert "Lũy kế giải ngân" in text
    assert OCTOBER in shown(staff, "/upload")
    assert stored() == before
    location = confirm(staff, path)
    latest = history(ledger)[-1]
    assert location == f"/imports/{latest.import_id}?done=stored"
    assert (stored(), latest.file, latest.uploaded_by) == (before + 1, OCTOBER, "Cán bộ theo dõi")
    assert (site.settings.uploads / latest.stored_path).read_bytes() == content
    assert staff.get(path).status == 404
    assert OCTOBER not in shown(staff, "/upload")


def test_confirming_stores_what_was_shown_and_says_who_did(
    staff: Browser, ledger: sqlite3.Connection
) -> None:
    path = staff.upload("danh-muc.csv", table())
    text = shown(staff, path)
    assert "2 dự án; kế hoạch vốn <b>3.500</b>; đã giải ngân <b>1.050</b> triệu đồng" in text
    confirm(staff, path)
    number = history(ledger)[-1].import_id
    for column, amounts in (("capital_plan", [1500, 2000]), ("disbursement", [750, 300])):
        query = f"SELECT amount FROM {column} WHERE import_id = ? ORDER BY line"  # noqa: S608 - names of this test
        found = [row[0] for row in ledger.execute(query, (number,))]
        assert found == [one * 1_000_000 for one in amounts]
    entry = ledger.execute(
        "SELECT actor, object_id, new FROM audit WHERE action = 'imported'"
    ).fetchone()
    assert entry[:2] == ("Cán bộ theo dõi", str(number))
    assert "danh-muc.csv" in entry[2]


def test_a_unit_is_asked_for_and_answered_in_place(
    staff: Browser, stored: Callable[[], int]
) -> None:
    before = stored()
    path = staff.upload("khong-don-vi.csv", table(unit=""))
    text = shown(staff, path)
    assert "Số tiền trong tệp tính theo đơn vị nào?" in text
    assert "Xác nhận và lưu" not in text
    assert confirm(staff, path) == path
    assert stored() == before
    staff.post(f"{path}/answers", {"unit": "nghìn đồng"})
    answered = shown(staff, staff.read(path))
    assert "kế hoạch vốn <b>3,5</b>" in answered
    assert '<option value="nghìn đồng" selected>' in answered
    staff.post(f"{path}/answers", {"unit": "triệu đồng"})
    assert "kế hoạch vốn <b>3.500</b>" in shown(staff, staff.read(path))
    confirm(staff, path)
    assert stored() == before + 1


def test_a_date_is_asked_for_and_answered_in_place(
    staff: Browser, ledger: sqlite3.Connection
) -> None:
    path = staff.upload("khong-ngay.csv", table(day=None))
    assert "Số liệu đến ngày nào?" in shown(staff, path)
    assert staff.post(f"{path}/answers", {"as_of": "hôm qua"}).status == 400
    staff.post(f"{path}/answers", {"as_of": "2026-10-31"})
    assert "số liệu đến hết ngày <b>31/10/2026</b>" in shown(staff, staff.read(path))
    confirm(staff, path)
    assert history(ledger)[-1].as_of.isoformat() == "2026-10-31"


def test_a_heading_is_asked_for_and_answered_in_place(
    staff: Browser, stored: Callable[[], int]
) -> None:
    before = stored()
    heading = HEADING.replace("Lũy kế giải ngân năm 2026", "Số KB đến 31/10/2026")
    path = staff.upload("bao-cao.csv", table(heading=heading))
    text = shown(staff, path)
    assert "Cột “Số KB đến 31/10/2026” (ô F4" in text
    answers = {"heading-1": "Số KB đến 31/10/2026", "field-1": "disbursed_current"}
    staff.post(f"{path}/answers", answers)
    answered = shown(staff, staff.read(path))
    assert "đã giải ngân <b>1.050</b>" in answered
    confirm(staff, path)
    assert stored() == before + 1


def test_errors_are_shown_by_cell_and_marked_in_the_workbook(
    staff: Browser, stored: Callable[[], int]
) -> None:
    before = stored()
    path = staff.upload("loi.csv", table(ROWS[0], "2;9900002;Trường B;Ban QLDA;hai tỷ;300"))
    text = shown(staff, path)
    assert "Chưa lưu được tệp này" in text
    assert "Ô E6" in text
    assert "hai tỷ" in text
    assert "Xác nhận và lưu" not in text
    assert staff.post(f"{path}/confirm").location == path
    assert stored() == before
    for _ in range(2):
        book = openpyxl.load_workbook(io.BytesIO(staff.fetch(f"{path}/annotated")))
        (marked,) = [one for one in book if one["E6"].comment]
        assert "hai tỷ" in marked["E6"].comment.text
    assert staff.client.get(f"{path}/annotated").headers["content-disposition"].count(".xlsx") == 1


def test_an_upload_that_is_discarded_leaves_nothing(
    staff: Browser, stored: Callable[[], int], site: Site
) -> None:
    before = stored()
    path = staff.upload("danh-muc.csv", table())
    assert staff.post(f"{path}/discard").location == "/upload?done=discarded"
    assert staff.get(path).status == 404
    assert stored() == before
    assert list((site.settings.uploads / "staged").iterdir()) == []


def test_an_upload_belongs_to_who_made_it(
    staff: Browser, sign_in: Callable[[Role], Browser], stored: Callable[[], int]
) -> None:
    before = stored()
    path = staff.upload("danh-muc.csv", table())
    admin = sign_in(Role.ADMIN)
    assert "danh-muc.csv" not in admin.get("/upload").text
    assert {admin.get(f"{path}{part}").status for part in ("", "/state", "/annotated")} == {404}
    acts = ("/confirm", "/discard", "/answers")
    assert {admin.post(f"{path}{part}").status for part in acts} == {404}
    assert stored() == before
    assert sign_in(Role.STAFF).get(path).status == 200


def test_a_second_confirmation_stores_nothing_more(
    staff: Browser, stored: Callable[[], int]
) -> None:
    before = stored()
    path = staff.upload("danh-muc.csv", table())
    form = confirmation(staff, path)
    answers = [staff.post(f"{path}/confirm", form) for _ in range(2)]
    assert [one.status for one in answers] == [303, 404]
    assert stored() == before + 1


def test_what_was_read_anew_since_is_not_stored_unseen(
    staff: Browser, stored: Callable[[], int]
) -> None:
    before = stored()
    path = staff.upload("khong-don-vi.csv", table(unit=""))
    staff.post(f"{path}/answers", {"unit": "triệu đồng"})
    form = confirmation(staff, staff.read(path))
    staff.post(f"{path}/answers", {"unit": "đồng"})
    staff.read(path)
    assert staff.post(f"{path}/confirm", form).location == f"{path}?done=changed"
    assert stored() == before
    assert confirm(staff, path).endswith("done=stored")


def test_the_same_content_again_is_held_already(staff: Browser, stored: Callable[[], int]) -> None:
    path, twin = (staff.upload(name, table()) for name in ("danh-muc.csv", "ban-sao.csv"))
    form = confirmation(staff, twin)
    first = confirm(staff, path)
    before = stored()
    text = shown(staff, twin)
    assert "không có gì mới để lưu" in text
    assert "Xác nhận và lưu" not in text
    again = staff.post(f"{twin}/confirm", form).location
    assert again == first.replace("stored", "held")
    assert "đã có đúng nội dung này" in shown(staff, again)
    assert stored() == before
