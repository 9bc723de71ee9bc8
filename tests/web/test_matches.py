"""Confirming on the page that two names mean one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.accounts.records import Role
from tests.web.office import OTHER_OWNER, OWNER

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Litestar
    from litestar.testing import TestClient

    from tests.web.office import Browser

SAME_OWNER = {"kind": "same_owner", "one": OTHER_OWNER, "other": OWNER}


def test_a_confirmed_owner_sees_the_projects_of_both_spellings(
    sign_in: Callable[..., Browser],
    elsewhere: TestClient[Litestar],
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    number, _, name = project_of(OTHER_OWNER)
    staff, owner = sign_in(Role.STAFF), sign_in(Role.OWNER, elsewhere)
    assert owner.get(f"/projects/{number}").status == 404
    assert staff.post("/matches", SAME_OWNER).location == "/matches?done=confirmed"
    assert name in owner.get(f"/projects/{number}").text
    assert OTHER_OWNER in staff.get("/matches").text
    assert staff.post("/matches/1/withdraw").location == "/matches?done=confirmation_withdrawn"
    assert owner.get(f"/projects/{number}").status == 404
    assert staff.post("/matches/1/withdraw").location == "/matches"


def test_one_word_against_another_is_refused(sign_in: Callable[[Role], Browser]) -> None:
    staff = sign_in(Role.STAFF)
    staff.post("/matches", SAME_OWNER)
    answer = staff.post("/matches", {**SAME_OWNER, "kind": "different_owners"})
    assert (answer.status, "Chưa xác nhận được" in answer.text) == (400, True)
    assert staff.post("/matches", {"kind": "no", "one": "1", "other": "2"}).status == 400
    assert staff.post("/matches/99/withdraw").status == 404


def test_two_projects_become_one_and_two_again(
    sign_in: Callable[[Role], Browser], project_of: Callable[[str], tuple[int, str, str]]
) -> None:
    staff = sign_in(Role.STAFF)
    one, other = project_of(OWNER)[0], project_of(OTHER_OWNER)[0]
    pair = {"kind": "same_project", "one": str(one), "other": str(other)}
    assert staff.post("/matches", pair).status == 303
    assert staff.get(f"/projects/{max(one, other)}").status == 404
    assert staff.get(f"/projects/{min(one, other)}").status == 200
    staff.post("/matches/1/withdraw")
    assert staff.get(f"/projects/{max(one, other)}").status == 200
