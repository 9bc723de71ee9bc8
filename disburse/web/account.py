"""Everybody's own account: password, sessions, API tokens."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts import managing, sessions, signing_in, tokens
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Person
from disburse.accounts.wording import worded
from disburse.web.access import Access
from disburse.web.devices import device
from disburse.web.once import token_for
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite, site_of
from disburse.web.signing_in import actor, address_of, session_cookie


@dataclass(frozen=True, slots=True)
class OwnPasswordForm:
    """The present password, and the new one typed twice."""

    present: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    repeated: str = field(default="", repr=False)


@get("/account", access=Access.PERSON, include_in_schema=False)
async def account_page(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """Show one's own account."""
    return _show(request, person, site.reading)


@post("/account/password", access=Access.PERSON, include_in_schema=False)
async def change_password(
    request: Asked, site: GivenSite, person: GivenPerson, data: URLEncodedBody[OwnPasswordForm]
) -> Template | Redirect:
    """Change one's own password; every session ends but this one, which is begun anew."""
    return await site.password_work(_change_password, request, person, data)


@post(
    "/account/sessions/{session_id:int}/end",
    access=Access.PERSON,
    include_in_schema=False,
    sync_to_thread=True,
)
def end_session(
    request: Asked, site: GivenSite, person: GivenPerson, session_id: FromPath[int]
) -> Redirect:
    """Sign oneself out of another browser."""
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        try:
            had = sessions.end_one(ledger, person.person_id, session_id, by=by, at=at)
        except OverflowError as refusal:  # a number larger than any the ledger holds
            raise NotFoundException from refusal
    if not had:
        raise NotFoundException
    return back_to("/account", "session_ended")


@post("/account/tokens", access=Access.PERSON, include_in_schema=False, sync_to_thread=True)
def new_own_token(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """Show a new API token of one's own, once."""
    with site.ledger() as ledger:
        once = token_for(ledger, person.person_id, by=actor(request, person), at=site.now())
        return _show(request, person, ledger, once=once)


@post(
    "/account/tokens/{token_id:int}/revoke",
    access=Access.PERSON,
    include_in_schema=False,
    sync_to_thread=True,
)
def revoke_own_token(
    request: Asked, site: GivenSite, person: GivenPerson, token_id: FromPath[int]
) -> Redirect:
    """Revoke one's own token; one revoked already stays so."""
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        if token_id not in {one.token_id for one in tokens.issued_to(ledger, person.person_id)}:
            raise NotFoundException
        tokens.revoke(ledger, person.person_id, token_id, by=by, at=at)
    return back_to("/account", "token_revoked")


def _change_password(request: Asked, person: Person, given: OwnPasswordForm) -> Template | Redirect:
    site, at = site_of(request), site_of(request).now()
    address, agent = address_of(request), request.headers.get("user-agent")
    with site.ledger() as ledger:
        if given.password != given.repeated:
            return _show(request, person, ledger, status_code=400, problem="repeated")
        present = signing_in.Credentials(person.email, given.present, address, agent)
        outcome = signing_in.authenticate(ledger, present, at=at)
        if outcome.person is None:
            refused = "wait" if outcome.wait else "present"
            told = {"problem": refused, "wait": outcome.wait}
            return _show(request, person, ledger, status_code=400, **told)
        number = person.person_id
        try:
            managing.set_password(ledger, number, given.password, by=actor(request, person), at=at)
        except AccountError as refusal:
            return _show(request, person, ledger, status_code=400, problem=worded(refusal))
        token = sessions.start(
            ledger, number, site.settings.accounts, at=at, address=address, user_agent=agent
        )
    answer = back_to("/account", "password_changed")
    answer.cookies.append(session_cookie(site, token))
    return answer


def _show(
    request: Asked,
    person: Person,
    ledger: sqlite3.Connection,
    *,
    status_code: int = 200,
    **told: object,
) -> Template:
    """Render it; ``told`` are ``problem``, ``wait`` and ``once``."""
    at = site_of(request).now()
    here = sessions.find(ledger, request.auth, at=at)
    shown = {
        "sessions": sessions.of_person(ledger, person.person_id, at=at),
        "here": here and here[0].session_id,
        "tokens": tokens.issued_to(ledger, person.person_id),
        "device": device,
        "problem": None,
        "wait": None,
        "once": None,
    }
    return page(request, "account", status_code=status_code, **{**shown, **told})


HANDLERS = [account_page, change_password, end_session, new_own_token, revoke_own_token]
