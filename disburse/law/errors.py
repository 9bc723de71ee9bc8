"""What is wrong with a decision file, told to the one who can put it right."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from disburse.errors import OperatorError
from disburse.paths import TEMPLATES

if TYPE_CHECKING:
    from datetime import date


class LawError(OperatorError):
    """A decision that cannot be relied on, or none at all; the message is Vietnamese."""


def bad_value(file: str, key: str, problem: str, detail: str = "") -> LawError:
    """Name the file, the key (as ``milestone[2].due``) and one of the wording's problems."""
    wording = _wording()
    told = wording["problems"][problem].format(detail=detail)
    return LawError(wording["errors"]["file"].format(file=file, key=key, problem=told))


def no_decision(as_of: date) -> LawError:
    """Name the day that no decision speaks for."""
    return LawError(_wording()["errors"]["no_decision"].format(as_of=f"{as_of:%d/%m/%Y}"))


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    text = (TEMPLATES / "law.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", tomllib.loads(text))
