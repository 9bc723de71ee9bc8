"""Reminders: figures that are missing or old, duties of the law, drafts that lie ready."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from disburse.render.emails.writing import write
from disburse.render.records import rows
from disburse.text import fold

if TYPE_CHECKING:
    from datetime import date

    from disburse.frames import Assessment
    from disburse.render.emails.records import DueLine, Mail, Scope, Sender
    from disburse.render.records import Row

LISTED = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """An owner whose figures are waited for: how many projects, and whether a mail reached him."""

    owner: str | None
    projects: int
    reached: bool


def waiting_projects(assessment: Assessment, awaited: date, stale_days: int) -> list[Row]:
    """List projects with a plan whose figures end before ``awaited`` or are older than allowed."""
    needed = max(awaited, assessment.as_of - timedelta(days=stale_days))
    listed = rows(assessment.projects[assessment.projects["plan"].fillna(0) > 0])
    return [row for row in listed if row["figures_date"] is None or row["figures_date"] < needed]


def figures_mail(scope: Scope, awaited: date, stale_days: int) -> Mail | None:
    """Ask an owner for the figures up to ``awaited``; None where none are missing."""
    waiting = waiting_projects(scope.assessment, awaited, stale_days)
    if not waiting:
        return None
    return write(
        "figures",
        scope.sender,
        owner=scope.owner,
        as_of=scope.assessment.as_of,
        awaited=awaited,
        projects=len(waiting),
        missing=sum(row["figures_date"] is None for row in waiting),
        items=sorted(waiting, key=_oldest_first)[:LISTED],
        left_out=max(len(waiting) - LISTED, 0),
    )


def waiting_mail(
    scope: Scope, awaited: date, stale_days: int, reached: frozenset[str]
) -> Mail | None:
    """Tell the office whose figures are waited for; ``reached``: the owners reminded, folded."""
    waiting = waiting_projects(scope.assessment, awaited, stale_days)
    if not waiting:
        return None
    owners = Counter(row["owner"] for row in waiting)
    return write(
        "figures_office",
        scope.sender,
        as_of=scope.assessment.as_of,
        awaited=awaited,
        projects=len(waiting),
        owners=[
            Waiting(one, count, fold(one or "") in reached) for one, count in owners.most_common()
        ],
    )


def duties_mail(
    dues: tuple[DueLine, ...], as_of: date, owner: str | None, sender: Sender
) -> Mail | None:
    """Remind of what the law wants by one day; None where it wants nothing."""
    if not dues:
        return None
    day = dues[0].day
    left = (day - as_of).days
    return write("duties", sender, day=day, as_of=as_of, days_left=left, owner=owner, dues=dues)


def drafts_mail(scope: Scope, label: str, files: tuple[str, ...]) -> Mail:
    """Tell the office that drafts of a report lie ready; ``label``: "tháng 10/2026"."""
    return write(
        "drafts",
        scope.sender,
        label_of=label,
        as_of=scope.assessment.as_of,
        figures_date=scope.assessment.figures_date,
        files=files,
        dues=scope.dues,
    )


def _oldest_first(row: Row) -> tuple[str, int]:
    spoken: date | None = row["figures_date"]
    return spoken.isoformat() if spoken else "", row["project_id"]
