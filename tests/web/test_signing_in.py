"""Signing in and out: what is said, where it leads, what the cookie allows, when it ends."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from disburse.accounts import links, managing, people
from disburse.accounts.records import NewPerson, Purpose, Role
from disburse.web.app import create_app
from disburse.web.signing_in import local_path
from tests.web.office import BY, NOW, PASSWORD, PEOPLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from httpx import Response

    from disburse.web.website import Site
    from tests.clocks import Clock
    from tests.web.office import Browser

EMAIL = PEOPLE[Role.STAFF].email
NEW_PASSWORD = "suối chảy qua bản xa"  # noqa: S105 - of accounts made for the test alone
Client = TestClient[Any]


def enter(client: Client, password: str = PASSWORD, email: str = EMAIL, **form: str) -> Response:
    return client.post("/login", data={"email": email, "password": password, **form})


def test_the_right_password_leads_in(client: Client) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert client.get("/login").headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: Client) -> None:
    pages = [
        enter(client, "sai mật khẩu rồi"),
        enter(client, email="khong-ai@bangmac.example.vn"),
        enter(client, "", ""),
    ]
    assert {one.status_code for one in pages} == {401}
    assert all("mật khẩu chưa đúng" in unescape(one.text) for one in pages)
    assert f'value="{EMAIL}"' in pages[0].text
    assert "sai mật khẩu rồi" not in pages[0].text
    assert client.get("/").status_code == 303


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    answer = enter(client, "x", '"><script>alert(1)</script>', next='"><script>')
    assert "<script>" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_who_keeps_guessing_waits(client: Client, clock: Clock) -> None:
    for _ in range(5):
        assert "Tạm khóa" not in unescape(enter(client, "đoán mò một câu").text)
    refused = enter(client)
    assert refused.status_code == 401
    assert "Tạm khóa đăng nhập." in unescape(refused.text)
    assert "thử lại sau 1 phút" in unescape(refused.text)
    clock.moment += timedelta(seconds=31)
    assert enter(client).status_code == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "@evil.example",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(wanted: str, client: Client) -> None:
    page = client.get("/login", params={"next": wanted})
    assert 'name="next" value="/"' in page.text
    assert enter(client, next=wanted).headers["location"] == "/"


@given(st.text(alphabet=st.sampled_from("/\\:.@?#ax\t\r\n \x00%"), max_size=12))
def test_a_local_path_is_one_of_this_site_for_every_browser(wanted: str) -> None:
    path = local_path(wanted)
    stripped = "".join(one for one in path if one not in "\t\r\n").strip("\x00 ")
    assert stripped.startswith("/")
    assert not stripped.startswith(("//", "/\\"))
    assert path.isprintable()


@pytest.mark.parametrize("wanted", ["/projects?q=a%20b&class=continuing", "/projects?q=đường"])
def test_signing_in_leads_to_the_page_wanted(wanted: str, client: Client) -> None:
    sent = client.get(wanted).headers["location"]
    assert sent.startswith("/login?next=")
    page = client.get(sent)
    assert 'name="next" value="/projects?q=' in page.text
    location = enter(client, next=wanted).headers["location"]
    assert location.isascii()
    assert client.get(location).status_code == 200


def test_a_form_sent_while_signed_out_leads_home(client: Client) -> None:
    client.get("/login")
    answer = client.post("/imports/1/undo", data={"_csrf_token": client.cookies["csrf"]})
    assert answer.headers["location"] == "/login?next=/"


def cookies(answer: Response) -> dict[str, set[str]]:
    """Each cookie set, with its flags in lower case."""
    found = (one.split("; ") for one in answer.headers.get_list("set-cookie"))
    return {first.partition("=")[0]: {flag.lower() for flag in flags} for first, *flags in found}


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: Client) -> None:
    flags = cookies(enter(client))["disburse"]
    assert {"httponly", "samesite=lax", "path=/"} <= flags
    assert not any(one.startswith(("domain", "max-age", "expires")) for one in flags)
    assert "secure" not in flags
    csrf = cookies(client.get("/login", headers={"cookie": ""}))
    assert all({"httponly", "samesite=strict"} <= one for one in csrf.values())


def test_over_https_the_cookies_are_bound_to_it(site: Site) -> None:
    site.secure = True
    with TestClient(create_app(site), base_url="https://giaingan.example.vn") as client:
        client.follow_redirects = False
        form = cookies(client.get("/login"))
        session = cookies(enter(client))
        assert client.get("/").status_code == 200
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= form["__Host-csrf"]
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= session["__Host-disburse"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.local.evil", "null"])
def test_a_form_of_another_site_is_refused(origin: str, client: Client) -> None:
    answer = client.post(
        "/login", data={"email": EMAIL, "password": PASSWORD}, headers={"origin": origin}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers or "disburse=" not in answer.headers["set-cookie"]
    own = {"origin": "http://testserver.local"}
    form = {"email": EMAIL, "password": PASSWORD}
    assert client.post("/login", data=form, headers=own).status_code == 303


def test_a_session_ends_when_nobody_uses_it(client: Client, clock: Clock) -> None:
    enter(client)
    for _ in range(4):
        clock.moment += timedelta(minutes=100)
        assert client.get("/").status_code == 200
    clock.moment += timedelta(minutes=121)
    assert client.get("/").headers["location"] == "/login?next=/"


def test_a_session_ends_after_its_hours_however_much_used(client: Client, clock: Clock) -> None:
    enter(client)
    begun = clock.moment
    while clock.moment < begun + timedelta(hours=12):
        assert client.get("/account").status_code == 200
        clock.moment += timedelta(minutes=60)
    clock.moment = begun + timedelta(hours=12, seconds=1)
    assert client.get("/account").status_code == 303


def test_signing_out_ends_the_session_here_and_for_whoever_copied_it(client: Client) -> None:
    enter(client)
    token = client.cookies["disburse"]
    client.get("/")
    answer = client.post("/logout", data={"_csrf_token": client.cookies["csrf"]})
    assert answer.headers["location"] == "/login?done=signed_out"
    assert "Đã đăng xuất" in unescape(client.get("/login?done=signed_out").text)
    client.cookies.clear()
    client.cookies.set("disburse", token)
    assert client.get("/").status_code == 303


def test_signing_in_begins_a_session_of_its_own(client: Client) -> None:
    client.cookies.set("disburse", "chosen-by-somebody-else")
    answer = enter(client)
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    client.cookies.clear()
    enter(client)
    first = client.cookies["disburse"]
    client.cookies.clear()
    enter(client)
    assert client.cookies["disburse"] != first


@pytest.fixture
def invitation(ledger: sqlite3.Connection, site: Site) -> str:
    """Where a new person sets a password."""
    person = managing.add(ledger, NewPerson("moi@bangmac.example.vn", Role.LEADER), by=BY, at=NOW)
    lasts = site.settings.accounts.link_lasts(Purpose.INVITATION)
    return links.issue(
        ledger, site.secret, person.person_id, Purpose.INVITATION, lasts, by=BY, at=NOW
    ).path


def set_password(client: Client, path: str, password: str, repeated: str = "") -> Response:
    client.get(path)
    form = {"password": password, "repeated": repeated or password}
    return client.post(path, data={**form, "_csrf_token": client.cookies["csrf"]})


def test_an_invitation_sets_a_password_once(client: Client, invitation: str) -> None:
    assert "moi@bangmac.example.vn" in client.get(invitation).text
    for password, repeated, said in (
        (NEW_PASSWORD, PASSWORD, "chưa giống nhau"),
        ("ngắn", "", "ít nhất 12 ký tự"),
        ("", "", "ít nhất 12 ký tự"),
    ):
        refused = set_password(client, invitation, password, repeated)
        assert (refused.status_code, said in unescape(refused.text)) == (400, True)
        assert NEW_PASSWORD not in refused.text
    assert set_password(client, invitation, NEW_PASSWORD).headers["location"] == (
        "/login?done=password_set"
    )
    assert client.get(invitation).status_code == 404
    assert set_password(client, invitation, PASSWORD).status_code == 404
    assert enter(client, NEW_PASSWORD, "moi@bangmac.example.vn").status_code == 303


def test_an_invitation_is_good_for_its_time_and_purpose(
    client: Client, invitation: str, clock: Clock
) -> None:
    for path in (
        invitation.replace("/invitation/", "/reset/"),
        f"{invitation}x",
        "/invitation/x",
        "/reset/%00",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Liên kết không dùng được" in unescape(answer.text)
    clock.moment += timedelta(days=8)
    assert client.get(invitation).status_code == 404
    assert set_password(client, invitation, NEW_PASSWORD).status_code == 404


def test_a_reset_ends_every_session(
    client: Client,
    elsewhere: Client,
    ledger: sqlite3.Connection,
    site: Site,
    sign_in: Callable[[Role], Browser],
) -> None:
    browser = sign_in(Role.STAFF)
    assert browser.get("/").status == 200
    person = people.by_email(ledger, EMAIL)
    lasts = site.settings.accounts.link_lasts(Purpose.RESET)
    link = links.issue(ledger, site.secret, person.person_id, Purpose.RESET, lasts, by=BY, at=NOW)
    assert set_password(elsewhere, link.path, NEW_PASSWORD).status_code == 303
    assert browser.get("/").status == 303
    assert client.get("/").status_code == 303
    assert enter(elsewhere).status_code == 401
    assert enter(elsewhere, NEW_PASSWORD).status_code == 303
