"""Reports handed out on the page: whole for the office, his own for an owner."""

from __future__ import annotations

import io
from html import unescape
from typing import TYPE_CHECKING

import openpyxl
import pytest

from disburse.accounts.records import Role
from disburse.paths import SAMPLES
from tests.web.office import OWNER
from tests.web.test_uploads import confirm, shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from tests.web.office import Browser

VOUCHERS = "chung-tu-kho-bac-2026.xlsx"


@pytest.fixture
def others(ledger: sqlite3.Connection) -> set[str]:
    """Codes, names and owners of projects of other owners, as far as they are theirs alone."""
    query = "SELECT code, name, owner FROM project_fact WHERE owner"
    theirs = ledger.execute(f"{query} <> ?", (OWNER,)).fetchall()
    own = {text for row in ledger.execute(f"{query} = ?", (OWNER,)) for text in row}
    return {text for row in theirs for text in row if text} - own


@pytest.fixture
def own(ledger: sqlite3.Connection) -> set[str]:
    rows = ledger.execute(
        "SELECT code FROM project_fact WHERE owner = ? AND code IS NOT NULL", (OWNER,)
    )
    return {row[0] for row in rows}


@pytest.fixture
def reconciled(sign_in: Callable[[Role], Browser]) -> None:
    """Vouchers beside the figures, so that every sheet has something to tell."""
    staff = sign_in(Role.STAFF)
    confirm(staff, staff.upload(VOUCHERS, (SAMPLES / VOUCHERS).read_bytes()))


def cells(content: bytes) -> Iterator[tuple[str, str]]:
    """Every text of a workbook with its sheet: of cells, comments and headings."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        yield sheet.title, sheet.title
        yield sheet.title, str(sheet.HeaderFooter)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, str(cell.value)
                if cell.comment:
                    yield sheet.title, cell.comment.text


@pytest.mark.usefixtures("reconciled")
def test_the_workbook_of_an_owner_holds_his_rows_alone_on_every_sheet(
    sign_in: Callable[[Role], Browser], others: set[str], own: set[str]
) -> None:
    told = list(cells(sign_in(Role.OWNER).fetch("/reports/summary")))
    leaks = {(sheet, text) for sheet, text in told for one in others if one in text}
    assert leaks == set()
    assert own <= {text for _, text in told}
    whole = list(cells(sign_in(Role.LEADER).fetch("/reports/summary")))
    assert {sheet for sheet, _ in told} == {sheet for sheet, _ in whole}
    assert {sheet for sheet, text in whole for one in others if one in text} >= {
        "Chi tiết dự án",
        "Nguồn số liệu",
    }


@pytest.mark.usefixtures("reconciled")
def test_the_warning_report_of_an_owner_tells_of_his_projects_alone(
    sign_in: Callable[[Role], Browser], others: set[str], own: set[str]
) -> None:
    text = unescape(sign_in(Role.OWNER).fetch("/reports/warnings").decode())
    assert {one for one in others if one in text} == set()
    assert any(code in text for code in own)
    assert any(
        one in unescape(sign_in(Role.LEADER).fetch("/reports/warnings").decode()) for one in others
    )


def test_reports_are_of_the_day_asked_for(sign_in: Callable[[Role], Browser]) -> None:
    leader = sign_in(Role.LEADER)
    text = shown(leader, "/reports?as_of=2026-10-01")
    assert 'href="/reports/summary?as_of=2026-10-01"' in text
    assert 'href="/reports/warnings?as_of=2026-10-01"' in text
    answer = leader.client.get("/reports/summary?as_of=2026-10-01")
    assert 'filename="tong-hop-2026-10-01.xlsx"' in answer.headers["content-disposition"]
    assert "01/10/2026" in " ".join(text for _, text in cells(answer.content))
    report = leader.client.get("/reports/warnings?as_of=2026-10-01")
    assert report.headers["content-disposition"].startswith("attachment")
    assert "01/10/2026" in report.text


def test_the_empty_form_comes_back_without_a_finding(sign_in: Callable[[Role], Browser]) -> None:
    form = sign_in(Role.OWNER).fetch("/template")
    staff = sign_in(Role.STAFF)
    path = staff.upload("bieu-dang-ky.xlsx", form)
    text = shown(staff, path)
    assert "Tệp là biểu trống" in text
    assert "Lỗi phải sửa" not in text
    assert staff.post(f"{path}/confirm").location == path


def test_an_owner_without_projects_is_told_so(
    sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    ledger.execute("UPDATE person SET owner = 'Trường học' WHERE owner = ?", (OWNER,))
    browser = sign_in(Role.OWNER)
    assert "Chưa có dự án nào" in shown(browser, "/reports")
    assert "Chưa có dự án nào của Trường học" in shown(browser, "/")
    assert shown(browser, "/projects")
    assert browser.get("/reports/warnings").status == 200
    assert browser.get("/reports/summary").status == 200
