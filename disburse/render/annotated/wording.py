"""Wording of the annotated workbook, from ``templates/annotated.toml``, and text made safe."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import cast

from disburse.paths import TEMPLATES

LONGEST_TEXT = 32_767
"""Excel keeps no more characters in a cell."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@")


def text(section: str, key: str, **values: object) -> str:
    """One text of a section with its gaps filled in; KeyError where the file lacks it."""
    return _wording()[section][key].format(**values)


def keys(section: str) -> tuple[str, ...]:
    """The keys of a section in the order of the file."""
    return tuple(_wording()[section])


def plain(content: str, longest: int = LONGEST_TEXT) -> str:
    """Text a workbook can hold and shows as it is: no control characters, no codes for them."""
    shown = _CODE.sub("_x005F_", _FORBIDDEN.sub("", content.replace("\r\n", "\n")))
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def like_formula(content: str) -> bool:
    """Whether Excel would take the text for a formula once somebody edits its cell."""
    return content.lstrip().startswith(_FORMULA_SIGNS)


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    content = (TEMPLATES / "annotated.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", tomllib.loads(content))
