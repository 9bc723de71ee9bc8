"""Tables of what people confirmed about identity.

A confirmation says of two projects, or of two spellings of an owner, that they are one or two. It
is withdrawn once; nothing else of it may change. Merging an owner's spellings can make projects
one that differed in nothing else: those pairs hang on the same confirmation.
"""

from __future__ import annotations

from disburse.ledger.guards import append_only

_TABLES = (
    """
    CREATE TABLE confirmation (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN
            ('same_project', 'different_projects', 'same_owner', 'different_owners')),
        decided_by TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        withdrawn_at TEXT,
        withdrawn_by TEXT,
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE project_pair (
        confirmation_id INTEGER NOT NULL REFERENCES confirmation (id),
        one_id INTEGER NOT NULL REFERENCES project (id),
        other_id INTEGER NOT NULL REFERENCES project (id),
        PRIMARY KEY (confirmation_id, one_id, other_id),
        CHECK (one_id <> other_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE owner_pair (
        confirmation_id INTEGER PRIMARY KEY REFERENCES confirmation (id),
        spelling_key TEXT NOT NULL CHECK (spelling_key <> ''),
        spelling TEXT NOT NULL,
        owner_key TEXT NOT NULL CHECK (owner_key <> ''),
        owner TEXT NOT NULL
    ) STRICT
    """,
)

_GUARDS = (
    *append_only("project_pair", "owner_pair"),
    """
    CREATE TRIGGER confirmation_no_delete BEFORE DELETE ON confirmation
    BEGIN SELECT raise(ABORT, 'confirmation is append-only'); END
    """,
    """
    CREATE TRIGGER confirmation_no_update BEFORE UPDATE OF id, kind, decided_by, decided_at
    ON confirmation
    BEGIN SELECT raise(ABORT, 'confirmation is append-only'); END
    """,
    """
    CREATE TRIGGER confirmation_withdrawn_once
    BEFORE UPDATE OF withdrawn_at, withdrawn_by ON confirmation
    WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    BEGIN SELECT raise(ABORT, 'confirmation is withdrawn once and stays withdrawn'); END
    """,
)

STATEMENTS: tuple[str, ...] = (*_TABLES, *_GUARDS)
