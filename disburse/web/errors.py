"""What a person, or a program, is told when a request cannot be answered."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template

from disburse.law.errors import LawError
from disburse.web.pages import page
from disburse.web.visitors import API
from disburse.web.wording import wording

_LOGGER = logging.getLogger(__name__)
_SIGNED_OUT, _NOT_FOUND, _SERVER = 401, 404, 500


def refused(
    request: Request[Any, Any, State], error: Exception
) -> Response[Any] | Redirect | Template:
    """Answer an error: JSON below ``/api/``, else the sign-in page or a page that explains."""
    if isinstance(error, LawError):
        return _no_law(request, error)
    status = _status(error)
    if status >= _SERVER:
        _LOGGER.error("%s %s", request.method, request.scope["path"], exc_info=error)
    if f"{request.scope['path']}/".startswith(API):
        return _for_program(status)
    if status == _SIGNED_OUT:
        return Redirect(f"/login?next={quote(_wanted(request))}", status_code=303)
    return _for_person(request, status)


def _status(error: Exception) -> int:
    """A number too large for the ledger is one that nothing has."""
    if isinstance(error, OverflowError):
        return _NOT_FOUND
    return error.status_code if isinstance(error, HTTPException) else _SERVER


def _no_law(request: Request[Any, Any, State], error: LawError) -> Response[Any] | Template:
    """Say that a day cannot be judged, and what can be done about it."""
    if f"{request.scope['path']}/".startswith(API):
        return Response({"status": _NOT_FOUND, "error": str(error)}, status_code=_NOT_FOUND)
    told = {**wording()["errors"]["law"], "text": str(error)}
    return page(request, "error", status_code=_NOT_FOUND, told=told)


def _wanted(request: Request[Any, Any, State]) -> str:
    """The page to come back to; a form that was sent is not sent again."""
    if request.method != "GET":
        return "/"
    query = request.scope["query_string"].decode("latin-1")
    return request.scope["path"] + (f"?{query}" if query else "")


def _for_program(status: int) -> Response[Any]:
    headers = {"WWW-Authenticate": "Bearer"} if status == _SIGNED_OUT else None
    texts = wording()["errors"]
    detail = texts.get(str(status), texts["other"])
    content = {"status": status, "error": detail["title"]}
    return Response(content, status_code=status, headers=headers, media_type=MediaType.JSON)


def _for_person(request: Request[Any, Any, State], status: int) -> Template:
    texts = wording()["errors"]
    return page(request, "error", status_code=status, told=texts.get(str(status), texts["other"]))
