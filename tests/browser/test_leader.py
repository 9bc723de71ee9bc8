"""A leader with a phone: from the dashboard to the cell a number comes from, changing nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from disburse.accounts.records import Role
from tests.browser.serving import PHONE, number_in, sideways, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.serving import Office

_DAY = "?as_of=2026-11-16"


def nothing_to_change(page: Page) -> None:
    """The only form that sends anything is the one that signs out."""
    sending = page.locator("form:not([method=get])")
    expect(sending).to_have_count(1)
    expect(sending).to_have_attribute("action", "/logout")


def test_a_leader_follows_a_number_to_its_cell(
    opened: Callable[..., BrowserContext], office: Office
) -> None:
    page = opened(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    sign_in(page, office, Role.LEADER)
    page.goto(f"{office.address}/{_DAY}")
    assert sideways(page) == 0
    nothing_to_change(page)
    missed = page.get_by_role("link", name=re.compile(r"\d+ dự án không đạt mốc"))
    count = number_in(missed.inner_text())
    missed.tap()

    expect(page.get_by_text(f"{count} dự án thỏa điều kiện")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(int(count))
    expect(page.locator("tbody tr .state-missed")).not_to_have_count(0)
    assert sideways(page) == 0
    nothing_to_change(page)
    first = page.locator("tbody th a").first
    name = first.inner_text()
    first.tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    sources = page.get_by_role("region", name="nơi lấy số liệu")
    expect(sources).to_contain_text(re.compile(r"ô [A-Z]+\d+, trang tính “.+”, tệp .+\.xlsx"))
    expect(page.get_by_role("region", name="Các mốc")).to_contain_text("Mục II.5.c")
    assert sideways(page) == 0
    nothing_to_change(page)
    for path in ("/imports", "/imports/1", "/cases", "/reports"):
        page.goto(office.address + path)
        nothing_to_change(page)
