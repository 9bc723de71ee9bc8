"""What the overview says: money by class, counts by milestone, the commune's target, sentences."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from disburse.model import Level, MilestoneState, ProjectClass, Risk
from disburse.render import formats, messages
from disburse.render.excel import outcomes, wording
from disburse.render.excel.projects import next_milestones
from disburse.render.excel.values import quotient
from disburse.render.messages import with_unit
from disburse.render.records import rate, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.render.records import Row
    from disburse.rules import Milestone


@dataclass(frozen=True, slots=True)
class Money:
    """Sums over some projects: amounts in đồng, ``missed`` and ``at_risk`` count projects."""

    projects: int
    plan: int
    disbursed: int
    plan_carryover: int
    disbursed_carryover: int
    missed: int
    at_risk: int
    per_week: int

    @property
    def rate(self) -> float | None:
        """Share of the plan that is disbursed."""
        return quotient(self.disbursed, self.plan)

    def in_columns(self) -> list[int | None]:
        """As the columns of the sheet stand; None is the rate, which is not added up."""
        return [
            self.projects,
            self.plan,
            self.disbursed,
            None,
            self.plan - self.disbursed,
            self.plan_carryover,
            self.disbursed_carryover,
            self.missed,
            self.at_risk,
            self.per_week,
        ]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class of projects."""

    name: str
    money: Money


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone: its words, the projects it binds, how many stand where, what is short."""

    name: str
    required: str
    projects: int
    counts: Mapping[str, int]
    shortfall: int
    clause: str
    outcome: str = ""


def by_class(assessment: Assessment) -> list[ClassLine]:
    """One line for each class, also where it has no project."""
    projects = assessment.projects.assign(
        per_week=next_milestones(assessment.milestones)["per_week"],
        missed=outcomes.projects_with(assessment.milestones, MilestoneState.MISSED),
        at_risk=outcomes.projects_with(assessment.milestones, Risk.AT_RISK),
    )
    grouped = projects.groupby("project_class")
    names = [one.name for one in fields(Money)]
    sums = grouped[names[1:]].sum().assign(projects=grouped.size())
    sums = sums.reindex([one.value for one in ProjectClass], fill_value=0)[names]
    return [
        ClassLine(messages.label("project_class", one), Money(*map(int, line)))
        for one, line in zip(ProjectClass, sums.to_numpy(), strict=True)
    ]


def total(parts: Sequence[Money]) -> Money:
    """Sums over all parts."""
    return Money(*(sum(getattr(part, one.name) for part in parts) for one in fields(Money)))


def by_milestone(assessment: Assessment) -> list[MilestoneLine]:
    """One line for each milestone of the decision, in order of class and due date."""
    milestones = assessment.milestones.assign(outcome=outcomes.outcome(assessment.milestones))
    grouped = dict(list(milestones.groupby("milestone_id")))
    nothing = milestones.iloc[:0]
    ranks = list(ProjectClass)
    ordered = sorted(
        assessment.decision.milestones,
        key=lambda one: (ranks.index(one.project_class), one.due, one.event or ""),
    )
    return [_line(one, grouped.get(one.milestone_id, nothing)) for one in ordered]


def commune(assessment: Assessment) -> MilestoneLine | None:
    """The commune's total against the decision's target."""
    target, judged = assessment.decision.commune_target, _commune_row(assessment)
    if target is None or judged is None:
        return None
    group, day = wording.text("overview", "whole_commune"), formats.day(target.due)
    return MilestoneLine(
        name=wording.text("overview", "milestone", group=group, due=day),
        required=formats.required_percent(target.required_basis_points),
        projects=len(assessment.projects),
        counts={},
        shortfall=judged["shortfall"] or 0,
        clause=target.clause,
        outcome=outcomes.shown(judged["risk"] or judged["state"]),
    )


def without_milestone(assessment: Assessment) -> str:
    """How many projects the decision sets no milestone for."""
    count = int((assessment.milestones["state"] == MilestoneState.NO_MILESTONE).sum())
    return wording.text("overview", "without_milestone", count=formats.count(count))


def headline(assessment: Assessment, whole: Money) -> list[str]:
    """What a leader reads first: money, target, and what needs attention."""
    sentences = [
        _money_sentence(whole),
        _target_sentence(assessment),
        _attention(assessment, whole),
    ]
    return [sentence for sentence in sentences if sentence]


def _money_sentence(whole: Money) -> str:
    basis_points = rate(whole.disbursed, whole.plan)
    if basis_points is None:
        return wording.text("overview", "headline_without_plan")
    return wording.text(
        "overview",
        "headline",
        disbursed=formats.amount(whole.disbursed, decimals=1),
        plan=with_unit(whole.plan, decimals=1),
        rate=formats.percent(basis_points),
    )


def _target_sentence(assessment: Assessment) -> str:
    target, judged = assessment.decision.commune_target, _commune_row(assessment)
    if target is None or judged is None or judged["shortfall"] is None:
        return ""
    key = "target_met" if not judged["shortfall"] else "target"
    if key == "target" and judged["per_week"] is None:
        key = "target_passed"
    return wording.text(
        "overview",
        key,
        required=formats.required_percent(target.required_basis_points),
        due=formats.day(target.due),
        shortfall=with_unit(judged["shortfall"], decimals=1),
        per_week=with_unit(judged["per_week"], decimals=1),
        clause=target.clause,
    )


def _attention(assessment: Assessment, whole: Money) -> str:
    awaiting = outcomes.projects_with(assessment.milestones, MilestoneState.AWAITING_DATA)
    levels = [one.level for one in assessment.warnings]
    counts = {
        "missed": whole.missed,
        "at_risk": whole.at_risk,
        "awaiting": int(awaiting.sum()),
        "red": levels.count(Level.RED),
        "amber": levels.count(Level.AMBER),
    }
    shown = {name: formats.count(count) for name, count in counts.items()}
    return wording.text("overview", "attention", **shown)


def _line(milestone: Milestone, judged: pd.DataFrame) -> MilestoneLine:
    day = formats.day(milestone.due)
    required = formats.required_percent(milestone.required_basis_points)
    if milestone.event is not None:
        required = messages.label("event", milestone.event)
    group = messages.label("project_class", milestone.project_class)
    counts = judged["outcome"].value_counts().to_dict()
    return MilestoneLine(
        name=wording.text("overview", "milestone", group=group, due=day),
        required=required,
        projects=len(judged),
        counts={code: int(counts.get(code, 0)) for code in outcomes.COUNTED},
        shortfall=int(judged["shortfall"].sum()),
        clause=milestone.clause,
    )


def _commune_row(assessment: Assessment) -> Row | None:
    return next(iter(rows(assessment.commune)), None)
