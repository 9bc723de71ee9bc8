"""Without a mouse: sign in, skip to the content, and always see where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from disburse.accounts.records import Role
from tests.web.office import NOW, PASSWORD, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.serving import Office

_MOST = 200
_FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    tag: one.tagName, skip: one.classList.contains("skip"), inside: !!one.closest("main"),
    text: one.outerHTML.slice(0, 90), outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && box.left >= 0 && box.top >= 0 && box.bottom <= innerHeight,
  };
}"""


def tab(page: Page) -> dict[str, Any]:
    """Go on by one key; tell where one is now."""
    page.keyboard.press("Tab")
    focus: dict[str, Any] = page.evaluate(_FOCUS)
    return focus


def skip(page: Page) -> None:
    """Take the link that skips what is above the content."""
    first = tab(page)
    assert first["skip"], first
    assert first["shown"], first
    page.keyboard.press("Enter")
    assert tab(page)["inside"]


def test_the_keyboard_alone_signs_in_and_reaches_the_content(
    opened: Callable[..., BrowserContext], office: Office
) -> None:
    page = opened().new_page()
    projects = f"/projects?as_of={NOW.date()}"
    page.goto(f"{office.address}/login?next={projects}")
    skip(page)
    page.keyboard.type(PEOPLE[Role.STAFF].email)
    tab(page)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(office.address + projects)
    skip(page)
    page.keyboard.type("8076205")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Các mốc")).to_be_visible()

    stops: list[dict[str, Any]] = []
    while (focus := tab(page))["tag"] != "BODY" and len(stops) < _MOST:
        stops.append(focus)
    assert len(stops) < _MOST
    assert [one["text"] for one in stops if not (one["outlined"] and one["shown"])] == []
    assert sum(one["tag"] == "SUMMARY" for one in stops) >= 4
