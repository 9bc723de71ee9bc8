"""What the office itself states of a project: made, withdrawn and listed, never deleted.

A class or a date stated by a person wins over every register, earlier or later, until it is
withdrawn; of several the last made counts. A plan correction makes a plan version of its day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from disburse.casework_model import (
    ClassDecision,
    Correction,
    DateCorrection,
    DateField,
    PlanCorrection,
)
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.members import members
from disburse.ledger.moments import stamp
from disburse.ledger.schema import reading, transaction
from disburse.ledger.stated import stated
from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.casework_model import Change

_SELECT = """
    SELECT id, project_id, field, budget_year, source, tranche, effective_on, value, amount,
        old_value, old_amount, reason, made_by, made_at, withdrawn_at, withdrawn_by
    FROM correction
"""
_ALL = f"{_SELECT} ORDER BY id"
_OF_PROJECTS = f"""{_SELECT}
    WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""  # noqa: S608 - a constant of this module
_BY_NUMBER = f"{_SELECT} WHERE id = ?"
# As for imports: without :known_on the first condition always holds.
_COUNTING = f"""{_SELECT}
    WHERE made_at <= coalesce(:known_on, made_at)
        AND (withdrawn_at IS NULL OR withdrawn_at > :known_on)
        AND coalesce(budget_year, :budget_year) = :budget_year
    ORDER BY id
"""
_INSERT = """
    INSERT INTO correction (project_id, field, budget_year, source, tranche, effective_on, value,
        amount, reason, old_value, old_amount, made_by, made_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def correct(
    connection: sqlite3.Connection, project_id: int, change: Change, *, by: str, at: datetime
) -> Correction:
    """State something of a project; what the ledger held before is kept beside it.

    Raises ValueError for a change without reason, a date that is none or an amount below zero,
    LedgerError (``unknown_project``) for a project the ledger does not have.
    """
    _demand_sensible(change)
    with transaction(connection):
        old = standing(connection, project_id, change)
        values = (project_id, *_columns(change), *_old(old), by, stamp(at))
        number = connection.execute(_INSERT, values).lastrowid
        return find(connection, number or 0)


def withdraw(connection: sqlite3.Connection, number: int, *, by: str, at: datetime) -> Correction:
    """Take a correction back: what stood without it stands again.

    Raises LedgerError: ``unknown_correction``, ``correction_withdrawn``.
    """
    with transaction(connection):
        before = find(connection, number)
        if before.withdrawn_at is not None:
            text = f"correction {number} was already withdrawn at {before.withdrawn_at}"
            raise LedgerError(
                "correction_withdrawn", text, number=number, withdrawn_at=before.withdrawn_at
            )
        connection.execute(
            "UPDATE correction SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?",
            (stamp(at), by, number),
        )
        return find(connection, number)


def find(connection: sqlite3.Connection, number: int) -> Correction:
    """Return one correction. Raises LedgerError (``unknown_correction``)."""
    row = connection.execute(_BY_NUMBER, (number,)).fetchone()
    if row is None:
        text = f"the ledger has no correction {number}"
        raise LedgerError("unknown_correction", text, number=number)
    return _read(row)


def history(connection: sqlite3.Connection, project_id: int | None = None) -> list[Correction]:
    """List the corrections of one project, or of all, as made, withdrawn ones included.

    Raises LedgerError (``unknown_project``).
    """
    with reading(connection):
        if project_id is None:
            return _listed(connection, _ALL, ())
        return _listed(connection, _OF_PROJECTS, (members(connection, project_id),))


def counting(
    connection: sqlite3.Connection, budget_year: int, known_on: datetime | None = None
) -> list[Correction]:
    """List the corrections that count for a budget year, as made, as known on a moment.

    Those made after ``known_on`` are not seen, withdrawing after it is not either. A project that
    is one with others goes by the number that stands for all.
    """
    moment = {"known_on": known_on and stamp(known_on), "budget_year": budget_year}
    with reading(connection):
        found = _listed(connection, _COUNTING, moment)
        joined = confirmed(connection, known_on).joined if found else {}
    return [replace(one, project_id=joined.get(one.project_id, one.project_id)) for one in found]


def standing(connection: sqlite3.Connection, project_id: int, change: Change) -> str | int | None:
    """Return what the ledger holds now where the change would put its own: `Correction.old`.

    Raises LedgerError (``unknown_project``).
    """
    with reading(connection):
        ids = members(connection, project_id)
        made = _listed(connection, _OF_PROJECTS, (ids,))
        return stated(connection, ids, change, made)


def _listed(
    connection: sqlite3.Connection, query: str, parameters: tuple[str, ...] | dict[str, Any]
) -> list[Correction]:
    return [_read(row) for row in connection.execute(query, parameters)]


def _demand_sensible(change: Change) -> None:
    if not change.reason.strip():
        raise ValueError("a correction needs a reason")
    if isinstance(change, PlanCorrection) and change.amount is not None and change.amount < 0:
        raise ValueError(f"a plan below zero: {change.amount}")
    if isinstance(change, DateCorrection) and change.value is not None:
        if not _PARTIAL_DATE.fullmatch(change.value):
            raise ValueError(f"not a date or part of one: {change.value!r}")
        date.fromisoformat(f"{change.value}-01-01"[:10])


def _columns(change: Change) -> tuple[object, ...]:
    """Values from ``field`` to ``reason``, in the order of `_INSERT`."""
    match change:
        case ClassDecision(year, decided, reason):
            return ("project_class", year, None, None, None, decided.value, None, reason)
        case DateCorrection(field, value, reason):
            return (field.value, None, None, None, None, value, None, reason)
        case PlanCorrection(year, source, tranche, day, amount, reason):
            return ("plan", year, source, tranche.value, day.isoformat(), None, amount, reason)


def _old(value: str | int | None) -> tuple[str | None, int | None]:
    return (None, value) if isinstance(value, int) else (value, None)


def _read(row: tuple[Any, ...]) -> Correction:
    number, project_id, field, year, source, tranche, day, value, amount, *rest = row
    old_value, old_amount, reason, *moments = rest
    change: Change
    if field == "plan":
        effective_on = date.fromisoformat(day)
        change = PlanCorrection(year, source, Tranche(tranche), effective_on, amount, reason)
    elif field == "project_class":
        change = ClassDecision(year, ProjectClass(value), reason)
    else:
        change = DateCorrection(DateField(field), value, reason)
    old = old_amount if field == "plan" else old_value
    return Correction(number, project_id, change, old, *moments)
