"""A message that only tries the way out, to an address somebody names."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from disburse.ledger.moments import stamp
from disburse.send.claiming import TEST
from disburse.send.outbox import enqueue
from disburse.send.records import NewMessage
from disburse.send.wording import wording

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def put_test(
    connection: sqlite3.Connection, address: str, *, authority: str, department: str, at: datetime
) -> int:
    """Put a test message into the outbox, due at once; return its number. Raises ValueError."""
    texts = wording()["test"]
    said = {"authority": authority, "department": department, "address": address}
    period = f"{stamp(at)} {secrets.token_hex(4)}"
    message = NewMessage(
        kind=TEST,
        period=period,
        address=address,
        name="",
        person_id=None,
        subject=texts["subject"].format(**said),
        text=texts["text"].format(**said, at=f"{at:%H:%M:%S ngày %d/%m/%Y}").lstrip(),
        html=None,
        due_at=at,
    )
    enqueue(connection, [message], at=at)
    (number,) = connection.execute(
        "SELECT id FROM message WHERE kind = ? AND period = ?", (TEST, period)
    ).fetchone()
    return int(number)
