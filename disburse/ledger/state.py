"""One content of the ledger told from another, in microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_STATE = """
    SELECT (SELECT count(*) FROM import), (SELECT count(undone_at) FROM import),
        (SELECT count(*) FROM evaluation),
        (SELECT count(*) FROM correction), (SELECT count(withdrawn_at) FROM correction),
        (SELECT count(*) FROM confirmation), (SELECT count(withdrawn_at) FROM confirmation)
"""


def ledger_state(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Return numbers that differ whenever what the ledger says of projects may differ.

    Facts, confirmations and corrections are appended and withdrawn, never changed: counting them
    is enough.
    """
    return tuple(connection.execute(_STATE).fetchone())
