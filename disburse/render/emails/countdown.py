"""The countdown to a milestone: who still has to reach it, how much, and the day after, who did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.model import MilestoneState
from disburse.render.emails.writing import write
from disburse.render.records import column_total, rows

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.render.emails.records import Mail, Scope
    from disburse.render.records import Row
    from disburse.rules import Milestone

LISTED, OWN_LISTED = 15, 40
_REACHED = (MilestoneState.MET, MilestoneState.MET_LATE)


@dataclass(frozen=True, slots=True)
class Open:
    """One project that has not reached a milestone: its own row, and the milestone's."""

    row: Row
    milestone: Row


def countdown_mail(scope: Scope, due: date) -> Mail | None:
    """Write the mail about the milestones due on a day; None where it binds nobody, or all met it.

    The office is told of a milestone that all met too.
    """
    assessment = scope.assessment
    bound = assessment.milestones[assessment.milestones["due"].dt.date == due]
    states = Counter(bound["state"].tolist())
    unmet = bound[~bound["state"].isin(list(_REACHED))]
    if bound.empty or (unmet.empty and scope.owner is not None):
        return None
    listed = _open(assessment, unmet, LISTED if scope.owner is None else OWN_LISTED)
    return write(
        "countdown",
        scope.sender,
        due=due,
        as_of=assessment.as_of,
        days_left=(due - assessment.as_of).days,
        figures_date=assessment.figures_date if scope.owner is None else _spoken(assessment),
        decision=assessment.decision,
        rules=_rules(assessment, bound),
        owner=scope.owner,
        states=states,
        projects=len(bound["project_id"].unique()),
        unmet=len(unmet["project_id"].unique()),
        shortfall=column_total(unmet["shortfall"]),
        per_week=column_total(unmet["per_week"]),
        pace_per_week=column_total(unmet["pace_per_week"]),
        items=listed,
        left_out=len(unmet) - len(listed),
    )


def _open(assessment: Assessment, unmet: pd.DataFrame, most: int) -> tuple[Open, ...]:
    """The projects with most money missing first; those without figures before all."""
    worst = unmet.sort_values("shortfall", ascending=False, na_position="first", kind="stable")
    chosen = rows(worst.head(most))
    kept = assessment.projects.index.isin([one["project_id"] for one in chosen])
    named = {row["project_id"]: row for row in rows(assessment.projects[kept])}
    return tuple(Open(named[one["project_id"]], one) for one in chosen)


def _rules(assessment: Assessment, bound: pd.DataFrame) -> tuple[Milestone, ...]:
    met_here = set(bound["milestone_id"].tolist())
    return tuple(one for one in assessment.decision.milestones if one.milestone_id in met_here)


def _spoken(assessment: Assessment) -> date | None:
    """Last day an owner's own figures speak for."""
    latest = assessment.projects["figures_date"].max()
    return None if latest is None or latest != latest else latest.date()  # noqa: PLR0124 - NaT
