"""Messages of a ledger restored from a copy: whether they went out since is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger.moments import stamp
from disburse.send.records import Fault

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_END = """
    UPDATE delivery_attempt SET
        handed_at = coalesce(handed_at, :at), finished_at = :at, outcome = 'unknown', fault = :fault
    WHERE finished_at IS NULL
"""
_ATTEMPTED = """
    INSERT INTO delivery_attempt
        (message, number, worker, started_at, handed_at, finished_at, outcome, fault)
    SELECT
        id, 1 + (SELECT count(*) FROM delivery_attempt WHERE message = message.id),
        'restore', :at, :at, :at, 'unknown', :fault
    FROM message WHERE state = 'pending'
"""
_DOUBTED = "UPDATE message SET state = 'unknown' WHERE state IN ('pending', 'sending')"


def doubt(connection: sqlite3.Connection, at: datetime) -> int:
    """Let every message still to be sent count as perhaps sent; return how many there are.

    Call it in a transaction, before anything delivers.
    """
    told = {"at": stamp(at), "fault": Fault.RESTORED}
    connection.execute(_END, told)
    connection.execute(_ATTEMPTED, told)
    return connection.execute(_DOUBTED).rowcount
