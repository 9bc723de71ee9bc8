"""Putting messages into the outbox: a run as a whole or not at all, and nothing twice.

Messages are made one by one and wait in temporary tables, on disk and outside the ledger, until
the last one is there. So memory stays flat, and the ledger is locked only while they are moved,
not while a thousand mails are rendered.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp
from disburse.send.records import Enqueued

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from disburse.send.records import NewMessage

    _Piece = tuple[str, str | None, str, str | None, bytes]

_STAGES = {
    "staged_message": """
        position INTEGER PRIMARY KEY, kind TEXT, period TEXT, address TEXT, name TEXT,
        person_id INTEGER, subject TEXT, message_id TEXT UNIQUE, unsubscribe TEXT,
        optional INTEGER, due_at TEXT
    """,
    "staged_part": """
        position INTEGER, number INTEGER, role TEXT, name TEXT, media_type TEXT, content_id TEXT,
        sha256 TEXT, PRIMARY KEY (position, number)
    """,
    "staged_content": "sha256 TEXT PRIMARY KEY, content BLOB",
}
_HELD = "SELECT 1 FROM message WHERE kind = ? AND period = ? AND address = ?"
_STAGE_MESSAGE = """
    INSERT INTO temp.staged_message (
        kind, period, address, name, person_id, subject, message_id, unsubscribe, optional, due_at
    )
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (message_id) DO NOTHING
"""
_MOVE_MESSAGES = """
    INSERT INTO message (
        kind, period, address, name, person_id, role, owner, subject, message_id, unsubscribe,
        optional, created_at, due_at, state, next_at
    )
    SELECT
        staged.kind, staged.period, staged.address, staged.name, staged.person_id, person.role,
        person.owner, staged.subject, staged.message_id, staged.unsubscribe, staged.optional,
        :at, staged.due_at, 'pending', staged.due_at
    FROM temp.staged_message AS staged LEFT JOIN person ON person.id = staged.person_id
    WHERE TRUE ORDER BY staged.position
    ON CONFLICT (kind, period, address) DO NOTHING
"""
_FRESH = """
    FROM temp.staged_part AS part
    JOIN temp.staged_message AS staged USING (position)
    JOIN message ON message.message_id = staged.message_id AND message.id > :last
"""
_MOVE_CONTENT = f"""
    INSERT INTO message_content (sha256, content)
    SELECT sha256, content FROM temp.staged_content
    WHERE sha256 IN (SELECT part.sha256 {_FRESH})
    ON CONFLICT (sha256) DO NOTHING
"""  # noqa: S608 - constants of this module
_MOVE_PARTS = f"""
    INSERT INTO message_part (message, number, role, name, media_type, content_id, sha256)
    SELECT
        message.id, part.number, part.role, part.name, part.media_type, part.content_id,
        part.sha256
    {_FRESH}
"""


def enqueue(
    connection: sqlite3.Connection, messages: Iterable[NewMessage], *, at: datetime
) -> Enqueued:
    """Store the messages of a run that the outbox does not hold yet, all of them or none.

    A message is known by kind, period and address; again, nothing is new. ``messages`` are taken
    one by one and may read from ``connection``. Inside the caller's transaction it is part of it.
    """
    given = 0
    with _staging(connection):
        for message in messages:
            _stage(connection, message)
            given += 1
        with atomically(connection):
            new = _moved(connection, at)
    return Enqueued(new=new, held=given - new)


def held(connection: sqlite3.Connection, kind: str, period: str) -> frozenset[str]:
    """Return the addresses whose message of a run the outbox holds, so as not to make it again."""
    rows = connection.execute(
        "SELECT address FROM message WHERE kind = ? AND period = ?", (kind, period)
    )
    return frozenset(address for (address,) in rows)


@contextmanager
def _staging(connection: sqlite3.Connection) -> Iterator[None]:
    """Have empty temporary tables for a block."""
    for table, columns in _STAGES.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        connection.execute(f"CREATE TEMP TABLE {table} ({columns}) STRICT")
    try:
        yield
    finally:
        for table in _STAGES:
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _stage(connection: sqlite3.Connection, message: NewMessage) -> None:
    """Stage a message unless the outbox holds it or it was staged before."""
    address = message.address.lower()
    key = (message.kind, message.period, address)
    if connection.execute(_HELD, key).fetchone():
        return
    name = message_id(connection, *key)
    values = (message.name, message.person_id, message.subject, name, message.unsubscribe)
    row = (*key, *values, message.optional, stamp(message.due_at))
    cursor = connection.execute(_STAGE_MESSAGE, row)
    if cursor.rowcount:
        for number, piece in enumerate(_pieces(message)):
            _stage_piece(connection, (cursor.lastrowid, number), piece)


def _stage_piece(
    connection: sqlite3.Connection, place: tuple[int | None, int], piece: _Piece
) -> None:
    *described, content = piece
    sha256 = hashlib.sha256(content).hexdigest()
    connection.execute(
        "INSERT INTO temp.staged_part VALUES (?, ?, ?, ?, ?, ?, ?)", (*place, *described, sha256)
    )
    connection.execute(
        "INSERT INTO temp.staged_content VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
        (sha256, content),
    )


def _pieces(message: NewMessage) -> Iterator[_Piece]:
    """Give everything a message is made of: role, name, media type, content id, content."""
    yield "text", None, "text/plain", None, message.text.encode()
    if message.html is not None:
        yield "html", None, "text/html", None, message.html.encode()
    for picture in message.inline:
        yield "inline", picture.name, picture.media_type, picture.content_id, picture.content
    for file in message.attachments:
        yield "attachment", file.name, file.media_type, None, file.content


def message_id(connection: sqlite3.Connection, kind: str, period: str, address: str) -> str:
    """Make the Message-ID of a message: the same whenever it is made, another in each ledger."""
    (origin,) = connection.execute("SELECT token FROM mail_origin").fetchone()
    told = hashlib.sha256(f"{kind}\n{period}\n{address}".encode()).hexdigest()[:24]
    return f"<{kind}.{told}@{origin}.disburse.invalid>"


def _moved(connection: sqlite3.Connection, at: datetime) -> int:
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM message").fetchone()
    new = connection.execute(_MOVE_MESSAGES, {"at": stamp(at)}).rowcount
    for statement in (_MOVE_CONTENT, _MOVE_PARTS):
        connection.execute(statement, {"last": last})
    return new
