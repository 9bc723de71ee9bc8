"""Tables of letters to owners: drafts, what was sent, what was answered; append-only."""

from __future__ import annotations

from disburse.ledger.guards import append_only

_TABLES = (
    """
    CREATE TABLE letter (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('reminder')),
        owner TEXT NOT NULL,
        owner_key TEXT NOT NULL CHECK (owner_key <> ''),
        as_of TEXT NOT NULL CHECK (as_of IS date(as_of)),
        due_round TEXT NOT NULL CHECK (due_round IS date(due_round)),
        reply_due TEXT NOT NULL CHECK (reply_due IS date(reply_due)),
        projects INTEGER NOT NULL CHECK (projects > 0),
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        made_at TEXT NOT NULL,
        UNIQUE (kind, owner_key, as_of, sha256)
    ) STRICT
    """,
    # Recorded again, the last one counts: a number may have been mistyped.
    """
    CREATE TABLE letter_dispatch (
        id INTEGER PRIMARY KEY,
        letter_id INTEGER NOT NULL REFERENCES letter (id),
        symbol TEXT NOT NULL CHECK (symbol <> ''),
        issued_on TEXT NOT NULL CHECK (issued_on IS date(issued_on)),
        made_by TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE letter_reply (
        id INTEGER PRIMARY KEY,
        letter_id INTEGER NOT NULL REFERENCES letter (id),
        text TEXT NOT NULL CHECK (text <> ''),
        promised_on TEXT CHECK (promised_on IS date(promised_on)),
        made_by TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT
    """,
)

_INDEXES = (
    "CREATE INDEX letter_owner ON letter (owner_key, as_of)",
    "CREATE INDEX letter_dispatch_letter ON letter_dispatch (letter_id)",
    "CREATE INDEX letter_reply_letter ON letter_reply (letter_id)",
)

_GUARDS = append_only("letter", "letter_dispatch", "letter_reply")

STATEMENTS: tuple[str, ...] = (*_TABLES, *_INDEXES, *_GUARDS)
