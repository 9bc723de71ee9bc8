"""Headers that keep a browser from doing what our pages never ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders

if TYPE_CHECKING:
    from litestar.types import Message, Scope

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STATIC = "public, max-age=31536000, immutable"
_PRIVATE = "no-store"
_REFUSED = 400
_TWO_YEARS = "max-age=63072000"


async def add_headers(message: Message, scope: Scope) -> None:
    """Add them to every answer, errors included; a handler may have set a policy of its own."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    static = scope["path"].startswith("/static/") and message["status"] < _REFUSED
    headers["Cache-Control"] = _STATIC if static else _PRIVATE
    if scope["litestar_app"].state.site.secure:
        headers["Strict-Transport-Security"] = _TWO_YEARS
