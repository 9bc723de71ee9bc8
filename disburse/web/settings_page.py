"""The settings: each with its value, where it was set, and whether it is in force yet."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from litestar import get
from litestar.response import Template

from disburse.errors import OperatorError
from disburse.paths import TEMPLATES
from disburse.settings import DEFAULT, FILE, Setting, list_settings, variable
from disburse.web.access import Access
from disburse.web.pages import page
from disburse.web.providing import Asked, GivenSite
from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class Line:
    """One setting: ``value`` as text, None for a secret that is set; ``source`` None: default.

    ``waiting``: set since the program was started, and in force only from its next start.
    """

    key: str
    variable: str
    text: str
    value: str | bool | None
    source: str | None
    waiting: bool


@get("/settings", access=Access.ADMIN, include_in_schema=False)
async def settings_page(request: Asked, site: GivenSite) -> Template:
    """Show every setting; they are changed in the file, not here."""
    tables: dict[str, list[Line]] = {}
    problem = None
    try:
        for one in list_settings(site.database, os.environ):
            tables.setdefault(one.table, []).append(_line(site, one))
    except OperatorError as refusal:
        problem = str(refusal)
    return page(
        request, "settings", tables=tables, problem=problem, texts=_wording()["tables"], file=FILE
    )


def _line(site: Site, one: Setting) -> Line:
    return Line(
        key=one.key,
        variable=variable(one.table, one.key),
        text=_wording()[one.table][one.key],
        value=_shown(one),
        source=None if one.source == DEFAULT else one.source,
        waiting=one.value != _in_force(site, one),
    )


def _shown(one: Setting) -> str | bool | None:
    if one.secret and one.value:
        return None
    if isinstance(one.value, float):
        return f"{one.value:g}".replace(".", ",")
    return one.value if isinstance(one.value, bool) else str(one.value)


def _in_force(site: Site, one: Setting) -> Any:  # noqa: ANN401 - a setting may be of any type
    """Value the program runs with; the folder of uploads is kept as a whole path."""
    if one.table == "storage":
        kept = site.settings.uploads
        return one.value if site.database.parent / str(one.value) == kept else str(kept)
    return getattr(getattr(site.settings, one.table), one.key)


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    """Read ``templates/web/settings.toml``."""
    return tomllib.loads((TEMPLATES / "web" / "settings.toml").read_text(encoding="utf-8"))


HANDLERS = [settings_page]
