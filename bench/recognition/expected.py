"""What a fair reader takes from a drawn file, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.recognition.elements import Amount, Field
from bench.recognition.spellings import SOURCES
from bench.recognition.values import Slice, date_precision
from disburse.model import Tranche

if TYPE_CHECKING:
    from datetime import date

    from bench.recognition.elements import Layout, Page
    from bench.recognition.truth import TrueProject, Truth
    from bench.recognition.vouchers import TrueVoucher

PlanKey = tuple[str | None, str]
DisbursedKey = tuple[str | None, str, str]
TEXTS = ("code", "name", "owner", "class", "started", "completed", "construction_start")


@dataclass(slots=True)
class ExpectedProject:
    """One project: texts by field, money by source, tranche and date, and its rows by sheet."""

    key: str
    texts: dict[str, str | None]
    investment: int | None
    plans: dict[PlanKey, int]
    disbursed: dict[DisbursedKey, int]
    rows: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class ExpectedTable:
    """One table: its sheet, header rows counted from 1, unit, and columns by field (from 0).

    Rows that only continue merges of the labels above may be counted to the header or not:
    ``labelled`` is the last row with a label of its own.
    """

    sheet: str
    header_rows: tuple[int, int]
    labelled: int
    unit: str | None
    columns: dict[str, list[int]]


@dataclass(slots=True)
class ExpectedVoucher:
    """One payment with the (sheet, row) it stands on."""

    voucher: TrueVoucher
    row: tuple[str, int]


@dataclass(slots=True)
class Expected:
    """A whole file."""

    as_of: date | None
    year: int
    payments: bool
    projects: dict[str, ExpectedProject]
    tables: list[ExpectedTable]
    vouchers: dict[str, ExpectedVoucher] = field(default_factory=dict)


def expected_projects(layout: Layout, truth: Truth) -> dict[str, ExpectedProject]:
    """Everything the layout shows of the truth, by the key projects are found again with."""
    pages = [
        page
        for page in layout.pages
        if page.columns and not page.ignored and not page.rows.vouchers
    ]
    coded = any(_has(page, "code") for page in pages)
    found = {}
    for project in truth.projects:
        if any(_shown(page, project) for page in pages):
            key = project.code if coded else project.name
            found[key] = _project(key, layout, pages, project, truth)
    return found


def _shown(page: Page, project: TrueProject) -> bool:
    return bool(page_slice(page, (project,)).projects)


def page_slice(page: Page, projects: tuple[TrueProject, ...]) -> Slice:
    """The projects and the money a page is about."""
    only = page.only
    part = Slice(projects, only.source, only.tranche)
    kept = tuple(
        project
        for project in projects
        if only.project_class in {None, project.project_class}
        and only.owner in {None, project.owner}
        and part.money(project)
    )
    return Slice(kept, only.source, only.tranche)


def _project(
    key: str, layout: Layout, pages: list[Page], project: TrueProject, truth: Truth
) -> ExpectedProject:
    mine = [page for page in pages if _shown(page, project)]
    investment = any(_measured(page, "investment") for page in mine)
    return ExpectedProject(
        key=key,
        texts={name: _text(name, mine, project) for name in TEXTS},
        investment=project.total_investment if investment else None,
        plans=_plans(layout, mine, project),
        disbursed=_disbursed(layout, mine, project, truth),
    )


def _text(name: str, pages: list[Page], project: TrueProject) -> str | None:
    value = str(getattr(project, "project_class" if name == "class" else name))
    for page in pages:
        for column in page.columns:
            if isinstance(column.content, Field) and column.content.name == name:
                dated = name in {"started", "completed", "construction_start"}
                return date_precision(value, column.content.style) if dated else value
        grouped = any(group.by == name for group in page.rows.groups)
        whole = {"owner": page.only.owner, "class": page.only.project_class}.get(name)
        spanned = name in {"started", "completed"} and _has(page, "timespan")
        if grouped or whole is not None or spanned:
            return value
    return None


def _has(page: Page, name: str) -> bool:
    return any(isinstance(c.content, Field) and c.content.name == name for c in page.columns)


def _measured(page: Page, *measures: str) -> list[Amount]:
    return [
        c.content
        for c in page.columns
        if isinstance(c.content, Amount) and c.content.measure in measures
    ]


def by_source(page: Page, *measures: str) -> bool:
    """Whether a page tells the sources of a measure, by column, row, heading or page."""
    by_row = _has(page, "source") or page.only.source is not None
    by_row |= any(group.by == "source" for group in page.rows.groups)
    by_row |= page.rows.split is not None and page.rows.split.by in {"source", "both"}
    return by_row or any(amount.source is not None for amount in _measured(page, *measures))


def carried_over(page: Page, *measures: str) -> bool:
    """Whether a page shows carried-over money of a measure apart."""
    by_row = _has(page, "tranche") or _has(page, "plan_year") or page.only.tranche is not None
    by_row |= any(group.by == "tranche" for group in page.rows.groups)
    by_row |= page.rows.split is not None and page.rows.split.by in {"tranche", "both"}
    found = _measured(page, *measures)
    return by_row or any(amount.tranche is Tranche.CARRYOVER for amount in found)


def _spelled(layout: Layout, source: str, *, named: bool) -> str | None:
    """Source codes stay codes: nobody but a person knows what 43 stands for."""
    if not named:
        return None
    return SOURCES["codes"][source] if layout.sources == "codes" else source


def _plans(layout: Layout, pages: list[Page], project: TrueProject) -> dict[PlanKey, int]:
    total: dict[PlanKey, int] = {}
    for page in pages:
        if not _measured(page, "plan"):
            continue
        found: dict[PlanKey, int] = {}
        for item in page_slice(page, (project,)).money(project):
            if item.tranche is Tranche.CURRENT or carried_over(page, "plan"):
                source = _spelled(layout, item.source, named=by_source(page, "plan"))
                key = (source, item.tranche.value)
                found[key] = found.get(key, 0) + item.plan
        total |= found
    return {key: amount for key, amount in total.items() if amount}


def _disbursed(
    layout: Layout, pages: list[Page], project: TrueProject, truth: Truth
) -> dict[DisbursedKey, int]:
    """By source, tranche and date without the nils, and ``("*", "current", date)`` for the sum."""
    total: dict[DisbursedKey, int] = {}
    measures = ("disbursed", "period")
    for page in pages:
        found: dict[DisbursedKey, int] = {}
        for index in sorted({a.date % len(truth.dates) for a in _measured(page, *measures)}):
            day = truth.dates[index].isoformat()
            for item in page_slice(page, (project,)).money(project):
                if item.tranche is Tranche.CURRENT or carried_over(page, *measures):
                    source = _spelled(layout, item.source, named=by_source(page, *measures))
                    key = (source, item.tranche.value, day)
                    found[key] = found.get(key, 0) + item.disbursed[index]
                    if item.tranche is Tranche.CURRENT:
                        whole = ("*", "current", day)
                        found[whole] = found.get(whole, 0) + item.disbursed[index]
        for key, amount in found.items():
            summed = key[0] == "*" and page.only.source is not None
            total[key] = total.get(key, 0) + amount if summed else amount
    return {key: amount for key, amount in total.items() if amount or key[0] == "*"}
