"""The casework of projects: obstacles, plans, proposals, explanations, and the office's answers.

Every statement is a record of its own. Those on one matter form a `Case`: the last one counts, the
earlier ones and all answers stay beside it. A monthly plan is known by its month, an expectation
by its day, an acknowledgement by its warning; other matters by the record that ``about`` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from disburse.casework_model import (
    Acknowledgement,
    Answer,
    CapitalProposal,
    Case,
    Casework,
    ExpectedAmount,
    MonthlyPlan,
    Obstacle,
    ObstacleState,
    ProgressNote,
)
from disburse.ledger import casework_rows
from disburse.ledger.casework_rows import KIND_OF, SELECT, read
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.members import members
from disburse.ledger.moments import stamp
from disburse.ledger.schema import reading, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date, datetime

    from disburse.casework_model import Author, Record, Said, Statement

    WarningKey = tuple[int, str, str | None, date]

_BY_NUMBER = f"{SELECT} WHERE id = ?"
_OF_PROJECTS = f"""{SELECT}
    WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""  # noqa: S608 - constants of this package
_OF_KIND = f"""{SELECT} WHERE kind = ?1
    UNION ALL {SELECT}
    WHERE kind = 'answer' AND about IN (SELECT id FROM casework WHERE kind = ?1)
    ORDER BY id
"""  # noqa: S608 - the same


def add(  # noqa: PLR0913 (who says what of which project, about what, and when: nothing to group)
    connection: sqlite3.Connection,
    project_id: int,
    statement: Said,
    *,
    about: int | None = None,
    author: Author,
    at: datetime,
) -> Record[Said]:
    """Record a statement on a project.

    ``about`` is the record that an answer answers, or any earlier record of the obstacle, note or
    proposal that this one revises.

    Raises ValueError for a statement that says nothing or cannot be, or that is about a record of
    another project or kind; LedgerError: ``unknown_project``, ``unknown_record``.
    """
    _demand_sensible(statement)
    with transaction(connection):
        ids = members(connection, project_id)
        frame: dict[str, object] = {
            "project_id": project_id,
            "about": about and _about(connection, ids, statement, about),
            "made_by": author.name,
            "role": author.role,
            "made_at": stamp(at),
        }
        number = casework_rows.insert(connection, statement, frame)
        return cast("Record[Said]", find(connection, number))


def find(connection: sqlite3.Connection, number: int) -> Record[Any]:
    """Return one record. Raises LedgerError (``unknown_record``)."""
    row = connection.execute(_BY_NUMBER, (number,)).fetchone()
    if row is None:
        text = f"the ledger has no record {number} of casework"
        raise LedgerError("unknown_record", text, number=number)
    return read(row)


def of_project(connection: sqlite3.Connection, project_id: int) -> Casework:
    """Gather all matters of one project. Raises LedgerError (``unknown_project``)."""
    with reading(connection):
        rows = connection.execute(_OF_PROJECTS, (members(connection, project_id),)).fetchall()
    return _casework(_cases(read((row[0], project_id, *row[2:])) for row in rows))


def of_projects(connection: sqlite3.Connection) -> dict[int, Casework]:
    """Gather all matters by project, of every project that has any.

    A project that is one with others goes by the number that stands for all.
    """
    with reading(connection):
        rows = connection.execute(f"{SELECT} ORDER BY id").fetchall()
        joined = confirmed(connection).joined if rows else {}
    found: dict[int, list[Case[Any]]] = {}
    for case in _cases(read((row[0], joined.get(row[1], row[1]), *row[2:])) for row in rows):
        found.setdefault(case.project_id, []).append(case)
    return {project_id: _casework(listed) for project_id, listed in found.items()}


def _casework(listed: list[Case[Any]]) -> Casework:
    """Sort the matters of one project by kind."""
    found: dict[type, list[Case[Any]]] = {said: [] for said in KIND_OF}
    for case in listed:
        found[type(case.statement)].append(case)
    return Casework(
        obstacles=_newest(found[Obstacle]),
        monthly_plans=tuple(sorted(found[MonthlyPlan], key=lambda one: one.statement.month)),
        expected=tuple(sorted(found[ExpectedAmount], key=lambda one: one.statement.expected_on)),
        notes=_newest(found[ProgressNote]),
        proposals=_newest(found[CapitalProposal]),
        acknowledgements=_newest(found[Acknowledgement]),
    )


def cases(connection: sqlite3.Connection, said: type[Said]) -> tuple[Case[Said], ...]:
    """List all matters of one kind, of all projects, as they were begun.

    A project that is one with others goes by the number that stands for all.
    """
    with reading(connection):
        rows = connection.execute(_OF_KIND, (KIND_OF[said],)).fetchall()
        joined = confirmed(connection).joined if rows else {}
    return tuple(_cases(read((row[0], joined.get(row[1], row[1]), *row[2:])) for row in rows))


def open_obstacles(connection: sqlite3.Connection) -> tuple[Case[Obstacle], ...]:
    """List the obstacles not yet solved, the nearest deadline first, those without last."""
    held = [one for one in cases(connection, Obstacle) if one.statement.state is ObstacleState.OPEN]
    return tuple(sorted(held, key=lambda one: (str(one.statement.deadline or "9999"), one.number)))


def acknowledgements(connection: sqlite3.Connection) -> dict[WarningKey, Case[Acknowledgement]]:
    """Map early warnings ``(project_id, code, milestone_id, since)`` to their explanations."""
    return {
        (one.project_id, said.warning_code, said.milestone_id, said.since): one
        for one in cases(connection, Acknowledgement)
        for said in (one.statement,)
    }


def last_number(connection: sqlite3.Connection) -> int:
    """Return the number of the latest record, 0 without any: it tells one casework from another."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM casework").fetchone()[0])


def _newest(listed: list[Case[Said]]) -> tuple[Case[Said], ...]:
    return tuple(reversed(listed))


def _cases(records: Iterable[Record[Any]]) -> list[Case[Any]]:
    """Put records, in the order made, together by matter; in the order the matters began."""
    matters: dict[object, list[Record[Any]]] = {}
    answers: dict[object, list[Record[Answer]]] = {}
    matter_of: dict[int | None, object] = {}
    for one in records:
        if isinstance(one.statement, Answer):
            answers.setdefault(matter_of[one.about], []).append(one)
        else:
            matter = matter_of[one.number] = _matter(one)
            matters.setdefault(matter, []).append(one)
    return [
        Case(tuple(listed), tuple(answers.get(matter, ()))) for matter, listed in matters.items()
    ]


def _matter(record: Record[Any]) -> object:
    """Return what tells the matter of a record from all others."""
    match record.statement:
        case MonthlyPlan(month=known) | ExpectedAmount(expected_on=known):
            return record.project_id, known
        case Acknowledgement(code, milestone_id, since):
            return record.project_id, code, milestone_id, since
        case _:
            return record.about or record.number


def _demand_sensible(statement: Statement) -> None:
    if not getattr(statement, "text", "something").strip():
        raise ValueError("a statement without words")
    amount = getattr(statement, "amount", None)
    if isinstance(statement, CapitalProposal):
        if amount == 0:
            raise ValueError("a proposal that changes nothing")
    elif amount is not None and amount < 0:
        raise ValueError(f"an amount below zero: {amount}")


def _about(connection: sqlite3.Connection, ids: str, statement: Statement, number: int) -> int:
    """Return the record answered, or the first one of the matter revised."""
    said = find(connection, number)
    if said.project_id not in msgspec.json.decode(ids):
        raise ValueError(f"record {number} is of another project")
    answering = isinstance(statement, Answer)
    other = type(said.statement) is not type(statement)
    if other is not answering:
        raise ValueError(f"record {number} is of a kind that this cannot be about")
    return number if answering else said.about or number
