"""Headers on every answer, and pages without script or style of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from litestar.enums import HttpMethod
from litestar.testing import TestClient

from disburse.accounts.records import Role
from disburse.web import home
from disburse.web.access import ROLES, Access
from disburse.web.app import create_app
from tests.web.markup import Markup
from tests.web.office import OWNER, PASSWORD, PEOPLE
from tests.web.registers import HEADING, table
from tests.web.test_isolation import routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import Response
    from litestar import Litestar

    from disburse.web.website import Site
    from tests.web.office import Browser

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def check(answer: Response) -> None:
    headers = answer.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy.items() >= POLICY.items()
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers
    static = "/static/" in str(answer.url) and answer.status_code == 200
    assert ("immutable" if static else "no-store") in headers["cache-control"]


def test_headers_stand_on_every_answer(
    client: TestClient[Litestar], sign_in: Callable[[Role], Browser]
) -> None:
    expected = {
        "/health": 200,
        "/login": 200,
        "/": 303,
        "/projects": 303,
        "/api/status": 401,
        "/no-such-page": 404,
        "/static/site.css": 200,
        "/static/no-such-file.css": 404,
        "/static/../app.py": 404,
        "/static/%2e%2e/app.py": 404,
    }
    for path, status in expected.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        check(answer)
    check(client.put("/login"))
    check(client.post("/upload"))
    signed_in = sign_in(Role.ADMIN).client
    expected = {
        "/": 200,
        "/reports/summary": 200,
        "/reports/warnings": 200,
        "/template": 200,
        "/imports/1/file": 200,
        "/api/status": 200,
        "/projects?as_of=x": 400,
        "/projects/999": 404,
        "/projects/99999999999999999999": 404,
    }
    for path, status in expected.items():
        answer = signed_in.get(path)
        assert answer.status_code == status, path
        check(answer)


def test_a_fault_of_ours_shows_nothing_of_itself(
    site: Site, sign_in: Callable[[Role], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"a fault at {site.database}")

    monkeypatch.setattr(home, "own_projects", fail)
    answer = sign_in(Role.OWNER).client.get("/")
    check(answer)
    assert answer.status_code == 500
    assert "Có lỗi trong chương trình" in answer.text
    assert not re.search(r"a fault|Traceback|\.py", answer.text)


def test_over_https_browsers_are_told_to_stay_there(site: Site) -> None:
    site.secure = True
    with TestClient(create_app(site), base_url="https://giaingan.example.vn") as client:
        for path in ("/login", "/static/site.js", "/no-such-page"):
            assert "max-age=" in client.get(path).headers["strict-transport-security"]


@pytest.fixture
def upload_pages(sign_in: Callable[[Role], Browser]) -> list[str]:
    """Uploads in every state."""
    staff = sign_in(Role.STAFF)
    odd = HEADING.replace("Lũy kế giải ngân năm 2026", "Số KB đến 31/10/2026")
    return [
        staff.upload("tot.csv", table()),
        staff.upload("hoi.csv", table(heading=odd, unit="", day=None)),
        staff.upload("loi.csv", table("1;9900001;Đường A;UBND xã Bằng Mạc;x;750")),
        staff.upload("trong.csv", b""),
    ]


def pages_of(
    role: Role, app: Litestar, browser: Browser, more: tuple[str, ...] = ()
) -> dict[str, str]:
    """Every page that a role may open, by address."""
    plain = [
        path
        for method, path, access in routes(app)
        if method is HttpMethod.GET and "{" not in path and role in ROLES[access]
    ]
    answers = {path: browser.client.get(path) for path in (*plain, *more)}
    return {
        path: answer.text
        for path, answer in answers.items()
        if "text/html" in answer.headers.get("content-type", "")
        and "attachment" not in answer.headers.get("content-disposition", "")
    }


@pytest.mark.parametrize("role", list(Role))
def test_no_page_holds_script_or_style_and_every_label_has_its_field(
    role: Role,
    app: Litestar,
    sign_in: Callable[[Role], Browser],
    project_of: Callable[[str], tuple[int, str, str]],
    upload_pages: list[str],
) -> None:
    browser = sign_in(role)
    own = f"/projects/{project_of(OWNER)[0]}"
    red = re.search(r'href="(/projects/\d+)"', browser.get("/projects?level=red").text)
    more = (own, red[1] if red else own, "/projects?q=x", "/projects/999", "/imports/1")
    uploads = tuple(upload_pages) if role is Role.STAFF else ()
    pages = pages_of(role, app, browser, (*more, *uploads, "/people/1"))
    assert len(pages) > 8
    for path, text in pages.items():
        page = Markup(text)
        assert (path, page.inline) == (path, [])
        assert (path, page.faults) == (path, [])
        forms = sum(given.get("method") == "post" for tag, given in page.tags if tag == "form")
        tokens = [given for _, given in page.tags if given.get("name") == "_csrf_token"]
        assert (path, len(tokens)) == (path, forms)


def test_public_pages_hold_none_either(client: TestClient[Litestar]) -> None:
    refused = client.post("/login", data={"email": "a@example.vn", "password": "x"})
    paths = ("/login", "/login?next=/projects", "/invitation/x", "/reset/x", "/no-such-page")
    for text in (refused.text, *(client.get(path).text for path in paths)):
        page = Markup(text)
        assert page.inline == []
        assert page.faults == []
        assert "/logout" not in page.values("action")


def test_what_the_pages_fetch_is_ours(app: Litestar, sign_in: Callable[[Role], Browser]) -> None:
    for path, text in pages_of(Role.ADMIN, app, sign_in(Role.ADMIN)).items():
        fetched = [
            given.get("src") or given.get("href") or ""
            for tag, given in Markup(text).tags
            if tag in {"script", "link", "img", "iframe", "object"}
        ]
        assert (path, [one for one in fetched if not one.startswith("/static/")]) == (path, [])


def test_every_link_of_the_menu_leads_to_a_page(sign_in: Callable[[Role], Browser]) -> None:
    for role in Role:
        browser = sign_in(role)
        text = browser.get("/").text.partition("<main")[0]
        links = re.findall(r'<li><a href="([^"]+)"', text)
        assert len(links) >= 3
        assert {one: browser.get(one).status for one in links} == dict.fromkeys(links, 200)


def test_a_route_that_nobody_classified_keeps_the_site_from_starting(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from litestar import get

    @get("/unclassified", sync_to_thread=False)
    def unclassified() -> str:
        return ""

    monkeypatch.setattr(home, "HANDLERS", [*home.HANDLERS, unclassified])
    with pytest.raises(RuntimeError, match="/unclassified"):
        create_app(site)
    assert set(ROLES) == set(Access) - {Access.PUBLIC}


def test_a_password_never_comes_back(client: TestClient[Litestar]) -> None:
    answer = client.post("/login", data={"email": PEOPLE[Role.STAFF].email, "password": "x" * 50})
    assert "x" * 50 not in answer.text
    assert PASSWORD not in answer.text
