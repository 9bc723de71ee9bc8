"""Every spell of every early warning of one project, with what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from disburse.ledger.casework import of_project
from disburse.ledger.early_warnings import read_arguments
from disburse.ledger.members import members
from disburse.ledger.schema import reading
from disburse.model import EarlyWarning, Level

if TYPE_CHECKING:
    import sqlite3

    from disburse.casework_model import Acknowledgement, Case

    Key = tuple[int, str, str | None]

# Of several results for one day the last recorded counts.
_CHANGES = """
    SELECT as_of, project_id, code, milestone_id, level, arguments, max(id)
    FROM warning_change WHERE project_id IN (SELECT value FROM json_each(?))
    GROUP BY as_of, project_id, code, milestone_id
    ORDER BY as_of
"""


@dataclass(frozen=True, slots=True)
class WarningSpell:
    """An early warning from the day it was seen first to the day it was seen no more.

    ``levels``: the warning as it was recorded each time its level changed, with the day, the
    oldest first; ``cleared_on`` is None while it is open.
    """

    levels: tuple[tuple[date, EarlyWarning], ...]
    cleared_on: date | None
    acknowledgement: Case[Acknowledgement] | None

    @property
    def last(self) -> EarlyWarning:
        """The warning as recorded last; its arguments fill the wording."""
        return self.levels[-1][1]


def history(connection: sqlite3.Connection, project_id: int) -> tuple[WarningSpell, ...]:
    """Return the spells of all warnings of a project, the one begun last first.

    A warning comes into the history when the evaluation of a day is recorded, not when somebody
    looks at it. Raises LedgerError (``unknown_project``).
    """
    with reading(connection):
        rows = connection.execute(_CHANGES, (members(connection, project_id),)).fetchall()
        explained = {
            (one.statement.warning_code, one.statement.milestone_id, one.statement.since): one
            for one in of_project(connection, project_id).acknowledgements
        }
    spells = []
    for levels, cleared_on in _spells(rows):
        first = levels[0][1]
        said = explained.get((first.code, first.milestone_id, first.since))
        spells.append(WarningSpell(tuple(levels), cleared_on, said))
    return tuple(sorted(spells, key=lambda one: one.last.since, reverse=True))


def _spells(
    rows: list[tuple[str, int, str, str | None, str | None, str, int]],
) -> list[tuple[list[tuple[date, EarlyWarning]], date | None]]:
    """Cut the changes into spells: the levels of each, and the day it was cleared."""
    standing: dict[Key, list[tuple[date, EarlyWarning]]] = {}
    over: list[tuple[list[tuple[date, EarlyWarning]], date | None]] = []
    for changed_on, project_id, code, milestone_id, level, arguments, _ in rows:
        day, key = date.fromisoformat(changed_on), (project_id, code, milestone_id)
        if level is None:
            if key in standing:
                over.append((standing.pop(key), day))
            continue
        levels = standing.setdefault(key, [])
        since = levels[0][0] if levels else day
        told = read_arguments(arguments)
        one = EarlyWarning(project_id, code, Level(level), milestone_id, since, told)
        if not levels or levels[-1][1].level is not one.level:
            levels.append((day, one))
    return [*over, *((levels, None) for levels in standing.values())]
