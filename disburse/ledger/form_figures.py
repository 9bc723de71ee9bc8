"""What form 01a of TT 37/2025 asks for besides plan and disbursement: advances, and estimates.

Both are by project, source and tranche, in đồng; what the files do not tell is left out.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from disburse.ledger import voucher_parts
from disburse.ledger.confirmed import confirmed
from disburse.ledger.in_force import imports_in_force
from disburse.ledger.schema import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from disburse.frames import Assessment
    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.in_force import InForce

Key = tuple[int, str | None, str]
"""Project, funding source, tranche."""

_SNAPSHOTS = """
    SELECT project_id, source, tranche, to_date, sum(amount),
        CASE count(*) WHEN count(advance) THEN sum(advance)
            WHEN count(volume) THEN sum(amount) - sum(volume) END
    FROM disbursement WHERE import_id = ? AND estimate = 0
    GROUP BY project_id, source, tranche, to_date, treasury
"""
_ESTIMATES = """
    SELECT project_id, source, tranche, sum(amount) FROM disbursement
    WHERE import_id = ? AND estimate = 1 AND to_date = ?
    GROUP BY project_id, source, tranche
"""


def advances(connection: sqlite3.Connection, assessment: Assessment) -> dict[Key, int]:
    """Find how much of each figure in force is advance; the rest paid for accepted volume.

    Known where one file states both, or where every voucher behind the figure is of a clear kind;
    a figure put together from a snapshot and later vouchers is not taken apart.
    """
    with reading(connection):
        said = confirmed(connection)
        imports = imports_in_force(connection, None)
        known = dict(_stated(connection, imports, said))
        listed = _listed(connection, assessment, imports, said)
    return {
        key: advance
        for key, cell, day, amount in _figures(assessment)
        for advance in (known.get((*key, day, amount)) if cell else listed.get(key, 0),)
        if advance is not None
    }


def estimates(connection: sqlite3.Connection, budget_year: int, day: date) -> dict[Key, int]:
    """Find what the registers estimate as disbursed by the end of ``day``.

    The latest file that estimates a project's tranche counts, for all its sources.
    """
    found: dict[tuple[int, str], dict[Key, int]] = {}
    with reading(connection):
        said = confirmed(connection)
        for one in imports_in_force(connection, None):
            if one.budget_year != budget_year:
                continue
            stated: dict[tuple[int, str], dict[Key, int]] = {}
            rows = connection.execute(_ESTIMATES, (one.import_id, day.isoformat()))
            for project_id, source, tranche, amount in rows:
                project = said.project(project_id)
                of_project = stated.setdefault((project, tranche), {})
                of_project[project, source, tranche] = amount
            found |= stated
    return {key: amount for parts in found.values() for key, amount in parts.items()}


def _figures(assessment: Assessment) -> Iterator[tuple[Key, str | None, str, int]]:
    """Each figure in force: its key, the cell of its snapshot, its day, its amount."""
    shown = assessment.sources[assessment.sources["disbursed"].notna()]
    names = ("project_id", "source", "tranche", "disbursed_cell", "disbursed_to", "disbursed")
    columns: list[list[Any]] = [shown[name].astype(object).to_list() for name in names]
    for project_id, source, tranche, cell, day, amount in zip(*columns, strict=True):
        key = (int(project_id), source if isinstance(source, str) else None, str(tranche))
        yield key, cell if isinstance(cell, str) else None, str(day)[:10], int(amount)


def _stated(
    connection: sqlite3.Connection, imports: list[InForce], said: Confirmed
) -> Iterator[tuple[tuple[object, ...], int | None]]:
    """What snapshots say of advances, by key, day and amount of the whole figure."""
    for one in imports:
        for row in connection.execute(_SNAPSHOTS, (one.import_id,)):
            project_id, source, tranche, day, amount, advance = row
            yield (said.project(project_id), source, tranche, day, amount), advance


def _listed(
    connection: sqlite3.Connection,
    assessment: Assessment,
    imports: list[InForce],
    said: Confirmed,
) -> dict[Key, int | None]:
    """Advances less recoveries of the vouchers of the year; None where a kind is unclear."""
    year = assessment.decision.budget_year
    last = min(assessment.as_of, date(year + 1, 1, 31)).isoformat()
    of_year = [one for one in imports if one.budget_year == year]
    parts = voucher_parts.parts(
        connection, of_year, (date(year, 1, 1).isoformat(), last), [last], said
    )
    names = ("project_id", "source", "tranche", "advances", "advance_recovered", "unclear")
    columns: list[list[Any]] = [parts[name].astype(object).to_list() for name in names]
    return {
        (int(project_id), source if isinstance(source, str) else None, str(tranche)): (
            None if unclear else int(given) - int(recovered)
        )
        for project_id, source, tranche, given, recovered, unclear in zip(*columns, strict=True)
    }
