"""Reports made when asked for, from what the person asking may see."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from litestar import Response, get
from litestar.background_tasks import BackgroundTask
from litestar.response import File, Template

from disburse.render.pages import warning_page
from disburse.web.access import Access
from disburse.web.pages import page
from disburse.web.providing import Asked, GivenSite, GivenView

if TYPE_CHECKING:
    from datetime import date

    from disburse.render.office import Office
    from disburse.web.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@get("/reports", access=Access.PERSON, include_in_schema=False)
async def report_page(request: Asked, view: GivenView) -> Template:
    """Offer the reports of a day."""
    return page(request, "reports", view=view)


@get("/reports/summary", access=Access.PERSON, include_in_schema=False)
async def summary(site: GivenSite, view: GivenView) -> File:
    """Hand out the summary workbook of a day."""
    path = await site.heavy_work(_summary, view, site.settings.office)
    name = f"tong-hop-{view.as_of.isoformat()}.xlsx"
    return once(path, name)


@get("/reports/warnings", access=Access.PERSON, include_in_schema=False)
async def warnings(site: GivenSite, view: GivenView) -> Response[bytes]:
    """Hand out the warning report of a day, a page of its own to print or send on."""
    text = await site.heavy_work(warning_page, view.standing.assessment, site.settings.office)
    name = f"canh-bao-{view.as_of.isoformat()}.html"
    return Response(
        text.encode(),
        media_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@get("/template", access=Access.PERSON, include_in_schema=False)
async def template(site: GivenSite) -> File:
    """Hand out the empty register, with its lists of choices."""
    path = await site.heavy_work(_template, site.today())
    return once(path, "bieu-dang-ky.xlsx")


def _summary(view: View, office: Office) -> Path:
    from disburse.render.excel import write_summary

    path = new_file()
    write_summary(view.standing.assessment, office, path)
    return path


def _template(as_of: date) -> Path:
    from disburse.template import write_template

    path = new_file()
    write_template(path, as_of)
    return path


def new_file(suffix: str = ".xlsx") -> Path:
    """Make an empty file to write an answer to."""
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as file:
        return Path(file.name)


def once(path: Path, name: str, media_type: str = XLSX) -> File:
    """Send a file made for this answer, and remove it afterwards."""
    return File(path, filename=name, media_type=media_type, background=BackgroundTask(path.unlink))


HANDLERS = [report_page, summary, warnings, template]
