"""Tables of the people who use the web page: accounts, sessions, links, tokens and the audit log.

Of every token, nonce and password only a hash is kept. The audit log is append-only; a person is
closed, never deleted; a one-time link is spent once.
"""

from __future__ import annotations

_TABLES = (
    """
    CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('staff', 'leader', 'owner', 'admin')),
        owner TEXT,
        password_hash TEXT,
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        closed_at TEXT,
        CHECK ((role = 'owner') = (owner IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
        person_id INTEGER NOT NULL REFERENCES person (id),
        created_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        idle_minutes INTEGER NOT NULL CHECK (idle_minutes > 0),
        revoked_at TEXT,
        address TEXT,
        user_agent TEXT
    ) STRICT
    """,
    """
    CREATE TABLE one_time_link (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person (id),
        purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
        nonce_hash TEXT NOT NULL UNIQUE CHECK (length(nonce_hash) = 64),
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        used_at TEXT,
        voided_at TEXT,
        CHECK (used_at IS NULL OR voided_at IS NULL)
    ) STRICT
    """,
    """
    CREATE TABLE api_token (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person (id),
        token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        last_used_at TEXT,
        revoked_at TEXT
    ) STRICT
    """,
    # Hashed, for people type their password into the wrong field.
    """
    CREATE TABLE login_attempt (
        id INTEGER PRIMARY KEY,
        email_hash TEXT NOT NULL CHECK (length(email_hash) = 64),
        address TEXT NOT NULL,
        at TEXT NOT NULL,
        succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        person_id INTEGER REFERENCES person (id),
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        object_kind TEXT NOT NULL,
        object_id TEXT,
        old TEXT CHECK (old IS NULL OR json_valid(old)),
        new TEXT CHECK (new IS NULL OR json_valid(new)),
        address TEXT
    ) STRICT
    """,
)

_INDEXES = (
    "CREATE INDEX session_person ON session (person_id)",
    "CREATE INDEX one_time_link_person ON one_time_link (person_id)",
    "CREATE INDEX api_token_person ON api_token (person_id)",
    "CREATE INDEX login_attempt_email ON login_attempt (email_hash, at)",
    "CREATE INDEX login_attempt_address ON login_attempt (address, at)",
    "CREATE INDEX login_attempt_at ON login_attempt (at)",
    "CREATE INDEX audit_object ON audit (object_kind, object_id)",
    "CREATE INDEX audit_person ON audit (person_id)",
    "CREATE INDEX audit_at ON audit (at)",
)

_GUARDS = (
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'audit is append-only'); END
    """,
    """
    CREATE TRIGGER person_no_delete BEFORE DELETE ON person
    BEGIN SELECT raise(ABORT, 'a person is closed, never deleted'); END
    """,
    """
    CREATE TRIGGER one_time_link_no_delete BEFORE DELETE ON one_time_link
    BEGIN SELECT raise(ABORT, 'a one-time link is kept'); END
    """,
    """
    CREATE TRIGGER one_time_link_spent_once BEFORE UPDATE ON one_time_link
    WHEN OLD.used_at IS NOT NULL OR OLD.voided_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a one-time link is spent once'); END
    """,
)

STATEMENTS: tuple[str, ...] = (*_TABLES, *_INDEXES, *_GUARDS)
