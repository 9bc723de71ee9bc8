"""Taking back what lets a person in; called inside the transaction that gives the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def sessions(
    connection: sqlite3.Connection, person_id: int, at: datetime, *, keep: int | None = None
) -> int:
    """End a person's sessions, but for the one numbered ``keep``; return how many were open."""
    return connection.execute(
        "UPDATE session SET revoked_at = ?"
        " WHERE person_id = ? AND revoked_at IS NULL AND id IS NOT ?",
        (stamp(at), person_id, keep),
    ).rowcount


def links(connection: sqlite3.Connection, person_id: int, at: datetime) -> None:
    """Void a person's unused links."""
    connection.execute(
        "UPDATE one_time_link SET voided_at = ?"
        " WHERE person_id = ? AND used_at IS NULL AND voided_at IS NULL",
        (stamp(at), person_id),
    )


def tokens(connection: sqlite3.Connection, person_id: int, at: datetime) -> None:
    """Revoke a person's API tokens."""
    connection.execute(
        "UPDATE api_token SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL",
        (stamp(at), person_id),
    )


def everything(connection: sqlite3.Connection, person_id: int, at: datetime) -> None:
    """Leave a person no way in but a password."""
    sessions(connection, person_id, at)
    links(connection, person_id, at)
    tokens(connection, person_id, at)
