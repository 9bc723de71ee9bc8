"""What may be one project or one owner: the office confirms, denies, and takes its word back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.ledger import confirmations
from disburse.ledger.candidates import candidates, owner_suggestions
from disburse.ledger.confirmation_list import confirmations as listed
from disburse.ledger.errors import LedgerError
from disburse.matches import MatchKind
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from disburse.matches import Confirmation
    from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class MatchForm:
    """A word on two projects, by their numbers, or on two spellings of an owner."""

    kind: str = ""
    one: str = ""
    other: str = ""


@get("/matches", access=Access.OFFICE, include_in_schema=False)
async def match_list(request: Asked, site: GivenSite) -> Template:
    """List what awaits a word, and what was confirmed."""
    return page(request, "matches", problem=None, **await site.heavy_work(_context, site))


@post("/matches", access=Access.OFFICE, include_in_schema=False, sync_to_thread=True)
def confirm(
    request: Asked, site: GivenSite, person: GivenPerson, data: URLEncodedBody[MatchForm]
) -> Redirect | Template:
    """Take one word; one that contradicts an earlier one is refused."""
    at = site.now()
    with site.ledger() as ledger:
        try:
            made = _confirmed(ledger, data, person.name, at)
        except (LedgerError, ValueError):
            return page(request, "matches", status_code=400, problem=True, **_context(site))
        told = {"kind": made.kind.value, "names": list(made.names)}
        record(
            ledger, Action.CONFIRMED, "confirmation", made.number, by=actor(request, person),
            at=at, new=told,
        )  # fmt: skip
    return back_to("/matches", "confirmed")


@post(
    "/matches/{number:int}/withdraw",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def withdraw(
    request: Asked, site: GivenSite, person: GivenPerson, number: FromPath[int]
) -> Redirect:
    """Take a word back; one taken back already stays so."""
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        try:
            taken = confirmations.withdraw(ledger, number, by=person.name, at=at)
        except LedgerError as refusal:
            if refusal.code == "unknown_confirmation":
                raise NotFoundException from refusal
            return back_to("/matches")
        told = {"kind": taken.kind.value, "names": list(taken.names)}
        record(ledger, Action.WITHDRAWN, "confirmation", number, by=by, at=at, old=told)
    return back_to("/matches", "confirmation_withdrawn")


def _context(site: Site) -> dict[str, Any]:
    with site.ledger() as ledger:
        return {
            "projects": candidates(ledger),
            "owners": owner_suggestions(ledger),
            "confirmations": list(reversed(listed(ledger))),
        }


def _confirmed(ledger: sqlite3.Connection, form: MatchForm, by: str, at: datetime) -> Confirmation:
    """Carry out one word. Raises LedgerError, and ValueError for a choice that is none."""
    match MatchKind(form.kind):
        case MatchKind.SAME_PROJECT:
            return confirmations.confirm_same(ledger, int(form.one), int(form.other), by=by, at=at)
        case MatchKind.DIFFERENT_PROJECTS:
            return confirmations.confirm_different(
                ledger, int(form.one), int(form.other), by=by, at=at
            )
        case MatchKind.SAME_OWNER:
            return confirmations.confirm_owner(ledger, form.one, form.other, by=by, at=at)
        case MatchKind.DIFFERENT_OWNERS:
            return confirmations.confirm_other_owner(ledger, form.one, form.other, by=by, at=at)


HANDLERS = [match_list, confirm, withdraw]
