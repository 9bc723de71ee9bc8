"""``user``, by processes of their own."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import links, people, signing_in, tokens
from disburse.accounts.records import Purpose, Role
from disburse.accounts.secret import FILE
from disburse.accounts.settings import AccountSettings
from disburse.accounts.signing_in import Credentials
from disburse.clock import now
from disburse.commands.arguments import COMMANDS
from disburse.ledger.schema import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Ran

PASSWORD = "đường-trục-thôn-7"  # noqa: S105 (of a test)
OTHER_PASSWORD = "trạm y tế mới xây"  # noqa: S105 (the same)
SECRET_KEY = "DISBURSE_ACCOUNTS_SECRET_KEY"  # noqa: S105 (the variable's name)
OWNER = "UBND xã Bằng Mạc"
EMAIL = "cdt@example.vn"
ACTIONS = [action.name for one in COMMANDS if one.verb == "user" for action in one.actions]


def add(disburse: Disburse, database: Path, *more: object, stdin: str = PASSWORD) -> Ran:
    given = ("--role", "owner", "--email", EMAIL, "--owner", OWNER, *more)
    return disburse("--db", database, "user", "add", *given, stdin=stdin)


def lets_in(database: Path, password: str) -> bool:
    with closing(open_ledger(database)) as ledger:
        given = Credentials(EMAIL, password)
        return signing_in.authenticate(ledger, given, at=now()).person is not None


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_vietnamese_help(disburse: Disburse, action: str) -> None:
    ran = disburse("user", action, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Cách dùng: python -m disburse user {action}")
    assert f"\n    {action} " in disburse("user", "--help").out


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_person_is_added_to_a_new_ledger_with_the_password_of_stdin(
    disburse: Disburse, database: Path, ending: str
) -> None:
    ran = add(disburse, database, "--password-stdin", "--json", stdin=PASSWORD + ending)
    assert (ran.code, ran.err) == (0, "")
    person = ran.document["person"]
    assert (person["email"], person["role"], person["owner"]) == (EMAIL, "owner", OWNER)
    assert (person["name"], person["has_password"], person["closed_at"]) == (OWNER, True, None)
    assert lets_in(database, PASSWORD)
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_what_is_added_is_told_without_the_password(disburse: Disburse, database: Path) -> None:
    ran = add(disburse, database, "--password-stdin")
    assert (ran.code, ran.err) == (0, "")
    assert EMAIL in ran.out
    assert OWNER in ran.out
    assert PASSWORD not in ran.out


def test_an_invitation_is_printed_as_a_path(disburse: Disburse, database: Path) -> None:
    ran = add(disburse, database, "--invite", stdin="")
    assert ran.code == 0
    path = ran.out.splitlines()[-1]
    _, purpose, token = path.split("/")
    secret = (database.parent / FILE).read_text(encoding="utf-8")
    assert secret not in ran.out
    with closing(open_ledger(database)) as ledger:
        used = links.use(ledger, secret, Purpose(purpose), token, PASSWORD, at=now())
        assert used.email == EMAIL
    other = disburse(
        "--db", database, "--json", "user", "add", "--role", "admin", "--email", "qt@example.vn",
        "--name", "Quản trị", "--invite", **{SECRET_KEY: "k" * 40},
    )  # fmt: skip
    assert other.document["link"].startswith("/invitation/")
    assert not other.document["person"]["has_password"]


@pytest.mark.parametrize(
    ("more", "stdin", "told"),
    [
        ((), PASSWORD, "--password-stdin để đặt mật khẩu, hoặc --invite"),
        (("--password-stdin", "--invite"), PASSWORD, "chọn một trong hai"),
        (("--password-stdin",), "", "ít nhất 12 ký tự"),
        (("--password-stdin",), "123456789012", "quá dễ đoán"),
        (("--password-stdin",), "x1-" * 4000, "quá 256 ký tự"),
        (("--password-stdin", "--email", "cdt"), PASSWORD, '"cdt" không phải là địa chỉ'),
        (("--password-stdin", "--owner", " "), PASSWORD, "phải kèm tên chủ đầu tư"),
        (("--password-stdin", "--role", "staff"), PASSWORD, "mới kèm tên chủ đầu tư"),
        (("--password-stdin", "--role", "boss"), PASSWORD, '"boss" không dùng được'),
    ],
)
def test_what_cannot_be_added_is_told_and_makes_no_ledger(
    disburse: Disburse, database: Path, more: tuple[str, ...], stdin: str, told: str
) -> None:
    ran = add(disburse, database, *more, stdin=stdin)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert not stdin or stdin not in ran.err
    assert not database.exists()
    as_json = add(disburse, database, *more, "--json", stdin=stdin)
    assert (as_json.code, as_json.err, list(as_json.document)) == (2, "", ["error"])


def test_an_invitation_that_cannot_be_signed_adds_nobody(
    disburse: Disburse, database: Path
) -> None:
    given = ("user", "add", "--role", "admin", "--email", EMAIL, "--invite")
    ran = disburse("--db", database, *given, **{SECRET_KEY: "short"})
    assert (ran.code, ran.out) == (2, "")
    assert "ít nhất 32 ký tự" in ran.err
    assert disburse("--db", database, *given).code == 0


@pytest.mark.parametrize("action", ["list", "token", "password", "close"])
def test_the_other_actions_want_a_ledger_and_a_person(
    disburse: Disburse, database: Path, action: str
) -> None:
    email = [] if action == "list" else ["--email", "a@example.vn"]
    given = ["user", action, *email, *(["--password-stdin"] if action == "password" else [])]
    ran = disburse("--db", database, *given, stdin=PASSWORD)
    assert (ran.code, ran.out) == (2, "")
    assert "Chưa có sổ dữ liệu" in ran.err
    assert not database.exists()
    open_ledger(database).close()
    ran = disburse("--db", database, *given, stdin=PASSWORD)
    assert ran.code == (0 if action == "list" else 2)
    assert ("Chưa có tài khoản" in ran.out) or ("Không có tài khoản a@example.vn" in ran.err)


def test_a_token_is_printed_alone(disburse: Disburse, database: Path) -> None:
    add(disburse, database, "--password-stdin")
    asked = ("--db", database, "user", "token", "--email", EMAIL.upper())
    plain, as_json = disburse(*asked), disburse(*asked, "--json")
    assert list(as_json.document) == ["token"]
    with closing(open_ledger(database)) as ledger:
        for token in (plain.out.rstrip("\n"), as_json.document["token"]):
            person = tokens.person_of_token(ledger, token)
            assert person == people.by_email(ledger, EMAIL)


def test_a_password_is_set_anew(disburse: Disburse, database: Path) -> None:
    add(disburse, database, "--password-stdin")
    asked = ("--db", database, "user", "password", "--email", EMAIL)
    without = disburse(*asked)
    assert (without.code, without.out) == (2, "")
    ran = disburse(*asked, "--password-stdin", stdin=OTHER_PASSWORD)
    assert ran.code == 0
    assert OTHER_PASSWORD not in ran.out + ran.err
    assert lets_in(database, OTHER_PASSWORD)
    assert not lets_in(database, PASSWORD)
    weak = disburse(*asked, "--password-stdin", stdin="ubnd xa bang mac")
    assert weak.code == 2
    assert lets_in(database, OTHER_PASSWORD)


def test_a_closed_account_is_listed_as_such_and_closed_once(
    disburse: Disburse, database: Path
) -> None:
    add(disburse, database, "--password-stdin")
    add(disburse, database, "--invite", "--email", "cdt2@example.vn")
    asked = ("--db", database, "user", "close", "--email", EMAIL)
    assert disburse(*asked).code == 0
    again = disburse(*asked)
    assert (again.code, again.out) == (2, "")
    assert "đã đóng" in again.err
    assert not lets_in(database, PASSWORD)
    listed = disburse("--db", database, "user", "list", "--json").document["people"]
    assert [(one["email"], one["closed_at"] is None) for one in listed] == [
        ("cdt2@example.vn", True),
        (EMAIL, False),
    ]
    lines = disburse("--db", database, "user", "list").out.splitlines()
    assert [line.split("  ")[-1].strip() for line in lines[2:]] == ["chờ đặt mật khẩu", "đã đóng"]


def test_a_password_in_another_encoding_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    import io
    import sys

    from disburse.cli import main

    stdin = io.TextIOWrapper(io.BytesIO("mật-khẩu-dài".encode("utf-16")))
    monkeypatch.setattr(sys, "stdin", stdin)
    given = ["user", "add", "--role", "staff", "--email", EMAIL, "--password-stdin"]
    assert main(["--db", str(database), *given]) == 2
    assert "phải ở dạng UTF-8" in capsys.readouterr().err


def test_roles_on_the_command_line_are_those_of_accounts() -> None:
    (role,) = (
        argument
        for one in COMMANDS
        for action in one.actions
        for argument in action.arguments
        if argument.key == "role"
    )
    assert role.keywords["choices"] == list(Role)
    assert AccountSettings().link_lasts(Purpose.RESET) < AccountSettings().link_lasts(
        Purpose.INVITATION
    )
