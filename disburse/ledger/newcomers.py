"""Projects of a file that would be new though they resemble one the file no longer mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.ledger.known_projects import known_projects
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3

    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.subjects import Subject, Subjects
    from disburse.matches import KnownProject
    from disburse.model import Finding


def newcomer_findings(connection: sqlite3.Connection, subjects: Subjects) -> tuple[Finding, ...]:
    """Report each new project that resembles a known one, with the likeliest of those.

    Nothing is joined: a person confirms it or does not.
    """
    new = {
        row.project_id: row for row in reversed(subjects.rows) if row.project_id in subjects.new_ids
    }
    unmentioned = subjects.known - subjects.ids
    if not new or not unmentioned:
        return ()
    from disburse.ledger.resemblance import Named, resembling

    confirmed = subjects.confirmed
    known = known_projects(connection, unmentioned, confirmed)
    listed = [
        Named(one.project_id, one.code, one.name, _owner_key(one.owner, confirmed))
        for one in known.values()
        if one.name
    ]
    asked = [
        Named(number, row.project.code, row.project.name, _owner_key(row.project.owner, confirmed))
        for number, row in reversed(new.items())
        if row.project.name
    ]
    likeliest: dict[int, KnownProject] = {}
    for found in resembling(asked, listed, lambda _one, _other: True):
        likeliest.setdefault(found.one, known[found.other])
    return tuple(_finding(new[number], near) for number, near in likeliest.items())


def _owner_key(owner: str | None, confirmed: Confirmed) -> str:
    return confirmed.owner_key(fold(owner or ""))


def _finding(row: Subject, near: KnownProject) -> Finding:
    one = row.project
    cell = one.cells.get("name") or one.cells.get("voucher")
    return finding(
        "project_resembles",
        cell=cell,
        sheet=one.sheet if cell is None else None,
        value=one.name,
        own_code=one.code or "–",
        near=near.name,
        near_code=near.code or "–",
        near_owner=near.owner or "–",
        owner=one.owner or "–",
        file=near.file,
    )
