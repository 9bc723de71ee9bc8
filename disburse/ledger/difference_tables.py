"""Table of what each import changed: how many projects, and which, from what to what.

It is what the person who stored the file was shown; nothing is worked out from it. Imports older
than the table have no row.
"""

from __future__ import annotations

from disburse.ledger.guards import append_only

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE import_difference (
        import_id INTEGER PRIMARY KEY REFERENCES import (id),
        told TEXT NOT NULL CHECK (json_valid(told))
    ) STRICT
    """,
    *append_only("import_difference"),
)
"""A schema version of its own."""
