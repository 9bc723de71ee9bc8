"""The mail server and the sender as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.send.errors import SendError
from disburse.send.mime import Sender
from disburse.send.server import Server, sender_of, server_of
from disburse.send.settings import MailSettings
from disburse.send.wording import worded

if TYPE_CHECKING:
    from pathlib import Path


def read(url: str, folder: Path, credential_file: str = "", authority: str = "") -> Server | None:
    settings = MailSettings(smtp_url=url, credential_file=credential_file, authority=authority)
    return server_of(settings, folder)


def test_without_a_url_there_is_no_server(tmp_path: Path) -> None:
    assert read("", tmp_path) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525)),
        ("smtp://localhost:2525/", Server("localhost", 2525)),
        ("smtp://[::1]:2525", Server("::1", 2525)),
        ("smtp://mail.example.vn", Server("mail.example.vn", 587, starttls=True)),
        ("smtp://mail.example.vn:25?starttls=no", Server("mail.example.vn", 25)),
        (
            "smtp://127.0.0.1:25?starttls=required",
            Server("127.0.0.1", 25, starttls=True),
        ),
        ("smtps://mail.example.vn", Server("mail.example.vn", 465, smtps=True)),
        (
            "smtps://phong%40x.vn:m%3At%2F%40%23@mail.example.vn:4650",
            Server("mail.example.vn", 4650, smtps=True, user="phong@x.vn", password="m:t/@#"),  # noqa: S106 - of a test
        ),
    ],
)
def test_a_url_names_the_server(url: str, expected: Server, tmp_path: Path) -> None:
    assert read(url, tmp_path) == expected


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://u:matkhau@mail.example.vn", "smtp_scheme"),
        ("mail.example.vn:25", "smtp_url"),
        ("smtp://", "smtp_url"),
        ("smtp://u:matkhau@mail.example.vn:port", "smtp_url"),
        ("smtp://u:matkhau@mail.example.vn:99999", "smtp_url"),
        ("smtp://u:matkhau@mail.example.vn/path", "smtp_url"),
        ("smtp://u:mat#khau@mail.example.vn", "smtp_url"),
        ("smtp://u:matkhau@mail.example.vn?starttls=maybe", "smtp_option"),
        ("smtp://u:matkhau@mail.example.vn?tls=no", "smtp_option"),
        ("smtp://u:matkhau@mail.example.vn?starttls=no&x=1", "smtp_option"),
        ("smtps://u:matkhau@mail.example.vn?starttls=no", "smtp_option"),
        ("smtp://u@mail.example.vn", "smtp_password"),
        ("smtp://u:m%E1%BA%ADt@mail.example.vn", "smtp_ascii"),
    ],
)
def test_what_cannot_be_used_is_refused_without_showing_it(
    url: str, code: str, tmp_path: Path
) -> None:
    with pytest.raises(SendError) as refusal:
        read(url, tmp_path)
    assert refusal.value.code == code
    told = f"{refusal.value} {refusal.value.arguments} {worded(refusal.value)}"
    assert "khau" not in told


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "mat-khau.txt").write_text("\ufeffm t:/\r\n", encoding="utf-8")
    server = read("smtp://u@mail.example.vn", tmp_path, "mat-khau.txt")
    assert server is not None
    assert server.password == "m t:/"  # noqa: S105 - of a test
    assert "m t:/" not in repr(server)
    given = read("smtp://u:khac@mail.example.vn", tmp_path, "mat-khau.txt")
    assert given is not None
    assert given.password == "khac"  # noqa: S105 - the same


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\xff"])
def test_a_password_file_that_says_nothing_is_refused(
    content: bytes | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "mat-khau.txt").write_bytes(content)
    with pytest.raises(SendError, match="mat-khau") as refusal:
        read("smtp://u@mail.example.vn", tmp_path, "mat-khau.txt")
    assert refusal.value.code == "credential_file"
    assert "mat-khau.txt" in worded(refusal.value)


def test_an_authority_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SendError, match=r"ca\.pem"):
        read("smtp://mail.example.vn", tmp_path, authority="ca.pem")
    (tmp_path / "ca.pem").write_text("", encoding="utf-8")
    server = read("smtp://mail.example.vn", tmp_path, authority="ca.pem")
    assert server is not None
    assert server.authority == str(tmp_path / "ca.pem")


def test_the_sender_is_named_by_the_settings_or_the_office() -> None:
    address = "phongkt@bangmac.example.vn"
    assert sender_of(MailSettings(sender=address), "Phòng Kinh tế") == Sender(
        "Phòng Kinh tế", address
    )
    named = MailSettings(sender=f"Tổ theo dõi <{address}>", reply_to="to@bangmac.example.vn")
    assert sender_of(named, "Phòng Kinh tế") == Sender(
        "Tổ theo dõi", address, "to@bangmac.example.vn"
    )
    assert sender_of(MailSettings(), "Phòng Kinh tế").name == "Phòng Kinh tế"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (MailSettings(smtp_url="smtp://mail.example.vn"), "no_sender"),
        (MailSettings(sender="Phòng Kinh tế"), "sender"),
        (MailSettings(sender="a@b.vn", reply_to="ai đó"), "sender"),
    ],
)
def test_a_sender_that_cannot_be_is_refused(settings: MailSettings, code: str) -> None:
    with pytest.raises(SendError) as refusal:
        sender_of(settings, "Phòng Kinh tế")
    assert refusal.value.code == code
    assert worded(refusal.value)
