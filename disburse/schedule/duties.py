"""What the law wants done by when: duties of every year, and the limits of the year's decision."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from disburse.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from disburse.rules import Decision

FILE = DATA / "schedule.toml"
OWN_DAY = "monthly_report"
"""The duty whose day the province sets for the office."""

_Text = Annotated[str, Meta(pattern=r"\S")]


class Bound(StrEnum):
    """Whose duty it is."""

    OFFICE = "office"
    OWNER = "owner"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Due:
    """One duty on one day; ``before``: it must be done before that day, not on it."""

    day: date
    title: str
    who: Bound
    basis: str
    confidence: str
    before: bool


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A duty that comes back every year, as ``data/schedule.toml`` gives it."""

    id: _Text
    title: _Text
    who: Bound
    day: Annotated[int, Meta(ge=1, le=28)]
    months: Annotated[tuple[Annotated[int, Meta(ge=1, le=12)], ...], Meta(min_length=1)]
    basis: _Text
    confidence: _Text

    def due(self, year: int, month: int) -> Due:
        """Return the duty of one month."""
        day = date(year, month, self.day)
        return Due(day, self.title, self.who, self.basis, self.confidence, before=True)


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    duty: tuple[Duty, ...]


@lru_cache(maxsize=4)
def load_duties(path: Path = FILE) -> tuple[Duty, ...]:
    """Read the duties. Raises msgspec.ValidationError for what is wrong with the file."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Document).duty


def with_own_day(duties: Iterable[Duty], day: int | None) -> tuple[Duty, ...]:
    """Put the day the province set, where it is known, in place of the law's outer bound."""
    return tuple(
        msgspec.structs.replace(one, day=day) if day and one.id == OWN_DAY else one
        for one in duties
    )


def due_between(
    duties: Iterable[Duty], decisions: Iterable[Decision], first: date, last: date
) -> tuple[Due, ...]:
    """List what is due from ``first`` to ``last``, both included, in order of day."""
    recurring = (
        one.due(year, month)
        for one in duties
        for year in range(first.year, last.year + 1)
        for month in one.months
    )
    limits = (
        Due(one.due, one.title, Bound.ALL, one.basis, one.confidence, before=False)
        for decision in decisions
        for one in decision.limits
    )
    found = {one: None for one in (*recurring, *limits) if first <= one.day <= last}
    return tuple(sorted(found, key=lambda one: one.day))


def for_owner(listed: Iterable[Due]) -> tuple[Due, ...]:
    """Keep what an owner has to do."""
    return tuple(one for one in listed if one.who is not Bound.OFFICE)
