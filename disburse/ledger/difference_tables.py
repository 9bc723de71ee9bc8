"""Table of what each import changed: how many projects, and which, from what to what.

It is what the person who stored the file was shown; nothing is worked out from it. Imports older
than the table have no row.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE import_difference (
        import_id INTEGER PRIMARY KEY REFERENCES import (id),
        told TEXT NOT NULL CHECK (json_valid(told))
    ) STRICT
    """,
    *(
        f"CREATE TRIGGER import_difference_no_{change.lower()} BEFORE {change} "
        "ON import_difference BEGIN SELECT raise(ABORT, 'import_difference is append-only'); END"
        for change in ("UPDATE", "DELETE")
    ),
)
"""A schema version of its own."""
