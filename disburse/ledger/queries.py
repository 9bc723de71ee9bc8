"""What the ledger knows, as typed frames: see `disburse.frames.Evidence`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from disburse.frames import Evidence
from disburse.ledger import columns, corrected, descriptions, voucher_parts, voucher_sums
from disburse.ledger.confirmed import confirmed
from disburse.ledger.corrections import counting
from disburse.ledger.in_force import imports_in_force
from disburse.ledger.schema import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import pandas as pd

    from disburse.casework_model import Correction
    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.in_force import InForce

_HAS_PLANS = "SELECT EXISTS (SELECT 1 FROM capital_plan WHERE import_id = ?)"
_PLANS = """
    SELECT json_group_array(project_id), json_group_array(source), json_group_array(tranche),
        json_group_array(amount), json_group_array(cell)
    FROM (SELECT * FROM capital_plan WHERE import_id = ? ORDER BY line)
"""
_SNAPSHOTS = """
    SELECT json_group_array(project_id), json_group_array(source), json_group_array(tranche),
        json_group_array(to_date), json_group_array(amount), json_group_array(volume),
        json_group_array(advance), json_group_array(treasury), json_group_array(cell)
    FROM (
        SELECT * FROM disbursement
        WHERE import_id = ? AND estimate = 0 AND to_date BETWEEN ? AND ? ORDER BY line
    )
"""
_KEYS = {"project_id": "key", "source": "word", "tranche": "word"}
_PLAN = {**_KEYS, "amount": "amount", "cell": "text"}
_SNAPSHOT = {
    **_KEYS,
    "to_date": "date",
    "amount": "amount",
    "volume": "amount",
    "advance": "amount",
    "treasury": "flag",
    "cell": "text",
}
_IMPORT = {
    "import_id": "key",
    "file": "text",
    "sha256": "text",
    "kind": "text",
    "as_of": "date",
    "recorded_at": "text",
}


def plan_years(connection: sqlite3.Connection, known_on: datetime | None) -> frozenset[int]:
    """Return the budget years for which a capital plan is held, as known on a moment."""
    with reading(connection):
        return frozenset(
            one.budget_year
            for one in imports_in_force(connection, known_on)
            if connection.execute(_HAS_PLANS, (one.import_id,)).fetchone()[0]
        )


def evidence(
    connection: sqlite3.Connection,
    *,
    as_of: date,
    budget_year: int,
    needed_dates: Sequence[date],
    known_on: datetime | None = None,
) -> Evidence:
    """Read what the ledger knows of a budget year, as of a day, as known on a moment.

    What was recorded after ``known_on`` is not seen, undoing and withdrawing after it are not
    either; what a person states counts whatever its day. A project that no import dated up to
    ``as_of`` describes is described by the nearest later one of the year. Snapshots and vouchers
    count from 1 January to ``as_of``, or to 31 January of the next year if earlier. Plans and
    snapshots are listed in every version, by date of the import, then by its number, plans of
    corrections last. Voucher sums end at the ``needed_dates``, the dates of the snapshots and
    ``as_of``; a repeated line counts in the first import that has it; the ``import_id`` of a sum
    is the latest that contributes. Projects confirmed to be one are one, under the oldest number.
    """
    with reading(connection):
        said = confirmed(connection, known_on)
        imports = imports_in_force(connection, known_on)
        of_year = [one for one in imports if one.budget_year == budget_year]
        window = _window(as_of, budget_year)
        snapshots = _snapshots(connection, of_year, window, said)
        projects = descriptions.latest(connection, imports, as_of, budget_year, said)
        corrections = _corrections(connection, budget_year, known_on, projects)
        ends = _ends(needed_dates, snapshots, window)
        return Evidence(
            as_of=as_of,
            budget_year=budget_year,
            projects=corrected.described(projects, corrections),
            plans=corrected.planned(_plans(connection, of_year, said), corrections),
            snapshots=snapshots,
            vouchers=voucher_sums.sums(connection, of_year, window, ends, said),
            voucher_parts=voucher_parts.parts(connection, of_year, window, ends, said),
            imports=_imports(imports, projects, budget_year),
            vouchers_to=voucher_sums.last_day(of_year, window),
            corrections=corrections,
        )


def _corrections(
    connection: sqlite3.Connection,
    budget_year: int,
    known_on: datetime | None,
    projects: pd.DataFrame,
) -> tuple[Correction, ...]:
    """Corrections that count for the year and speak of one of its projects."""
    made = counting(connection, budget_year, known_on)
    return tuple(one for one in made if one.project_id in projects.index)


def _window(as_of: date, budget_year: int) -> tuple[str, str]:
    """First and last day whose payments count."""
    last = min(as_of, date(budget_year + 1, 1, 31))
    return date(budget_year, 1, 1).isoformat(), last.isoformat()


def _plans(connection: sqlite3.Connection, imports: list[InForce], said: Confirmed) -> pd.DataFrame:
    parts = [
        columns.frame(columns.read(connection, _PLANS, (one.import_id,)), _PLAN).assign(
            effective_on=np.datetime64(one.as_of, "s"), import_id=one.import_id
        )
        for one in imports
    ]
    stacked = columns.stacked(parts, {**_PLAN, "effective_on": "date", "import_id": "key"})
    return _whole(stacked, said)


def _snapshots(
    connection: sqlite3.Connection,
    imports: list[InForce],
    window: tuple[str, str],
    said: Confirmed,
) -> pd.DataFrame:
    parts = [
        columns.frame(
            columns.read(connection, _SNAPSHOTS, (one.import_id, *window)), _SNAPSHOT
        ).assign(import_id=one.import_id)
        for one in imports
    ]
    return _whole(columns.stacked(parts, {**_SNAPSHOT, "import_id": "key"}), said)


def _whole(stacked: pd.DataFrame, said: Confirmed) -> pd.DataFrame:
    """Let each row speak of the project that stands for its own."""
    if said.joined:
        stacked["project_id"] = columns.replaced(stacked["project_id"].to_numpy(), said.joined)
    return stacked


def _ends(needed: Iterable[date], snapshots: pd.DataFrame, window: tuple[str, str]) -> list[str]:
    """Ends of the voucher buckets; the last day of the window ends the last one."""
    stated = np.unique(snapshots["to_date"].to_numpy().astype("datetime64[D]"))
    days = {day.isoformat() for day in needed} | set(np.datetime_as_string(stated).tolist())
    first, last = window
    return sorted(day for day in days | {last} if first <= day <= last)


def _imports(imports: list[InForce], projects: pd.DataFrame, budget_year: int) -> pd.DataFrame:
    """Imports of the year, and those of other years that describe one of its projects."""
    cited = set(projects["import_id"].unique().tolist())
    listed = [one for one in imports if one.budget_year == budget_year or one.import_id in cited]
    values = [[getattr(one, name) for one in listed] for name in _IMPORT]
    return columns.frame(values, _IMPORT).set_index("import_id")
