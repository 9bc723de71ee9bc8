"""What handlers may ask for by name: ``site``, ``person`` and ``view``.

They are annotated ``site: GivenSite``, ``person: GivenPerson``, ``view: GivenView``.
"""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, SkipValidation

from disburse.accounts.records import Person
from disburse.web.view import View, view_of
from disburse.web.website import Site

Asked = Request[Any, Any, State]

# What we provide ourselves need not be checked against its type at every request.
GivenSite = NamedDependency[SkipValidation[Site]]
GivenPerson = NamedDependency[SkipValidation[Person]]
GivenView = NamedDependency[SkipValidation[View]]


def site_of(request: Asked) -> Site:
    """Give what all requests share."""
    site: Site = request.app.state.site
    return site


def person_of(request: Asked) -> Person:
    """Give who is asking; the guard has seen to it that there is somebody."""
    person: Person = request.user
    return person


async def view_of_request(request: Asked, as_of: FromQuery[str | None] = None) -> View:
    """Give what the person asking may see, on the day asked for."""
    return await view_of(request.app.state.site, request.user, as_of)
