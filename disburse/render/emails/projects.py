"""Projects as mails list them: figures, next milestone, and the life of each warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.model import Level, MilestoneState
from disburse.render.changes import changed_warnings
from disburse.render.contract import warnings_by_project
from disburse.render.records import rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning
    from disburse.render.emails.records import Explanation, Promise, Said
    from disburse.render.records import Row


@dataclass(frozen=True, slots=True)
class Told:
    """A warning in its life: ``change`` since the last mail, and what the owner said of it.

    ``change`` is ``new``, ``worse``, ``eased`` or None.
    """

    early_warning: EarlyWarning
    change: str | None
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class Item:
    """One project, numbered as listed: its row, the milestone it has to reach next, warnings."""

    number: int
    row: Row
    following: Row | None
    warnings: tuple[Told, ...]

    @property
    def unexplained(self) -> int:
        """Warnings that wait for the owner's word."""
        return sum(one.explanation is None for one in self.warnings)


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise whose day the figures have reached, and not its amount."""

    row: Row
    promise: Promise


@dataclass(frozen=True, slots=True)
class Explained:
    """A warning the owner explained since the last mail."""

    row: Row
    early_warning: EarlyWarning
    explanation: Explanation


def items(assessment: Assessment, ids: Iterable[int], said: Said) -> tuple[Item, ...]:
    """List projects in the order given, numbered from 1."""
    wanted = list(ids)
    known = {row["project_id"]: row for row in _rows(assessment, wanted)}
    following = _following(assessment, wanted)
    warned = warnings_by_project(assessment.warnings)
    changes = _changes(assessment)
    return tuple(
        Item(
            number,
            known[one],
            following.get(one),
            tuple(
                Told(warning, changes.get(_key(warning)), said.explanation(warning))
                for warning in sorted(warned[one], key=_severity)
            ),
        )
        for number, one in enumerate(wanted, start=1)
    )


def by_urgency(assessment: Assessment) -> list[int]:
    """All projects: red before amber before the rest, most money left to disburse first."""
    rank: dict[int, int] = {}
    for one in assessment.warnings:
        rank[one.project_id] = min(rank.get(one.project_id, len(Level)), _severity(one))
    projects = assessment.projects
    left = (projects["plan"].fillna(0) - projects["disbursed"].fillna(0)).tolist()
    numbers: list[int] = projects.index.tolist()
    money = dict(zip(numbers, left, strict=True))
    return sorted(numbers, key=lambda one: (rank.get(one, len(Level)), -money[one], one))


def explained(assessment: Assessment, said: Said) -> tuple[Explained, ...]:
    """List the open warnings explained since the last mail, on its day included."""
    last = assessment.previous_as_of
    found = [(one, said.explanation(one)) for one in assessment.warnings]
    fresh = [(one, what) for one, what in found if what and last and what.made_on >= last]
    named = {
        row["project_id"]: row for row in _rows(assessment, [one.project_id for one, _ in fresh])
    }
    return tuple(Explained(named[one.project_id], one, what) for one, what in fresh)


def broken(assessment: Assessment, said: Said) -> tuple[Broken, ...]:
    """List the promises of the year whose day the figures have reached, and not the amount."""
    year = assessment.decision.budget_year
    promised = [number for number in assessment.projects.index if number in said.promises]
    listed = ((row, said.promises[row["project_id"]]) for row in _rows(assessment, promised))
    return tuple(
        Broken(row, promise)
        for row, promise in listed
        if promise.expected_on.year == year and _broken(row, promise)
    )


def _broken(row: Row, promise: Promise) -> bool:
    figures: date | None = row["figures_date"]
    reached = figures is not None and figures >= promise.expected_on
    return reached and (row["disbursed"] or 0) < promise.amount


def _rows(assessment: Assessment, ids: Collection[int]) -> list[Row]:
    if not ids:
        return []
    return rows(assessment.projects[assessment.projects.index.isin(list(ids))])


def _following(assessment: Assessment, ids: Collection[int]) -> dict[int, Row]:
    """The earliest pending milestone of each project."""
    table = assessment.milestones
    pending = table[
        (table["state"] == MilestoneState.PENDING) & table["project_id"].isin(list(ids))
    ]
    found: dict[int, Row] = {}
    for row in rows(pending.sort_values("due", kind="stable")):
        found.setdefault(row["project_id"], row)
    return found


def _changes(assessment: Assessment) -> dict[tuple[int, str, str | None], str]:
    return {
        _key(one): kind
        for kind, listed in changed_warnings(assessment).items()
        if kind != "cleared"
        for one in listed
    }


def _key(one: EarlyWarning) -> tuple[int, str, str | None]:
    return one.project_id, one.code, one.milestone_id


def _severity(one: EarlyWarning) -> int:
    return list(Level).index(one.level)
