"""Tables of the outbox: messages, their contents, every attempt at delivery, what people wish.

A message is one row for each kind, period and recipient; what it says never changes, only how far
it got. Texts, pictures and attachments are kept once by their sha256. An attempt is written before
it is made and ended once.
"""

from __future__ import annotations

from disburse.ledger.guards import append_only, refusing

_TABLES = (
    # The ledger's own part of every Message-ID, so that two offices never share one.
    """
    CREATE TABLE mail_origin (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        token TEXT NOT NULL
    ) STRICT
    """,
    "INSERT INTO mail_origin (id, token) VALUES (1, lower(hex(randomblob(8))))",
    # ``role`` and ``owner``: the person's when the content was made for those rights.
    """
    CREATE TABLE message (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        period TEXT NOT NULL,
        address TEXT NOT NULL,
        name TEXT NOT NULL,
        person_id INTEGER REFERENCES person (id),
        role TEXT,
        owner TEXT,
        subject TEXT NOT NULL,
        message_id TEXT NOT NULL UNIQUE,
        unsubscribe TEXT,
        optional INTEGER NOT NULL CHECK (optional IN (0, 1)),
        created_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN (
            'pending', 'sending', 'sent', 'written', 'failed', 'unknown', 'settled', 'skipped'
        )),
        next_at TEXT NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        UNIQUE (kind, period, address),
        CHECK ((reason IS NOT NULL) = (state = 'skipped'))
    ) STRICT
    """,
    """
    CREATE TABLE message_content (
        sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
        content BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE message_part (
        message INTEGER NOT NULL REFERENCES message (id),
        number INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('text', 'html', 'inline', 'attachment')),
        name TEXT,
        media_type TEXT NOT NULL,
        content_id TEXT,
        sha256 TEXT NOT NULL REFERENCES message_content (sha256),
        PRIMARY KEY (message, number),
        CHECK ((name IS NOT NULL) = (role IN ('inline', 'attachment'))),
        CHECK ((content_id IS NOT NULL) = (role = 'inline'))
    ) STRICT, WITHOUT ROWID
    """,
    # ``handed_at``: the moment before the octets that let a server accept the message went out.
    """
    CREATE TABLE delivery_attempt (
        id INTEGER PRIMARY KEY,
        message INTEGER NOT NULL REFERENCES message (id),
        number INTEGER NOT NULL,
        worker TEXT NOT NULL,
        started_at TEXT NOT NULL,
        handed_at TEXT,
        finished_at TEXT,
        outcome TEXT CHECK (outcome IN (
            'accepted', 'written', 'transient', 'permanent', 'unknown'
        )),
        code INTEGER,
        answer TEXT,
        fault TEXT,
        error TEXT,
        UNIQUE (message, number),
        CHECK ((finished_at IS NULL) = (outcome IS NULL)),
        CHECK (outcome NOT IN ('accepted', 'unknown') OR handed_at IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TABLE mail_preference (
        person_id INTEGER PRIMARY KEY REFERENCES person (id),
        paused_until TEXT CHECK (paused_until IS date(paused_until)),
        frequency TEXT NOT NULL CHECK (frequency IN ('every', 'fortnightly', 'monthly')),
        unsubscribed TEXT NOT NULL CHECK (json_valid(unsubscribed)),
        changed_at TEXT NOT NULL,
        changed_by TEXT NOT NULL
    ) STRICT
    """,
)

_INDEXES = (
    "CREATE INDEX message_due ON message (next_at, id) WHERE state = 'pending'",
    "CREATE INDEX message_state ON message (state, id)",
    "CREATE INDEX message_person ON message (person_id, kind, due_at)",
    "CREATE INDEX delivery_attempt_open ON delivery_attempt (message) WHERE finished_at IS NULL",
)

_GUARDS = (
    *append_only("mail_origin"),
    refusing("message", "DELETE"),
    *append_only("message_content", "message_part"),
    refusing("delivery_attempt", "DELETE"),
    """
    CREATE TRIGGER message_says_the_same BEFORE UPDATE OF
        id, kind, period, address, name, person_id, role, owner, subject, message_id,
        unsubscribe, optional, created_at, due_at
    ON message
    BEGIN SELECT raise(ABORT, 'what a message says never changes'); END
    """,
    """
    CREATE TRIGGER delivery_attempt_same BEFORE UPDATE OF id, message, number, worker, started_at
    ON delivery_attempt
    BEGIN SELECT raise(ABORT, 'delivery_attempt is append-only'); END
    """,
    """
    CREATE TRIGGER delivery_attempt_ends_once BEFORE UPDATE ON delivery_attempt
    WHEN OLD.finished_at IS NOT NULL
        OR (OLD.handed_at IS NOT NULL AND NEW.handed_at IS NOT OLD.handed_at)
    BEGIN SELECT raise(ABORT, 'an attempt is handed over once and ends once'); END
    """,
)

STATEMENTS: tuple[str, ...] = (*_TABLES, *_INDEXES, *_GUARDS)
