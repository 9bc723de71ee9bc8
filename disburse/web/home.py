"""The first page, and the answer to whoever watches the service."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from litestar import get
from litestar.response import Template

from disburse.accounts.records import Role
from disburse.accounts.rights import Right, may
from disburse.ledger.letters import kept_letters
from disburse.ledger.schema import CURRENT_VERSION
from disburse.schedule import runs
from disburse.send.listing import overview
from disburse.web.access import Access
from disburse.web.own_projects import own_projects
from disburse.web.pages import page, shared_page
from disburse.web.providing import Asked, GivenSite, GivenView


@get("/health", access=Access.PUBLIC, include_in_schema=False)
async def health(site: GivenSite) -> dict[str, Any]:
    """Answer that the service lives and reaches its ledger, and how runs and mails stand."""
    return {
        "status": "ok",
        "schema_version": CURRENT_VERSION,
        "schedule": runs.health(site.reading),
        "outbox": asdict(overview(site.reading)),
    }


@get("/", access=Access.PERSON, include_in_schema=False)
async def home(request: Asked, site: GivenSite, view: GivenView) -> Template:
    """Show where things stand: the commune, or to an owner the projects of that owner."""
    if view.person.role is Role.OWNER:
        kept = kept_letters(site.reading, owner=view.person.owner)
        return page(
            request,
            "home_owner",
            view=view,
            own=own_projects(view, site.reading),
            letters=[one for one in reversed(kept) if one.went_out],
        )
    can_upload = may(view.person.role, Right.UPLOAD)
    key = (can_upload, request.query_params.get("as_of"), site.today())
    return shared_page(
        request, "home", view, key, dashboard=view.standing.dashboard, can_upload=can_upload
    )


HANDLERS = [health, home]
