"""The amount columns of a table made ready to be read row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from disburse.intake.columns import Column
    from disburse.intake.layout import AmountGroup, Layout


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """Amounts in đồng by position of the body, and what stands before a row number there."""

    source: str | None
    values: list[int | None]
    reference: str


@dataclass(frozen=True, slots=True)
class MoneyGroup:
    """The columns that state one figure: in total, by source, and in parts; ``first`` of all."""

    tranche: str
    totals: tuple[MoneyColumn, ...]
    by_source: tuple[MoneyColumn, ...]
    volume: MoneyColumn | None
    advance: MoneyColumn | None
    first: MoneyColumn


@dataclass(frozen=True, slots=True)
class Standing:
    """The disbursement to one day, as fact or estimate, by the file or by the Treasury."""

    to_date: date
    estimate: bool
    treasury: bool
    groups: tuple[MoneyGroup, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """All of a table: plans, and disbursements in the order of their days.

    ``numbers`` ends the references of each position. ``plan_totals`` and, by day,
    ``disbursed_totals`` are the columns where a project's own total may stand, in that order.
    """

    numbers: list[str]
    plans: tuple[MoneyGroup, ...]
    standings: tuple[Standing, ...]
    plan_totals: tuple[MoneyColumn, ...]
    disbursed_totals: dict[date, tuple[MoneyColumn, ...]]


def money_columns(layout: Layout) -> Money:
    """Make the amount columns of a table ready."""
    groups = {id(group): _group(layout, group) for group in (*layout.plans, *layout.disbursements)}
    plans = tuple(groups[id(group)] for group in layout.plans)
    gathered: dict[tuple[date, bool, bool], list[MoneyGroup]] = {}
    actual: dict[date, list[MoneyGroup]] = {}
    for group in layout.disbursements:
        if group.to_date is not None:
            key = (group.to_date, group.estimate, group.treasury)
            gathered.setdefault(key, []).append(groups[id(group)])
            if not group.estimate:
                actual.setdefault(group.to_date, []).append(groups[id(group)])
    standings = tuple(Standing(*key, tuple(gathered[key])) for key in sorted(gathered, key=str))
    return Money(
        numbers=[str(row + 1) for row in layout.table.body],
        plans=plans,
        standings=standings,
        plan_totals=_totals(plans),
        disbursed_totals={day: _totals(found) for day, found in actual.items()},
    )


def _group(layout: Layout, group: AmountGroup) -> MoneyGroup:
    def made(column: Column) -> MoneyColumn:
        values, reference = layout.values[column.index], layout.references[column.index]
        return MoneyColumn(column.source, values, reference)

    return MoneyGroup(
        tranche=group.tranche,
        totals=tuple(map(made, group.totals)),
        by_source=tuple(map(made, group.by_source)),
        volume=None if group.volume is None else made(group.volume),
        advance=None if group.advance is None else made(group.advance),
        first=made(group.columns[0]),
    )


def _totals(groups: Iterable[MoneyGroup]) -> tuple[MoneyColumn, ...]:
    """The columns of totals: the year's own money first, then both tranches together."""
    found = tuple(groups)
    return tuple(
        column
        for tranche in ("current", "total")
        for group in found
        if group.tranche == tranche
        for column in group.totals
    )
