"""Findings: what is wrong in a file, where, and what to do, worded by ``data/findings.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from disburse.model import Finding, Severity
from disburse.paths import DATA

_LONGEST_VALUE = 120


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
    **details: object,
) -> Finding:
    """Make a finding; ``details`` fill the wording, ``cell`` is ``"Sheet!F12"``.

    Raises:
        KeyError: the code is not in the catalogue, or its wording asks for a missing detail.
    """
    entry = catalogue()[code]
    shown = None if value is None else str(value)[:_LONGEST_VALUE]
    words = {"value": shown, "cell": cell, "sheet": sheet, **details}
    return Finding(
        code=code,
        severity=Severity(entry["severity"]),
        sheet=sheet if sheet is not None or cell is None else cell.rpartition("!")[0],
        cell=None if cell is None else cell.rpartition("!")[2],
        value=shown,
        message=entry["message"].format(**words),
        fix=entry["fix"].format(**words),
    )


def money(amount: int) -> str:
    """An amount for the wording of a finding: "12.500.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"
