"""A mail as the octets that go out: text and HTML side by side, pictures within, files beside.

Everything travels as base64: Vietnamese in quoted-printable would be three times as long, no relay
on the way can break lines, and nothing in a text can look like the boundary between parts. The
standard library's older classes write headers as they stand, five times as fast as `EmailMessage`,
which reads back and folds anew what it was given; bodies, which it would write line by line, are
put into their places afterwards.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from disburse.send.checks import ascii_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import Message

    from disburse.send.records import Attachment, Inline, Mail

    Part = Message[Any, Any]
    Headers = Iterator[tuple[str, str]]

_HEAD_END = b"\r\n\r\n"
_PLACE = "=_body_{number}_"
_LINE_END = re.compile(r"\r\n|\r|\n")
# Headers with accents come folded; a Message-ID or a web address must stay in one piece.
_POLICY = compat32.clone(linesep="\r\n", max_line_length=None, mangle_from_=False)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail comes from: a name to show, an address, and where answers go if elsewhere."""

    name: str
    address: str
    reply_to: str = ""


def built(mail: Mail, sender: Sender, *, draft: bool = False) -> bytes:
    """Write a mail as RFC 5322 wants it, lines ended by CRLF, in ASCII alone.

    The same mail is always the same octets. ``draft`` marks it as not sent yet, so that a mail
    program opens it ready to be sent.
    """
    bodies = _Bodies()
    whole = _alternatives(mail, bodies)
    if mail.attachments:
        files = [_file(file, "attachment", bodies) for file in mail.attachments]
        whole = _joined("mixed", [whole, *files])
    for name, value in _head(mail, sender, draft=draft):
        whole[name] = value
    return b"".join(bodies.placed(whole.as_bytes(policy=_POLICY)))


@dataclass(slots=True)
class _Bodies:
    """What the parts of a mail hold, in their order, each standing under the head of its part."""

    encoded: list[bytes] = field(default_factory=list)

    def part(self, media_type: str, content: bytes) -> Part:
        """Make a part whose body is put in place later."""
        part: Part = MIMEBase(*media_type.split("/"))
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(_PLACE.format(number=len(self.encoded)))
        self.encoded.append(encodebytes(content).replace(b"\n", b"\r\n"))
        return part

    def placed(self, frame: bytes) -> Iterator[bytes]:
        """Cut a mail at the places of its bodies and give it with them."""
        for number, body in enumerate(self.encoded):
            place = _HEAD_END + _PLACE.format(number=number).encode()
            before, _, frame = frame.partition(place)
            yield from (before, _HEAD_END, body)
        yield frame


def _head(mail: Mail, sender: Sender, *, draft: bool) -> Headers:
    yield "From", _address("From", sender.name, sender.address)
    yield "To", _address("To", mail.name, mail.address)
    yield "Subject", _text("Subject", mail.subject)
    yield "Date", format_datetime(datetime.fromisoformat(mail.created_at))
    yield "Message-ID", mail.message_id
    if sender.reply_to:
        yield "Reply-To", ascii_address(sender.reply_to)
    if mail.optional:
        yield "List-Unsubscribe", _unsubscribe(mail, sender)
    yield "Content-Language", "vi"
    # RFC 3834, and what Exchange wants instead: no automatic answers to automatic mail.
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    if draft:
        yield "X-Unsent", "1"


def _alternatives(mail: Mail, bodies: _Bodies) -> Part:
    plain = _said(mail.text, "text/plain", bodies)
    if mail.html is None:
        return plain
    html = _said(mail.html, "text/html", bodies)
    if mail.inline:
        html = _joined("related", [html, *(_picture(one, bodies) for one in mail.inline)])
    return _joined("alternative", [plain, html])


def _said(text: str, media_type: str, bodies: _Bodies) -> Part:
    """Write a text; its lines end as RFC 2045 wants them to before they are encoded."""
    lines = _LINE_END.sub("\r\n", f"{text}\n")
    part = bodies.part(media_type, lines.encode())
    part.set_param("charset", "utf-8")
    return part


def _joined(subtype: str, parts: Sequence[Part]) -> Part:
    whole = MIMEMultipart(subtype, boundary=f"=_{subtype}_part_")
    for part in parts:
        del part["MIME-Version"]
        whole.attach(part)
    return whole


def _picture(picture: Inline, bodies: _Bodies) -> Part:
    part = _file(picture, "inline", bodies)
    part["Content-ID"] = f"<{picture.content_id}>"
    return part


def _file(file: Attachment | Inline, disposition: str, bodies: _Bodies) -> Part:
    part = bodies.part(file.media_type, file.content)
    name = file.name if file.name.isascii() else ("utf-8", "", file.name)
    part.add_header("Content-Disposition", disposition, filename=name)
    return part


def _unsubscribe(mail: Mail, sender: Sender) -> str:
    """Give the page, where there is one, and a mail to the office (RFC 2369)."""
    office = ascii_address(sender.reply_to or sender.address)
    by_mail = f"<mailto:{office}?subject={quote(f'unsubscribe {mail.kind}')}>"
    return f"<{mail.unsubscribe}>, {by_mail}" if mail.unsubscribe else by_mail


def _address(header: str, name: str, address: str) -> str:
    """Write an address; a domain with accents is written in its ASCII form."""
    if name.isascii():
        return formataddr((name, ascii_address(address)))
    shown = Header(name, "utf-8", header_name=header)
    shown.append(f"<{ascii_address(address)}>", "us-ascii")
    return shown.encode()


def _text(header: str, text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", header_name=header).encode()
