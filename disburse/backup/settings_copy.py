"""A settings file without its secrets, and whatever else belongs to one place alone."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def secrets_of(tables: Mapping[str, type]) -> frozenset[tuple[str, str]]:
    """Name the settings that hold a secret, as table and key."""
    return frozenset(
        (name, one.name)
        for name, table in tables.items()
        for one in fields(table)
        if one.metadata.get("secret")
    )


def without(text: str, left_out: frozenset[tuple[str, str]]) -> str:
    """Return a settings file as it is, or written anew where it holds what is to be left out.

    Raises tomllib.TOMLDecodeError for what is no TOML.
    """
    document = tomllib.loads(text)
    if not any(key in document.get(table, {}) for table, key in left_out):
        return text
    return "\n\n".join(_table(*one, left_out) for one in document.items()) + "\n"


def _table(name: str, table: Mapping[str, Any], left_out: frozenset[tuple[str, str]]) -> str:
    kept = {key: value for key, value in table.items() if (name, key) not in left_out}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in kept.items())
    return "\n".join((f"[{name}]", *lines))
