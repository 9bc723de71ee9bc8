"""Wording of the workbook, from ``templates/workbook.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any, cast

from disburse.paths import TEMPLATES


def text(section: str, key: str, **values: object) -> str:
    """One text of a section with its gaps filled in; KeyError where the file lacks it."""
    return cast("str", _wording()[section][key]).format(**values)


def texts(section: str, key: str) -> dict[str, str]:
    """A table of texts inside a section, in the order of the file."""
    return cast("dict[str, str]", _wording()[section][key])


def lines(section: str, key: str, **values: object) -> list[str]:
    """A list of texts of a section, each with its gaps filled in."""
    return [line.format(**values) for line in _wording()[section][key]]


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "workbook.toml").read_text(encoding="utf-8"))
