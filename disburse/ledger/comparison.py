"""A register held against what the ledger last heard of the same projects.

A project is *changed* when the file states something of it that differs from the latest
statement of the imports not undone (by date of the import, then order of recording): a field, the
set of plan rows of the budget year, a disbursement figure (a figure to another date is another
figure), a voucher line not yet held. What the file is silent about cannot differ.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from disburse.model import Changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from disburse.ledger.subjects import Subject, Subjects
    from disburse.model import Project, Register

    Row = tuple[Any, ...]
    Fields = tuple[Any, ...]
    Groups = dict[Row, list[Row]]

_NEWEST_FIRST = "SELECT id FROM import WHERE undone_at IS NULL ORDER BY as_of DESC, id DESC"
_NEWEST_OF_YEAR = """
    SELECT id FROM import WHERE undone_at IS NULL AND budget_year = ? ORDER BY as_of DESC, id DESC
"""
_DESCRIPTIONS = """
    SELECT project_id, code, name, owner, head, project_class, tier, location, started, completed,
        construction_start, site_handover, handed_over, total_investment
    FROM project_fact WHERE import_id = ? AND voucher_only = 0 ORDER BY line DESC
"""
_PLANS = "SELECT project_id, source, tranche, amount FROM capital_plan WHERE import_id = ?"
_DISBURSEMENTS = """
    SELECT project_id, source, tranche, to_date, estimate, treasury, amount, volume, advance
    FROM disbursement
    WHERE import_id = ? AND to_date IN (SELECT value FROM json_each(?))
"""
_VOUCHER = """
    SELECT EXISTS (
        SELECT 1 FROM voucher JOIN import ON import.id = voucher.import_id
        WHERE voucher.project_id = ? AND voucher.source IS ? AND voucher.tranche = ?
            AND voucher.paid_on = ? AND voucher.number IS ? AND voucher.approved = ?
            AND voucher.advance_recovered = ? AND import.undone_at IS NULL
    )
"""
_LATEST_LIKE_IT = """
    SELECT project_id FROM project_fact WHERE import_id = (
        SELECT id FROM import WHERE undone_at IS NULL AND kind = ? AND budget_year = ?
        ORDER BY as_of DESC, id DESC LIMIT 1
    )
"""


def differences(connection: sqlite3.Connection, register: Register, subjects: Subjects) -> Changes:
    """Count the projects of a register that are new, changed, unchanged; and those gone missing.

    Missing: projects of the latest import of the same kind and budget year that the file lacks.
    """
    mentioned = subjects.ids
    known = mentioned & subjects.known
    changed = _changed(connection, register, subjects) & known if known else frozenset()
    like_it = (register.kind.value, register.budget_year)
    latest = {row[0] for row in connection.execute(_LATEST_LIKE_IT, like_it)}
    return Changes(
        new=len(mentioned) - len(known),
        changed=len(changed),
        unchanged=len(known) - len(changed),
        missing=len(latest - mentioned),
    )


def _changed(
    connection: sqlite3.Connection, register: Register, subjects: Subjects
) -> frozenset[int]:
    described = [
        row for row in subjects.rows if row.project_id in subjects.known and not row.voucher_only
    ]
    changed = _described_otherwise(connection, described)
    changed |= _planned_otherwise(connection, register, described)
    changed |= _disbursed_otherwise(connection, register, described)
    return frozenset(changed | _paid_anew(connection, register, subjects, changed))


def _described_otherwise(connection: sqlite3.Connection, described: list[Subject]) -> set[int]:
    stated: dict[int, Fields] = {}
    for row in reversed(described):
        _fill(stated, row.project_id, _fields(row.project))
    latest: dict[int, Fields] = {}
    unsettled = set(stated)
    for import_id in _ids(connection, _NEWEST_FIRST):
        if not unsettled:
            break
        for project_id, *fields in connection.execute(_DESCRIPTIONS, (import_id,)):
            if project_id in unsettled:
                _fill(latest, project_id, tuple(fields))
        unsettled = {one for one in unsettled if not _covers(latest.get(one), stated[one])}
    return unsettled | {
        one for one in stated.keys() - unsettled if _differs(latest[one], stated[one])
    }


def _fill(merged: dict[int, Fields], project_id: int, older: Fields) -> None:
    """Complete what is known of a project by an older statement."""
    newer = merged.get(project_id)
    if newer is not None:
        older = tuple(old if new is None else new for new, old in zip(newer, older, strict=True))
    merged[project_id] = older


def _covers(latest: Fields | None, stated: Fields) -> bool:
    return latest is not None and not any(
        old is None and new is not None for old, new in zip(latest, stated, strict=True)
    )


def _differs(latest: Fields, stated: Fields) -> bool:
    return any(new is not None and new != old for old, new in zip(latest, stated, strict=True))


def _fields(project: Project) -> Fields:
    """List what is compared of a description, in the order of `_DESCRIPTIONS`."""
    return (
        project.code,
        project.name or None,
        project.owner,
        project.head,
        project.project_class,
        project.tier,
        project.location,
        project.started,
        project.completed,
        project.construction_start,
        project.site_handover,
        project.handed_over,
        project.total_investment,
    )


def _planned_otherwise(
    connection: sqlite3.Connection, register: Register, described: list[Subject]
) -> set[int]:
    stated = _grouped(
        (row.project_id, plan.source, plan.tranche, plan.amount)
        for row in described
        for plan in row.project.plans
    )
    held = (
        _grouped(connection.execute(_PLANS, (import_id,)))
        for import_id in _ids(connection, _NEWEST_OF_YEAR, register.budget_year)
    )
    return {key[0] for key in _stated_otherwise(stated, held)}


def _disbursed_otherwise(
    connection: sqlite3.Connection, register: Register, described: list[Subject]
) -> set[int]:
    rows = [
        (row.project_id, one.source, one.tranche, one.to_date.isoformat(), one.estimate,
         one.treasury, one.amount, one.volume, one.advance)
        for row in described
        for one in row.project.disbursements
    ]  # fmt: skip
    dates = json.dumps(sorted({row[3] for row in rows}))
    held = (
        _grouped(connection.execute(_DISBURSEMENTS, (import_id, dates)), key_width=6)
        for import_id in _ids(connection, _NEWEST_OF_YEAR, register.budget_year)
    )
    return {key[0] for key in _stated_otherwise(_grouped(rows, key_width=6), held)}


def _ids(connection: sqlite3.Connection, query: str, *parameters: int | None) -> list[int]:
    return [row[0] for row in connection.execute(query, parameters)]


def _grouped(rows: Iterable[Row], key_width: int = 1) -> Groups:
    """Collect rows ``(*key, *value)`` as key → values."""
    groups: Groups = {}
    for row in rows:
        groups.setdefault(row[:key_width], []).append(row[key_width:])
    return groups


def _stated_otherwise(stated: Groups, held: Iterable[Groups]) -> set[Row]:
    """Return the keys whose values differ from the newest ones held, or were never held.

    ``held`` is lazy, one import after the other from the newest on: older ones are left unread
    once every key has been met.
    """
    unmet = set(stated)
    changed = set()
    for groups in held if unmet else ():
        for key in unmet & groups.keys():
            if stated[key] != groups[key] and Counter(stated[key]) != Counter(groups[key]):
                changed.add(key)
        unmet -= groups.keys()
        if not unmet:
            break
    return changed | unmet


def _paid_anew(
    connection: sqlite3.Connection, register: Register, subjects: Subjects, changed: set[int]
) -> set[int]:
    anew: set[int] = set()
    for project_id, line in zip(subjects.voucher_ids, register.vouchers, strict=True):
        if project_id in changed or project_id in anew or project_id not in subjects.known:
            continue
        held = connection.execute(
            _VOUCHER,
            (project_id, line.source, line.tranche.value, line.paid_on.isoformat(), line.number,
             line.approved, line.advance_recovered),
        )  # fmt: skip
        if not held.fetchone()[0]:
            anew.add(project_id)
    return anew
