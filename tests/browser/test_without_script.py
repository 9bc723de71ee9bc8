"""Where scripts are switched off: reading, filtering, and the whole way of an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from disburse.accounts.records import Role
from tests.browser.registers import register
from tests.browser.serving import sign_in
from tests.web.office import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from tests.browser.serving import Office


def test_pages_are_read_and_a_register_is_stored(
    opened: Callable[..., BrowserContext], office: Office, tmp_path: Path
) -> None:
    page = opened(java_script_enabled=False).new_page()
    sign_in(page, office, Role.STAFF)
    page.goto(f"{office.address}/?as_of={NOW.date()}")
    expect(page.locator(".lead")).to_contain_text("tỷ đồng")
    page.get_by_role("link", name="Dự án", exact=True).click()
    page.get_by_label("Tìm").fill("8076205")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").click()
    page.get_by_text("Ghi vướng mắc mới").click()
    expect(page.get_by_label("Nội dung vướng mắc")).to_be_visible()

    page.get_by_role("link", name="Tải bảng lên").click()
    file = register(tmp_path / "thang-10.xlsx", mended=True)
    page.get_by_label("Tệp bảng tính").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_label("Số tiền trong tệp").select_option("triệu đồng", timeout=30_000)
    page.get_by_role("button", name="Đọc lại theo các câu trả lời").click()
    page.get_by_role("button", name="Xác nhận và lưu").click(timeout=30_000)
    expect(page.get_by_role("status")).to_contain_text("Đã lưu vào sổ dữ liệu")
