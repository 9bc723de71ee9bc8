"""One account: name, role and owner; closing it; its links, sessions and API tokens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import get, post
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts import managing, people, sessions, tokens
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Actor, Details, Person, Role
from disburse.accounts.wording import worded
from disburse.ledger.schema import transaction
from disburse.text import fold
from disburse.web.access import Access
from disburse.web.devices import device
from disburse.web.once import Once, link_for, token_for
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenSite, GivenView, site_of
from disburse.web.signing_in import actor
from disburse.web.view import View

Work = Callable[[sqlite3.Connection, Actor, datetime], Once | None]
"""A change of an account, inside a transaction; gives what is to be shown once, if anything."""


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What the form of an account sends; its address only while it is new."""

    email: str = ""
    name: str = ""
    role: str = ""
    owner: str = ""

    def checked_role(self) -> Role:
        """Read the role. Raises 400 for what is none: the form offers no other."""
        try:
            return Role(self.role)
        except ValueError as error:
            raise ValidationException(detail="role") from error


@get("/people/{person_id:int}", access=Access.ADMIN, include_in_schema=False)
async def person_page(
    request: Asked, site: GivenSite, view: GivenView, person_id: FromPath[int]
) -> Template:
    """Show one account."""
    return show(request, view, site.reading, person_id)


@post("/people/{person_id:int}", access=Access.ADMIN, include_in_schema=False, sync_to_thread=True)
def change_person(
    request: Asked,
    view: GivenView,
    person_id: FromPath[int],
    data: URLEncodedBody[PersonForm],
) -> Template | Redirect:
    """Give an account another name, role or owner."""
    details = Details(data.name, data.checked_role(), data.owner)

    def change(ledger: sqlite3.Connection, by: Actor, at: datetime) -> None:
        if details.role is not Role.ADMIN:
            people.demand_another_admin(ledger, person_id)
        managing.change(ledger, person_id, details, by=by, at=at)

    return _carry_out(request, view, person_id, change, "person_changed", form=data)


@post(
    "/people/{person_id:int}/close",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def close_person(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
    """Close an account; whoever uses it is signed out at once."""

    def close(ledger: sqlite3.Connection, by: Actor, at: datetime) -> None:
        people.demand_another_admin(ledger, person_id)
        managing.close(ledger, person_id, by=by, at=at)

    return _carry_out(request, view, person_id, close, "person_closed")


@post(
    "/people/{person_id:int}/reopen",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def reopen_person(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
    """Open a closed account again and show the invitation it needs, once."""

    def reopen(ledger: sqlite3.Connection, by: Actor, at: datetime) -> Once:
        person = managing.reopen(ledger, person_id, by=by, at=at)
        return link_for(request, ledger, person, by=by, at=at)

    return _carry_out(request, view, person_id, reopen)


@post(
    "/people/{person_id:int}/link",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def new_link(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
    """Show a new invitation, or a link to set another password, once."""

    def link(ledger: sqlite3.Connection, by: Actor, at: datetime) -> Once:
        return link_for(request, ledger, people.by_id(ledger, person_id), by=by, at=at)

    return _carry_out(request, view, person_id, link)


@post(
    "/people/{person_id:int}/sessions/end",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def end_sessions(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
    """Sign a person out everywhere."""

    def end(ledger: sqlite3.Connection, by: Actor, at: datetime) -> None:
        sessions.end_all(ledger, person_id, by=by, at=at)

    return _carry_out(request, view, person_id, end, "sessions_ended")


@post(
    "/people/{person_id:int}/tokens",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def new_token(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
    """Show a new API token of a person, once."""

    def token(ledger: sqlite3.Connection, by: Actor, at: datetime) -> Once:
        return token_for(ledger, person_id, by=by, at=at)

    return _carry_out(request, view, person_id, token)


@post(
    "/people/{person_id:int}/tokens/{token_id:int}/revoke",
    access=Access.ADMIN,
    include_in_schema=False,
    sync_to_thread=True,
)
def revoke_token(
    request: Asked, view: GivenView, person_id: FromPath[int], token_id: FromPath[int]
) -> Template | Redirect:
    """Revoke a token of a person; one revoked already stays so."""

    def revoke(ledger: sqlite3.Connection, by: Actor, at: datetime) -> None:
        if token_id not in {one.token_id for one in tokens.issued_to(ledger, person_id)}:
            raise NotFoundException
        tokens.revoke(ledger, person_id, token_id, by=by, at=at)

    return _carry_out(request, view, person_id, revoke, "token_revoked")


def show(
    request: Asked,
    view: View,
    ledger: sqlite3.Connection,
    person_id: int,
    *,
    status_code: int = 200,
    **told: object,
) -> Template:
    """Render the page of an account; ``told`` are ``problem``, ``form`` and ``once``.

    Raises 404 where there is no such account.
    """
    subject = found(ledger, person_id)
    owners = view.standing.owners
    known = {fold(one) for one in owners}
    shown = {
        "subject": subject,
        "form": PersonForm(subject.email, subject.name, subject.role, subject.owner or ""),
        "owners": owners,
        "owner_unknown": bool(subject.owner) and fold(subject.owner or "") not in known,
        "sessions": sessions.of_person(ledger, person_id, at=site_of(request).now()),
        "tokens": tokens.issued_to(ledger, person_id),
        "device": device,
        "problem": None,
        "once": None,
    }
    return page(request, "person", status_code=status_code, **{**shown, **told})


def found(ledger: sqlite3.Connection, person_id: int) -> Person:
    """Return an account. Raises 404."""
    try:
        return people.by_id(ledger, person_id)
    except (AccountError, OverflowError) as refusal:  # a number larger than any the ledger holds
        raise NotFoundException from refusal


def _carry_out(
    request: Asked,
    view: View,
    person_id: int,
    work: Work,
    done: str | None = None,
    **told: object,
) -> Template | Redirect:
    """Do it as a whole and go back, or show what is shown once, or why it was refused."""
    site = site_of(request)
    with site.ledger() as ledger:
        found(ledger, person_id)
        try:
            with transaction(ledger):
                once = work(ledger, actor(request, view.person), site.now())
        except AccountError as refusal:
            told["problem"] = worded(refusal)
            return show(request, view, ledger, person_id, status_code=400, **told)
        if once is not None:
            return show(request, view, ledger, person_id, once=once)
    return back_to(f"/people/{person_id}", done)


HANDLERS = [
    person_page,
    change_person,
    close_person,
    reopen_person,
    new_link,
    end_sessions,
    new_token,
    revoke_token,
]
