"""Fields of a register in the words of the office, from ``templates/web/fields.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from disburse.paths import TEMPLATES


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = tomllib.loads(
        (TEMPLATES / "web" / "fields.toml").read_text(encoding="utf-8")
    )
    return names


def field_names() -> list[str]:
    """Every field a column can be said to hold, in the order people look for them."""
    return list(_names())


def field_name(field: str) -> str:
    """Name of a field; one without a name keeps its code."""
    return _names().get(field, field)
