"""Statements of casework as rows of the ledger and back: one column for each field of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from disburse.casework_model import (
    Acknowledgement,
    Answer,
    Author,
    CapitalProposal,
    ExpectedAmount,
    MonthlyPlan,
    Obstacle,
    ProgressNote,
    Record,
)

if TYPE_CHECKING:
    import sqlite3

    from disburse.casework_model import Statement

KINDS: dict[str, type[Statement]] = {
    "obstacle": Obstacle,
    "monthly_plan": MonthlyPlan,
    "expected_amount": ExpectedAmount,
    "progress_note": ProgressNote,
    "capital_proposal": CapitalProposal,
    "acknowledgement": Acknowledgement,
    "answer": Answer,
}
KIND_OF: dict[type, str] = {said: kind for kind, said in KINDS.items()}
_FIELDS = (
    *("text", "cause", "responsible", "deadline", "state", "month", "expected_on", "amount"),
    *("source", "tranche", "warning_code", "milestone_id", "since"),
)
_FRAME = ("project_id", "kind", "about", "made_by", "role", "made_at")
_COLUMNS = (*_FRAME, *_FIELDS)
_INSERT = f"""
    INSERT INTO casework ({", ".join(_COLUMNS)}) VALUES (:{", :".join(_COLUMNS)})
"""  # noqa: S608 - constants of this module
SELECT = f"SELECT id, {', '.join(_COLUMNS)} FROM casework"  # noqa: S608 - the same


def insert(connection: sqlite3.Connection, statement: Statement, frame: dict[str, object]) -> int:
    """Append a statement; ``frame`` holds what every record has but its number and kind."""
    said = {"kind": KIND_OF[type(statement)], **msgspec.to_builtins(statement)}
    cursor = connection.execute(_INSERT, dict.fromkeys(_FIELDS) | frame | said)
    return int(cursor.lastrowid or 0)


def read(row: tuple[Any, ...]) -> Record[Any]:
    """Turn a row of `SELECT` into the record it was made of."""
    number, project_id, kind, about, name, role, made_at, *values = row
    said, stated = KINDS[kind], dict(zip(_FIELDS, values, strict=True))
    known = {name: stated[name] for name in said.__dataclass_fields__}
    statement = msgspec.convert(known, said)
    return Record(number, project_id, statement, Author(name, role), made_at, about)
