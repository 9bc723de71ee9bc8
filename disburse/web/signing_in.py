"""Signing in and out, and the one-time links that set a password."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts import links, sessions, signing_in
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Actor, Purpose
from disburse.accounts.wording import worded
from disburse.web.access import Access
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.visitors import cookie_name
from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What the sign-in form sends."""

    email: str = ""
    password: str = field(default="", repr=False)
    next: str = "/"


@dataclass(frozen=True, slots=True)
class PasswordForm:
    """A new password, typed twice."""

    password: str = field(default="", repr=False)
    repeated: str = field(default="", repr=False)


@get("/login", access=Access.PUBLIC, include_in_schema=False)
async def login_form(request: Asked) -> Template | Redirect:
    """Ask for address and password."""
    if request.user is not None:
        return back_to("/")
    wanted = local_path(request.query_params.get("next", "/"))
    return page(request, "login", wanted=wanted, email="", problem=None)


# Scripts sign in without having fetched the form, so no token is asked for; but a browser names
# the site a form came from, and a form of another site is refused by that.
@post("/login", access=Access.PUBLIC, exclude_from_csrf=True, include_in_schema=False)
async def log_in(
    request: Asked, site: GivenSite, data: URLEncodedBody[SignInForm]
) -> Template | Redirect:
    """Sign a person in, or say, without telling which, that address or password is wrong."""
    _check_origin(request)
    return await site.password_work(_log_in, request, site, data)


def _log_in(request: Asked, site: Site, data: SignInForm) -> Template | Redirect:
    given = signing_in.Credentials(
        data.email, data.password, address_of(request), request.headers.get("user-agent")
    )
    with site.ledger() as ledger:
        outcome = signing_in.sign_in(ledger, given, site.settings.accounts, at=site.now())
    wanted = local_path(data.next)
    if outcome.token is None:
        shown = {"wanted": wanted, "email": data.email, "problem": outcome}
        return page(request, "login", status_code=401, **shown)
    answer = back_to(wanted)
    answer.cookies.append(session_cookie(site, outcome.token))
    return answer


@post("/logout", access=Access.PERSON, include_in_schema=False, sync_to_thread=True)
def log_out(request: Asked, site: GivenSite, person: GivenPerson) -> Redirect:
    """End this session, here and in the ledger."""
    with site.ledger() as ledger:
        sessions.end(ledger, request.auth, by=actor(request, person), at=site.now())
    answer = back_to("/login", "signed_out")
    answer.cookies.append(session_cookie(site, ""))
    return answer


@get(
    ["/invitation/{token:str}", "/reset/{token:str}"],
    access=Access.PUBLIC,
    include_in_schema=False,
)
async def password_form(request: Asked, site: GivenSite, token: FromPath[str]) -> Template:
    """Ask the person a link was sent to for a password."""
    purpose = _purpose(request)
    try:
        invited = links.person_invited(site.reading, site.secret, purpose, token, at=site.now())
    except AccountError as refusal:
        return _refused(request, refusal)
    return page(request, "password", invited=invited, purpose=purpose, problem=None)


@post(
    ["/invitation/{token:str}", "/reset/{token:str}"],
    access=Access.PUBLIC,
    include_in_schema=False,
)
async def set_password(
    request: Asked, site: GivenSite, token: FromPath[str], data: URLEncodedBody[PasswordForm]
) -> Template | Redirect:
    """Set it; the link is spent, and whoever was signed in with the old one is signed out."""
    return await site.password_work(_set_password, request, site, token, data)


def _set_password(
    request: Asked, site: Site, token: str, data: PasswordForm
) -> Template | Redirect:
    purpose = _purpose(request)
    with site.ledger() as ledger:
        try:
            invited = links.person_invited(ledger, site.secret, purpose, token, at=site.now())
        except AccountError as refusal:
            return _refused(request, refusal)
        shown = {"invited": invited, "purpose": purpose}
        if data.password != data.repeated:
            return page(request, "password", status_code=400, problem="repeated", **shown)
        try:
            links.use(
                ledger, site.secret, purpose, token, data.password,
                at=site.now(), address=address_of(request),
            )  # fmt: skip
        except AccountError as refusal:
            return page(request, "password", status_code=400, problem=worded(refusal), **shown)
    return back_to("/login", "password_set")


def session_cookie(site: Site, token: FromPath[str]) -> Cookie:
    """Carry the session's token, which no script may read; without one, take the cookie back."""
    return Cookie(
        cookie_name(site),
        path="/",
        value=token,
        httponly=True,
        secure=site.secure,
        samesite="lax",
        max_age=None if token else 0,
    )


def actor(request: Asked, person: GivenPerson) -> Actor:
    """Name who does something, for the audit log."""
    return Actor(person.name, person.person_id, address_of(request))


def address_of(request: Asked) -> str:
    """Address of the computer asking, as the server (or its trusted proxy) tells it."""
    return request.client.host if request.client else ""


def local_path(wanted: str) -> str:
    """Keep a path of ours; anything that could lead elsewhere becomes the first page."""
    parts = urlsplit(wanted)
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    plain = wanted.isprintable() and not parts.scheme and not parts.netloc
    return wanted if local and plain else "/"


def _purpose(request: Asked) -> Purpose:
    return Purpose(request.scope["path"].split("/")[1])


def _refused(request: Asked, refusal: AccountError) -> Template:
    return page(request, "link_refused", status_code=404, problem=worded(refusal))


def _check_origin(request: Asked) -> None:
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise PermissionDeniedException


HANDLERS = [login_form, log_in, log_out, password_form, set_password]
