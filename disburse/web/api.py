"""The read-only JSON of what the person asking may see, in the form of the command line."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import get
from litestar.params import FromPath, QueryParameter

from disburse.render.contract import status_document
from disburse.web.access import Access
from disburse.web.providing import GivenSite, GivenView
from disburse.web.view import View
from disburse.web.website import Site

Document = dict[str, Any]


@get(
    "/api/status",
    access=Access.PERSON,
    summary="Every project the person may see, judged as of a day",
    description="The document of the command `status`; amounts are integers in đồng.",
)
async def api_status(
    site: GivenSite,
    view: GivenView,
    owner: Annotated[str | None, QueryParameter(description="keep one owner's projects")] = None,
    project: Annotated[str | None, QueryParameter(description="keep the project of a code")] = None,
) -> Document:
    """Answer with the contract's JSON of ``status``, cut to what the person may see."""
    return await _status(site, view, owner=owner, project=project)


@get("/api/projects", access=Access.PERSON, summary="The projects alone, without totals")
async def api_projects(site: GivenSite, view: GivenView) -> list[Document]:
    """Answer with the list of projects of ``status``."""
    projects: list[Document] = (await _status(site, view))["projects"]
    return projects


@get("/api/projects/{code:str}", access=Access.PERSON, summary="One project")
async def api_project(site: GivenSite, view: GivenView, code: FromPath[str]) -> Document:
    """Answer with one project of ``status``; 404 for another's and for none alike."""
    view.project_of_code(code)
    project: Document = (await _status(site, view, project=code))["projects"][0]
    return project


async def _status(
    site: Site, view: View, *, owner: str | None = None, project: str | None = None
) -> Document:
    """Work the document out beside the event loop: all projects at once take a while."""
    return await site.heavy_work(
        status_document, view.standing.assessment, owner=owner, project=project
    )


HANDLERS = [api_status, api_projects, api_project]
