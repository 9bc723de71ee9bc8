"""What a message is made of: its HTML as its recipient sees it, and its attachments."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from disburse.send import contents
from disburse.send.errors import SendError
from disburse.web.access import Access
from disburse.web.providing import GivenSite

if TYPE_CHECKING:
    from disburse.send.records import Attachment, Mail

# A mail carries its styles and pictures with it; nothing in it runs, is fetched or is sent.
_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


@get("/mail/{number:int}/html", access=Access.READER, include_in_schema=False)
async def mail_html(site: GivenSite, number: FromPath[int]) -> Response[bytes]:
    """Show the HTML of a message, under a policy of its own."""
    try:
        mail = contents.mail(site.reading, number)
    except SendError as refusal:
        raise NotFoundException from refusal
    if mail.html is None:
        raise NotFoundException
    return Response(
        _with_pictures(mail.html, mail).encode(),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": _POLICY},
    )


@get("/mail/{number:int}/parts/{part_number:int}", access=Access.READER, include_in_schema=False)
async def mail_part(
    site: GivenSite, number: FromPath[int], part_number: FromPath[int]
) -> Response[bytes]:
    """Hand out an attachment."""
    try:
        found = contents.part(site.reading, number, part_number)
    except SendError as refusal:
        raise NotFoundException from refusal
    return _download(found)


def _with_pictures(html: str, mail: Mail) -> str:
    """Put the pictures into the page that a mail refers to by their names."""
    for one in mail.inline:
        content = base64.b64encode(one.content).decode()
        html = html.replace(f"cid:{one.content_id}", f"data:{one.media_type};base64,{content}")
    return html


def _download(found: Attachment) -> Response[bytes]:
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"},
    )


HANDLERS = [mail_html, mail_part]
