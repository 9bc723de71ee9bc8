"""Table of restorations: when the ledger was made anew from a copy of an earlier moment.

What happened between the two moments happened all the same: mail went out, schedules ran.
"""

from __future__ import annotations

from disburse.ledger.guards import append_only

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE restoration (
        id INTEGER PRIMARY KEY,
        made_at TEXT NOT NULL,
        restored_at TEXT NOT NULL
    ) STRICT
    """,
    *append_only("restoration"),
)
"""A schema version of its own."""
