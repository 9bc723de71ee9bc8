"""Who is asking: the session of the cookie, or, for the API, the token of the header."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from disburse.accounts import sessions, tokens

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from disburse.accounts.records import Person
    from disburse.web.website import Site

API = "/api/"
_BEARER = "bearer "


def cookie_name(site: Site) -> str:
    """Name the session's cookie; the prefix binds it to https and this host."""
    return "__Host-disburse" if site.secure else "disburse"


class Visitors(AbstractAuthenticationMiddleware):
    """Puts the person (or None) into ``request.user`` and the session's token into ``.auth``."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        """Find out who is asking; nobody is not an error here, the guard decides."""
        site: Site = connection.app.state.site
        header = connection.headers.get("authorization", "")
        if header.lower().startswith(_BEARER) and connection.scope["path"].startswith(API):
            person = await _by_api_token(site, header[len(_BEARER) :].strip())
            return AuthenticationResult(user=person, auth=None)
        token = connection.cookies.get(cookie_name(site))
        if not token:
            return AuthenticationResult(user=None, auth=None)
        return AuthenticationResult(user=await _by_session(site, token), auth=token)


async def _by_session(site: Site, token: str) -> Person | None:
    found = sessions.find(site.reading, token, at=site.now())
    if found is None:
        return None
    session, person = found
    if sessions.touch_due(session, site.now()):
        await asyncio.to_thread(_touch, site, token)
    return person


def _touch(site: Site, token: str) -> None:
    with site.ledger() as ledger:
        sessions.touch(ledger, token, at=site.now())


async def _by_api_token(site: Site, token: str) -> Person | None:
    person = tokens.person_of_token(site.reading, token)
    if person is not None:
        await asyncio.to_thread(_touch_token, site, token)
    return person


def _touch_token(site: Site, token: str) -> None:
    with site.ledger() as ledger:
        tokens.touch(ledger, token, at=site.now())
