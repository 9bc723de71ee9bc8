"""The JSON of the pages: the command line's own, cut to what the person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from disburse.accounts.records import Role
from disburse.accounts.tokens import revoke
from disburse.text import fold
from disburse.web import api
from disburse.web.access import handlers_of
from tests.web.office import BY, NOW, OTHER_OWNER, OWNER, PEOPLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from litestar import Litestar
    from litestar.testing import TestClient

    from tests.conftest import Disburse
    from tests.web.office import Browser

    Asking = Callable[[Role, str], Any]


@pytest.fixture
def ask(client: TestClient[Litestar], token: Callable[[Role], str]) -> Asking:
    """The JSON a person gets by token."""

    def asking(role: Role, path: str) -> Any:  # noqa: ANN401 - JSON
        answer = client.get(path, headers={"Authorization": f"Bearer {token(role)}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asking


@pytest.mark.parametrize("day", ["2026-11-16", "2026-10-01"])
def test_staff_get_what_the_command_line_prints(
    day: str, ask: Asking, disburse: Disburse, database: Path
) -> None:
    printed = disburse("--db", database, "--json", "status", "--as-of", day).document
    for role in (Role.STAFF, Role.LEADER, Role.ADMIN):
        assert ask(role, f"/api/status?as_of={day}") == printed
    assert ask(Role.LEADER, f"/api/projects?as_of={day}") == printed["projects"]


def test_filters_are_those_of_the_command_line(
    ask: Asking, disburse: Disburse, database: Path
) -> None:
    common = ("--db", database, "--json", "status", "--as-of", NOW.date())
    of_owner = disburse(*common, "--owner", OTHER_OWNER).document
    assert ask(Role.STAFF, f"/api/status?owner={OTHER_OWNER}") == of_owner
    code = of_owner["projects"][0]["code"]
    assert (
        ask(Role.STAFF, f"/api/status?project={code}")
        == disburse(*common, "--project", code).document
    )
    assert ask(Role.STAFF, f"/api/projects/{code}") == of_owner["projects"][0]


def test_an_owner_gets_his_projects_and_no_more(
    ask: Asking, project_of: Callable[[str], tuple[int, str, str]]
) -> None:
    whole = ask(Role.STAFF, "/api/status")
    part = ask(Role.OWNER, "/api/status")
    own = [one for one in whole["projects"] if one["owner"] and fold(one["owner"]) == fold(OWNER)]
    assert part["projects"] == own
    assert part["totals"]["projects"] == len(own) < whole["totals"]["projects"]
    assert part["totals"]["plan"] == sum(one["plan"] or 0 for one in own)
    assert (part["totals"]["commune"], whole["totals"]["commune"] is None) == (None, False)
    _, foreign, _ = project_of(OTHER_OWNER)
    assert ask(Role.OWNER, f"/api/status?owner={OTHER_OWNER}")["projects"] == []
    assert ask(Role.OWNER, f"/api/status?project={foreign}")["projects"] == []


def test_a_project_of_another_owner_is_as_unknown_as_none(
    client: TestClient[Litestar],
    token: Callable[[Role], str],
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    bearer = {"Authorization": f"Bearer {token(Role.OWNER)}"}
    _, foreign, _ = project_of(OTHER_OWNER)
    answers = [
        client.get(f"/api/projects/{code}", headers=bearer) for code in (foreign, "no-such-code")
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("day", ["x", "2026-02-30", "30-02-2026", "1/2"])
def test_a_bad_date_is_400(
    day: str, client: TestClient[Litestar], token: Callable[[Role], str]
) -> None:
    bearer = {"Authorization": f"Bearer {token(Role.STAFF)}"}
    answer = client.get(f"/api/status?as_of={day}", headers=bearer)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["status"] == 400


@pytest.mark.parametrize(
    "header", [None, "Bearer no", "Bearer ", "Basic YTpi", "bearer", "Bearer \t"]
)
def test_without_a_valid_token_401(header: str | None, client: TestClient[Litestar]) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path in ("/api/status", "/api/projects", "/api/projects/1", "/api/openapi.json"):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["status"] == 401


def test_a_token_revoked_or_of_a_closed_account_is_worth_nothing(
    client: TestClient[Litestar], token: Callable[[Role], str], ledger: sqlite3.Connection
) -> None:
    bearer = {"Authorization": f"Bearer {token(Role.LEADER)}"}
    assert client.get("/api/status", headers=bearer).status_code == 200
    (number,) = ledger.execute(
        "SELECT id FROM person WHERE email = ?", (PEOPLE[Role.LEADER].email,)
    ).fetchone()
    revoke(ledger, number, 1, by=BY, at=NOW)
    assert client.get("/api/status", headers=bearer).status_code == 401


def test_a_token_opens_no_page(client: TestClient[Litestar], token: Callable[[Role], str]) -> None:
    bearer = {"Authorization": f"Bearer {token(Role.ADMIN)}"}
    for path in ("/", "/projects", "/people", "/account"):
        assert client.get(path, headers=bearer).status_code == 303


def test_the_description_lists_every_route_of_the_api(
    ask: Asking, app: Litestar, sign_in: Callable[[Role], Browser]
) -> None:
    described = ask(Role.LEADER, "/api/openapi.json")
    routes = {
        route.path_format
        for route in app.routes
        for handler in handlers_of(route)
        if route.path.startswith("/api/") and handler.fn.__module__ == api.__name__
    }
    assert len(routes) == len(api.HANDLERS)
    assert set(described["paths"]) == routes
    assert {method for path in described["paths"].values() for method in path} == {"get"}
    names = {one["name"] for one in described["paths"]["/api/status"]["get"]["parameters"]}
    assert names == {"as_of", "owner", "project"}
    assert sign_in(Role.OWNER).get("/api/openapi.json").status == 200
