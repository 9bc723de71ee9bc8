"""What every weekly mail begins with: sums, next due date, levels, changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.model import Level
from disburse.render.changes import since_last_time
from disburse.render.records import rows
from disburse.render.warning_report import headline, names_of, next_due

if TYPE_CHECKING:
    from datetime import date

    from disburse.frames import Assessment
    from disburse.render.changes import Changes
    from disburse.render.records import Row
    from disburse.render.warning_report import Headline, NextDue
    from disburse.rules import Decision


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Projects whose worst warning has a level."""

    level: Level
    projects: int


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessment in few figures; ``target`` is the commune's, None for an owner."""

    as_of: date
    figures_date: date | None
    decision: Decision
    headline: Headline
    target: Row | None
    next_due: NextDue | None
    levels: tuple[LevelCount, ...]
    changes: Changes | None


def summarize(assessment: Assessment) -> Summary:
    """Sum an assessment up."""
    worst: dict[int, Level] = {}
    for one in assessment.warnings:
        if worst.get(one.project_id) is not Level.RED:
            worst[one.project_id] = one.level
    levels = list(worst.values())
    return Summary(
        as_of=assessment.as_of,
        figures_date=assessment.figures_date,
        decision=assessment.decision,
        headline=headline(assessment),
        target=next(iter(rows(assessment.commune)), None),
        next_due=next_due(assessment),
        levels=tuple(LevelCount(level, levels.count(level)) for level in Level),
        changes=since_last_time(assessment, names_of(assessment)),
    )
