"""The outbox: what waits, went out, was refused or is in doubt, and what people decide about it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.accounts.rights import Right, may
from disburse.send import deciding, listing
from disburse.send.delivery import carrier_of, deliver
from disburse.send.errors import SendError
from disburse.send.records import State
from disburse.send.trying import put_test
from disburse.send.wording import worded, wording
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.mail_words import kind_name, period_name, reason_of
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor
from disburse.web.wording import wording as web_wording

if TYPE_CHECKING:
    import sqlite3

    from disburse.accounts.records import Person
    from disburse.send.records import Message
    from disburse.send.settings import MailSettings
    from disburse.web.website import Site

PAGE = 50
_LONGEST_NUMBER = 18
_TEST_SECONDS = 30
"""Somebody waits for the answer to a test; deliveries have all the time a server may take."""


@dataclass(frozen=True, slots=True)
class ResendForm:
    """``sure``: whoever sends a message again knows that two of it may arrive."""

    sure: str = ""


@get("/mail", access=Access.READER, include_in_schema=False)
async def mail_list(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """List messages, the latest first, all or those in one state."""
    return _list(request, site.reading, person)


@get("/mail/{number:int}", access=Access.READER, include_in_schema=False)
async def mail_page(
    request: Asked, site: GivenSite, person: GivenPerson, number: FromPath[int]
) -> Template:
    """Show one message and what happened to it."""
    return _message(request, _found(site.reading, number), person)


@post(
    "/mail/{number:int}/resend",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def resend(
    request: Asked,
    site: GivenSite,
    person: GivenPerson,
    number: FromPath[int],
    data: URLEncodedBody[ResendForm],
) -> Redirect | Template:
    """Have a message sent again, in doubt only by somebody who says to know what that means."""
    with site.ledger() as ledger:
        found = _found(ledger, number)
        if found.summary.state is State.UNKNOWN and not data.sure:
            problem = web_wording()["mail"]["not_sure"]
            return _message(request, found, person, problem)
        try:
            deciding.resend(ledger, number, by=actor(request, person), at=site.now())
        except SendError as refusal:
            return _message(request, found, person, worded(refusal))
    return back_to(f"/mail/{number}", "resent")


@post(
    "/mail/{number:int}/settle",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def settle(
    request: Asked, site: GivenSite, person: GivenPerson, number: FromPath[int]
) -> Redirect | Template:
    """Close the matter of a message in doubt, without another sending."""
    with site.ledger() as ledger:
        found = _found(ledger, number)
        try:
            deciding.settle(ledger, number, by=actor(request, person), at=site.now())
        except SendError as refusal:
            return _message(request, found, person, worded(refusal))
    return back_to(f"/mail/{number}", "settled")


@post("/mail/test", access=Access.ADMIN, include_in_schema=False, sync_to_thread=True)
def send_test(request: Asked, site: GivenSite, person: GivenPerson) -> Redirect | Template:
    """Send a test to one's own address at once, and show what became of it."""
    by, at, office = actor(request, person), site.now(), site.settings.office
    folder, named = site.database.parent, {"authority": office.authority}
    with site.ledger() as ledger:
        try:
            carrier = carrier_of(_impatient(site), folder, office.department)
            with closing(carrier):
                number = put_test(
                    ledger, person.email, **named, department=office.department, at=at
                )
                record(
                    ledger, Action.MAIL_TESTED, deciding.KIND, number, by=by, at=at,
                    new={"email": person.email},
                )  # fmt: skip
                deliver(ledger, carrier, site.clock, only=number)
        except SendError as refusal:
            return _list(request, ledger, person, worded(refusal))
    return back_to(f"/mail/{number}")


def _impatient(site: Site) -> MailSettings:
    mail = site.settings.mail
    return replace(
        mail,
        timeout_seconds=min(mail.timeout_seconds, _TEST_SECONDS),
        answer_seconds=min(mail.answer_seconds, _TEST_SECONDS),
    )


def _list(
    request: Asked, ledger: sqlite3.Connection, person: Person, problem: str | None = None
) -> Template:
    """Show the messages the address asks for; what makes no sense in it is left aside."""
    asked = request.query_params
    state, before = _state(asked.get("state", "")), _number(asked.get("before", ""))
    found = listing.messages(ledger, state, limit=PAGE + 1, before=before)
    older = _link(state, found[PAGE - 1].number) if len(found) > PAGE else None
    return page(
        request,
        "mail",
        status_code=400 if problem else 200,
        counts=asdict(listing.overview(ledger)),
        state=state and state.value,
        listed=found[:PAGE],
        first=_link(state) if before else None,
        older=older,
        to_files=not request.app.state.site.settings.mail.smtp_url,
        may_test=may(person.role, Right.ADMINISTER),
        problem=problem,
        **_words(),
    )


def _message(
    request: Asked, message: Message, person: Person, problem: str | None = None
) -> Template:
    state = message.summary.state
    may_act = may(person.role, Right.DECIDE)
    return page(
        request,
        "mail_message",
        status_code=400 if problem else 200,
        one=message.summary,
        message=message,
        may_resend=may_act and state in deciding.RESENDABLE,
        may_settle=may_act and state is State.UNKNOWN,
        problem=problem,
        **_words(),
    )


def _words() -> dict[str, object]:
    texts = wording()
    return {
        "states": texts["states"],
        "outcomes": texts["outcomes"],
        "skips": texts["skips"],
        "kind_name": kind_name,
        "period_name": period_name,
        "reason_of": reason_of,
    }


def _found(ledger: sqlite3.Connection, number: int) -> Message:
    try:
        return listing.message(ledger, number)
    except SendError as refusal:
        raise NotFoundException from refusal


def _state(text: str) -> State | None:
    return State(text) if text in set(State) else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _link(state: State | None, before: int | None = None) -> str:
    given = {"state": state, "before": before}
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"/mail?{asked}" if asked else "/mail"


HANDLERS = [mail_list, mail_page, resend, settle, send_test]
