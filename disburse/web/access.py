"""Who may use which route: every handler says so, and the application refuses to start otherwise.

A handler is declared as ``@get("/projects", access=Access.PERSON)``. The guard decides by role
alone; which projects a person sees is decided by `disburse.web.view`, the only way to them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from litestar.enums import HttpMethod
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute

from disburse.accounts.records import Role

if TYPE_CHECKING:
    from litestar import Litestar
    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler
    from litestar.routes import BaseRoute


class Access(StrEnum):
    """The classes of routes."""

    PUBLIC = "public"
    PERSON = "person"
    READER = "reader"
    OFFICE = "office"
    CASEWORK = "casework"
    OWNER = "owner"
    ADMIN = "admin"


ROLES: dict[Access, frozenset[Role]] = {
    Access.PERSON: frozenset(Role),
    Access.READER: frozenset({Role.STAFF, Role.LEADER, Role.ADMIN}),
    Access.OFFICE: frozenset({Role.STAFF, Role.ADMIN}),
    Access.CASEWORK: frozenset({Role.STAFF, Role.ADMIN, Role.OWNER}),
    Access.OWNER: frozenset({Role.OWNER}),
    Access.ADMIN: frozenset({Role.ADMIN}),
}


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request pass, or raise: 401 signed out, 404 for an owner, 403 for others.

    An owner is not even told that a page of the office exists.
    """
    access = Access(handler.opt.get("access", Access.PERSON))
    if access is Access.PUBLIC:
        return
    person = connection.scope.get("user")
    if person is None:
        raise NotAuthorizedException
    if person.role not in ROLES[access]:
        raise NotFoundException if person.role is Role.OWNER else PermissionDeniedException


def check_every_route(app: Litestar) -> None:
    """Refuse to start with a route that nobody classified. Raises RuntimeError naming it.

    The framework's own answer to OPTIONS says nothing; the guard takes it for signed-in people.
    """
    for route in app.routes:
        for handler in handlers_of(route):
            if "access" not in handler.opt:
                raise RuntimeError(f"route without access class: {route.path}")


def handlers_of(route: BaseRoute) -> list[BaseRouteHandler]:
    """List the handlers behind one path that we wrote."""
    if isinstance(route, HTTPRoute):
        return [one for one in route.route_handlers if one.http_methods != {HttpMethod.OPTIONS}]
    if isinstance(route, ASGIRoute | WebSocketRoute):
        return [route.route_handler]
    raise TypeError(f"unknown kind of route: {route.path}")
