"""What people wish of their mail."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from disburse.accounts import audit
from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp
from disburse.send.records import Frequency, Preferences

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.accounts.records import Actor

_SELECT = "SELECT paused_until, frequency, unsubscribed FROM mail_preference WHERE person_id = ?"
_STORE = """
    INSERT INTO mail_preference (
        person_id, paused_until, frequency, unsubscribed, changed_at, changed_by
    )
    VALUES (:person_id, :paused_until, :frequency, :unsubscribed, :changed_at, :changed_by)
    ON CONFLICT (person_id) DO UPDATE SET
        paused_until = excluded.paused_until, frequency = excluded.frequency,
        unsubscribed = excluded.unsubscribed, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
"""


class Action(StrEnum):
    """What the audit log tells of mail."""

    PREFERENCES_CHANGED = "mail_preferences_changed"
    RESENT = "message_resent"
    SETTLED = "message_settled"


def preferences(connection: sqlite3.Connection, person_id: int) -> Preferences:
    """Return what a person wishes; who never said anything gets every mail."""
    row = connection.execute(_SELECT, (person_id,)).fetchone()
    return Preferences() if row is None else read(*row)


def read(paused_until: str | None, frequency: str | None, unsubscribed: str | None) -> Preferences:
    """Make preferences of the columns of ``mail_preference``, all None where there is no row."""
    return Preferences(
        date.fromisoformat(paused_until) if paused_until else None,
        Frequency(frequency or Frequency.EVERY),
        frozenset(json.loads(unsubscribed)) if unsubscribed else frozenset(),
    )


def set_preferences(
    connection: sqlite3.Connection,
    person_id: int,
    wished: Preferences,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Store what a person wishes; deliveries from now on keep to it."""
    with atomically(connection):
        old = preferences(connection, person_id)
        if old == wished:
            return
        row = {**_told(wished), "unsubscribed": json.dumps(sorted(wished.unsubscribed))}
        made = {"person_id": person_id, "changed_at": stamp(at), "changed_by": by.name}
        connection.execute(_STORE, row | made)
        audit.record(
            connection,
            Action.PREFERENCES_CHANGED,
            "person",
            person_id,
            by=by,
            at=at,
            old=_told(old),
            new=_told(wished),
        )


def _told(wished: Preferences) -> dict[str, Any]:
    return {
        "paused_until": wished.paused_until and wished.paused_until.isoformat(),
        "frequency": wished.frequency.value,
        "unsubscribed": sorted(wished.unsubscribed),
    }
