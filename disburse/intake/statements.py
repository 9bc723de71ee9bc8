"""The money of one project row: plans and disbursements by source, tranche and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from disburse.findings import finding, money
from disburse.intake.series import series
from disburse.model import CapitalPlan, Disbursement, Tranche

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.layout import Layout
    from disburse.intake.money_columns import Money, MoneyColumn, MoneyGroup, Standing
    from disburse.model import Finding

_TRANCHES = {tranche.value: tranche for tranche in Tranche}


class Part(msgspec.Struct, frozen=True, gc=False):
    """One row that carries figures of a project: the project's own, or one per source below it.

    ``by_itself`` marks a row whose own cell names its source: it may stand for that source alone.
    """

    position: int
    source: str | None
    tranche: Tranche | None
    by_itself: bool = False


class Figure(msgspec.Struct, frozen=True, gc=False):
    """One amount with its source and cell; ``volume`` and ``advance`` where it is split so."""

    source: str | None
    amount: int
    cell: str
    position: int
    volume: int | None = None
    advance: int | None = None


def plans(
    columns: Money, main: Part, splits: Sequence[Part], findings: list[Finding]
) -> list[CapitalPlan]:
    """The capital plan rows a project states, by source and tranche."""
    return _joined_plans(
        [
            CapitalPlan(item.source, tranche, item.amount, item.cell)
            for tranche, figures in _by_tranche(columns, columns.plans, main, splits, findings)
            for item in figures
        ]
    )


def disbursements(
    layout: Layout, columns: Money, main: Part, splits: Sequence[Part], findings: list[Finding]
) -> list[Disbursement]:
    """The cumulative disbursements a project states; a blank cell under the heading means nil."""
    stated: list[Disbursement] = []
    for one in columns.standings:
        found = [
            Disbursement(
                item.source, tranche, one.to_date, item.amount, item.cell,
                item.volume, item.advance, one.estimate, one.treasury,
            )
            for tranche, figures in _by_tranche(columns, one.groups, main, splits, findings)
            for item in figures
        ]  # fmt: skip
        stated += found if one.estimate else [*found, *_nil(columns, one, main, found)]
    if layout.periods:
        stated += series(layout, main, stated, findings)
    return _joined_disbursements(stated)


def total_cell(columns: Money, totals: Sequence[MoneyColumn], position: int) -> str | None:
    """The cell of a row's own total, in the first of the columns that holds one."""
    for column in totals:
        if column.values[position] is not None:
            return column.reference + columns.numbers[position]
    return None


def _nil(
    columns: Money, one: Standing, main: Part, found: list[Disbursement]
) -> list[Disbursement]:
    """An empty cell under a heading of the year's own disbursement: nothing disbursed."""
    tranche = main.tranche or Tranche.CURRENT
    if tranche in [item.tranche for item in found]:
        return []
    own = [group for group in one.groups if group.tranche in {tranche.value, "current", "total"}]
    if not own:
        return []
    cell = own[0].first.reference + columns.numbers[main.position]
    return [Disbursement(main.source, tranche, one.to_date, 0, cell, treasury=one.treasury)]


def _by_tranche(
    columns: Money,
    groups: tuple[MoneyGroup, ...],
    main: Part,
    splits: Sequence[Part],
    findings: list[Finding],
) -> list[tuple[Tranche, list[Figure]]]:
    figures = {group.tranche: _figures(columns, group, main, splits, findings) for group in groups}
    if "total" in figures:
        figures = _without_total(figures)
    if not splits:
        tranche = main.tranche
        return [(tranche or _TRANCHES[name], items) for name, items in figures.items() if items]
    parts = {part.position: part.tranche for part in (main, *splits)}
    sorted_out: dict[Tranche, list[Figure]] = {}
    for name, items in figures.items():
        for item in items:
            tranche = parts[item.position] or _TRANCHES[name]
            sorted_out.setdefault(tranche, []).append(item)
    return list(sorted_out.items())


def _without_total(figures: dict[str, list[Figure]]) -> dict[str, list[Figure]]:
    """A total over both tranches only serves where the year's own money is not given by itself."""
    total = figures.pop("total")
    if figures.get("current") or not total:
        return figures
    carried = sum(item.amount for item in figures.get("carryover", []))
    rest = sum(item.amount for item in total) - carried
    first = total[0]
    own = total if not carried else [Figure(None, rest, first.cell, first.position)]
    return {**figures, "current": own}


def _figures(
    columns: Money,
    group: MoneyGroup,
    main: Part,
    splits: Sequence[Part],
    findings: list[Finding],
) -> list[Figure]:
    whole = _figure(columns, group, main)
    if not splits and not group.by_source:
        return [whole] if whole else []
    parts: list[Figure] = []
    if splits:
        parts = [item for split in splits for item in _split_figures(columns, group, split)]
        named = {(split.source, split.tranche) for split in splits}
        if whole and parts and main.by_itself and (main.source, main.tranche) not in named:
            return [whole, *parts]
    parts = parts or _source_figures(columns, group, main)
    if not parts:
        return [whole] if whole else []
    found = sum([item.amount for item in parts])
    if whole is None or whole.amount == found:
        return parts
    findings.append(
        finding(
            "split_differs",
            cell=whole.cell,
            value=money(whole.amount),
            total=money(whole.amount),
            parts=money(found),
            difference=money(whole.amount - found),
        )
    )
    if found > whole.amount:
        return [whole]
    return [*parts, Figure(None, whole.amount - found, whole.cell, whole.position)]


def _split_figures(columns: Money, group: MoneyGroup, split: Part) -> list[Figure]:
    own = _figure(columns, group, split)
    return [own] if own is not None else _source_figures(columns, group, split)


def _figure(columns: Money, group: MoneyGroup, part: Part) -> Figure | None:
    """The figure all sources together, from its own column or as volume plus advance."""
    at = part.position
    volume = None if group.volume is None else group.volume.values[at]
    advance = None if group.advance is None else group.advance.values[at]
    for column in group.totals:
        amount = column.values[at]
        if amount is not None:
            cell = column.reference + columns.numbers[at]
            return Figure(part.source, amount, cell, at, volume, advance)
    first = group.volume or group.advance
    if first is None or (volume is None and advance is None):
        return None
    cell = first.reference + columns.numbers[at]
    return Figure(part.source, (volume or 0) + (advance or 0), cell, at, volume, advance)


def _source_figures(columns: Money, group: MoneyGroup, part: Part) -> list[Figure]:
    at = part.position
    return [
        Figure(column.source, amount, column.reference + columns.numbers[at], at)
        for column in group.by_source
        if (amount := column.values[at])
    ]


def _joined_plans(stated: list[CapitalPlan]) -> list[CapitalPlan]:
    """One row per source and tranche: rows of one source add up, the first cell stands."""
    joined: dict[tuple[str | None, Tranche], CapitalPlan] = {}
    for plan in stated:
        key = (plan.source, plan.tranche)
        known = joined.get(key)
        joined[key] = (
            plan
            if known is None
            else CapitalPlan(plan.source, plan.tranche, known.amount + plan.amount, known.cell)
        )
    return list(joined.values())


def _joined_disbursements(stated: list[Disbursement]) -> list[Disbursement]:
    if len(stated) == 1:
        return stated
    joined: dict[tuple[object, ...], Disbursement] = {}
    for item in stated:
        key = (item.source, item.tranche, item.to_date, item.estimate, item.treasury)
        known = joined.get(key)
        joined[key] = item if known is None else _added(known, item)
    return list(joined.values())


def _added(one: Disbursement, other: Disbursement) -> Disbursement:
    return Disbursement(
        one.source,
        one.tranche,
        one.to_date,
        one.amount + other.amount,
        one.cell,
        _sum(one.volume, other.volume),
        _sum(one.advance, other.advance),
        one.estimate,
        one.treasury,
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)
