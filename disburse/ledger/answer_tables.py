"""Tables of remembered answers: what people said of headings and units, and what was read by it.

An answer hangs on the import it came with and holds for tables of one layout. It is withdrawn once,
by hand or by a later answer to the same question; nothing else of it may change. ``answer_use``
names the imports read by an answer, the one it came with included.
"""

from __future__ import annotations

from disburse.ledger.guards import append_only

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE heading_answer (
        id INTEGER PRIMARY KEY,
        import_id INTEGER NOT NULL REFERENCES import (id),
        sheet TEXT NOT NULL,
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
        heading TEXT,
        heading_key TEXT NOT NULL,
        value TEXT NOT NULL,
        usual_amount INTEGER,
        answered_by TEXT NOT NULL,
        answered_at TEXT NOT NULL,
        withdrawn_at TEXT,
        withdrawn_by TEXT,
        CHECK ((heading IS NULL) = (heading_key = '')),
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE answer_use (
        answer_id INTEGER NOT NULL REFERENCES heading_answer (id),
        import_id INTEGER NOT NULL REFERENCES import (id),
        PRIMARY KEY (answer_id, import_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX heading_answer_in_force ON heading_answer (fingerprint, heading_key)
    WHERE withdrawn_at IS NULL
    """,
    """
    CREATE TRIGGER heading_answer_no_delete BEFORE DELETE ON heading_answer
    BEGIN SELECT raise(ABORT, 'heading_answer is append-only'); END
    """,
    """
    CREATE TRIGGER heading_answer_no_update BEFORE UPDATE OF
        id, import_id, sheet, fingerprint, heading, heading_key, value, usual_amount, answered_by,
        answered_at
    ON heading_answer
    BEGIN SELECT raise(ABORT, 'heading_answer is append-only'); END
    """,
    """
    CREATE TRIGGER heading_answer_withdrawn_once
    BEFORE UPDATE OF withdrawn_at, withdrawn_by ON heading_answer
    WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    BEGIN SELECT raise(ABORT, 'heading_answer is withdrawn once and stays so'); END
    """,
    *append_only("answer_use"),
)
"""A schema version of its own."""
