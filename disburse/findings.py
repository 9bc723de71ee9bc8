"""Findings: what is wrong in a file, where, and what to do, worded by ``data/findings.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from disburse.model import Finding, Severity
from disburse.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_VALUE = 120
_LONGEST_HEADING = 1000


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """Every finding by its code: ``severity``, ``title``, ``message``, ``fix``."""
    with (DATA / "findings.toml").open("rb") as file:
        return tomllib.load(file)


def finding(
    code: str,
    *,
    cell: str | None = None,
    sheet: str | None = None,
    value: object = None,
    candidates: Sequence[str] = (),
    **details: object,
) -> Finding:
    """Make a finding; ``details`` fill the wording, ``cell`` is ``"Sheet!F12"``.

    One with ``candidates`` is a question: its value is the heading to answer by, hardly ever cut.

    Raises:
        KeyError: the code is not in the catalogue, or its wording asks for a missing detail.
    """
    entry = catalogue()[code]
    longest = _LONGEST_HEADING if candidates else _LONGEST_VALUE
    shown = None if value is None else str(value)[:longest]
    offered = {"candidates": ", ".join(candidates)} if candidates else {}
    place, _, address = (cell or "").rpartition("!")
    sheet = sheet if sheet is not None or cell is None else place
    words = {"value": shown, "cell": cell, "sheet": sheet, **offered, **details}
    return Finding(
        code=code,
        severity=Severity(entry["severity"]),
        sheet=sheet,
        cell=None if cell is None else address,
        value=shown,
        message=entry["message"].format(**words),
        fix=entry["fix"].format(**words),
        candidates=tuple(candidates),
    )


def money(amount: int) -> str:
    """An amount for the wording of a finding: "12.500.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"
