"""The disbursement report of a month, quarter or year, with form 01a and the slow projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disburse.casework_model import Cause, ObstacleState, ProposalState
from disburse.render import formats, messages
from disburse.render.records import rows
from disburse.render.warning_report import build_report
from disburse.render.word.figures import figures_of_all, funding, owner_sums
from disburse.render.word.form_01a import form_lines, form_words, headings
from disburse.render.word.remarks import proposed
from disburse.render.word.slow import project_title, slow_projects, sums
from disburse.render.word.wording import frame, letterhead, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from disburse.casework_model import Casework
    from disburse.frames import Assessment
    from disburse.render.office import Office
    from disburse.render.word.figures import SumLine
    from disburse.render.word.form_01a import FormFigures, FormLine
    from disburse.render.word.periods import Period
    from disburse.render.word.settings import LetterSettings
    from disburse.render.word.slow import SlowProject

TEMPLATE = "bao-cao-giai-ngan.docx"
LISTED = 300
"""Projects listed one by one in the report itself; with more, the Excel file alone has them."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What was disbursed since a day before the period, in đồng."""

    since: date
    amount: int


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Open obstacles of one cause, each project's in a sentence."""

    cause: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What a report says; amounts in đồng, rates in hundredths of a percent.

    ``overview`` is the warning report's record: headline, target, next due date, milestones.
    """

    period: Period
    as_of: date
    title: str
    authority: str
    figures: str
    overview: Any
    gain: Gain | None
    sources: tuple[SumLine, ...]
    owners: tuple[SumLine, ...]
    slow: tuple[SlowProject, ...]
    obstacles: tuple[CauseGroup, ...]
    explanations: tuple[str, ...]
    proposals: tuple[str, ...]
    form: FormLine
    headings: list[list[str]]
    context: Mapping[str, object]

    @property
    def lines(self) -> tuple[FormLine, ...]:
        """The form's rows as the report's annex shows them."""
        everything = tuple(self.form.unfolded())
        if not self.shortened:
            return everything
        return tuple(one for one in everything if one.level in {"total", "class"})

    @property
    def shortened(self) -> bool:
        """Whether the projects stand in the Excel file alone."""
        return bool(self.overview.headline.projects > LISTED)

    @property
    def left_out(self) -> str:
        """Where the projects stand that the annex leaves out."""
        count = formats.count(self.overview.headline.projects)
        text: str = form_words()["left_out"]
        return text.format(count=count, file=file_names(self.period)[1])

    @property
    def without_figures(self) -> int:
        """Slow projects without any figure."""
        return sum(one.disbursed is None for one in self.slow)


def report(  # noqa: PLR0913 (what a report is made of: nothing to group)
    assessment: Assessment,
    period: Period,
    office: Office,
    settings: LetterSettings,
    *,
    casework: Mapping[int, Casework],
    figures: FormFigures,
) -> PeriodReport:
    """Gather everything a report says, of the projects in the assessment alone."""
    slow = slow_projects(assessment, casework)
    named = {
        row["project_id"]: project_title(row["name"], row["code"])
        for row in rows(assessment.projects[["name", "code"]])
    }
    mine = {key: one for key, one in casework.items() if key in named}
    return PeriodReport(
        period=period,
        as_of=assessment.as_of,
        title=period_title(period),
        authority=office.authority,
        figures=figures_of_all(assessment),
        overview=build_report(assessment),
        gain=_gain(assessment, period),
        sources=funding(assessment),
        owners=owner_sums(assessment, slow),
        slow=slow,
        obstacles=_obstacles(named, mine),
        explanations=tuple(_explanations(named, mine)),
        proposals=tuple(_proposals(named, mine)),
        form=form_lines(assessment, period, figures, mine),
        headings=headings(assessment, period),
        context={
            **frame(assessment.as_of, assessment.figures_date, assessment.decision, office),
            "head": letterhead(settings),
        },
    )


def write_report(made: PeriodReport, path: Path) -> None:
    """Write a report as a Word file; the same report, the same bytes. Raises OSError."""
    from disburse.render.word.filling import fill

    context = {**made.context, "report": made, "slow": sums(made.slow), "form": form_words()}
    fill(TEMPLATE, context, path)


def file_names(period: Period) -> tuple[str, str]:
    """Name the report's file and that of its annex in Excel."""
    return f"bao-cao-{period.key}.docx", f"bieu-01a-{period.key}.xlsx"


def period_title(period: Period) -> str:
    """Name a period: "tháng 10 năm 2026", "quý III năm 2026", "năm 2026"."""
    number = sentence("quarter", str(period.number)) if period.kind == "quarter" else period.number
    return sentence("period", period.kind, number=number, year=period.year)


def _gain(assessment: Assessment, period: Period) -> Gain | None:
    """What was disbursed since the last day before the period that has figures."""
    course = [(row["to_date"], row["amount"]) for row in rows(assessment.series)]
    before = [(day, amount) for day, amount in course if day < period.start and amount is not None]
    if not before or course[-1][0] < period.start or course[-1][1] is None:
        return None
    day, amount = before[-1]
    return Gain(day, course[-1][1] - amount)


def _obstacles(
    named: Mapping[int, str], casework: Mapping[int, Casework]
) -> tuple[CauseGroup, ...]:
    grouped: dict[Cause, list[str]] = {}
    for key, one in casework.items():
        for said in (case.statement for case in one.obstacles):
            if said.state is ObstacleState.OPEN:
                told = sentence(
                    "report",
                    "obstacle_due" if said.deadline else "obstacle",
                    title=named[key],
                    text=said.text,
                    responsible=said.responsible,
                    deadline=formats.day(said.deadline),
                )
                grouped.setdefault(said.cause, []).append(told)
    return tuple(
        CauseGroup(messages.label("cause", cause), tuple(grouped[cause]))
        for cause in Cause
        if cause in grouped
    )


def _explanations(named: Mapping[int, str], casework: Mapping[int, Casework]) -> Iterator[str]:
    for key, one in casework.items():
        for case in one.acknowledgements:
            yield sentence("report", "said", title=named[key], text=case.statement.text)


def _proposals(named: Mapping[int, str], casework: Mapping[int, Casework]) -> Iterator[str]:
    for key, one in casework.items():
        for case in one.proposals:
            if case.decision is ProposalState.OPEN:
                said = proposed(case.statement.amount, case.statement.text)
                yield sentence("report", "said", title=named[key], text=said)
