"""Taking a message out for delivery and putting it back: compare and set, attempt by attempt.

Call these in a transaction. A message is taken by one process alone: only a pending one can be
claimed, and claiming makes it ``sending``. What a claim became is recorded once, by its holder or
by whoever finds the holder gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from disburse.ledger.moments import stamp
from disburse.send import worker
from disburse.send.judging import Standing, judged
from disburse.send.preferences import read
from disburse.send.records import Fault, Outcome, Result, Skip, State
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3

TEST = "test"
"""Kind of the messages that only try the way out; nobody waits for them to be tried again."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480))
PAUSES += (timedelta(hours=12), timedelta(hours=12), timedelta(hours=24))
"""How long a message waits after each transient failure; after one more it has failed."""

_DUE = """
    state = 'pending' AND next_at <= :at AND (:only IS NULL OR message.id = :only)
"""
_NEXT = f"""
    SELECT
        message.id, message.kind, message.failures, message.optional, message.due_at,
        person.closed_at, message.role IS person.role AND message.owner IS person.owner,
        wish.paused_until, wish.frequency, wish.unsubscribed,
        (
            SELECT max(other.due_at) FROM message AS other
            WHERE other.person_id = message.person_id AND other.kind = message.kind
                AND other.id <> message.id
                AND other.state IN ('sending', 'sent', 'written', 'unknown', 'settled')
        )
    FROM message
    LEFT JOIN person ON person.id = message.person_id
    LEFT JOIN mail_preference AS wish ON wish.person_id = message.person_id
    WHERE {_DUE}
    ORDER BY message.next_at, message.id LIMIT 1
"""  # noqa: S608 - constants of this module
_TAKE = "UPDATE message SET state = 'sending' WHERE id = ? AND state = 'pending'"
_BEGIN = """
    INSERT INTO delivery_attempt (message, number, worker, started_at)
    SELECT ?1, 1 + count(*), ?2, ?3 FROM delivery_attempt WHERE message = ?1
"""
_HAND = """
    UPDATE delivery_attempt SET handed_at = ?
    WHERE id = ? AND handed_at IS NULL AND finished_at IS NULL
"""
_END = """
    UPDATE delivery_attempt SET
        finished_at = :at, outcome = :outcome, code = :code, answer = :answer, fault = :fault,
        error = :error
    WHERE id = :attempt AND finished_at IS NULL
"""
_PUT_BACK = """
    UPDATE message SET state = :state, next_at = :next_at, failures = :failures
    WHERE id = :number AND state = 'sending'
"""
_OPEN = """
    SELECT message.id, message.kind, message.failures, attempt.id, attempt.worker,
        attempt.started_at, attempt.handed_at
    FROM delivery_attempt AS attempt JOIN message ON message.id = attempt.message
    WHERE attempt.finished_at IS NULL
"""
_FINAL = {
    Outcome.ACCEPTED: State.SENT,
    Outcome.WRITTEN: State.WRITTEN,
    Outcome.PERMANENT: State.FAILED,
    Outcome.UNKNOWN: State.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A message taken for delivery, with the attempt that was begun for it."""

    number: int
    kind: str
    failures: int
    attempt: int


def due(connection: sqlite3.Connection, at: datetime, only: int | None = None) -> bool:
    """Tell whether any message, or that one, waits for its delivery."""
    asked = {"at": stamp(at), "only": only}
    found = connection.execute(f"SELECT 1 FROM message WHERE {_DUE} LIMIT 1", asked)  # noqa: S608 - a constant
    return found.fetchone() is not None


def claimed(
    connection: sqlite3.Connection, at: datetime, holder: str, only: int | None = None
) -> tuple[Claim | None, int]:
    """Take the next message that is due and wanted; tell how many unwanted ones were skipped."""
    skipped = 0
    asked = {"at": stamp(at), "only": only}
    while row := connection.execute(_NEXT, asked).fetchone():
        verdict = judged(_standing(row), at.astimezone(VIETNAM).date())
        if verdict is None:
            return _taken(connection, row, at, holder), skipped
        skipped += isinstance(verdict, Skip)
        _set_aside(connection, row[0], verdict)
    return None, skipped


def handed(connection: sqlite3.Connection, claim: Claim, at: datetime) -> bool:
    """Note that the server may come to accept the message; False if the claim is lost."""
    return connection.execute(_HAND, (stamp(at), claim.attempt)).rowcount == 1


def recorded(
    connection: sqlite3.Connection, claim: Claim, result: Result, at: datetime
) -> State | None:
    """End an attempt and put its message where it belongs; None if somebody ended it before."""
    ended = {
        "attempt": claim.attempt,
        "at": stamp(at),
        "outcome": result.outcome,
        "code": result.code,
        "answer": result.answer,
        "fault": result.fault,
        "error": result.error,
    }
    if connection.execute(_END, ended).rowcount == 0:
        return None
    state = _FINAL.get(result.outcome, State.PENDING)
    pause = None if state is not State.PENDING else _pause(claim, result)
    if state is State.PENDING and pause is None:
        state = State.FAILED
    put = {
        "number": claim.number,
        "state": state,
        "next_at": stamp(at + (pause or timedelta())),
        "failures": claim.failures + (result.outcome is Outcome.TRANSIENT),
    }
    connection.execute(_PUT_BACK, put)
    return state


def released(connection: sqlite3.Connection, at: datetime) -> list[State]:
    """End the attempts whose process is gone; return what their messages became.

    What was not yet handed over cannot have been accepted and waits for another try; anything
    else is unknown from now on.
    """
    became = []
    for number, kind, failures, attempt, holder, started_at, handed_at in connection.execute(
        _OPEN
    ).fetchall():
        if worker.gone(holder, started_at, at):
            outcome = Outcome.UNKNOWN if handed_at else Outcome.TRANSIENT
            claim = Claim(number, kind, failures, attempt)
            became.append(recorded(connection, claim, Result(outcome, fault=Fault.INTERRUPTED), at))
    return [state for state in became if state is not None]


def _pause(claim: Claim, result: Result) -> timedelta | None:
    """Say how long until the next try; None: there is none.

    What interrupted us the first time has nothing to do with the server.
    """
    if claim.kind == TEST or claim.failures >= len(PAUSES):
        return None
    if result.fault is Fault.INTERRUPTED and claim.failures == 0:
        return timedelta()
    return PAUSES[claim.failures]


def _taken(
    connection: sqlite3.Connection, row: tuple[Any, ...], at: datetime, holder: str
) -> Claim:
    number, kind, failures = row[:3]
    if connection.execute(_TAKE, (number,)).rowcount != 1:
        raise ValueError(f"message {number} is not pending")
    attempt = connection.execute(_BEGIN, (number, holder, stamp(at))).lastrowid
    return Claim(number, kind, failures, attempt or 0)


def _set_aside(connection: sqlite3.Connection, number: int, verdict: Skip | datetime) -> None:
    if isinstance(verdict, Skip):
        values = {"number": number, "reason": verdict}
        statement = "UPDATE message SET state = 'skipped', reason = :reason WHERE id = :number"
    else:
        values = {"number": number, "next_at": stamp(verdict)}
        statement = "UPDATE message SET next_at = :next_at WHERE id = :number"
    connection.execute(statement, values)


def _standing(row: tuple[Any, ...]) -> Standing:
    _, kind, _, optional, due_at, closed_at, same_rights, *wishes, previous = row
    return Standing(
        kind=kind,
        optional=bool(optional),
        due=_day(due_at),
        closed=closed_at is not None,
        same_rights=bool(same_rights),
        wishes=read(*wishes),
        previous_due=previous and _day(previous),
    )


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
