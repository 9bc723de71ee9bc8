"""What the warning report says, gathered from an assessment; `pages` gives it its form.

A leader acts on few projects at a time: each level lists the projects with most capital still to
disburse, `LISTED` at most, and counts the rest, which the workbook holds in full.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.model import Level, MilestoneState, Risk
from disburse.render import changes, messages
from disburse.render.changes import Changes, Named
from disburse.render.contract import file_names, reason, warnings_by_project
from disburse.render.reconciliation import Differences, differences
from disburse.render.records import Row, column_total, rate, rows

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning
    from disburse.render.contract import Origins
    from disburse.rules import Decision, Milestone

LISTED = {Level.RED: 60, Level.AMBER: 40}


@dataclass(frozen=True, slots=True)
class Headline:
    """The commune in figures: amounts in đồng, rate in hundredths of a percent, projects."""

    projects: int
    plan: int | None
    disbursed: int | None
    rate: int | None
    plan_carryover: int | None
    disbursed_carryover: int | None
    missed: int
    awaiting_data: int
    at_risk: int


@dataclass(frozen=True, slots=True)
class NextDue:
    """The next due date: projects still to reach it and what they need each week, in đồng."""

    due: date
    days_left: int
    projects: int
    at_risk: int
    required: int | None
    shortfall: int | None
    per_week: int | None
    pace_per_week: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One project with its early warnings, the worst first, and why it stands in its class."""

    row: Row
    early_warnings: tuple[EarlyWarning, ...]
    reason: str
    sources: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Projects whose worst warning has this level; ``left_out`` of them are not listed."""

    level: Level
    projects: int
    cards: tuple[Card, ...]

    @property
    def left_out(self) -> int:
        """Projects counted but not listed."""
        return self.projects - len(self.cards)

    @property
    def actions(self) -> tuple[tuple[str, str], ...]:
        """Title and request of each kind of warning met in the list, once."""
        codes = dict.fromkeys(one.code for card in self.cards for one in card.early_warnings)
        return tuple(
            (messages.warning_title(code), messages.warning_action(code)) for code in codes
        )


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone of the decision over all its projects: counts by state, sums in đồng."""

    milestone: Milestone
    projects: int
    states: Counter[str]
    at_risk: int
    required: int | None
    actual: int | None
    shortfall: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """All the report says."""

    as_of: date
    figures_date: date | None
    decision: Decision
    headline: Headline
    target: Row | None
    changes: Changes | None
    next_due: NextDue | None
    levels: tuple[LevelGroup, ...]
    milestones: tuple[MilestoneLine, ...]
    without_milestone: int
    differences: Differences | None
    imports: tuple[Row, ...]
    files: Origins

    @property
    def clauses(self) -> tuple[str, ...]:
        """Clauses of the decision the report rests on, each once."""
        target = self.decision.commune_target
        cited = (*((target,) if target else ()), *self.decision.milestones)
        return tuple(dict.fromkeys(one.clause for one in cited))


def build_report(assessment: Assessment) -> Report:
    """Gather everything the warning report says."""
    levels = _levels(assessment)
    listed = [card for group in levels for card in group.cards]
    return Report(
        as_of=assessment.as_of,
        figures_date=assessment.figures_date,
        decision=assessment.decision,
        headline=headline(assessment),
        target=next(iter(rows(assessment.commune)), None),
        changes=changes.since_last_time(assessment, names_of(assessment)),
        next_due=next_due(assessment),
        levels=levels,
        milestones=_milestone_lines(assessment),
        without_milestone=_projects_in(assessment.milestones, MilestoneState.NO_MILESTONE),
        differences=differences(assessment),
        imports=_cited(assessment, listed),
        files=file_names(assessment),
    )


def names_of(assessment: Assessment) -> dict[int, Named]:
    """Names of the projects whose warnings are open or were cleared."""
    ids = {one.project_id for one in (*assessment.warnings, *assessment.cleared)}
    named = assessment.projects.loc[assessment.projects.index.isin(ids), ["code", "name"]]
    return {row["project_id"]: Named(row["code"], row["name"]) for row in rows(named)}


def headline(assessment: Assessment) -> Headline:
    """Sum up the projects."""
    projects, milestones = assessment.projects, assessment.milestones
    names = ("plan", "disbursed", "plan_carryover", "disbursed_carryover")
    sums = {name: column_total(projects[name]) for name in names}
    return Headline(
        projects=len(projects),
        **sums,
        rate=rate(sums["disbursed"], sums["plan"]),
        missed=_projects_in(milestones, MilestoneState.MISSED),
        awaiting_data=_projects_in(milestones, MilestoneState.AWAITING_DATA),
        at_risk=int(milestones.loc[milestones["risk"] == Risk.AT_RISK, "project_id"].nunique()),
    )


def _projects_in(milestones: pd.DataFrame, state: MilestoneState) -> int:
    return int(milestones.loc[milestones["state"] == state, "project_id"].nunique())


def next_due(assessment: Assessment) -> NextDue | None:
    """Sum up the earliest due date still open; a missing amount adds nothing."""
    table = assessment.milestones
    pending = table[table["state"] == MilestoneState.PENDING]
    if pending.empty:
        return None
    due = pending["due"].min()
    nearest = pending[pending["due"] == due]
    return NextDue(
        due=due.date(),
        days_left=(due.date() - assessment.as_of).days,
        projects=int(nearest["project_id"].nunique()),
        at_risk=int((nearest["risk"] == Risk.AT_RISK).sum()),
        required=column_total(nearest["required"]),
        shortfall=column_total(nearest["shortfall"]),
        per_week=column_total(nearest["per_week"]),
        pace_per_week=column_total(nearest["pace_per_week"]),
    )


def _levels(assessment: Assessment) -> tuple[LevelGroup, ...]:
    """Put each project under its worst level, most capital still to disburse first."""
    members = _members(assessment)
    chosen = {level: ids[: LISTED[level]] for level, ids in members.items()}
    return tuple(
        LevelGroup(level, len(members[level]), _cards(assessment, chosen[level])) for level in Level
    )


def _members(assessment: Assessment) -> dict[Level, list[int]]:
    """Projects by their worst level, in the order they are listed."""
    projects = assessment.projects
    left = projects["plan"].fillna(0) - projects["disbursed"].fillna(0)
    undisbursed = dict(zip(projects.index.tolist(), left.tolist(), strict=True))
    members: dict[Level, list[int]] = {}
    for level in Level:
        ids = {one.project_id for one in assessment.warnings if one.level is level}
        fresh = ids.intersection(undisbursed).difference(*members.values())
        members[level] = sorted(fresh, key=lambda key: (-undisbursed[key], key))
    return members


def _cards(assessment: Assessment, ids: list[int]) -> tuple[Card, ...]:
    shown = set(ids)
    projects = rows(assessment.projects[assessment.projects.index.isin(shown)])
    named = {row["project_id"]: row for row in projects}
    warned = warnings_by_project(one for one in assessment.warnings if one.project_id in shown)
    sources, files = _sources(assessment, ids), file_names(assessment)

    def card(key: int) -> Card:
        worst_first = sorted(warned[key], key=lambda one: list(Level).index(one.level))
        row = named[key]
        return Card(row, tuple(worst_first), reason(row, files), tuple(sources[key]))

    return tuple(card(key) for key in ids)


def _sources(assessment: Assessment, ids: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {key: [] for key in ids}
    for row in rows(assessment.sources[assessment.sources["project_id"].isin(ids)]):
        found[row["project_id"]].append(row)
    return found


def _milestone_lines(assessment: Assessment) -> tuple[MilestoneLine, ...]:
    groups = dict(iter(assessment.milestones.groupby("milestone_id")))
    return tuple(
        _milestone_line(milestone, groups[milestone.milestone_id])
        for milestone in sorted(assessment.decision.milestones, key=_by_class_and_due)
        if milestone.milestone_id in groups
    )


def _by_class_and_due(milestone: Milestone) -> tuple[int, date]:
    return list(type(milestone.project_class)).index(milestone.project_class), milestone.due


def _milestone_line(milestone: Milestone, group: pd.DataFrame) -> MilestoneLine:
    return MilestoneLine(
        milestone=milestone,
        projects=len(group),
        states=Counter(group["state"].tolist()),
        at_risk=int((group["risk"] == Risk.AT_RISK).sum()),
        required=column_total(group["required"]),
        actual=column_total(group["actual"]),
        shortfall=column_total(group["shortfall"]),
    )


def _cited(assessment: Assessment, cards: list[Card]) -> tuple[Row, ...]:
    """List the imports the listed figures and classes come from, as "how obtained" names them."""
    used = {card.row["reason_import_id"] for card in cards}
    for card in cards:
        for source in card.sources:
            used |= {source["plan_import_id"], source["disbursed_import_id"]}
    return tuple(row for row in rows(assessment.imports) if row["import_id"] in used)
