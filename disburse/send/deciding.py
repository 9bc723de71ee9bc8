"""What people decide about messages that did not go out, or perhaps did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.accounts import audit
from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp
from disburse.send.contents import unknown
from disburse.send.errors import SendError
from disburse.send.preferences import Action
from disburse.send.records import State

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.accounts.records import Actor

RESENDABLE = frozenset({State.FAILED, State.UNKNOWN, State.WRITTEN, State.SETTLED})
"""States a person may send a message again from; of unknown ones two may arrive."""
KIND = "message"
"""What audit entries about messages have as ``object_kind``; ``object_id`` is the number."""


def resend(connection: sqlite3.Connection, number: int, *, by: Actor, at: datetime) -> None:
    """Put a message back among those that are due, with its tries counted anew.

    Raises SendError ``unknown_message`` or ``not_resendable``.
    """
    with atomically(connection):
        state = _state(connection, number)
        if state not in RESENDABLE:
            text = f"message {number} is {state}"
            raise SendError("not_resendable", text, number=number, state=state)
        connection.execute(
            "UPDATE message SET state = 'pending', next_at = ?, failures = 0 WHERE id = ?",
            (stamp(at), number),
        )
        _record(connection, Action.RESENT, (number, state, State.PENDING), by, at)


def settle(connection: sqlite3.Connection, number: int, *, by: Actor, at: datetime) -> None:
    """Close the matter of a message of which nobody knows whether it was accepted.

    Raises SendError ``unknown_message`` or ``not_unknown``.
    """
    with atomically(connection):
        state = _state(connection, number)
        if state is not State.UNKNOWN:
            text = f"message {number} is {state}"
            raise SendError("not_unknown", text, number=number, state=state)
        connection.execute("UPDATE message SET state = 'settled' WHERE id = ?", (number,))
        _record(connection, Action.SETTLED, (number, state, State.SETTLED), by, at)


def _state(connection: sqlite3.Connection, number: int) -> State:
    row = connection.execute("SELECT state FROM message WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise unknown(number)
    return State(row[0])


def _record(
    connection: sqlite3.Connection,
    action: Action,
    change: tuple[int, State, State],
    by: Actor,
    at: datetime,
) -> None:
    number, old, new = change
    told = {"old": {"state": old.value}, "new": {"state": new.value}}
    audit.record(connection, action, KIND, number, by=by, at=at, **told)
