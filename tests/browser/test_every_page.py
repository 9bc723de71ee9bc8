"""Every page of every role: what axe-core says of it, and whether it fits a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from disburse.accounts.records import Role
from disburse.clock import now
from disburse.settings import load_settings
from disburse.web.access import handlers_of
from disburse.web.app import create_app
from disburse.web.website import Site
from tests.browser.casework import tell
from tests.browser.correspondence import write
from tests.browser.registers import register
from tests.browser.serving import PHONE, sideways, sign_in
from tests.web.office import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, ViewportSize

    from tests.browser.serving import Office

_DESK: ViewportSize = {"width": 1100, "height": 800}
_DAY = NOW.date().isoformat()
_OFFICE_PAGES = {
    "/": f"/?as_of={_DAY}",
    "/projects": f"/projects?as_of={_DAY}&sort=rate",
    "/projects/{project_id}": f"/projects/{{project}}?as_of={_DAY}",
    "/cases": "/cases",
    "/upload": "/upload",
    "/upload/{upload_id}": "{upload}",
    "/answers": "/answers",
    "/imports": "/imports",
    "/imports/{import_id}": "/imports/1",
    "/matches": "/matches",
    "/reports": f"/reports?as_of={_DAY}",
    "/letters": f"/letters?as_of={_DAY}",
    "/letters/{letter}": "/letters/1",
    "/mail": "/mail",
    "/mail/{number}": "/mail/1",
    "/account": "/account",
    "/account/mail": "/account/mail",
    "/people": "/people",
    "/people/new": "/people/new",
    "/people/{person_id}": "/people/1",
    "/audit": "/audit",
    "/schedule": "/schedule",
    "/settings": "/settings",
    "/backup": "/backup",
}
_OWNER_PAGES = ("/", "/projects", "/projects/{project_id}", "/reports", "/account", "/account/mail")
_PUBLIC_PAGES = {"/login", "/invitation/{token}", "/reset/{token}"}
_NO_PAGES = {
    *("/health", "/template", "/reports/summary", "/reports/warnings"),
    *("/letters/draft", "/letters/{letter}/file"),
    *("/reports/period/{period}", "/reports/form/{period}"),
    *("/mail/{number}/html", "/mail/{number}/parts/{part_number}"),
    *("/upload/{upload_id}/state", "/upload/{upload_id}/annotated", "/imports/{import_id}/file"),
}


def wrong(page: Page) -> list[str]:
    """What is wrong with the page shown, with everything that can be opened open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    faults = [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    if page.locator("h1").count() != 1:
        faults.append("not one first heading")
    if sideways(page):
        faults.append(f"{sideways(page)} px too wide")
    return faults


def visit(page: Page, office: Office, paths: list[str]) -> dict[str, list[str]]:
    """Everything wrong, by page."""
    found = {}
    for path in paths:
        answer = page.goto(office.address + path)
        status = answer.status if answer else None
        found[path] = wrong(page) if status == 200 else [f"status {status}"]
    return {path: faults for path, faults in found.items() if faults}


def uploads(page: Page, office: Office, folder: Path) -> Iterator[str]:
    """Addresses of uploads with a question, with an error too, and with nothing in the way."""
    for unit, mended in (("", True), ("triệu đồng", False), ("triệu đồng", True)):
        page.goto(f"{office.address}/upload")
        file = register(folder / "thang-10.xlsx", mended=mended)
        page.get_by_label("Tệp bảng tính").set_input_files(file)
        page.get_by_role("button", name="Tải lên").click()
        if unit:
            page.get_by_label("Số tiền trong tệp").select_option(unit)
            page.get_by_role("button", name="Đọc lại theo các câu trả lời").click()
        page.wait_for_url(re.compile("/upload/[0-9a-f]{32}"))
        yield page.url.removeprefix(office.address)


@pytest.mark.parametrize("viewport", [_DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_of_the_office(
    opened: Callable[..., BrowserContext], office: Office, tmp_path: Path, viewport: ViewportSize
) -> None:
    project = tell(office.database, NOW)
    write(office.database, NOW)
    page = opened(viewport=viewport).new_page()
    sign_in(page, office, Role.ADMIN)
    waiting = list(uploads(page, office, tmp_path))
    paths = [
        path.format(project=project)
        for route, path in _OFFICE_PAGES.items()
        if route != "/upload/{upload_id}"
    ]
    assert visit(page, office, [*paths, *waiting]) == {}


@pytest.mark.parametrize("viewport", [_DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_of_owners_and_of_the_signed_out(
    opened: Callable[..., BrowserContext], office: Office, viewport: ViewportSize
) -> None:
    project = tell(office.database, NOW)
    write(office.database, NOW)
    office.add(Role.OWNER)
    page = opened(viewport=viewport).new_page()
    assert visit(page, office, ["/login"]) == {}
    page.goto(f"{office.address}/invitation/none")
    assert wrong(page) == []
    sign_in(page, office, Role.OWNER)
    paths = [_OFFICE_PAGES[route].format(project=project) for route in _OWNER_PAGES]
    assert visit(page, office, paths) == {}
    page.goto(f"{office.address}/none")
    assert wrong(page) == []


def test_every_page_is_looked_at(tmp_path: Path) -> None:
    database = tmp_path / "disburse.db"
    app = create_app(Site(database, load_settings(database, {}), "", now))
    answering = {
        route.path_format
        for route in app.routes
        for handler in handlers_of(route)
        if "GET" in getattr(handler, "http_methods", ())
    }
    pages = {path for path in answering if not path.startswith(("/api", "/static"))}
    assert pages == _OFFICE_PAGES.keys() | _PUBLIC_PAGES | _NO_PAGES
