"""Pages from ``templates/web/``, each with what every page shows: who is asking, and where."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar.response import Redirect, Template
from markupsafe import Markup

from disburse.accounts.wording import wording as accounts_wording
from disburse.intake.amounts import UNITS
from disburse.ledger.casework_rows import KIND_OF
from disburse.render import formats
from disburse.render.pages import environment
from disburse.web.differing import field_words
from disburse.web.fields import field_name
from disburse.web.navigation import entries
from disburse.web.wording import wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from litestar import Request
    from litestar.datastructures import State

    from disburse.web.view import View

STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def web_environment() -> Environment:
    """The templates of all outputs, with what pages need besides."""
    made = environment().overlay()
    made.globals |= {
        "asset": asset,
        "field_name": field_name,
        "field_words": field_words,
        "label_units": tuple(UNITS),
        "role_name": lambda role: accounts_wording()["roles"][role],
    }
    made.filters["casework_kind"] = lambda statement: KIND_OF[type(statement)]
    made.filters["partial"] = formats.partial_day
    return made


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """Address of a static file; it changes with the content, so browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def page(
    request: Request[Any, Any, State], name: str, *, status_code: int = 200, **context: object
) -> Template:
    """Render ``templates/web/<name>.html.jinja`` for whoever is asking."""
    person = request.scope.get("user")
    done = request.query_params.get("done")
    return Template(
        f"web/{name}.html.jinja",
        context={
            "visitor": person,
            "entries": entries(person, request.scope["path"]),
            "notice": wording()["done"].get(done) if done else None,
            **_common(request),
            **context,
        },
        status_code=status_code,
    )


def _common(request: Request[Any, Any, State]) -> dict[str, object]:
    """What does not depend on who is asking."""
    site, asked_day = request.app.state.site, request.query_params.get("as_of")
    day = f"as_of={quote(asked_day)}" if asked_day else ""
    return {
        "office": site.settings.office,
        "today": site.today(),
        "day_query": f"?{day}" if day else "",
        "day_part": f"&{day}" if day else "",
    }


def shared_page(
    request: Request[Any, Any, State], name: str, view: View, key: object, **context: object
) -> Template:
    """Render a page whose content is the same for all who see the same projects, once.

    ``key`` tells what was asked for; nothing in ``context`` may depend on the person. The frame
    around it, with the person's name, comes from ``templates/web/<name>.html.jinja``.
    """
    common = _common(request)
    content = view.standing.content(
        (name, key),
        lambda: (
            web_environment()
            .get_template(f"web/{name}_content.html.jinja")
            .render(view=view, **common, **context)
        ),
    )
    return page(request, name, content=Markup(content))  # noqa: S704 - our own template's output


def back_to(path: str, done: str | None = None) -> Redirect:
    """Send the browser on after a form; ``done`` is a key of ``[done]`` in the wording."""
    separator = "&" if "?" in path else "?"
    return Redirect(f"{path}{separator}done={done}" if done else path, status_code=303)
