"""What the ledger holds of one project where a person is about to state something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.casework_model import ClassDecision, PlanCorrection
from disburse.ledger.plan_versions import PlanRow, corrected, in_force

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from disburse.casework_model import Change, Correction

_CLAIMED_CLASS = """
    SELECT project_class FROM project_fact JOIN import ON import.id = import_id
    WHERE project_id IN (SELECT value FROM json_each(?)) AND undone_at IS NULL
        AND budget_year = ? AND project_class IS NOT NULL
    ORDER BY as_of DESC, import_id DESC, line DESC LIMIT 1
"""
_STATED_DATES = """
    SELECT CASE :field
            WHEN 'construction_start' THEN construction_start
            WHEN 'site_handover' THEN site_handover
            ELSE handed_over
        END AS stated
    FROM project_fact JOIN import ON import.id = import_id
    WHERE project_id IN (SELECT value FROM json_each(:members))
        AND undone_at IS NULL AND stated IS NOT NULL
    ORDER BY as_of DESC, import_id DESC, line DESC LIMIT 1
"""
_PLANS = """
    WITH member AS MATERIALIZED (SELECT value AS id FROM json_each(:members))
    SELECT source, as_of, amount, cell, import_id, import_id
    FROM capital_plan JOIN import ON import.id = import_id
    WHERE project_id IN (SELECT id FROM member) AND import_id IN (
            SELECT import_id FROM project_fact WHERE project_id IN (SELECT id FROM member)
        )
        AND tranche = :tranche AND undone_at IS NULL AND budget_year = :budget_year
    ORDER BY import_id, line
"""


def stated(
    connection: sqlite3.Connection, ids: str, change: Change, corrections: Iterable[Correction]
) -> str | int | None:
    """Return the class, date or amount in force: the last correction's, else the registers'.

    ``ids``: the project and those it is one with, as JSON; ``corrections``: theirs, as made.
    """
    made = [one for one in corrections if one.withdrawn_at is None]
    if isinstance(change, PlanCorrection):
        return _planned(connection, ids, change, made)
    if isinstance(change, ClassDecision):
        found = connection.execute(_CLAIMED_CLASS, (ids, change.budget_year)).fetchone()
        made = [one for one in made if _decides(one.change, change.budget_year)]
    else:
        named = {"field": change.field.value, "members": ids}
        found = connection.execute(_STATED_DATES, named).fetchone()
        made = [one for one in made if one.field == change.field]
    return made[-1].new if made else found and found[0]


def _decides(change: Change, budget_year: int) -> bool:
    return isinstance(change, ClassDecision) and change.budget_year == budget_year


def _planned(
    connection: sqlite3.Connection, ids: str, change: PlanCorrection, made: list[Correction]
) -> int | None:
    """Add up the rows of the source in the version in force; None where it has none."""
    named = {
        "members": ids,
        "tranche": change.tranche.value,
        "budget_year": change.budget_year,
    }
    rows = [PlanRow(*row) for row in connection.execute(_PLANS, named)]
    earlier = [
        (one, one.change)
        for one in made
        if isinstance(one.change, PlanCorrection)
        and (one.change.tranche, one.change.budget_year) == (change.tranche, change.budget_year)
    ]
    day = change.effective_on.isoformat()
    found = in_force([*rows, *corrected(rows, earlier)], day)
    amounts = [row.amount for row in found if row.source == change.source]
    return sum(amounts) if amounts else None
