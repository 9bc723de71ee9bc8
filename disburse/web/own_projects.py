"""An owner's first page: his projects, the most urgent first, and what is asked of him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.ledger.casework import acknowledgements
from disburse.model import MilestoneState
from disburse.render.records import rate, total
from disburse.web.listing import Query, ordered

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from disburse.model import EarlyWarning
    from disburse.render.records import Row
    from disburse.web.view import View


@dataclass(frozen=True, slots=True)
class OwnProject:
    """One project: its next milestone still to reach, and warnings not yet explained."""

    row: Row
    next_milestone: Row | None
    warnings: tuple[EarlyWarning, ...]
    unexplained: int


@dataclass(frozen=True, slots=True)
class OwnProjects:
    """All projects of one owner; amounts in đồng, the rate in hundredths of a percent."""

    projects: tuple[OwnProject, ...]
    plan: int | None
    disbursed: int | None
    per_week: int | None

    @property
    def rate(self) -> int | None:
        """Share of the plan disbursed."""
        return rate(self.disbursed, self.plan)

    @property
    def unexplained(self) -> int:
        """Warnings that wait for the owner's word."""
        return sum(one.unexplained for one in self.projects)

    @property
    def late(self) -> int:
        """Projects with a red warning."""
        return sum(any(each.level.value == "red" for each in one.warnings) for one in self.projects)


def own_projects(view: View, ledger: sqlite3.Connection) -> OwnProjects:
    """Gather the projects a person sees with what is asked of them."""
    explained = set(acknowledgements(ledger))
    projects = tuple(_project(view, row, explained) for row in ordered(view.standing, Query()))
    return OwnProjects(
        projects,
        total(one.row["plan"] for one in projects),
        total(one.row["disbursed"] for one in projects),
        total(one.next_milestone["per_week"] for one in projects if one.next_milestone),
    )


def _project(view: View, row: Row, explained: set[tuple[int, str, str | None, date]]) -> OwnProject:
    number = row["project_id"]
    warnings = tuple(view.standing.warnings.get(number, ()))
    keys = ((number, one.code, one.milestone_id, one.since) for one in warnings)
    pending = [
        one
        for one in view.standing.milestones.get(number, ())
        if one["state"] == MilestoneState.PENDING
    ]
    following = min(pending, key=lambda one: one["due"], default=None)
    return OwnProject(row, following, warnings, sum(key not in explained for key in keys))
