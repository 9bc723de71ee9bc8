"""Plans and disbursement figures a register states otherwise than the ledger last heard."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from disburse.differences import FieldDifference
from disburse.model import Tranche

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from disburse.ledger.confirmed import Confirmed
    from disburse.model import Project

    Row = tuple[Any, ...]
    Groups = dict[Row, list[Row]]
    Described = list[tuple[int, Project]]
    Told = dict[int, list[FieldDifference]]

_NEWEST_OF_YEAR = """
    SELECT id FROM import WHERE undone_at IS NULL AND budget_year = ? ORDER BY as_of DESC, id DESC
"""
_PLANS = "SELECT project_id, source, tranche, amount FROM capital_plan WHERE import_id = ?"
_DISBURSEMENTS = """
    SELECT project_id, source, tranche, to_date, estimate, treasury, amount, volume, advance
    FROM disbursement
    WHERE import_id = ? AND to_date IN (SELECT value FROM json_each(?))
"""
_EARLIER = """
    SELECT project_id, source, tranche, estimate, treasury, to_date, amount
    FROM disbursement WHERE import_id = ? AND to_date < ? ORDER BY to_date
"""
_PLAN_KEY, _FIGURE_KEY = 1, 6
_PARTS = ("disbursed", "volume", "advance")


def planned_otherwise(
    connection: sqlite3.Connection,
    budget_year: int | None,
    described: Described,
    confirmed: Confirmed,
) -> Told:
    """Tell the plan amounts, by source and tranche, that differ from the version last told."""
    stated = _grouped(
        (project_id, plan.source, plan.tranche, plan.amount)
        for project_id, project in described
        for plan in project.plans
    )
    imports = _imports(connection, budget_year)
    held = (
        _grouped(_whole(connection.execute(_PLANS, (import_id,)), confirmed))
        for import_id in imports
    )
    changed = {key[0]: pair for key, pair in _stated_otherwise(stated, held).items()}
    cells = {
        (project_id, plan.source, plan.tranche): plan.cell
        for project_id, project in described
        if project_id in changed
        for plan in project.plans
    }
    told = {
        project_id: [
            FieldDifference(
                "plan", old, new, cells.get((project_id, *key)), key[0], Tranche(key[1])
            )
            for key, old, new in _amounts_otherwise(*pair)
        ]
        for project_id, pair in changed.items()
    }
    return {project_id: fields for project_id, fields in told.items() if fields}


def _amounts_otherwise(
    old: list[Row], new: list[Row]
) -> Iterator[tuple[Row, int | None, int | None]]:
    """Sums by source and tranche that differ: however the rows are split, it is one amount."""
    before, after = _sums(old), _sums(new)
    for key in before | after:
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def _sums(rows: list[Row]) -> dict[Row, int]:
    sums: dict[Row, int] = {}
    for source, tranche, amount in rows:
        sums[source, tranche] = sums.get((source, tranche), 0) + amount
    return sums


def disbursed_otherwise(
    connection: sqlite3.Connection,
    budget_year: int | None,
    described: Described,
    confirmed: Confirmed,
) -> Told:
    """Tell the figures that differ from those last told to the same date, or have a new date.

    A figure to a new date is told by its amount, against the one to an earlier date.
    """
    rows = [
        (project_id, one.source, one.tranche, one.to_date.isoformat(), one.estimate,
         one.treasury, one.amount, one.volume, one.advance)
        for project_id, project in described
        for one in project.disbursements
    ]  # fmt: skip
    dates = json.dumps(sorted({row[3] for row in rows}))
    imports = _imports(connection, budget_year) if rows else []
    held = (
        _grouped(
            _whole(connection.execute(_DISBURSEMENTS, (import_id, dates)), confirmed), _FIGURE_KEY
        )
        for import_id in imports
    )
    changed = _stated_otherwise(_grouped(rows, _FIGURE_KEY), held)
    earlier = _earlier(
        connection, imports, [key for key in changed if not changed[key][0]], confirmed
    )
    cells = _figure_cells({key[0] for key in changed}, described)
    told: Told = {}
    for key, (old, new) in changed.items():
        fields = (
            _figures_otherwise(key, old, new, cells[key])
            if old
            else [_figure_anew(key, earlier.get(key), new, cells[key])]
        )
        if fields:
            told.setdefault(key[0], []).extend(fields)
    return told


def _figures_otherwise(
    key: Row, old: list[Row], new: list[Row], cell: str
) -> list[FieldDifference]:
    """Amount and parts of one figure, where the file states them and they differ."""
    _, source, tranche, to_date, *_ = key
    day = date.fromisoformat(to_date)
    return [
        FieldDifference(_measure(key, part), before, after, cell, source, Tranche(tranche), day)
        for place, part in enumerate(_PARTS)
        if (after := _sum(new, place)) is not None and after != (before := _sum(old, place))
    ]


def _figure_anew(
    key: Row, earlier: tuple[str, int] | None, new: list[Row], cell: str
) -> FieldDifference:
    _, source, tranche, to_date, *_ = key
    return FieldDifference(
        _measure(key, _PARTS[0]),
        earlier and earlier[1],
        _sum(new, 0),
        cell,
        source,
        Tranche(tranche),
        date.fromisoformat(to_date),
        earlier and date.fromisoformat(earlier[0]),
    )


def _measure(key: Row, part: str) -> str:
    estimate, treasury = key[4:6]
    kind = "estimated_" if estimate else "treasury_" if treasury else ""
    return kind + part


def _sum(rows: list[Row], place: int) -> int | None:
    stated = [row[place] for row in rows if row[place] is not None]
    return sum(stated) if stated else None


def _earlier(
    connection: sqlite3.Connection, imports: list[int], keys: list[Row], confirmed: Confirmed
) -> dict[Row, tuple[str, int]]:
    """Find for each key the figure to the latest earlier date in the newest import that has one."""
    found: dict[Row, tuple[str, int]] = {}
    for day in {key[3] for key in keys}:
        unmet = {(*key[:3], *key[4:6]): key for key in keys if key[3] == day}
        for import_id in imports:
            if not unmet:
                break
            figures: dict[Row, dict[str, int]] = {}
            rows = _whole(connection.execute(_EARLIER, (import_id, day)), confirmed)
            for *key, to_date, amount in rows:
                days = figures.setdefault(tuple(key), {})
                days[to_date] = days.get(to_date, 0) + amount
            for met in unmet.keys() & figures.keys():
                found[unmet.pop(met)] = max(figures[met].items())
    return found


def _figure_cells(changed: set[int], described: Described) -> dict[Row, str]:
    return {
        (project_id, one.source, one.tranche, one.to_date.isoformat(), one.estimate, one.treasury):
            one.cell
        for project_id, project in described
        if project_id in changed
        for one in project.disbursements
    }  # fmt: skip


def _imports(connection: sqlite3.Connection, budget_year: int | None) -> list[int]:
    return [row[0] for row in connection.execute(_NEWEST_OF_YEAR, (budget_year,))]


def _whole(rows: Iterable[Row], confirmed: Confirmed) -> Iterable[Row]:
    """Let rows speak of the project that stands for theirs."""
    if not confirmed.joined:
        return rows
    return ((confirmed.project(row[0]), *row[1:]) for row in rows)


def _grouped(rows: Iterable[Row], key_width: int = _PLAN_KEY) -> Groups:
    """Collect rows ``(*key, *value)`` as key → values."""
    groups: Groups = {}
    for row in rows:
        groups.setdefault(row[:key_width], []).append(row[key_width:])
    return groups


def _stated_otherwise(
    stated: Groups, held: Iterable[Groups]
) -> dict[Row, tuple[list[Row], list[Row]]]:
    """Return the newest values held and those stated, where they differ or none were ever held.

    In the order stated. ``held`` is lazy, one import after the other from the newest on: older
    ones are left unread once every key has been met.
    """
    unmet = set(stated)
    changed: dict[Row, tuple[list[Row], list[Row]]] = {}
    for groups in held if unmet else ():
        for key in unmet & groups.keys():
            if stated[key] != groups[key] and Counter(stated[key]) != Counter(groups[key]):
                changed[key] = (groups[key], stated[key])
        unmet -= groups.keys()
        if not unmet:
            break
    changed |= {key: ([], stated[key]) for key in unmet}
    return {key: changed[key] for key in stated if key in changed}
