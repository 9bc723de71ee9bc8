"""The command line's Vietnamese wording, from ``templates/cli.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

from disburse.errors import OperatorError
from disburse.paths import TEMPLATES


@cache
def wording() -> dict[str, dict[str, str]]:
    """Return the tables of ``templates/cli.toml``."""
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        (TEMPLATES / "cli.toml").read_text(encoding="utf-8")
    )
    return loaded


def error(key: str, **values: object) -> OperatorError:
    """Return the operator's error worded under ``key`` of the table ``[errors]``."""
    return OperatorError(wording()["errors"][key].format(**values))
