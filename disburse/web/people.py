"""The accounts: who has one, and inviting somebody new."""

from __future__ import annotations

from litestar import get, post
from litestar.params import URLEncodedBody
from litestar.response import Template

from disburse.accounts import managing, people, sessions
from disburse.accounts.errors import AccountError
from disburse.accounts.records import NewPerson
from disburse.accounts.wording import worded
from disburse.ledger.schema import transaction
from disburse.web.access import Access
from disburse.web.once import link_for
from disburse.web.pages import page
from disburse.web.person import PersonForm, show
from disburse.web.providing import Asked, GivenSite, GivenView
from disburse.web.signing_in import actor
from disburse.web.view import View


@get("/people", access=Access.ADMIN, include_in_schema=False)
async def people_list(request: Asked, site: GivenSite) -> Template:
    """List every account, the open ones first."""
    return page(
        request,
        "people",
        listed=people.everybody(site.reading),
        last_seen=sessions.last_seen(site.reading),
    )


@get("/people/new", access=Access.ADMIN, include_in_schema=False)
async def new_person(request: Asked, view: GivenView) -> Template:
    """Ask whom to invite."""
    return _form(request, view, PersonForm())


@post("/people/new", access=Access.ADMIN, include_in_schema=False, sync_to_thread=True)
def add_person(
    request: Asked, site: GivenSite, view: GivenView, data: URLEncodedBody[PersonForm]
) -> Template:
    """Add an account and show its invitation, once."""
    new = NewPerson(data.email, data.checked_role(), data.name, data.owner)
    by, at = actor(request, view.person), site.now()
    with site.ledger() as ledger:
        try:
            with transaction(ledger):
                added = managing.add(ledger, new, by=by, at=at)
                once = link_for(request, ledger, added, by=by, at=at)
        except AccountError as refusal:
            return _form(request, view, data, status_code=400, problem=worded(refusal))
        return show(request, view, ledger, added.person_id, once=once)


def _form(
    request: Asked,
    view: View,
    form: PersonForm,
    *,
    status_code: int = 200,
    problem: str | None = None,
) -> Template:
    shown = {"form": form, "owners": view.standing.owners, "problem": problem}
    return page(request, "person_new", status_code=status_code, **shown)


HANDLERS = [people_list, new_person, add_person]
