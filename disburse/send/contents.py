"""Reading what a stored message is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.send.errors import SendError
from disburse.send.records import Attachment, Inline, Mail, Part

if TYPE_CHECKING:
    import sqlite3

_MESSAGE = """
    SELECT kind, address, name, subject, message_id, unsubscribe, optional, created_at, due_at
    FROM message WHERE id = ?
"""
_TEXTS = """
    SELECT part.role, content.content
    FROM message_part AS part JOIN message_content AS content USING (sha256)
    WHERE part.message = ? AND part.role IN ('text', 'html')
"""
_FILES = """
    SELECT part.role, part.content_id, part.name, part.media_type, content.content
    FROM message_part AS part JOIN message_content AS content USING (sha256)
    WHERE part.message = ? AND part.role IN ('inline', 'attachment')
    ORDER BY part.number
"""
_PARTS = """
    SELECT part.number, part.name, part.media_type, part.content_id, length(content.content)
    FROM message_part AS part JOIN message_content AS content USING (sha256)
    WHERE part.message = ? AND part.role IN ('inline', 'attachment')
    ORDER BY part.number
"""
_PART = """
    SELECT part.name, part.media_type, content.content
    FROM message_part AS part JOIN message_content AS content USING (sha256)
    WHERE part.message = ? AND part.number = ? AND part.role IN ('inline', 'attachment')
"""


def mail(connection: sqlite3.Connection, number: int) -> Mail:
    """Return a message with all its content. Raises SendError ``unknown_message``."""
    row = connection.execute(_MESSAGE, (number,)).fetchone()
    if row is None:
        raise unknown(number)
    kind, address, name, subject, message_id, unsubscribe, optional, created_at, due_at = row
    plain, html = texts(connection, number)
    files = connection.execute(_FILES, (number,)).fetchall()
    return Mail(
        number=number,
        kind=kind,
        address=address,
        name=name,
        subject=subject,
        message_id=message_id,
        unsubscribe=unsubscribe,
        optional=bool(optional),
        created_at=created_at,
        due_at=due_at,
        text=plain,
        html=html,
        inline=tuple(Inline(*one) for role, *one in files if role == "inline"),
        attachments=tuple(Attachment(*one) for role, _, *one in files if role == "attachment"),
    )


def texts(connection: sqlite3.Connection, number: int) -> tuple[str, str | None]:
    """Return the plain text and the HTML of a message."""
    found = {role: content.decode() for role, content in connection.execute(_TEXTS, (number,))}
    return found["text"], found.get("html")


def parts(connection: sqlite3.Connection, number: int) -> tuple[Part, ...]:
    """List pictures and attachments without reading them."""
    return tuple(Part(*row) for row in connection.execute(_PARTS, (number,)))


def part(connection: sqlite3.Connection, number: int, part_number: int) -> Attachment:
    """Return one picture or attachment. Raises SendError ``unknown_message``."""
    row = connection.execute(_PART, (number, part_number)).fetchone()
    if row is None:
        raise unknown(number)
    return Attachment(*row)


def unknown(number: int) -> SendError:
    """Make the error that says there is no such message."""
    return SendError("unknown_message", f"no message {number}", number=number)
