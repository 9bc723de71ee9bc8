"""The money of one project row: plans and disbursements by source, tranche and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.intake.findings import finding, money
from disburse.intake.series import series
from disburse.model import CapitalPlan, Disbursement, Tranche

if TYPE_CHECKING:
    from disburse.intake.columns import Column
    from disburse.intake.layout import AmountGroup, Layout
    from disburse.model import Finding


_TRANCHES = {tranche.value: tranche for tranche in Tranche}


@dataclass(frozen=True, slots=True)
class Part:
    """One row that carries figures of a project: the project's own, or one per source below it.

    ``by_itself`` marks a row whose own cell names its source: it may stand for that source alone.
    """

    position: int
    source: str | None
    tranche: Tranche | None
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount with its source and cell; ``volume`` and ``advance`` where it is split so."""

    source: str | None
    amount: int
    cell: str
    position: int
    volume: int | None = None
    advance: int | None = None


def plans(
    layout: Layout, main: Part, splits: list[Part], findings: list[Finding]
) -> list[CapitalPlan]:
    """The capital plan rows a project states, by source and tranche."""
    stated: list[CapitalPlan] = []
    for tranche, figures in _by_tranche(layout, layout.plans, main, splits, findings):
        stated += [CapitalPlan(item.source, tranche, item.amount, item.cell) for item in figures]
    return _joined_plans(stated)


def disbursements(
    layout: Layout, main: Part, splits: list[Part], findings: list[Finding]
) -> list[Disbursement]:
    """The cumulative disbursements a project states; a blank cell under the heading means nil."""
    stated: list[Disbursement] = []
    standings = {(group.to_date, group.estimate, group.treasury) for group in layout.disbursements}
    for to_date, estimate, treasury in sorted(standings, key=str):
        if to_date is None:
            continue
        groups = tuple(
            group
            for group in layout.disbursements
            if (group.to_date, group.estimate, group.treasury) == (to_date, estimate, treasury)
        )
        found = [
            Disbursement(
                item.source, tranche, to_date, item.amount, item.cell,
                item.volume, item.advance, estimate, treasury,
            )
            for tranche, figures in _by_tranche(layout, groups, main, splits, findings)
            for item in figures
        ]  # fmt: skip
        stated += found if estimate else [*found, *_nil(layout, groups, main, found)]
    return _joined_disbursements([*stated, *series(layout, main, stated, findings)])


def _nil(
    layout: Layout, groups: tuple[AmountGroup, ...], main: Part, found: list[Disbursement]
) -> list[Disbursement]:
    """An empty cell under a heading of the year's own disbursement: nothing disbursed."""
    tranche = main.tranche or Tranche.CURRENT
    own = [group for group in groups if group.tranche in {tranche.value, "current", "total"}]
    if not own or any(item.tranche is tranche for item in found) or own[0].to_date is None:
        return []
    cell = layout.cell(own[0].columns[0], main.position)
    return [Disbursement(main.source, tranche, own[0].to_date, 0, cell, treasury=own[0].treasury)]


def _by_tranche(
    layout: Layout,
    groups: tuple[AmountGroup, ...],
    main: Part,
    splits: list[Part],
    findings: list[Finding],
) -> list[tuple[Tranche, list[Figure]]]:
    figures = {group.tranche: _figures(layout, group, main, splits, findings) for group in groups}
    if "total" in figures:
        figures = _without_total(figures)
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
    layout: Layout, group: AmountGroup, main: Part, splits: list[Part], findings: list[Finding]
) -> list[Figure]:
    whole = _figure(layout, group, main)
    parts = [item for split in splits for item in _split_figures(layout, group, split)]
    named = {(split.source, split.tranche) for split in splits}
    if whole and parts and main.by_itself and (main.source, main.tranche) not in named:
        return [whole, *parts]
    parts = parts or _source_figures(layout, group, main)
    if not parts:
        return [whole] if whole else []
    found = sum(item.amount for item in parts)
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


def _split_figures(layout: Layout, group: AmountGroup, split: Part) -> list[Figure]:
    own = _figure(layout, group, split)
    return [own] if own is not None else _source_figures(layout, group, split)


def _figure(layout: Layout, group: AmountGroup, part: Part) -> Figure | None:
    """The figure all sources together, from its own column or as volume plus advance."""
    volume = _value(layout, group.volume, part)
    advance = _value(layout, group.advance, part)
    for column in group.totals:
        amount = layout.amount(column, part.position)
        if amount is not None:
            cell = layout.cell(column, part.position)
            return Figure(part.source, amount, cell, part.position, volume, advance)
    first = next((c for c in (group.volume, group.advance) if c is not None), None)
    if first is None or (volume is None and advance is None):
        return None
    cell = layout.cell(first, part.position)
    return Figure(part.source, (volume or 0) + (advance or 0), cell, part.position, volume, advance)


def _value(layout: Layout, column: Column | None, part: Part) -> int | None:
    return None if column is None else layout.amount(column, part.position)


def _source_figures(layout: Layout, group: AmountGroup, part: Part) -> list[Figure]:
    return [
        Figure(column.source, amount, layout.cell(column, part.position), part.position)
        for column in group.by_source
        if (amount := layout.amount(column, part.position))
    ]


def _joined_plans(stated: list[CapitalPlan]) -> list[CapitalPlan]:
    """One row per source and tranche: rows of one source add up, the first cell stands."""
    joined: dict[tuple[str | None, Tranche], CapitalPlan] = {}
    for plan in stated:
        key = (plan.source, plan.tranche)
        known = joined.get(key)
        amount = plan.amount + (known.amount if known else 0)
        joined[key] = CapitalPlan(
            plan.source, plan.tranche, amount, known.cell if known else plan.cell
        )
    return list(joined.values())


def _joined_disbursements(stated: list[Disbursement]) -> list[Disbursement]:
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
