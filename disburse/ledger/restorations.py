"""When the ledger was restored from a copy."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3

_NOTED = "INSERT INTO restoration (made_at, restored_at) VALUES (?, ?)"
_LAST = "SELECT restored_at FROM restoration ORDER BY id DESC LIMIT 1"


def note(connection: sqlite3.Connection, made_at: str, at: datetime) -> None:
    """Note that the ledger, copied at ``made_at``, is restored. Call it in a transaction."""
    connection.execute(_NOTED, (made_at, stamp(at)))


def last(connection: sqlite3.Connection) -> datetime | None:
    """Return when the ledger was last restored; None where it never was."""
    row = connection.execute(_LAST).fetchone()
    return row and datetime.fromisoformat(row[0])
