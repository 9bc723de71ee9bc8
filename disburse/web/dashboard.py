"""What the first page says to office and leaders: the commune, and what needs acting on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from disburse.model import ProjectClass, Tranche
from disburse.render import charts
from disburse.render.excel.funding import by_source
from disburse.render.excel.owners import by_owner
from disburse.render.excel.standing import by_class
from disburse.render.records import Row, rate, rows
from disburse.render.warning_report import Report, build_report

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.charts import ChartData, Plot

_NEXT = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One class, owner or source: amounts in đồng, the rate in hundredths of a percent."""

    key: str
    name: str
    projects: int
    plan: int | None
    disbursed: int | None
    missed: int = 0
    at_risk: int = 0
    per_week: int | None = None
    head: str | None = None

    @property
    def rate(self) -> int | None:
        """Share of the plan disbursed."""
        return rate(self.disbursed, self.plan)


@dataclass(frozen=True)
class Dashboard:
    """Everything the page shows, worked out once for each standing."""

    assessment: Assessment

    @cached_property
    def report(self) -> Report:
        """What the warning report says too."""
        return build_report(self.assessment)

    @cached_property
    def chart(self) -> ChartData:
        """The commune's course through the year."""
        return charts.chart_data(self.assessment)

    @cached_property
    def plots(self) -> list[Plot]:
        """The chart on a wide and on a narrow page."""
        return [charts.plot(self.chart, canvas) for canvas in (charts.WIDE, charts.NARROW)]

    @cached_property
    def classes(self) -> list[Line]:
        """One line for each class that has a project."""
        lines = zip(ProjectClass, by_class(self.assessment), strict=True)
        return [
            Line(
                one.value, line.name, line.money.projects, line.money.plan, line.money.disbursed,
                line.money.missed, line.money.at_risk, line.money.per_week,
            )
            for one, line in lines
            if line.money.projects
        ]  # fmt: skip

    @cached_property
    def owners(self) -> list[Line]:
        """One line for each owner, the lowest rate first."""
        return [
            Line(
                row["owner"], row["owner"], row["projects"], row["plan"], row["disbursed"],
                row["missed"] or 0, row["at_risk"] or 0, row["per_week"], row["head"],
            )
            for row in rows(by_owner(self.assessment))
        ]  # fmt: skip

    @cached_property
    def sources(self) -> list[Row]:
        """``key source tranche projects plan disbursed rate``: where money was given and spent.

        ``key`` is None where no source is named.
        """
        named = set(self.assessment.sources["source"].dropna())
        return [
            {
                **row,
                "key": row["source"] if row["source"] in named else None,
                "rate": rate(row["disbursed"], row["plan"]),
            }
            for row in rows(by_source(self.assessment.sources))
        ]

    @cached_property
    def unnamed(self) -> Row:
        """Projects and đồng disbursed of the year's money without a source named."""
        sources = self.assessment.sources
        nameless = sources[sources["source"].isna() & (sources["tranche"] == Tranche.CURRENT.value)]
        spent = nameless[nameless["disbursed"].fillna(0) > 0]
        return {"projects": len(spent), "disbursed": int(spent["disbursed"].sum())}

    @cached_property
    def next_misses(self) -> list[Row]:
        """Pending milestones at risk, the nearest first, by amount needed each week."""
        milestones = self.assessment.milestones
        pending = milestones[(milestones["state"] == "pending") & (milestones["risk"] == "at_risk")]
        ordered = pending.sort_values(["due", "per_week"], ascending=[True, False])
        return rows(ordered.head(_NEXT))
