"""Which mails one gets oneself: how often, not before a day, not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar import get, post
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from disburse.schedule.planned import Name
from disburse.send.preferences import preferences, set_preferences
from disburse.send.records import Frequency, Preferences
from disburse.send.wording import wording
from disburse.web import entered
from disburse.web.access import Access
from disburse.web.entered import EntryError
from disburse.web.mail_words import kind_name
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor
from disburse.web.wording import wording as web_wording

if TYPE_CHECKING:
    from datetime import date

OPTIONAL = (Name.WEEKLY,)
"""Kinds of mail that a person may end; the others are part of the office's work."""


@dataclass(frozen=True, slots=True)
class WishesForm:
    """What a person wishes; ``weekly`` is empty where no weekly mail is wanted."""

    weekly: str = ""
    frequency: str = ""
    paused_until: str = ""

    def wished(self, old: Preferences, today: date) -> Preferences:
        """Read it; a day that is over pauses nothing. Raises EntryError."""
        if self.frequency not in set(Frequency):
            raise EntryError("choice")
        until = entered.optional_day(self.paused_until)
        ended = {name.value for name in OPTIONAL if not getattr(self, name.value)}
        kept = old.unsubscribed - {name.value for name in OPTIONAL}
        return Preferences(
            until if until and until >= today else None,
            Frequency(self.frequency),
            kept | ended,
        )


@get("/account/mail", access=Access.PERSON, include_in_schema=False)
async def own_mail(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """Show what one gets, and what of it can be changed."""
    held = preferences(site.reading, person.person_id)
    until = held.paused_until
    shown = WishesForm(
        weekly="" if Name.WEEKLY in held.unsubscribed else "yes",
        frequency=held.frequency.value,
        paused_until=until.isoformat() if until and until >= site.today() else "",
    )
    return _show(request, shown)


@post("/account/mail", access=Access.PERSON, include_in_schema=False, sync_to_thread=True)
def change_own_mail(
    request: Asked, site: GivenSite, person: GivenPerson, data: URLEncodedBody[WishesForm]
) -> Redirect | Template:
    """Store what one wishes."""
    number = person.person_id
    with site.ledger() as ledger:
        try:
            wished = data.wished(preferences(ledger, number), site.today())
        except EntryError as refusal:
            return _show(request, data, str(refusal))
        set_preferences(ledger, number, wished, by=actor(request, person), at=site.now())
    return back_to("/account/mail", "mail_wishes")


def _show(request: Asked, form: WishesForm, problem: str | None = None) -> Template:
    owner = request.user.owner is not None
    return page(
        request,
        "account_mail",
        status_code=400 if problem else 200,
        form=form,
        frequencies=list(wording()["frequencies"].items()),
        weekly=kind_name(Name.WEEKLY),
        required=web_wording()["mail"]["required_owner" if owner else "required"],
        problem=problem,
    )


HANDLERS = [own_mail, change_own_mail]
