"""The ledger's tables: one tuple of statements for each schema version, never edited afterwards.

Facts hang on an import and are clustered by it, in the order of the file (``line``); a trigger
aborts every change to them. Whether a fact counts depends on its import alone: ``undone_at`` and
``undone_by`` may be set once and nothing else may be. A project is only a number; code, name and
owner that identify it are read from its facts in force, so undoing an import undoes what it said
about identity too.
"""

from __future__ import annotations

from disburse.ledger import (
    account_tables,
    answer_tables,
    confirmation_tables,
    correction_tables,
    difference_tables,
    letter_tables,
    mail_tables,
    restoration_tables,
    schedule_tables,
)
from disburse.ledger.guards import append_only

_TABLES = (
    """
    CREATE TABLE import (
        id INTEGER PRIMARY KEY,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
        kind TEXT NOT NULL CHECK (kind IN ('register', 'payments')),
        as_of TEXT NOT NULL CHECK (as_of IS date(as_of)),
        budget_year INTEGER NOT NULL CHECK (budget_year BETWEEN 1900 AND 2999),
        uploaded_by TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        stored_path TEXT NOT NULL,
        projects INTEGER NOT NULL,
        vouchers INTEGER NOT NULL,
        undone_at TEXT,
        undone_by TEXT,
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE project (
        id INTEGER PRIMARY KEY,
        first_import_id INTEGER NOT NULL REFERENCES import (id)
    ) STRICT
    """,
    """
    CREATE TABLE project_fact (
        import_id INTEGER NOT NULL REFERENCES import (id),
        line INTEGER NOT NULL,
        project_id INTEGER NOT NULL REFERENCES project (id),
        voucher_only INTEGER NOT NULL CHECK (voucher_only IN (0, 1)),
        sheet TEXT NOT NULL,
        row INTEGER NOT NULL,
        code TEXT,
        name TEXT,
        name_key TEXT NOT NULL,
        owner TEXT,
        owner_key TEXT NOT NULL,
        head TEXT,
        project_class TEXT
            CHECK (project_class IN ('completed', 'continuing', 'new_start', 'unclassified')),
        class_evidence TEXT,
        class_cell TEXT,
        tier TEXT,
        location TEXT,
        started TEXT,
        completed TEXT,
        construction_start TEXT,
        site_handover TEXT,
        handed_over TEXT,
        total_investment INTEGER,
        cells TEXT NOT NULL,
        PRIMARY KEY (import_id, line),
        CHECK (code IS NOT NULL OR name IS NOT NULL)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE capital_plan (
        import_id INTEGER NOT NULL REFERENCES import (id),
        line INTEGER NOT NULL,
        project_id INTEGER NOT NULL REFERENCES project (id),
        source TEXT,
        tranche TEXT NOT NULL CHECK (tranche IN ('current', 'carryover')),
        amount INTEGER NOT NULL,
        cell TEXT NOT NULL,
        PRIMARY KEY (import_id, line)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE disbursement (
        import_id INTEGER NOT NULL REFERENCES import (id),
        line INTEGER NOT NULL,
        project_id INTEGER NOT NULL REFERENCES project (id),
        source TEXT,
        tranche TEXT NOT NULL CHECK (tranche IN ('current', 'carryover')),
        to_date TEXT NOT NULL CHECK (to_date IS date(to_date)),
        amount INTEGER NOT NULL,
        volume INTEGER,
        advance INTEGER,
        estimate INTEGER NOT NULL CHECK (estimate IN (0, 1)),
        treasury INTEGER NOT NULL CHECK (treasury IN (0, 1)),
        cell TEXT NOT NULL,
        PRIMARY KEY (import_id, line)
    ) STRICT, WITHOUT ROWID
    """,
    # ``repeated``: an earlier import, undone or not, held the same line when this one came.
    """
    CREATE TABLE voucher (
        import_id INTEGER NOT NULL REFERENCES import (id),
        line INTEGER NOT NULL,
        project_id INTEGER NOT NULL REFERENCES project (id),
        number TEXT,
        paid_on TEXT NOT NULL CHECK (paid_on IS date(paid_on)),
        voucher_kind TEXT,
        source TEXT,
        tranche TEXT NOT NULL CHECK (tranche IN ('current', 'carryover')),
        approved INTEGER NOT NULL,
        advance_recovered INTEGER NOT NULL,
        project_code TEXT,
        project_name TEXT,
        owner TEXT,
        cell TEXT NOT NULL,
        repeated INTEGER NOT NULL CHECK (repeated IN (0, 1)),
        PRIMARY KEY (import_id, line)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE finding (
        import_id INTEGER NOT NULL REFERENCES import (id),
        line INTEGER NOT NULL,
        code TEXT NOT NULL,
        severity TEXT NOT NULL CHECK (severity IN ('warning', 'info')),
        sheet TEXT,
        cell TEXT,
        value TEXT,
        message TEXT NOT NULL,
        fix TEXT NOT NULL,
        PRIMARY KEY (import_id, line)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE evaluation (
        as_of TEXT PRIMARY KEY CHECK (as_of IS date(as_of)),
        recorded_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE warning_change (
        id INTEGER PRIMARY KEY,
        as_of TEXT NOT NULL REFERENCES evaluation (as_of),
        project_id INTEGER NOT NULL REFERENCES project (id),
        code TEXT NOT NULL,
        milestone_id TEXT,
        level TEXT CHECK (level IN ('red', 'amber')),
        arguments TEXT NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT
    """,
)

_INDEXES = (
    "CREATE UNIQUE INDEX import_file ON import (sha256) WHERE undone_at IS NULL",
    "CREATE UNIQUE INDEX import_content ON import (content_sha256) WHERE undone_at IS NULL",
    # Covers the reading of identities, which would otherwise drag the wide rows in.
    """
    CREATE INDEX project_fact_identity
    ON project_fact (project_id, code, name_key, owner_key, import_id)
    """,
    # Covers both the sums of payments and the search for repeated lines.
    """
    CREATE INDEX voucher_line
    ON voucher (
        project_id, source, tranche, paid_on, number, approved, advance_recovered, repeated
    )
    """,
    "CREATE INDEX warning_change_day ON warning_change (as_of, project_id, code, milestone_id)",
)

_APPEND_ONLY = (
    "project",
    "project_fact",
    "capital_plan",
    "disbursement",
    "voucher",
    "finding",
    "evaluation",
    "warning_change",
)

_GUARDS = (
    *append_only(*_APPEND_ONLY),
    """
    CREATE TRIGGER import_no_delete BEFORE DELETE ON import
    BEGIN SELECT raise(ABORT, 'import is append-only'); END
    """,
    """
    CREATE TRIGGER import_no_update BEFORE UPDATE OF
        id, file, sha256, content_sha256, kind, as_of, budget_year, uploaded_by, recorded_at,
        stored_path, projects, vouchers
    ON import
    BEGIN SELECT raise(ABORT, 'import is append-only'); END
    """,
    """
    CREATE TRIGGER import_undone_once BEFORE UPDATE OF undone_at, undone_by ON import
    WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
    BEGIN SELECT raise(ABORT, 'import is undone once and stays undone'); END
    """,
)

VERSIONS: tuple[tuple[str, ...], ...] = (
    (*_TABLES, *_INDEXES, *_GUARDS),
    correction_tables.STATEMENTS,
    answer_tables.STATEMENTS,
    account_tables.STATEMENTS,
    confirmation_tables.STATEMENTS,
    letter_tables.STATEMENTS,
    mail_tables.STATEMENTS,
    schedule_tables.STATEMENTS,
    restoration_tables.STATEMENTS,
    difference_tables.STATEMENTS,
)
