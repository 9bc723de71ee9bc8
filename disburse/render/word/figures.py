"""Sums that letters and reports tell: by funding source, by owner, and whose figures they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.model import MilestoneState, Tranche
from disburse.render import formats, messages
from disburse.render.records import Row, rate, rows
from disburse.render.word.wording import sentence
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.render.word.slow import SlowProject

SUMMED = ("plan", "disbursed", "plan_carryover", "disbursed_carryover")
_CONTROLLED = ("treasury", "vouchers")


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of a table of sums: amounts in đồng, counts of projects."""

    name: str
    projects: int
    plan: int | None
    disbursed: int | None
    slow: int = 0

    @property
    def rate(self) -> int | None:
        """Disbursement rate in hundredths of a percent."""
        return rate(self.disbursed, self.plan)


def by_owner(assessment: Assessment) -> dict[str, Row]:
    """By folded owner: ``owner projects awaiting stated first last`` and the sums of `SUMMED`.

    ``awaiting`` counts projects with a past milestone that cannot be judged yet; ``stated`` says
    whether any figure is not the Treasury's; ``first`` and ``last`` are the days of the figures.
    """
    projects = assessment.projects
    waiting = assessment.milestones["state"] == MilestoneState.AWAITING_DATA
    awaiting = assessment.milestones.loc[waiting, "project_id"].unique()
    table = projects[["owner", *SUMMED, "figures_date"]].assign(
        key=projects["owner"].fillna("").map(fold),
        awaiting=projects.index.isin(awaiting),
        stated=~projects.index.isin(_controlled(assessment)) & projects["disbursed"].notna(),
    )
    grouped = table.groupby("key", sort=False)
    found = grouped[list(SUMMED)].sum(min_count=1)
    found["owner"] = grouped["owner"].first()
    found["projects"] = grouped.size()
    found["awaiting"], found["stated"] = grouped["awaiting"].sum(), grouped["stated"].any()
    found["first"], found["last"] = grouped["figures_date"].min(), grouped["figures_date"].max()
    return {row["key"]: row for row in rows(found)}


def owner_sums(assessment: Assessment, slow: Sequence[SlowProject]) -> tuple[SumLine, ...]:
    """One line for each owner, the greatest plan first."""
    behind = Counter(fold(one.owner or "") for one in slow)
    listed = [
        SumLine(
            row["owner"] or messages.label("missing", "owner"),
            row["projects"],
            row["plan"],
            row["disbursed"],
            behind[key],
        )
        for key, row in by_owner(assessment).items()
    ]
    return tuple(sorted(listed, key=lambda one: -(one.plan or 0)))


def funding(assessment: Assessment) -> tuple[SumLine, ...]:
    """One line for each funding source of the year's own plan, the greatest plan first."""
    table = assessment.sources
    current = table[table["tranche"] == Tranche.CURRENT.value]
    named = current.assign(name=current["source"].fillna(messages.label("missing", "source")))
    grouped = named.groupby("name", sort=True)
    found = grouped[["plan", "disbursed"]].sum(min_count=1)
    found["projects"] = grouped["project_id"].nunique()
    lines = [
        SumLine(row["name"], row["projects"], row["plan"], row["disbursed"]) for row in rows(found)
    ]
    return tuple(sorted(lines, key=lambda one: -(one.plan or 0)))


def figures_of_all(assessment: Assessment) -> str:
    """Whose figures those of all projects are and up to which day."""
    shown = assessment.projects["disbursed"].notna()
    dated = assessment.projects.loc[shown, "figures_date"].dropna()
    if dated.empty:
        return sentence("figures", "none")
    stated = not assessment.projects.index[shown].isin(_controlled(assessment)).all()
    return said_figures(dated.min().date(), dated.max().date(), stated=stated)


def said_figures(first: date | None, last: date | None, *, stated: bool) -> str:
    """Say whose figures they are and up to which day."""
    if last is None:
        return sentence("figures", "none")
    key = ("stated" if stated else "controlled") + ("" if first == last else "_between")
    return sentence("figures", key, first=formats.day(first), last=formats.day(last))


def _controlled(assessment: Assessment) -> pd.Series[int]:
    """Projects whose figures in force are the Treasury's or sums of its vouchers."""
    held = assessment.reconciliation
    ids: pd.Series[int] = held.loc[held["counts"].isin(_CONTROLLED), "project_id"]
    return ids
