"""Findings in the words of the pages, where the catalogue speaks of the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from disburse.web.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disburse.model import Finding


def on_pages(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put in the words of ``[findings]`` of the pages' wording; most need none."""
    return tuple(_on_page(one) for one in findings)


def _on_page(finding: Finding) -> Finding:
    words: dict[str, str] = wording()["findings"].get(finding.code, {})
    if not words:
        return finding
    told = words.get("message")
    message = told.format(value=finding.value) if told else finding.message
    return replace(finding, message=message, fix=words["fix"])
