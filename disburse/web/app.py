"""The application: routes, who may use them, and what is around every request."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from litestar import Litestar, Router
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from disburse.web import (
    account,
    api,
    audit_log,
    backups,
    cases,
    casework,
    corrections,
    home,
    imports,
    letters,
    mail_contents,
    matches,
    outbox,
    own_mail,
    people,
    period_reports,
    person,
    projects,
    remembered,
    reports,
    schedules,
    settings_page,
    signing_in,
    uploads,
)
from disburse.web.access import Access, check_every_route, guard
from disburse.web.errors import refused
from disburse.web.pages import STATIC, web_environment
from disburse.web.providing import person_of, site_of, view_of_request
from disburse.web.security import add_headers
from disburse.web.visitors import API, Visitors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from disburse.web.website import Site

PARTS = (
    home,
    projects,
    cases,
    casework,
    corrections,
    uploads,
    imports,
    matches,
    remembered,
    reports,
    period_reports,
    letters,
    outbox,
    mail_contents,
    api,
    signing_in,
    account,
    own_mail,
    people,
    person,
    audit_log,
    schedules,
    settings_page,
    backups,
)

_MEGABYTE = 1024 * 1024
_FORM_ROOM = 1


def create_app(site: Site) -> Litestar:
    """Build the application of one ledger. Raises RuntimeError for a route nobody classified."""
    app = Litestar(
        route_handlers=[*(one for part in PARTS for one in part.HANDLERS), _static()],
        dependencies={
            "site": Provide(site_of, sync_to_thread=False),
            "person": Provide(person_of, sync_to_thread=False),
            "view": Provide(view_of_request),
        },
        guards=[guard],
        middleware=[DefineMiddleware(Visitors)],
        csrf_config=CSRFConfig(
            secret=site.secret,
            cookie_name="__Host-csrf" if site.secure else "csrf",
            cookie_secure=site.secure,
            cookie_httponly=True,
            cookie_samesite="strict",
        ),
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(web_environment())
        ),
        exception_handlers={HTTPException: refused, Exception: refused},
        before_send=[add_headers],
        openapi_config=_described(),
        request_max_body_size=(site.settings.web.upload_megabytes + _FORM_ROOM) * _MEGABYTE,
        lifespan=[_opened],
        state=State({"site": site}),
        logging_config=None,
        debug=False,
    )
    check_every_route(app)
    return app


@asynccontextmanager
async def _opened(app: Litestar) -> AsyncIterator[None]:
    app.state.site.open()
    try:
        yield
    finally:
        app.state.site.close()


def _static() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[STATIC],
        opt={"access": Access.PUBLIC},
        include_in_schema=False,
    )


def _described() -> OpenAPIConfig:
    """The API's own description, at ``/api/openapi.json``; pages are no part of it."""
    return OpenAPIConfig(
        title="disburse",
        version="1",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router(
            path=API.rstrip("/"),
            route_handlers=[],
            opt={"access": Access.PERSON},
            include_in_schema=False,
        ),
    )
