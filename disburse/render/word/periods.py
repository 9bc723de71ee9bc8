"""The month, quarter or year a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class PeriodKind(StrEnum):
    """How long the period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``number`` is the month, the quarter, or 1 for a year."""

    kind: PeriodKind
    year: int
    number: int

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 1 + (self.number - 1) * _MONTHS[self.kind], 1)

    @property
    def end(self) -> date:
        """Its last day."""
        month = self.number * _MONTHS[self.kind]
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)

    @property
    def key(self) -> str:
        """A short name that sorts: "2026-10", "2026-q3", "2026"."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02}"
            case PeriodKind.QUARTER:
                return f"{self.year}-q{self.number}"
            case PeriodKind.YEAR:
                return str(self.year)


def period_of(kind: PeriodKind, as_of: date, budget_year: int) -> Period:
    """Choose the period a report drawn up on ``as_of`` is about.

    A month's report is of the month it is drawn up in: TT 37/2025 asks, before the 15th, for what
    was disbursed up to the end of the month before and an estimate for this one. A quarter's is of
    the last quarter completed, in the first quarter of the year of that one; a year's of the
    budget year.
    """
    if kind is PeriodKind.YEAR:
        return Period(kind, budget_year, 1)
    if kind is PeriodKind.MONTH:
        return Period(kind, as_of.year, as_of.month)
    running = Period(kind, as_of.year, (as_of.month + 2) // 3)
    before = running.start - timedelta(days=1)
    if running.end == as_of or before.year < budget_year:
        return running
    return Period(kind, before.year, (before.month + 2) // 3)
