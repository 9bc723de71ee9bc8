"""A register held against what the ledger last heard of the same projects.

A project is *changed* when the file states something of it that differs from the latest
statement of the imports not undone (by date of the import, then order of recording): a field, the
plan rows of the budget year, a disbursement figure (a figure to another date is another figure), a
voucher line not yet held. What the file is silent about cannot differ. Projects that people
confirmed to be one are one here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.differences import Comparison, DifferenceKind, ProjectDifference
from disburse.ledger.compared_amounts import disbursed_otherwise, planned_otherwise
from disburse.ledger.compared_descriptions import described_otherwise
from disburse.ledger.compared_vouchers import paid_anew
from disburse.ledger.held_vouchers import held_findings, held_lines
from disburse.ledger.known_projects import known_projects
from disburse.ledger.newcomers import newcomer_findings
from disburse.model import Changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from disburse.differences import FieldDifference
    from disburse.ledger.held_vouchers import Held
    from disburse.ledger.subjects import Subject, Subjects
    from disburse.matches import KnownProject
    from disburse.model import Register

    Told = dict[int, list[FieldDifference]]

_LATEST_LIKE_IT = """
    SELECT project_id FROM project_fact WHERE import_id = (
        SELECT id FROM import WHERE undone_at IS NULL AND kind = ? AND budget_year = ?
        ORDER BY as_of DESC, id DESC LIMIT 1
    )
    ORDER BY line
"""


def comparison(
    connection: sqlite3.Connection, register: Register, subjects: Subjects
) -> Comparison:
    """Tell which projects of a register are new, changed, unchanged; and which have gone missing.

    Missing: projects of the latest import of the same kind and budget year that the file lacks.
    """
    mentioned = subjects.ids
    known = mentioned & subjects.known
    held = held_lines(connection, register, subjects)
    told = _changed(connection, register, subjects, held) if known else {}
    missing = _missing(connection, register, subjects, mentioned)
    named = _nameless(connection, subjects, told)
    return Comparison(
        Changes(
            new=len(mentioned) - len(known),
            changed=len(told),
            unchanged=len(known) - len(told),
            missing=len(missing),
        ),
        (*_found(subjects, told, named), *map(_gone, missing)),
        (
            *newcomer_findings(connection, subjects),
            *held_findings(connection, register, held),
        ),
    )


def nothing_new(projects: int) -> Comparison:
    """Tell that a file of so many projects is held already."""
    return Comparison(Changes(new=0, changed=0, unchanged=projects, missing=0))


def _changed(
    connection: sqlite3.Connection, register: Register, subjects: Subjects, held: Held
) -> Told:
    """What is told otherwise of each known project, at least one thing of each."""
    whole = subjects.confirmed.project
    described = [
        (project_id, row.project)
        for row in subjects.rows
        if not row.voucher_only and (project_id := whole(row.project_id)) in subjects.known
    ]
    told: Told = {}
    parts = (
        described_otherwise(connection, described, subjects.confirmed),
        planned_otherwise(connection, register.budget_year, described, subjects.confirmed),
        disbursed_otherwise(connection, register.budget_year, described, subjects.confirmed),
        paid_anew(register.vouchers, subjects, held),
    )
    for part in parts:
        for project_id, fields in part.items():
            told.setdefault(project_id, []).extend(fields)
    return told


def _missing(
    connection: sqlite3.Connection,
    register: Register,
    subjects: Subjects,
    mentioned: frozenset[int],
) -> list[KnownProject]:
    like_it = (register.kind.value, register.budget_year)
    rows = connection.execute(_LATEST_LIKE_IT, like_it)
    latest = dict.fromkeys(subjects.confirmed.project(row[0]) for row in rows)
    gone = [project_id for project_id in latest if project_id not in mentioned]
    named = known_projects(connection, frozenset(gone), subjects.confirmed) if gone else {}
    return [named[project_id] for project_id in gone]


def _nameless(
    connection: sqlite3.Connection, subjects: Subjects, told: Told
) -> dict[int, KnownProject]:
    """How the ledger names changed projects that the file gives without code or without name."""
    whole = subjects.confirmed.project
    ids = frozenset(
        whole(row.project_id)
        for row in subjects.rows
        if not (row.project.code and row.project.name) and whole(row.project_id) in told
    )
    return known_projects(connection, ids, subjects.confirmed) if ids else {}


def _found(
    subjects: Subjects, told: Told, named: dict[int, KnownProject]
) -> Iterator[ProjectDifference]:
    """Changed and new projects in the order of the file, each once."""
    seen: set[int] = set()
    for row in subjects.rows:
        project_id = subjects.confirmed.project(row.project_id)
        if project_id in seen:
            continue
        seen.add(project_id)
        if project_id in told:
            yield _difference(row, project_id, tuple(told[project_id]), named.get(project_id))
        elif project_id not in subjects.known:
            yield _difference(row, None, (), None)


def _difference(
    row: Subject,
    project_id: int | None,
    fields: tuple[FieldDifference, ...],
    named: KnownProject | None,
) -> ProjectDifference:
    one = row.project
    kind = DifferenceKind.NEW if project_id is None else DifferenceKind.CHANGED
    return ProjectDifference(
        project_id,
        one.code or (named.code if named else None),
        one.name or (named.name if named else None),
        one.owner or (named.owner if named else None),
        kind,
        fields,
    )


def _gone(known: KnownProject) -> ProjectDifference:
    return ProjectDifference(
        known.project_id, known.code, known.name, known.owner, DifferenceKind.MISSING
    )
