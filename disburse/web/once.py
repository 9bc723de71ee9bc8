"""What is shown once, to be copied: a one-time link or an API token."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from litestar.datastructures.url import make_absolute_url

from disburse.accounts import links, tokens
from disburse.accounts.records import Actor, Person, Purpose
from disburse.web.providing import Asked, site_of


@dataclass(frozen=True, slots=True)
class Once:
    """The text and what it is: ``invitation``, ``reset`` (until ``expires_at``) or ``token``."""

    kind: str
    text: str = field(repr=False)
    expires_at: str | None = None


def link_for(
    request: Asked, ledger: sqlite3.Connection, person: Person, *, by: Actor, at: datetime
) -> Once:
    """Make the link a person needs to sign in; older ones become void.

    An invitation for whoever has no password, else a reset. Raises AccountError ``closed``.
    """
    site = site_of(request)
    purpose = Purpose.RESET if person.has_password else Purpose.INVITATION
    lasts = site.settings.accounts.link_lasts(purpose)
    link = links.issue(ledger, site.secret, person.person_id, purpose, lasts, by=by, at=at)
    base = request.base_url
    if site.secure:
        base = base.with_replacements(scheme="https")
    return Once(purpose.value, make_absolute_url(link.path, base), link.expires_at)


def token_for(ledger: sqlite3.Connection, person_id: int, *, by: Actor, at: datetime) -> Once:
    """Issue an API token. Raises AccountError ``closed``."""
    return Once("token", tokens.issue(ledger, person_id, by=by, at=at))
