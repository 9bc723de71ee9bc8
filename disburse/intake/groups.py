"""What the text of a row says: a total, a funding source, a class heading, an owner's heading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from disburse.intake.dates import years_in
from disburse.intake.vocabulary import mentions, source_name, vocabulary
from disburse.model import ProjectClass, Tranche
from disburse.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAD = re.compile(r"^[\s\-+*•–:]+")
_LONGEST_SOURCE_WORDS = 8
_TITLED_SOURCE = re.compile(r"(?i)nguồn(?: vốn)?\s*:\s*([^;,.()]+)")


class Named(Protocol):
    """Anything with an ordinal and a name."""

    @property
    def ordinal(self) -> str: ...  # noqa: D102 - a protocol's members speak for themselves

    @property
    def name(self) -> str: ...  # noqa: D102 - the same

    @property
    def code(self) -> str | None: ...  # noqa: D102 - the same


def bare_name(text: str) -> str:
    """A name without the dashes and bullets before it."""
    return _LEAD.sub("", clean(text))


def is_total(line: Named) -> bool:
    """Whether a row sums others: "Tổng số", "TỔNG CỘNG", "Cộng nhóm A"."""
    return not line.code and any(_total_text(fold(text)) for text in (line.name, line.ordinal))


@lru_cache(maxsize=65536)
def _total_text(text: str) -> bool:
    words = vocabulary().row
    if text in words["total"]:
        return True
    padded = f"{text} "
    return any(padded.startswith(f"{prefix} ") for prefix in words["total_prefix"])


def is_source(line: Named) -> bool:
    """Whether a row's name is a funding source, as in rows per source under a project."""
    return named_source(line.name) is not None


@lru_cache(maxsize=65536)
def named_source(text: str) -> str | None:
    """The source a row's name stands for, as written without bullets; None where it is none."""
    bare = bare_name(text)
    folded = fold(bare)
    for prefix in ("trong do", "nguon von", "nguon", "von"):
        if folded.startswith(prefix + " ") and source_name(folded.removeprefix(prefix + " ")):
            return bare
    return bare if source_name(bare) else None


def is_remark(line: Named) -> bool:
    """Whether a row's text is a word on the rows around it: "Trong đó:", "Ghi chú: …"."""
    return fold(bare_name(line.name)).startswith(vocabulary().row["remark"])


def is_heading(line: Named) -> bool:
    """Whether an unnumbered or childless row is a heading: class, tranche, owner or source."""
    return not line.code and _heading_text(line.name)


@lru_cache(maxsize=65536)
def _heading_text(name: str) -> bool:
    folded = fold(bare_name(name))
    if folded.startswith(
        ("cac du an", "du an", "cac cong trinh", "cong trinh", "von ", "nhom ", "nguon ")
    ):
        return class_named(name, None) is not None or folded.startswith(
            ("nguon von", "von keo dai")
        )
    return (
        mentions(folded, vocabulary().classes[ProjectClass.UNCLASSIFIED])
        and len(folded.split()) < _LONGEST_SOURCE_WORDS
    )


@lru_cache(maxsize=4096)
def class_named(text: str, budget_year: int | None) -> ProjectClass | None:
    """The project class a heading or class cell names.

    "Hoàn thành" with this year or a later one is a project still going on; the completed ones
    are those finished before the budget year.
    """
    folded = fold(text)
    for project_class, phrases in vocabulary().classes.items():
        if mentions(folded, phrases):
            if project_class is ProjectClass.COMPLETED and _still_going(folded, budget_year):
                return ProjectClass.CONTINUING
            return project_class
    return None


def _still_going(folded: str, budget_year: int | None) -> bool:
    years = years_in(folded)
    before = "truoc" in folded.split()
    return budget_year is not None and bool(years) and max(years) >= budget_year and not before


@lru_cache(maxsize=4096)
def heading_tranche(text: str) -> Tranche | None:
    """The tranche a heading names: carried-over money, else None."""
    carried = mentions(fold(text), vocabulary().tranche["carryover"])
    return Tranche.CARRYOVER if carried else None


def row_tranche(text: str) -> Tranche | None:
    """The tranche a row under a project names: "Vốn kéo dài", "Vốn kế hoạch năm 2026"."""
    words = vocabulary().tranche
    if mentions(fold(text), words["carryover"]):
        return Tranche.CARRYOVER
    return Tranche.CURRENT if mentions(fold(text), words["current"]) else None


def titled_source(text: str) -> str | None:
    """The source a title over a table names: "Nguồn vốn: Ngân sách tỉnh"."""
    match = _TITLED_SOURCE.search(text)
    found = match[1].strip() if match else text
    return found if source_name(found) else None


def heading_source(texts: Iterable[str]) -> str | None:
    """The funding source the innermost of some headings names."""
    for text in reversed(list(texts)):
        if source := named_source(text):
            return source
    return None


def heading_owner(texts: Iterable[str]) -> str | None:
    """The owner the innermost of some headings names."""
    for text in reversed(list(texts)):
        if fold(bare_name(text)).startswith(vocabulary().row["owner_prefix"]):
            return bare_name(text)
    return None
