"""Mails as octets: read back by the standard library's other, stricter classes."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.send.mime import Sender, built
from disburse.send.records import Attachment, Inline, Mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

SENDER = Sender("Phòng Kinh tế", "phongkinhte@bangmac.example.vn", "tra-loi@bangmac.example.vn")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = Attachment("Tổng hợp tuần 40.xlsx", XLSX, bytes(range(256)) * 5000)
TABLE = Attachment("so-lieu.csv", "text/csv", "STT;Tên dự án\r\n1;Đường trục\r\n".encode())
CHART = Inline("chart", "biểu đồ.png", "image/png", b"\x89PNG\r\n" * 99)
MAIL = Mail(
    number=7,
    kind="weekly",
    address="chudautu@bangmac.example.vn",
    name="Ban quản lý dự án khu vực, xã Bằng Mạc",
    subject="Tình hình giải ngân tuần 40",
    message_id="<weekly.0123456789abcdef01234567@0123456789abcdef.disburse.invalid>",
    unsubscribe=None,
    optional=False,
    created_at="2026-09-28T07:30:00+07:00",
    due_at="2026-09-28T07:30:00+07:00",
    text="Kính gửi Ban,\n.\n..\nSố liệu đến 27/9.\n",
    html='<p>Số liệu</p><img src="cid:chart">',
    inline=(CHART,),
    attachments=(WORKBOOK, TABLE),
)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặẦẨẪẤẬĐỲỶỸÝỴ 0123456789,.;:()\"'@<>/\\=?_-–“”…"
LINES = st.text(LETTERS, min_size=1, max_size=180).filter(lambda text: text.strip())


def read(mail: Mail, sender: Sender = SENDER, *, draft: bool = False) -> EmailMessage:
    message = message_from_bytes(built(mail, sender, draft=draft), policy=default)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def name_in(message: EmailMessage, header: str) -> str:
    """The name before an address, by the older classes: the newer ones keep a space too many."""
    (raw,) = (value for name, value in message.raw_items() if name == header)
    return str(make_header(decode_header(parseaddr(str(raw))[0])))


def shape(message: EmailMessage) -> object:
    if not message.is_multipart():
        return message.get_content_type()
    return message.get_content_subtype(), [shape(part) for part in parts(message)]


def parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return cast("Iterator[EmailMessage]", message.iter_parts())


def test_text_and_html_stand_side_by_side_pictures_within_files_beside() -> None:
    related = ("related", ["text/html", "image/png"])
    alternative = ("alternative", ["text/plain", related])
    assert shape(read(MAIL)) == ("mixed", [alternative, XLSX, "text/csv"])
    assert shape(read(replace(MAIL, attachments=()))) == alternative
    plain = replace(MAIL, attachments=(), inline=())
    assert shape(read(plain)) == ("alternative", ["text/plain", "text/html"])
    assert shape(read(replace(plain, html=None))) == "text/plain"
    with_file = replace(plain, html=None, attachments=(TABLE,))
    assert shape(read(with_file)) == ("mixed", ["text/plain", "text/csv"])


def test_contents_arrive_as_they_were() -> None:
    message = read(MAIL)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text + "\n"
    assert html.get_content().strip() == MAIL.html
    files = list(message.iter_attachments())
    assert [one.get_filename() for one in files] == [WORKBOOK.name, TABLE.name]
    assert files[0].get_content() == WORKBOOK.content
    assert files[1].get_payload(decode=True) == TABLE.content
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<chart>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True) == CHART.content


def test_the_head_says_who_when_and_that_no_machine_should_answer() -> None:
    message = read(MAIL)
    assert name_in(message, "From") == SENDER.name
    assert message["From"].addresses[0].addr_spec == SENDER.address
    assert name_in(message, "To") == MAIL.name
    assert message["To"].addresses[0].addr_spec == MAIL.address
    assert message["Reply-To"] == SENDER.reply_to
    assert message["Subject"] == MAIL.subject
    assert message["Date"].datetime.isoformat() == MAIL.created_at
    assert message["Message-ID"] == MAIL.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "vi"
    assert message["List-Unsubscribe"] is None
    assert message["X-Unsent"] is None
    assert message["MIME-Version"] == "1.0"
    assert sorted(set(message.keys())) == sorted(message.keys())


def test_optional_mail_can_be_ended() -> None:
    optional = replace(MAIL, optional=True)
    mailto = "<mailto:tra-loi@bangmac.example.vn?subject=unsubscribe%20weekly>"
    assert read(optional)["List-Unsubscribe"] == mailto
    page = "https://bangmac.example.vn/thu/" + "x" * 90
    listed = read(replace(optional, unsubscribe=page))["List-Unsubscribe"]
    assert listed.split(", ") == [f"<{page}>", mailto]


def test_a_file_opens_as_a_draft() -> None:
    assert read(MAIL, draft=True)["X-Unsent"] == "1"


def test_the_same_mail_is_the_same_octets() -> None:
    assert built(MAIL, SENDER) == built(MAIL, SENDER)


def test_octets_are_ascii_lines_of_lawful_length() -> None:
    long = replace(MAIL, attachments=(replace(TABLE, name="ế" * 98 + ".csv"),))
    for content in (built(MAIL, SENDER), built(long, SENDER)):
        assert content.isascii()
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= 998
        assert not re.search(rb"[\r\n]", b"".join(lines))
    assert next(read(long).iter_attachments()).get_filename() == long.attachments[0].name


def test_accented_domains_are_written_in_ascii() -> None:
    message = read(replace(MAIL, address="vp@xã-bằng-mạc.vn"))
    (address,) = message["To"].addresses
    assert address.addr_spec.startswith("vp@xn--")
    assert address.addr_spec.isascii()


@settings(max_examples=60)
@given(subject=LINES, name=LINES, file=LINES.map(lambda text: text.strip()[:60]))
def test_every_text_comes_back(subject: str, name: str, file: str) -> None:
    mail = replace(
        MAIL,
        subject=subject,
        name=name,
        attachments=(Attachment(f"{file}.pdf", "application/pdf", b"%PDF"),),
    )
    message = read(mail)
    assert message["Subject"].split() == subject.split()
    assert name_in(message, "To").split() == name.split()
    assert message["To"].addresses[0].addr_spec == MAIL.address
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{file}.pdf"
    words = re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", built(mail, SENDER))
    assert all(len(word) <= 75 for word in words)


@settings(max_examples=60)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_every_body_comes_back(text: str) -> None:
    message = read(replace(MAIL, text=text, html=text, inline=(), attachments=()))
    for part in parts(message):
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert payload.decode() == text.replace("\n", "\r\n") + "\r\n"
