"""Sessions of browsers, kept here so that they can be ended from here.

The browser holds a random token, the ledger only its hash.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from disburse.accounts import audit, revoking
from disburse.accounts.people import COLUMNS, KIND, from_row
from disburse.accounts.randomness import digest, new_secret
from disburse.accounts.records import Action, Session
from disburse.accounts.writing import atomically, write_if_free
from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3

    from disburse.accounts.records import Actor, Person
    from disburse.accounts.settings import AccountSettings

TOUCHED_AFTER = timedelta(minutes=1)
_AGENT_LENGTH = 200
_COLUMNS = """
    session.id, session.person_id, session.created_at, session.last_seen_at, session.expires_at,
    session.idle_minutes, session.address, session.user_agent
"""
_SESSION_WIDTH = _COLUMNS.count(",") + 1
_FIND = f"""
    SELECT {_COLUMNS}, {COLUMNS} FROM session JOIN person ON person.id = session.person_id
    WHERE token_hash = ? AND revoked_at IS NULL AND closed_at IS NULL
"""  # noqa: S608 (fixed column names)


def start(  # noqa: PLR0913 (whose, for how long, when, from where: nothing to group)
    connection: sqlite3.Connection,
    person_id: int,
    settings: AccountSettings,
    *,
    at: datetime,
    address: str | None = None,
    user_agent: str | None = None,
) -> str:
    """Open a session and return its token, which nobody will be able to read again."""
    token = new_secret()
    connection.execute(
        "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at,"
        " idle_minutes, address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            digest(token),
            person_id,
            stamp(at),
            stamp(at),
            stamp(at + timedelta(hours=settings.session_hours)),
            settings.idle_minutes,
            address,
            user_agent and user_agent[:_AGENT_LENGTH],
        ),
    )
    return token


def find(
    connection: sqlite3.Connection, token: str, *, at: datetime
) -> tuple[Session, Person] | None:
    """Return the session of a token with its person, unless it is over or there is none."""
    row = connection.execute(_FIND, (digest(token),)).fetchone()
    if row is None:
        return None
    columns = tuple(row)
    session = Session(*columns[:_SESSION_WIDTH])
    return (session, from_row(columns[_SESSION_WIDTH:])) if _live(session, at) else None


def touch_due(session: Session, at: datetime) -> bool:
    """Tell whether it is time to note that the session is in use; not at every request."""
    return at - _moment(session.last_seen_at) >= TOUCHED_AFTER


def touch(connection: sqlite3.Connection, token: str, *, at: datetime) -> bool:
    """Note that a session is in use, unless the ledger is being written to; tell whether noted."""
    return write_if_free(
        connection,
        "UPDATE session SET last_seen_at = max(last_seen_at, :at)"
        " WHERE token_hash = :token_hash AND revoked_at IS NULL",
        {"at": stamp(at), "token_hash": digest(token)},
    )


def of_person(connection: sqlite3.Connection, person_id: int, *, at: datetime) -> list[Session]:
    """List a person's live sessions, the latest used first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM session WHERE person_id = ? AND revoked_at IS NULL"  # noqa: S608 (fixed)
        " ORDER BY last_seen_at DESC, id DESC",
        (person_id,),
    )
    return [session for row in rows if _live(session := Session(*row), at)]


def last_seen(connection: sqlite3.Connection) -> dict[int, str]:
    """Tell when each person who ever signed in was last seen, by the person's number."""
    return dict(
        connection.execute("SELECT person_id, max(last_seen_at) FROM session GROUP BY person_id")
    )


def end(connection: sqlite3.Connection, token: str, *, by: Actor, at: datetime) -> None:
    """Sign out: end the session of a token; one that is over already stays so."""
    with atomically(connection):
        row = connection.execute(
            "UPDATE session SET revoked_at = ? WHERE token_hash = ? AND revoked_at IS NULL"
            " RETURNING person_id",
            (stamp(at), digest(token)),
        ).fetchone()
        if row is not None:
            audit.record(connection, Action.LOGOUT, KIND, row[0], by=by, at=at)


def end_one(
    connection: sqlite3.Connection, person_id: int, session_id: int, *, by: Actor, at: datetime
) -> bool:
    """End one session of a person, unless it is over; False when that person never had it."""
    with atomically(connection):
        row = connection.execute(
            "SELECT revoked_at FROM session WHERE id = ? AND person_id = ?", (session_id, person_id)
        ).fetchone()
        if row is not None and row[0] is None:
            connection.execute(
                "UPDATE session SET revoked_at = ? WHERE id = ?", (stamp(at), session_id)
            )
            told = {"sessions": 1}
            audit.record(
                connection, Action.SESSIONS_REVOKED, KIND, person_id, by=by, at=at, new=told
            )
    return row is not None


def end_all(
    connection: sqlite3.Connection,
    person_id: int,
    *,
    by: Actor,
    at: datetime,
    keep: int | None = None,
) -> int:
    """End every session of a person, but for the one numbered ``keep``; return how many."""
    with atomically(connection):
        ended = revoking.sessions(connection, person_id, at, keep=keep)
        if ended:
            told: dict[str, Any] = {"sessions": ended}
            audit.record(
                connection, Action.SESSIONS_REVOKED, KIND, person_id, by=by, at=at, new=told
            )
    return ended


def _live(session: Session, at: datetime) -> bool:
    idle = _moment(session.last_seen_at) + timedelta(minutes=session.idle_minutes)
    return at < min(idle, _moment(session.expires_at))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
