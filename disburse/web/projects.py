"""The list of projects, and one project with everything known of it."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from disburse.web.access import Access
from disburse.web.listing import STATES, classes, find, query_of
from disburse.web.pages import page, shared_page
from disburse.web.project_page import project_context
from disburse.web.providing import Asked, GivenSite, GivenView


@get("/projects", access=Access.PERSON, include_in_schema=False)
async def project_list(request: Asked, view: GivenView) -> Template:
    """List the projects asked for, the most urgent first."""
    query = query_of(request.query_params)
    return shared_page(
        request,
        "projects",
        view,
        query,
        query=query,
        found=find(view.standing, query),
        classes=classes(),
        states=[one.value for one in STATES],
        owners=view.standing.owners,
        source_list=view.standing.all_sources,
    )


@get("/projects/{project_id:int}", access=Access.PERSON, include_in_schema=False)
async def project_page(
    request: Asked, site: GivenSite, view: GivenView, project_id: FromPath[int]
) -> Template:
    """Show one project: milestones, money, warnings, and all that was said of it."""
    return page(request, "project", **project_context(site.reading, view, project_id))


HANDLERS = [project_list, project_page]
