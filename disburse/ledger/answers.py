"""Answers kept for later files of one layout: remembered with an import, listed, withdrawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from disburse.answers import RememberedAnswer, of_one_size
from disburse.ledger.errors import LedgerError
from disburse.ledger.moments import stamp
from disburse.ledger.schema import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from disburse.answers import SheetAnswer
    from disburse.model import Register

_ANSWERS = """
    SELECT answer.id, answer.import_id, import.file, answer.sheet, answer.fingerprint,
        answer.heading, answer.heading_key, answer.value, answer.usual_amount,
        answer.answered_by, answer.answered_at, answer.withdrawn_at, answer.withdrawn_by,
        (
            SELECT json_group_array(used.import_id)
            FROM answer_use AS used JOIN import AS later ON later.id = used.import_id
            WHERE used.answer_id = answer.id AND later.undone_at IS NULL
        )
    FROM heading_answer AS answer JOIN import ON import.id = answer.import_id
"""
_REMEMBER = """
    INSERT INTO heading_answer (import_id, sheet, fingerprint, heading, heading_key, value,
        usual_amount, answered_by, answered_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_USE = "INSERT OR IGNORE INTO answer_use VALUES (?, ?)"
_HELD = """
    SELECT id, value, usual_amount FROM heading_answer
    WHERE fingerprint = ? AND heading_key = ? AND withdrawn_at IS NULL
"""
_REPLACE = """
    UPDATE heading_answer SET withdrawn_at = ?, withdrawn_by = ?
    WHERE fingerprint = ? AND heading_key = ? AND withdrawn_at IS NULL
"""
_WITHDRAW = "UPDATE heading_answer SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?"


def remember(
    connection: sqlite3.Connection, import_id: int, register: Register, *, by: str, at: str
) -> None:
    """Keep what people said of the file of an import, and note every answer it was read by.

    A later answer to a question withdraws the earlier one; the same once more changes nothing.
    ``at`` is a moment of the ledger. The caller holds the transaction in which the import is made.
    """
    for sheet in register.sheets:
        place = (import_id, sheet.name, sheet.fingerprint)
        for answer in sheet.answers:
            if answer.answer_id is not None:
                used = answer.answer_id
            elif answer.heading is None or answer.heading_key:
                used = _kept(connection, place, answer, (by, at))
            else:
                continue
            connection.execute(_USE, (used, import_id))


def _kept(
    connection: sqlite3.Connection,
    place: tuple[int, str, str],
    answer: SheetAnswer,
    given: tuple[str, str],
) -> int:
    """Number of the answer that holds from now on: a new one, unless it says the same."""
    question = (place[2], answer.heading_key)
    held = connection.execute(_HELD, question).fetchone()
    if held is not None and _repeats(answer, *held[1:]):
        return int(held[0])
    connection.execute(_REPLACE, (*reversed(given), *question))
    said = (answer.heading, answer.heading_key, answer.value, answer.usual_amount)
    return int(connection.execute(_REMEMBER, (*place, *said, *given)).lastrowid or 0)


def _repeats(answer: SheetAnswer, value: str, usual_amount: int | None) -> bool:
    """Whether an answer says what is kept; a unit said of amounts of another size is news."""
    same_size = answer.heading is not None or of_one_size(answer.usual_amount, usual_amount)
    return answer.value == value and same_size


def answers(connection: sqlite3.Connection) -> list[RememberedAnswer]:
    """Every answer in the order of remembering, withdrawn ones included."""
    return list(_found(connection, "", ()))


def in_force(connection: sqlite3.Connection) -> tuple[RememberedAnswer, ...]:
    """The answers not withdrawn: what `disburse.intake.options.ReadingOptions` takes."""
    return tuple(_found(connection, "WHERE answer.withdrawn_at IS NULL", ()))


def remembered_with(connection: sqlite3.Connection, import_id: int) -> tuple[RememberedAnswer, ...]:
    """The answers that came with an import."""
    return tuple(_found(connection, "WHERE answer.import_id = ?", (import_id,)))


def withdraw(
    connection: sqlite3.Connection, answer_id: int, *, by: str, at: datetime
) -> RememberedAnswer:
    """Let an answer hold no more: its question is asked again.

    What was imported by it stays, as the answer's ``uses`` tell.

    Raises LedgerError: ``unknown_answer``, ``already_withdrawn``.
    """
    with transaction(connection):
        before = _one(connection, answer_id)
        if before.withdrawn_at is not None:
            text = f"answer {answer_id} was already withdrawn at {before.withdrawn_at}"
            raise LedgerError(
                "already_withdrawn", text, answer_id=answer_id, withdrawn_at=before.withdrawn_at
            )
        connection.execute(_WITHDRAW, (stamp(at), by, answer_id))
        return _one(connection, answer_id)


def _one(connection: sqlite3.Connection, answer_id: int) -> RememberedAnswer:
    found = next(_found(connection, "WHERE answer.id = ?", (answer_id,)), None)
    if found is None:
        text = f"the ledger has no answer {answer_id}"
        raise LedgerError("unknown_answer", text, answer_id=answer_id)
    return found


def _found(
    connection: sqlite3.Connection, condition: str, values: tuple[int, ...]
) -> Iterator[RememberedAnswer]:
    rows: list[tuple[Any, ...]] = connection.execute(
        f"{_ANSWERS} {condition} ORDER BY answer.id", values
    ).fetchall()
    for row in rows:
        answer: tuple[Any, ...] = (*row[:-1], tuple(sorted(json.loads(row[-1]))))
        yield RememberedAnswer(*answer)
