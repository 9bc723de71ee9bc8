"""Letters to owners: drafts, what was sent and answered, and what is still to be answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import File, Redirect, Template

from disburse.accounts.audit import record
from disburse.accounts.rights import Right, may
from disburse.documents import letters_of, write_letters
from disburse.ledger import letters
from disburse.ledger.errors import LedgerError
from disburse.web import entered
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.entered import EntryError
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite, GivenView
from disburse.web.reports import DOCX, new_file, once
from disburse.web.signing_in import actor

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from disburse.accounts.records import Person
    from disburse.correspondence import KeptLetter
    from disburse.render.word.letters import Letter
    from disburse.web.view import View
    from disburse.web.website import Site

FOLDER = "drafts"


@dataclass(frozen=True, slots=True)
class DispatchForm:
    """Number and symbol, and date, as the registry has them."""

    symbol: str = ""
    issued_on: str = ""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """What the owner answered, and by when it will be done."""

    text: str = ""
    promised_on: str = ""


@get("/letters", access=Access.READER, include_in_schema=False)
async def letter_list(
    request: Asked, site: GivenSite, person: GivenPerson, view: GivenView
) -> Template:
    """List letters kept, the latest first, and the owners to whom one may be drafted now."""
    return page(
        request,
        "letters",
        view=view,
        kept=list(reversed(letters.kept_letters(site.reading))),
        drafted=await site.heavy_work(_drafted, site, view),
        may_act=may(person.role, Right.DECIDE),
    )


@get("/letters/draft", access=Access.READER, include_in_schema=False)
async def draft(site: GivenSite, view: GivenView, owner: FromQuery[str] = "") -> File:
    """Hand out the draft to one owner as of a day, without keeping it."""
    path = await site.heavy_work(_draft, site, view, owner)
    return once(path, f"don-doc-{view.as_of.isoformat()}.docx", DOCX)


@post("/letters/drafts", access=Access.OFFICE, include_in_schema=False)
async def keep_drafts(
    request: Asked, site: GivenSite, person: GivenPerson, view: GivenView
) -> Redirect:
    """Draft a letter to every owner with slow projects, and keep them."""
    await site.heavy_work(_keep, request, site, person, view)
    return back_to("/letters", "letters_drafted")


@get("/letters/{letter:int}", access=Access.READER, include_in_schema=False)
async def letter_page(
    request: Asked, site: GivenSite, person: GivenPerson, letter: FromPath[int]
) -> Template:
    """Show one letter with what became of it."""
    return _show(request, person, _found(site.reading, letter))


@get("/letters/{letter:int}/file", access=Access.READER, include_in_schema=False)
async def letter_file(site: GivenSite, letter: FromPath[int]) -> File:
    """Hand out a draft as it was kept; one changed since is another letter."""
    found = _found(site.reading, letter)
    if not _untouched(found):
        raise NotFoundException
    path = Path(found.draft.path)
    return File(path, filename=path.name, media_type=DOCX)


@post(
    "/letters/{letter:int}/dispatch",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def dispatch(
    request: Asked,
    site: GivenSite,
    person: GivenPerson,
    letter: FromPath[int],
    data: URLEncodedBody[DispatchForm],
) -> Redirect | Template:
    """Record that a letter was signed and sent."""
    with site.ledger() as ledger:
        found = _found(ledger, letter)
        try:
            symbol, issued_on = entered.words(data.symbol), entered.day(data.issued_on)
        except EntryError as refusal:
            return _show(request, person, found, str(refusal), data)
        by, at = person.name, site.now()
        letters.record_dispatch(ledger, letter, symbol=symbol, issued_on=issued_on, by=by, at=at)
        told = {"symbol": symbol, "issued_on": issued_on.isoformat()}
        _audit(request, ledger, Action.LETTER_SENT, letter, told)
    return back_to(f"/letters/{letter}", "letter_sent")


@post(
    "/letters/{letter:int}/reply",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def reply(
    request: Asked,
    site: GivenSite,
    person: GivenPerson,
    letter: FromPath[int],
    data: URLEncodedBody[ReplyForm],
) -> Redirect | Template:
    """Record what the owner answered and promised."""
    with site.ledger() as ledger:
        found = _found(ledger, letter)
        try:
            text, promised = entered.words(data.text), entered.optional_day(data.promised_on)
        except EntryError as refusal:
            return _show(request, person, found, str(refusal), data)
        by, at = person.name, site.now()
        letters.record_reply(ledger, letter, text=text, promised_on=promised, by=by, at=at)
        told = {"text": text, "promised_on": promised.isoformat() if promised else None}
        _audit(request, ledger, Action.LETTER_ANSWERED, letter, told)
    return back_to(f"/letters/{letter}", "letter_answered")


def _drafted(site: Site, view: View) -> tuple[Letter, ...]:
    settings = site.settings
    with site.ledger() as ledger:
        return letters_of(ledger, view.standing.assessment, settings.office, settings.letters)


def _draft(site: Site, view: View, owner: str) -> Path:
    from disburse.render.word.letters import write_letter

    for one in _drafted(site, view):
        if one.owner == owner:
            path = new_file(".docx")
            write_letter(one, path)
            return path
    raise NotFoundException


def _keep(request: Asked, site: Site, person: Person, view: View) -> None:
    by, at, day = actor(request, person), site.now(), view.as_of.isoformat()
    drafted = _drafted(site, view)
    with site.ledger() as ledger:
        write_letters(ledger, drafted, site.database.parent / FOLDER / day, at)
        told = {"as_of": day, "letters": len(drafted)}
        record(ledger, Action.LETTERS_DRAFTED, "letter", None, by=by, at=at, new=told)


def _show(
    request: Asked,
    person: Person,
    found: KeptLetter,
    problem: str | None = None,
    typed: DispatchForm | ReplyForm | None = None,
) -> Template:
    return page(
        request,
        "letter",
        status_code=400 if problem else 200,
        one=found,
        untouched=_untouched(found),
        may_act=may(person.role, Right.DECIDE),
        problem=problem,
        sending=typed if isinstance(typed, DispatchForm) else DispatchForm(),
        answering=typed if isinstance(typed, ReplyForm) else ReplyForm(),
    )


def _found(ledger: sqlite3.Connection, letter: int) -> KeptLetter:
    try:
        return letters.find_letter(ledger, letter)
    except LedgerError as refusal:
        raise NotFoundException from refusal


def _untouched(found: KeptLetter) -> bool:
    """Whether the file is still the very draft."""
    try:
        content = Path(found.draft.path).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == found.draft.sha256


def _audit(
    request: Asked,
    ledger: sqlite3.Connection,
    action: Action,
    letter: int,
    told: Mapping[str, str | None],
) -> None:
    by, at = actor(request, request.user), request.app.state.site.now()
    record(ledger, action, "letter", letter, by=by, at=at, new=told)


HANDLERS = [letter_list, draft, keep_drafts, letter_page, letter_file, dispatch, reply]
