"""The Vietnamese wording of the outbox, which pages and commands share."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from disburse.paths import TEMPLATES

if TYPE_CHECKING:
    from disburse.send.errors import SendError


@cache
def wording() -> dict[str, dict[str, str]]:
    """Return ``templates/send.toml``.

    Its tables: ``states``, ``outcomes``, ``skips``, ``frequencies``, ``faults``, ``errors`` and
    ``test``.
    """
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        (TEMPLATES / "send.toml").read_text(encoding="utf-8")
    )
    return loaded


def worded(error: SendError) -> str:
    """Say in Vietnamese what was refused and what to do."""
    states = wording()["states"]
    shown = {
        key: states[str(value)] if key == "state" else value
        for key, value in error.arguments.items()
    }
    return wording()["errors"][error.code].format(**shown)
