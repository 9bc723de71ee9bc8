"""Tables of what people state: corrections, and the records of casework; append-only as facts are.

They hang on a project, not on an import: undoing an import leaves them alone.
"""

from __future__ import annotations

from disburse.ledger.guards import refusing

# ``old_value`` or ``old_amount``: what the ledger held when the correction was made.
_CORRECTION = """
    CREATE TABLE correction (
        id INTEGER PRIMARY KEY,
        project_id INTEGER NOT NULL REFERENCES project (id),
        field TEXT NOT NULL CHECK (field IN (
            'project_class', 'construction_start', 'site_handover', 'handed_over', 'plan'
        )),
        budget_year INTEGER CHECK (budget_year BETWEEN 1900 AND 2999),
        source TEXT,
        tranche TEXT CHECK (tranche IN ('current', 'carryover')),
        effective_on TEXT CHECK (effective_on IS date(effective_on)),
        value TEXT,
        amount INTEGER CHECK (amount >= 0),
        old_value TEXT,
        old_amount INTEGER,
        reason TEXT NOT NULL,
        made_by TEXT NOT NULL,
        made_at TEXT NOT NULL,
        withdrawn_at TEXT,
        withdrawn_by TEXT,
        CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
        CHECK ((budget_year IS NOT NULL) = (field IN ('project_class', 'plan'))),
        CHECK (field = 'plan' OR (source IS NULL AND amount IS NULL AND old_amount IS NULL)),
        CHECK ((tranche IS NOT NULL) = (field = 'plan')),
        CHECK ((effective_on IS NOT NULL) = (field = 'plan')),
        CHECK (field <> 'plan' OR (value IS NULL AND old_value IS NULL)),
        CHECK (
            field <> 'project_class' OR coalesce(
                value IN ('completed', 'continuing', 'new_start', 'unclassified'), FALSE
            )
        )
    ) STRICT
"""

# ``about``: the first record of the matter this one revises, or the record it answers.
_CASEWORK = """
    CREATE TABLE casework (
        id INTEGER PRIMARY KEY,
        project_id INTEGER NOT NULL REFERENCES project (id),
        kind TEXT NOT NULL CHECK (kind IN (
            'obstacle', 'monthly_plan', 'expected_amount', 'progress_note', 'capital_proposal',
            'acknowledgement', 'answer'
        )),
        about INTEGER REFERENCES casework (id),
        text TEXT,
        cause TEXT,
        responsible TEXT,
        deadline TEXT CHECK (deadline IS date(deadline)),
        state TEXT,
        month TEXT CHECK (month IS strftime('%Y-%m', month || '-01')),
        expected_on TEXT CHECK (expected_on IS date(expected_on)),
        amount INTEGER,
        source TEXT,
        tranche TEXT CHECK (tranche IN ('current', 'carryover')),
        warning_code TEXT,
        milestone_id TEXT,
        since TEXT CHECK (since IS date(since)),
        made_by TEXT NOT NULL,
        role TEXT NOT NULL,
        made_at TEXT NOT NULL,
        CHECK ((month IS NOT NULL) = (kind = 'monthly_plan')),
        CHECK ((expected_on IS NOT NULL) = (kind = 'expected_amount')),
        CHECK ((since IS NOT NULL) = (kind = 'acknowledgement')),
        CHECK (kind <> 'answer' OR about IS NOT NULL)
    ) STRICT
"""

_INDEXES = (
    "CREATE INDEX correction_project ON correction (project_id)",
    "CREATE INDEX casework_project ON casework (project_id)",
    "CREATE INDEX casework_kind ON casework (kind)",
    "CREATE INDEX casework_month ON casework (month, project_id) WHERE month IS NOT NULL",
)

_GUARDS = (
    refusing("correction", "DELETE"),
    refusing("casework", "DELETE"),
    refusing("casework", "UPDATE"),
    """
    CREATE TRIGGER correction_no_update BEFORE UPDATE OF
        id, project_id, field, budget_year, source, tranche, effective_on, value, amount,
        old_value, old_amount, reason, made_by, made_at
    ON correction
    BEGIN SELECT raise(ABORT, 'correction is append-only'); END
    """,
    """
    CREATE TRIGGER correction_withdrawn_once BEFORE UPDATE OF withdrawn_at, withdrawn_by
    ON correction
    WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    BEGIN SELECT raise(ABORT, 'correction is withdrawn once and stays withdrawn'); END
    """,
)

STATEMENTS: tuple[str, ...] = (_CORRECTION, _CASEWORK, *_INDEXES, *_GUARDS)
