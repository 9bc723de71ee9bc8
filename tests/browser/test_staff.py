"""Staff: a register with a question and an error, mended, stored, seen, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import expect

from disburse.accounts.records import Role
from tests.browser.registers import CELL, SHEET, register
from tests.browser.serving import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.serving import Office

_DAY = "/?as_of=2026-11-02"
_BEFORE, _AFTER = "35,5/66,62 tỷ đồng", "41,09/66,62 tỷ đồng"


def upload(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Tải bảng lên").click()
    page.get_by_label("Tệp bảng tính").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_label("Số tiền trong tệp tính theo đơn vị nào?").select_option("triệu đồng")
    page.get_by_role("button", name="Đọc lại theo các câu trả lời").click()


def test_an_upload_is_asked_about_mended_stored_and_undone(
    opened: Callable[..., BrowserContext], office: Office, tmp_path: Path
) -> None:
    page = opened(viewport={"width": 1100, "height": 800}).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, office, Role.STAFF)
    page.goto(office.address + _DAY)
    expect(page.locator(".lead")).to_contain_text(_BEFORE)

    upload(page, register(tmp_path / "thang-10.xlsx", mended=False))
    fault = page.locator(".findings li.problem")
    expect(fault).to_have_count(1)
    expect(fault).to_contain_text(CELL)
    expect(fault).to_contain_text("đang đối chiếu")
    expect(fault).to_contain_text("Cách xử lý:")
    expect(page.get_by_role("button", name="Xác nhận và lưu")).to_have_count(0)
    assert marked(page, tmp_path / "marked.xlsx") == "đang đối chiếu"

    page.get_by_role("button", name="Bỏ tệp này, tải tệp khác").click()
    upload(page, register(tmp_path / "thang-10-da-sua.xlsx", mended=True))
    expect(page.get_by_role("heading", name="So với sổ dữ liệu")).to_be_visible()
    page.goto(office.address + _DAY)
    expect(page.locator(".lead")).to_contain_text(_BEFORE)
    page.go_back()
    page.get_by_role("button", name="Xác nhận và lưu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lưu vào sổ dữ liệu")

    stored = page.url.partition("?")[0]
    page.goto(office.address + _DAY)
    expect(page.locator(".lead")).to_contain_text(_AFTER)
    page.goto(stored)
    page.get_by_role("button", name="Hủy lần nhập này").click()
    expect(page.get_by_role("status")).to_contain_text("Đã hủy lần nhập")
    page.goto(office.address + _DAY)
    expect(page.locator(".lead")).to_contain_text(_BEFORE)


def marked(page: Page, path: Path) -> object:
    """Fetch the annotated workbook; give what stands in the cell that it has a note on."""
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải tệp có đánh dấu các ô cần sửa").click()
    fetched.value.save_as(path)
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert sheet[CELL].comment is not None
    return sheet[CELL].value
