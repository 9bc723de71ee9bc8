"""The read-only JSON of what the person asking may see, in the form of the command line."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from litestar import get
from litestar.params import FromPath, QueryParameter

from disburse.render.contract import status_document
from disburse.web.access import Access
from disburse.web.providing import GivenView
from disburse.web.view import View

Document = dict[str, Any]


@get(
    "/api/status",
    access=Access.PERSON,
    summary="Every project the person may see, judged as of a day",
    description="The document of the command `status`; amounts are integers in đồng.",
)
async def api_status(
    view: GivenView,
    owner: Annotated[str | None, QueryParameter(description="keep one owner's projects")] = None,
    project: Annotated[str | None, QueryParameter(description="keep the project of a code")] = None,
) -> Document:
    """Answer with the contract's JSON of ``status``, cut to what the person may see."""
    return await _status(view, owner=owner, project=project)


@get("/api/projects", access=Access.PERSON, summary="The projects alone, without totals")
async def api_projects(view: GivenView) -> list[Document]:
    """Answer with the list of projects of ``status``."""
    projects: list[Document] = (await _status(view))["projects"]
    return projects


@get("/api/projects/{code:str}", access=Access.PERSON, summary="One project")
async def api_project(view: GivenView, code: FromPath[str]) -> Document:
    """Answer with one project of ``status``; 404 for another's and for none alike."""
    view.project_of_code(code)
    project: Document = (await _status(view, project=code))["projects"][0]
    return project


async def _status(view: View, *, owner: str | None = None, project: str | None = None) -> Document:
    """Work the document out beside the event loop: all projects at once take a while."""
    return await asyncio.to_thread(
        status_document, view.standing.assessment, owner=owner, project=project
    )


HANDLERS = [api_status, api_projects, api_project]
