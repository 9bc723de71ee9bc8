"""An owner on a phone: from the invitation to the office's answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from disburse.accounts.records import Role
from tests.browser.serving import PHONE, sideways, sign_in
from tests.web.office import OWNER, PASSWORD, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.serving import Office

_EXPLANATION = "Nhà thầu đã bổ sung máy thi công; nghiệm thu đợt cuối trước ngày 20/12/2026."
_ANSWER = "Đồng ý. Đề nghị gửi hồ sơ thanh toán trước ngày 25/12/2026."


def accept(page: Page, link: str) -> None:
    """Open the invitation and set the password."""
    page.goto(link)
    expect(page.locator(".lead")).to_contain_text(PEOPLE[Role.OWNER].email)
    for label in ("Mật khẩu mới", "Nhập lại mật khẩu mới"):
        page.get_by_label(re.compile(rf"^{label}")).fill(PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đặt mật khẩu")


def explain(page: Page) -> str:
    """Explain the first warning of the most urgent project; give the project's address."""
    page.get_by_role("link", name=re.compile(r"^Giải trình \d+ cảnh báo")).first.click()
    page.get_by_label("Nguyên nhân và hướng khắc phục").first.fill(_EXPLANATION)
    page.get_by_role("button", name="Gửi giải trình").first.click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi nhận")
    expect(page.locator(".said").first).to_contain_text(_EXPLANATION)
    return page.url.partition("?")[0]


def plan(page: Page) -> None:
    """Enter the plan of a month."""
    page.get_by_text("Kế hoạch giải ngân tháng", exact=True).click()
    page.get_by_label("Tháng", exact=True).fill("2026-12")
    page.get_by_label(re.compile("^Dự kiến giải ngân trong tháng")).fill("345,6")
    page.get_by_role("button", name="Lưu kế hoạch tháng").click()
    row = page.get_by_role("row").filter(has_text="Tháng 12/2026")
    expect(row).to_contain_text("345,6")


def sees_only_own(page: Page, office: Office) -> None:
    """Every project of the owner is on the page, none of another, nor by its address."""
    shown = page.locator("main").inner_text()
    fetch = page.context.request
    for one in office.run("status")["projects"]:
        own = one["owner"] == OWNER
        assert (f"{one['code']} ·" in shown) is own, one
        status = fetch.get(f"{office.address}/api/projects/{one['code']}").status
        assert status == (200 if own else 404), one


def answer(page: Page, office: Office) -> None:
    """Staff find the explanation among what waits for them, and answer it."""
    sign_in(page, office, Role.STAFF)
    page.get_by_role("link", name="Việc cần xử lý").click()
    row = page.get_by_role("row").filter(has_text=_EXPLANATION)
    row.get_by_role("link").click()
    said = page.locator(".said").filter(has_text=_EXPLANATION)
    said.get_by_text("Trả lời", exact=True).click()
    said.get_by_label("Nội dung trả lời").fill(_ANSWER)
    said.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".answer")).to_contain_text(_ANSWER)
    page.get_by_role("link", name="Việc cần xử lý").click()
    expect(page.get_by_role("row").filter(has_text=_EXPLANATION)).to_have_count(0)


def test_an_owner_is_invited_explains_plans_and_is_answered(
    opened: Callable[..., BrowserContext], office: Office
) -> None:
    link = office.invite(Role.OWNER)
    page = opened(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    accept(page, link)
    assert page.context.request.get(link).status == 404
    sign_in(page, office, Role.OWNER)
    assert sideways(page) == 0
    sees_only_own(page, office)

    address = explain(page)
    plan(page)
    assert sideways(page) == 0
    expect(page.get_by_text("Cơ quan theo dõi chưa trả lời")).to_have_count(1)

    answer(opened().new_page(), office)
    page.goto(address)
    expect(page.locator(".answer")).to_contain_text(_ANSWER)
    assert sideways(page) == 0
