"""All routes × all roles × what is somebody else's.

Every parameter of a path has its foreign object below: a new route with a parameter nobody
classified here fails, and so does one that lets an owner see a name or a code of another owner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from litestar.enums import HttpMethod

from disburse.accounts import sessions, tokens
from disburse.accounts.records import Role
from disburse.accounts.settings import AccountSettings
from disburse.web.access import ROLES, Access, handlers_of
from tests.web.office import BY, NOW, OTHER_OWNER, OWNER, PEOPLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from litestar import Litestar
    from litestar.testing import TestClient

    from tests.web.office import Browser

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes(app: Litestar) -> Iterator[tuple[HttpMethod, str, Access]]:
    """Method, path and class of every handler of ours that is not public."""
    for route in app.routes:
        for handler in handlers_of(route):
            access = Access(handler.opt["access"])
            if access is not Access.PUBLIC:
                for method in getattr(handler, "http_methods", {HttpMethod.GET}):
                    yield HttpMethod(method), route.path_format, access


@pytest.fixture
def foreign(
    project_of: Callable[[str], tuple[int, str, str]],
    ledger: sqlite3.Connection,
) -> dict[str, str]:
    """What each parameter of a path names: something of another owner, or of the office."""
    number, code, _ = project_of(OTHER_OWNER)
    (staff,) = ledger.execute(
        "SELECT id FROM person WHERE email = ?", (PEOPLE[Role.STAFF].email,)
    ).fetchone()
    sessions.start(ledger, staff, AccountSettings(), at=NOW)
    tokens.issue(ledger, staff, by=BY, at=NOW)
    return {
        "project_id": str(number),
        "code": code,
        "import_id": "1",
        "upload_id": "0" * 32,
        "person_id": str(staff),
        "session_id": str(sessions.of_person(ledger, staff, at=NOW)[0].session_id),
        "token_id": str(tokens.issued_to(ledger, staff)[0].token_id),
        "path": "openapi.json.bak",
        "number": "1",
        "answer_id": "1",
        "part_number": "1",
        "schedule": "weekly",
        "letter": "1",
        "period": "month",
    }


def filled(path: str, foreign: dict[str, str]) -> str:
    """Put foreign objects into a path; one of no known kind is a KeyError."""
    return _PARAMETER.sub(lambda match: foreign[match[1]], path)


def ask(browser: Browser, method: HttpMethod, path: str) -> tuple[int, str]:
    answer = browser.get(path) if method is HttpMethod.GET else browser.post(path)
    return answer.status, answer.text


def test_an_owner_gets_404_for_whatever_is_not_his(
    app: Litestar, foreign: dict[str, str], sign_in: Callable[[Role], Browser]
) -> None:
    browser = sign_in(Role.OWNER)
    wrong = {}
    for method, path, access in routes(app):
        if "{" in path or Role.OWNER not in ROLES[access]:
            status, _ = ask(browser, method, filled(path, foreign))
            if status != 404:
                wrong[method.value, path] = status
    assert wrong == {}


def test_no_page_tells_an_owner_of_another_owners_projects(
    app: Litestar, sign_in: Callable[[Role], Browser], ledger: sqlite3.Connection
) -> None:
    secrets = {
        text
        for row in ledger.execute(
            "SELECT DISTINCT code, name, owner FROM project_fact WHERE owner <> ?", (OWNER,)
        )
        for text in row
        if text
    }
    own = {
        text
        for row in ledger.execute("SELECT code, name FROM project_fact WHERE owner = ?", (OWNER,))
        for text in row
    }
    browser = sign_in(Role.OWNER)
    leaks = {}
    for method, path, access in routes(app):
        if method is HttpMethod.GET and "{" not in path and Role.OWNER in ROLES[access]:
            _, text = ask(browser, method, path)
            told = {one for one in secrets - own if one in text}
            if told:
                leaks[path] = told
    assert leaks == {}


def test_an_owner_sees_his_own(
    sign_in: Callable[[Role], Browser], project_of: Callable[[str], tuple[int, str, str]]
) -> None:
    number, code, name = project_of(OWNER)
    browser = sign_in(Role.OWNER)
    assert name in browser.get("/projects").text
    page = browser.get(f"/projects/{number}")
    assert (page.status, code in page.text) == (200, True)


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.ADMIN])
def test_what_a_role_may_not_do_is_refused(
    role: Role, app: Litestar, foreign: dict[str, str], sign_in: Callable[[Role], Browser]
) -> None:
    browser = sign_in(role)
    wrong = {}
    for method, path, access in routes(app):
        if role not in ROLES[access]:
            status, _ = ask(browser, method, filled(path, foreign))
            if status != 403:
                wrong[method.value, path] = status
    assert wrong == {}


def test_leaders_change_nothing_but_their_own_account(app: Litestar) -> None:
    changing = {
        path
        for method, path, access in routes(app)
        if method is not HttpMethod.GET and Role.LEADER in ROLES[access]
    }
    assert {path for path in changing if not path.startswith("/account/")} == {"/logout"}


def test_the_signed_out_are_sent_to_sign_in(
    app: Litestar, foreign: dict[str, str], client: TestClient[Litestar]
) -> None:
    client.get("/login")
    form = {"_csrf_token": client.cookies["csrf"]}
    wrong = {}
    for method, path, _ in routes(app):
        target = filled(path, foreign)
        answer = client.get(target) if method is HttpMethod.GET else client.post(target, data=form)
        expected = 401 if path.startswith("/api") else 303
        if answer.status_code != expected:
            wrong[method.value, path] = answer.status_code
    assert wrong == {}


def test_a_form_without_its_token_is_refused(
    app: Litestar, foreign: dict[str, str], sign_in: Callable[[Role], Browser]
) -> None:
    browser = sign_in(Role.ADMIN)
    wrong = {}
    for method, path, _ in routes(app):
        if method is not HttpMethod.GET:
            status = browser.client.request(method.value, filled(path, foreign)).status_code
            if status != 403:
                wrong[method.value, path] = status
    assert wrong == {}


def test_the_api_shows_by_token_what_the_pages_show(
    client: TestClient[Litestar],
    token: Callable[[Role], str],
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    _, code, _ = project_of(OTHER_OWNER)
    by_owner = {"Authorization": f"Bearer {token(Role.OWNER)}"}
    by_leader = {"Authorization": f"Bearer {token(Role.LEADER)}"}
    assert client.get(f"/api/projects/{code}", headers=by_owner).status_code == 404
    assert client.get(f"/api/projects/{code}", headers=by_leader).json()["code"] == code
    seen = client.get("/api/status", headers=by_owner).json()
    assert {one["owner"] for one in seen["projects"]} == {OWNER}
    assert seen["totals"]["commune"] is None
    assert client.get("/api/status", headers={"Authorization": "Bearer no"}).status_code == 401
    assert NOW.date().isoformat() == seen["as_of"]
