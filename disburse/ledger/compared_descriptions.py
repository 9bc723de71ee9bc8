"""What a register says of a project's description otherwise than the ledger last heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disburse.differences import FieldDifference

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from disburse.ledger.confirmed import Confirmed
    from disburse.model import Project

    Fields = tuple[Any, ...]
    Described = list[tuple[int, Project]]

_NEWEST_FIRST = "SELECT id FROM import WHERE undone_at IS NULL ORDER BY as_of DESC, id DESC"
_DESCRIPTIONS = """
    SELECT project_id, code, name, owner, head, project_class, tier, location, started, completed,
        construction_start, site_handover, handed_over, total_investment
    FROM project_fact WHERE import_id = ? AND voucher_only = 0 ORDER BY line DESC
"""
_FIELDS = (
    "code",
    "name",
    "owner",
    "head",
    "class",
    "tier",
    "location",
    "started",
    "completed",
    "construction_start",
    "site_handover",
    "handed_over",
    "total_investment",
)
_OWNER = _FIELDS.index("owner")


def described_otherwise(
    connection: sqlite3.Connection, described: Described, confirmed: Confirmed
) -> dict[int, list[FieldDifference]]:
    """Tell the fields stated otherwise, or for the first time, of each project concerned."""
    stated: dict[int, Fields] = {}
    for project_id, project in reversed(described):
        _fill(stated, project_id, _fields(project))
    latest = _latest(connection, stated, confirmed)
    silent = (None,) * len(_FIELDS)
    changed = {
        project_id: places
        for project_id, said in stated.items()
        if (places := _differing(latest.get(project_id, silent), said, confirmed))
    }
    rows = _rows_of(changed, described)
    return {
        project_id: [
            FieldDifference(
                _FIELDS[place],
                latest.get(project_id, silent)[place],
                _plain(stated[project_id][place]),
                _cell(rows[project_id], place),
            )
            for place in places
        ]
        for project_id, places in changed.items()
    }


def _latest(
    connection: sqlite3.Connection, stated: dict[int, Fields], confirmed: Confirmed
) -> dict[int, Fields]:
    """What was last told of each field stated; older imports are left unread once all is met."""
    latest: dict[int, Fields] = {}
    unsettled = set(stated)
    imports = connection.execute(_NEWEST_FIRST).fetchall() if stated else []
    for (import_id,) in imports:
        if not unsettled:
            break
        for member, *fields in connection.execute(_DESCRIPTIONS, (import_id,)):
            project_id = confirmed.project(member)
            if project_id in unsettled:
                _fill(latest, project_id, tuple(fields))
        unsettled = {one for one in unsettled if not _covers(latest.get(one), stated[one])}
    return latest


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


def _differing(latest: Fields, stated: Fields, confirmed: Confirmed) -> list[int]:
    """Places of the fields that differ; two confirmed spellings of an owner do not."""
    if latest == stated:
        return []
    return [
        place
        for place, (old, new) in enumerate(zip(latest, stated, strict=True))
        if new is not None
        and new != old
        and (place != _OWNER or confirmed.owner(new) != confirmed.owner(old))
    ]


def _rows_of(changed: Iterable[int], described: Described) -> dict[int, list[Project]]:
    """The rows of the file about each project, the one that prevails first."""
    rows: dict[int, list[Project]] = {project_id: [] for project_id in changed}
    for project_id, project in reversed(described):
        if project_id in rows:
            rows[project_id].append(project)
    return rows


def _cell(rows: list[Project], place: int) -> str | None:
    telling = (one for one in rows if _fields(one)[place] is not None)
    return next((one.cells.get(_FIELDS[place]) for one in telling), None)


def _plain(value: str | int) -> str | int:
    """A field as JSON has it: the class as its word."""
    return value if isinstance(value, int) else str(value)


def _fields(project: Project) -> Fields:
    """List what is compared of a description, in the order of `_FIELDS`."""
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
