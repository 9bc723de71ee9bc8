"""Table of the runs of schedules: one row for each period of each, claimed by whoever makes it.

``as_of`` is the day judged. A row is claimed before the work and finished after it; one that ends
``failed``, or is never finished, may be claimed anew. What was done stays so.
"""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE schedule_run (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        period TEXT NOT NULL,
        as_of TEXT NOT NULL CHECK (as_of IS date(as_of)),
        due_at TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        late INTEGER NOT NULL CHECK (late IN (0, 1)),
        by_process TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        outcome TEXT CHECK (outcome IN ('done', 'failed')),
        counts TEXT NOT NULL DEFAULT '{}',
        detail TEXT,
        UNIQUE (name, period),
        CHECK ((finished_at IS NULL) = (outcome IS NULL))
    ) STRICT
    """,
    "CREATE INDEX schedule_run_due ON schedule_run (name, due_at)",
    """
    CREATE TRIGGER schedule_run_no_delete BEFORE DELETE ON schedule_run
    BEGIN SELECT raise(ABORT, 'a run is kept'); END
    """,
    """
    CREATE TRIGGER schedule_run_done_once BEFORE UPDATE ON schedule_run
    WHEN OLD.outcome = 'done'
    BEGIN SELECT raise(ABORT, 'a run is done once and stays so'); END
    """,
)
"""A schema version of its own."""
