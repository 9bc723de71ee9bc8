"""Accounts as an administrator manages them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from disburse.accounts import managing, people
from disburse.accounts.records import NewPerson, Role
from disburse.web.app import create_app
from tests.web.office import BY, NOW, OWNER, PASSWORD, PEOPLE, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from litestar import Litestar

    from disburse.web.website import Site

NEW = {"email": "moi@bangmac.example.vn", "name": "Cán bộ mới", "role": "staff", "owner": ""}
NEW_PASSWORD = "suối chảy qua bản xa"  # noqa: S105 - of accounts made for the test alone


@pytest.fixture
def admin(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.ADMIN)


@pytest.fixture
def number(ledger: sqlite3.Connection) -> Callable[[Role], int]:
    return lambda role: people.by_email(ledger, PEOPLE[role].email).person_id


def once(text: str) -> str:
    """What a page shows to be copied."""
    found = re.search(r'id="once" readonly value="([^"]+)"', text)
    assert found, text
    return unescape(found[1])


def enter(client: TestClient[Litestar], email: str, password: str) -> int:
    return client.post("/login", data={"email": email, "password": password}).status_code


def set_password(client: TestClient[Litestar], path: str) -> int:
    assert client.get(path).status_code == 200
    form = {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    return client.post(path, data={**form, "_csrf_token": client.cookies["csrf"]}).status_code


def test_the_list_shows_everybody(admin: Browser) -> None:
    text = unescape(admin.get("/people").text)
    assert all(one.email in text for one in PEOPLE.values())
    assert "chưa đăng nhập" in text
    assert "08:00 16/11/2026" in text


def test_an_invitation_is_shown_once_and_used_once(
    admin: Browser, elsewhere: TestClient[Litestar], ledger: sqlite3.Connection
) -> None:
    added = admin.post("/people/new", NEW)
    link = once(added.text)
    assert link.startswith("http://testserver.local/invitation/")
    person = people.by_email(ledger, NEW["email"])
    again = admin.get(f"/people/{person.person_id}").text
    assert "Chờ đặt mật khẩu" in unescape(again)
    assert 'id="once"' not in again
    path = link.removeprefix("http://testserver.local")
    assert set_password(elsewhere, path) == 303
    assert elsewhere.get(path).status_code == 404
    assert enter(elsewhere, NEW["email"], NEW_PASSWORD) == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "khong-phai"}, "không phải là địa chỉ thư điện tử"),
        ({"email": PEOPLE[Role.STAFF].email}, "đã có tài khoản"),
        ({"role": "owner"}, "phải kèm tên chủ đầu tư"),
        ({"owner": OWNER}, "Chỉ tài khoản chủ đầu tư"),
    ],
)
def test_what_is_refused_is_said_at_the_form_and_nothing_is_added(
    changed: dict[str, str], said: str, admin: Browser, ledger: sqlite3.Connection
) -> None:
    before = len(people.everybody(ledger))
    answer = admin.post("/people/new", NEW | changed)
    text = unescape(answer.text)
    assert (answer.status, said in text) == (400, True)
    assert f'value="{(NEW | changed)["email"]}"' in text
    assert len(people.everybody(ledger)) == before


def test_a_role_that_is_none_is_refused(admin: Browser) -> None:
    assert admin.post("/people/new", NEW | {"role": "king"}).status == 400


def test_owners_are_offered_and_an_unknown_one_is_pointed_out(admin: Browser) -> None:
    assert f'<option value="{OWNER}">' in unescape(admin.get("/people/new").text)
    known = admin.post("/people/new", NEW | {"role": "owner", "owner": OWNER.upper()})
    other = {"role": "owner", "owner": "Ban QLDA khác", "email": "khac@bangmac.example.vn"}
    unknown = admin.post("/people/new", NEW | other)
    said = "Chưa có dự án nào của"
    assert (said in unescape(known.text), said in unescape(unknown.text)) == (False, True)


def test_a_change_of_role_is_stored_and_signs_the_person_out(
    admin: Browser,
    elsewhere: TestClient[Litestar],
    number: Callable[[Role], int],
    ledger: sqlite3.Connection,
) -> None:
    enter(elsewhere, PEOPLE[Role.STAFF].email, PASSWORD)
    path = f"/people/{number(Role.STAFF)}"
    answer = admin.post(path, {"name": "Lãnh đạo mới", "role": "leader", "owner": ""})
    assert (answer.status, answer.location) == (303, f"{path}?done=person_changed")
    changed = people.by_email(ledger, PEOPLE[Role.STAFF].email)
    assert (changed.name, changed.role) == ("Lãnh đạo mới", Role.LEADER)
    assert elsewhere.get("/").headers["location"].startswith("/login")


def test_a_closed_account_is_out_at_once_and_comes_back_by_invitation(
    admin: Browser, elsewhere: TestClient[Litestar], number: Callable[[Role], int]
) -> None:
    email = PEOPLE[Role.STAFF].email
    enter(elsewhere, email, PASSWORD)
    assert elsewhere.get("/").status_code == 200
    path = f"/people/{number(Role.STAFF)}"
    token = once(admin.post(f"{path}/tokens").text)
    assert admin.post(f"{path}/close").location == f"{path}?done=person_closed"
    assert elsewhere.get("/").headers["location"].startswith("/login")
    bearer = {"Authorization": f"Bearer {token}"}
    assert elsewhere.get("/api/status", headers=bearer).status_code == 401
    assert enter(elsewhere, email, PASSWORD) == 401
    closed = unescape(admin.get(path).text)
    assert "Tài khoản đã đóng" in closed
    assert "Đóng tài khoản</button>" not in closed
    assert admin.post(f"{path}/link").status == 400
    link = once(admin.post(f"{path}/reopen").text)
    assert "/invitation/" in link
    assert enter(elsewhere, email, PASSWORD) == 401
    assert set_password(elsewhere, link.removeprefix("http://testserver.local")) == 303
    assert enter(elsewhere, email, NEW_PASSWORD) == 303


@pytest.mark.parametrize("action", ["close", ""])
def test_the_last_administrator_stays(
    action: str, admin: Browser, number: Callable[[Role], int], ledger: sqlite3.Connection
) -> None:
    invited = NewPerson("moi2@bangmac.example.vn", Role.ADMIN)
    managing.add(ledger, invited, by=BY, at=NOW)
    path = f"/people/{number(Role.ADMIN)}"
    form = {"name": "Quản trị", "role": "staff", "owner": ""}
    target = f"{path}/{action}".rstrip("/")
    answer = admin.post(target, form)
    assert answer.status == 400
    assert "Chỉ còn tài khoản" in unescape(answer.text)
    assert people.by_email(ledger, PEOPLE[Role.ADMIN].email).role is Role.ADMIN
    accepted = people.by_email(ledger, invited.email).person_id
    managing.set_password(ledger, accepted, NEW_PASSWORD, by=BY, at=NOW)
    assert admin.post(target, form).status == 303
    assert admin.get("/people").location.startswith("/login")


def test_a_reset_link_sets_another_password(
    admin: Browser, elsewhere: TestClient[Litestar], number: Callable[[Role], int]
) -> None:
    path = f"/people/{number(Role.OWNER)}"
    first, second = (once(admin.post(f"{path}/link").text) for _ in range(2))
    here = "http://testserver.local"
    assert second.startswith(f"{here}/reset/")
    assert elsewhere.get(first.removeprefix(here)).status_code == 404
    assert enter(elsewhere, PEOPLE[Role.OWNER].email, PASSWORD) == 303
    assert set_password(elsewhere, second.removeprefix(here)) == 303
    assert elsewhere.get("/").status_code == 303
    assert enter(elsewhere, PEOPLE[Role.OWNER].email, PASSWORD) == 401
    assert enter(elsewhere, PEOPLE[Role.OWNER].email, NEW_PASSWORD) == 303


def test_all_sessions_of_a_person_end(
    admin: Browser, elsewhere: TestClient[Litestar], number: Callable[[Role], int]
) -> None:
    enter(elsewhere, PEOPLE[Role.LEADER].email, PASSWORD)
    path = f"/people/{number(Role.LEADER)}"
    assert "Kết thúc mọi phiên" in unescape(admin.get(path).text)
    assert admin.post(f"{path}/sessions/end").status == 303
    assert elsewhere.get("/").status_code == 303
    assert "Không có phiên nào" in unescape(admin.get(path).text)


def test_a_token_is_shown_once_and_revoked(
    admin: Browser, elsewhere: TestClient[Litestar], number: Callable[[Role], int]
) -> None:
    path = f"/people/{number(Role.LEADER)}"
    token = once(admin.post(f"{path}/tokens").text)
    assert token not in admin.get(path).text
    bearer = {"Authorization": f"Bearer {token}"}
    assert elsewhere.get("/api/projects", headers=bearer).status_code == 200
    of_another = f"/people/{number(Role.STAFF)}/tokens/1/revoke"
    assert admin.post(of_another).status == 404
    assert [admin.post(f"{path}/tokens/1/revoke").status for _ in range(2)] == [303, 303]
    assert elsewhere.get("/api/projects", headers=bearer).status_code == 401
    assert "Đã thu hồi" in unescape(admin.get(path).text)


def test_nobody_there_is_404(admin: Browser) -> None:
    assert admin.get("/people/999").status == 404
    assert admin.get(f"/people/{10**30}").status == 404
    assert admin.post(f"/account/sessions/{10**30}/end").status == 404
    assert admin.post(f"/account/tokens/{10**30}/revoke").status == 404
    assert admin.post("/people/999/close").status == 404


def test_behind_https_the_link_says_so(site: Site, number: Callable[[Role], int]) -> None:
    site.secure = True
    with TestClient(create_app(site), base_url="https://giaingan.example.vn") as client:
        client.follow_redirects = False
        assert enter(client, PEOPLE[Role.ADMIN].email, PASSWORD) == 303
        client.get("/")
        path = f"/people/{number(Role.STAFF)}/link"
        answer = client.post(path, data={"_csrf_token": client.cookies["__Host-csrf"]})
    assert once(answer.text).startswith("https://giaingan.example.vn/reset/")
