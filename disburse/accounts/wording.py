"""The Vietnamese wording of accounts, which pages and commands share."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from disburse.paths import TEMPLATES

if TYPE_CHECKING:
    from disburse.accounts.errors import AccountError


@cache
def wording() -> dict[str, dict[str, str]]:
    """Return ``templates/accounts.toml``: ``errors``, ``roles``, ``purposes``, ``actions``."""
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        (TEMPLATES / "accounts.toml").read_text(encoding="utf-8")
    )
    return loaded


def worded(error: AccountError) -> str:
    """Say in Vietnamese what was refused and what to do."""
    shown = {
        key: f"{datetime.fromisoformat(str(value)):%H:%M ngày %d/%m/%Y}"
        if key.endswith("_at")
        else value
        for key, value in error.arguments.items()
    }
    return wording()["errors"][error.code].format(**shown)
