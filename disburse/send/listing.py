"""The outbox as people see it: counts, lists, one message with all that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disburse.send import contents
from disburse.send.records import Attempt, Counts, Fault, Message, Outcome, Skip, State, Summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

_ATTEMPT = """
    attempt.number, attempt.started_at, attempt.handed_at, attempt.finished_at, attempt.outcome,
    attempt.code, attempt.answer, attempt.fault, attempt.error
"""
_ATTEMPTS = f"""
    SELECT {_ATTEMPT} FROM delivery_attempt AS attempt WHERE attempt.message = ?
    ORDER BY attempt.number
"""  # noqa: S608 - constants of this module
_SUMMARY = f"""
    SELECT
        message.id, message.kind, message.period, message.address, message.name,
        message.person_id, message.subject, message.message_id, message.optional,
        message.created_at, message.due_at, message.state, message.next_at, message.reason,
        {_ATTEMPT}
    FROM message LEFT JOIN delivery_attempt AS attempt ON attempt.id = (
        SELECT id FROM delivery_attempt WHERE message = message.id ORDER BY number DESC LIMIT 1
    )
"""  # noqa: S608 - the same
_LIST = f"""{_SUMMARY}
    WHERE (:state IS NULL OR message.state = :state) AND (:before IS NULL OR message.id < :before)
    ORDER BY message.id DESC LIMIT :limit
"""
_COLUMNS = 14


def overview(connection: sqlite3.Connection) -> Counts:
    """Count the messages by state."""
    return Counts(**dict(connection.execute("SELECT state, count(*) FROM message GROUP BY state")))


def messages(
    connection: sqlite3.Connection,
    state: State | None = None,
    *,
    limit: int = 50,
    before: int | None = None,
) -> list[Summary]:
    """List messages, the latest first; ``before`` is the number of the last one of a page."""
    asked = {"state": state, "before": before, "limit": limit}
    return [_summary(row) for row in connection.execute(_LIST, asked)]


def in_states(connection: sqlite3.Connection, states: Collection[State]) -> list[Summary]:
    """List every message in one of ``states``, the latest first."""
    marks = ", ".join("?" * len(states))
    rows = connection.execute(
        f"{_SUMMARY} WHERE message.state IN ({marks}) ORDER BY message.id DESC", tuple(states)
    )
    return [_summary(row) for row in rows]


def message(connection: sqlite3.Connection, number: int) -> Message:
    """Return one message with its texts and attempts. Raises SendError ``unknown_message``."""
    row = connection.execute(f"{_SUMMARY} WHERE message.id = ?", (number,)).fetchone()
    if row is None:
        raise contents.unknown(number)
    text, html = contents.texts(connection, number)
    attempts = tuple(_attempt(one) for one in connection.execute(_ATTEMPTS, (number,)))
    return Message(_summary(row), text, html, contents.parts(connection, number), attempts)


def _summary(row: tuple[Any, ...]) -> Summary:
    *told, optional, created_at, due_at, state, next_at, reason = row[:_COLUMNS]
    number, kind, period, address, name, person_id, subject, message_id = told
    last = row[_COLUMNS:]
    return Summary(
        number=number,
        kind=kind,
        period=period,
        address=address,
        name=name,
        person_id=person_id,
        subject=subject,
        message_id=message_id,
        optional=bool(optional),
        created_at=created_at,
        due_at=due_at,
        state=State(state),
        next_at=next_at,
        reason=reason and Skip(reason),
        last=None if last[0] is None else _attempt(last),
    )


def _attempt(row: tuple[Any, ...]) -> Attempt:
    number, started_at, handed_at, finished_at, outcome, code, answer, fault, error = row
    return Attempt(
        number=number,
        started_at=started_at,
        handed_at=handed_at,
        finished_at=finished_at,
        outcome=outcome and Outcome(outcome),
        code=code,
        answer=answer,
        fault=fault and Fault(fault),
        error=error,
    )
