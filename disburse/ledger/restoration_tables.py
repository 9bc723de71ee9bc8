"""Table of restorations: when the ledger was made anew from a copy of an earlier moment.

What happened between the two moments happened all the same: mail went out, schedules ran.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE restoration (
        id INTEGER PRIMARY KEY,
        made_at TEXT NOT NULL,
        restored_at TEXT NOT NULL
    ) STRICT
    """,
    *(
        f"CREATE TRIGGER restoration_no_{change.lower()} BEFORE {change} ON restoration "
        "BEGIN SELECT raise(ABORT, 'restoration is append-only'); END"
        for change in ("UPDATE", "DELETE")
    ),
)
"""A schema version of its own."""
