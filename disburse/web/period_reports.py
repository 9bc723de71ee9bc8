"""The drafts of a month's, quarter's or year's report, and its form 01a in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from disburse.documents import period_report
from disburse.render.word.periods import PeriodKind, period_of
from disburse.web.access import Access
from disburse.web.providing import GivenSite, GivenView
from disburse.web.reports import DOCX, XLSX, new_file, once

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.render.word.reports import PeriodReport
    from disburse.web.view import View
    from disburse.web.website import Site


@get("/reports/period/{period:str}", access=Access.READER, include_in_schema=False)
async def report_document(site: GivenSite, view: GivenView, period: FromPath[str]) -> File:
    """Hand out the report of the period that a day belongs to, as a Word file."""
    path, name = await site.heavy_work(_document, site, view, _kind(period))
    return once(path, name, DOCX)


@get("/reports/form/{period:str}", access=Access.READER, include_in_schema=False)
async def report_form(site: GivenSite, view: GivenView, period: FromPath[str]) -> File:
    """Hand out its form 01a."""
    path, name = await site.heavy_work(_form, site, view, _kind(period))
    return once(path, name, XLSX)


def _kind(text: str) -> PeriodKind:
    if text not in set(PeriodKind):
        raise NotFoundException
    return PeriodKind(text)


def _document(site: Site, view: View, kind: PeriodKind) -> tuple[Path, str]:
    from disburse.render.word.reports import file_names, write_report

    made, path = _made(site, view, kind), new_file(".docx")
    write_report(made, path)
    return path, file_names(made.period)[0]


def _form(site: Site, view: View, kind: PeriodKind) -> tuple[Path, str]:
    from disburse.render.word.form_workbook import write_form
    from disburse.render.word.reports import file_names

    made, path = _made(site, view, kind), new_file(".xlsx")
    write_form(made, path)
    return path, file_names(made.period)[1]


def _made(site: Site, view: View, kind: PeriodKind) -> PeriodReport:
    """Gather the report. Raises 404 where there is no project to report."""
    assessment, settings = view.standing.assessment, site.settings
    if assessment.projects.empty:
        raise NotFoundException
    period = period_of(kind, assessment.as_of, assessment.decision.budget_year)
    with site.ledger() as ledger:
        return period_report(ledger, assessment, period, settings.office, settings.letters)


HANDLERS = [report_document, report_form]
