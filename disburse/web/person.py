"""One account: name, role and owner; closing it; its links, sessions and API tokens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import get, post
from litestar.exceptions import NotFoundException, ValidationException
from litestar.handlers import HTTPRouteHandler
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


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of an account is given, inside a transaction."""

    request: Asked
    ledger: sqlite3.Connection
    person_id: int
    by: Actor
    at: datetime


Work = Callable[[Change], Once | None]
"""A change of an account; gives what is to be shown once, if anything."""


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

    def change(asked: Change) -> None:
        if details.role is not Role.ADMIN:
            people.demand_another_admin(asked.ledger, person_id)
        managing.change(asked.ledger, person_id, details, by=asked.by, at=asked.at)

    return _carry_out(request, view, person_id, change, "person_changed", form=data)


def _closed(asked: Change) -> None:
    """Whoever uses the account is signed out at once."""
    people.demand_another_admin(asked.ledger, asked.person_id)
    managing.close(asked.ledger, asked.person_id, by=asked.by, at=asked.at)


def _reopened(asked: Change) -> Once:
    """A closed account needs the invitation that is shown."""
    person = managing.reopen(asked.ledger, asked.person_id, by=asked.by, at=asked.at)
    return link_for(asked.request, asked.ledger, person, by=asked.by, at=asked.at)


def _link(asked: Change) -> Once:
    """An invitation, or a link to set another password."""
    person = people.by_id(asked.ledger, asked.person_id)
    return link_for(asked.request, asked.ledger, person, by=asked.by, at=asked.at)


def _signed_out(asked: Change) -> None:
    sessions.end_all(asked.ledger, asked.person_id, by=asked.by, at=asked.at)


def _token(asked: Change) -> Once:
    return token_for(asked.ledger, asked.person_id, by=asked.by, at=asked.at)


def _changing(path: str, work: Work, done: str | None = None) -> HTTPRouteHandler:
    """Make the handler of one change that needs no more than the account."""

    @post(
        f"/people/{{person_id:int}}/{path}",
        access=Access.ADMIN,
        include_in_schema=False,
        sync_to_thread=True,
    )
    def change(request: Asked, view: GivenView, person_id: FromPath[int]) -> Template | Redirect:
        return _carry_out(request, view, person_id, work, done)

    return change


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

    def revoke(asked: Change) -> None:
        if token_id not in {one.token_id for one in tokens.issued_to(asked.ledger, person_id)}:
            raise NotFoundException
        tokens.revoke(asked.ledger, person_id, token_id, by=asked.by, at=asked.at)

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
                by, at = actor(request, view.person), site.now()
                once = work(Change(request, ledger, person_id, by, at))
        except AccountError as refusal:
            told["problem"] = worded(refusal)
            return show(request, view, ledger, person_id, status_code=400, **told)
        if once is not None:
            return show(request, view, ledger, person_id, once=once)
    return back_to(f"/people/{person_id}", done)


HANDLERS = [
    person_page,
    change_person,
    _changing("close", _closed, "person_closed"),
    _changing("reopen", _reopened),
    _changing("link", _link),
    _changing("sessions/end", _signed_out, "sessions_ended"),
    _changing("tokens", _token),
    revoke_token,
]
