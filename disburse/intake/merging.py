"""One project stated on several rows or sheets: joined where that is certain, else reported."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from rapidfuzz import fuzz

from disburse.findings import finding, money
from disburse.model import CapitalPlan, Disbursement
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from disburse.model import Finding, Project

_SAME_NAME = 90
_Row = TypeVar("_Row", CapitalPlan, Disbursement)


def merged(projects: Iterable[Project]) -> tuple[list[Project], list[Finding]]:
    """Projects by code, else by name and owner, each once, in the order first met."""
    grouped: dict[tuple[str, ...], list[Project]] = defaultdict(list)
    for project in projects:
        key = (project.code,) if project.code else (fold(project.name), fold(project.owner or ""))
        grouped[key].append(project)
    findings: list[Finding] = []
    return [_joined(group, findings) for group in grouped.values()], findings


def _joined(group: list[Project], findings: list[Finding]) -> Project:
    whole = group[0]
    for other in group[1:]:
        whole = _join(whole, other, findings)
    return whole


def _join(one: Project, other: Project, findings: list[Finding]) -> Project:
    here, there = _name_cell(one), _name_cell(other)
    if fold(one.name) != fold(other.name):
        findings.append(
            finding(
                "name_differs",
                cell=there,
                value=other.code,
                first=here,
                name=one.name,
                other=other.name,
            )
        )  # fmt: skip
    if fuzz.token_sort_ratio(fold(one.name), fold(other.name)) < _SAME_NAME:
        findings.append(
            finding(
                "code_shared",
                cell=there,
                value=other.code,
                first=here,
                name=one.name,
                other=other.name,
            )
        )
        return one
    if one.sheet == other.sheet and one.plans == _at(other.plans, one.plans) != ():
        findings.append(finding("project_repeated", cell=there, value=other.name, first=here))
    plans = _rows(one.plans, other.plans, _plan_scope, findings)
    disbursements = _rows(one.disbursements, other.disbursements, _disbursement_scope, findings)
    filled = {
        name: getattr(other, name) for name in one.__struct_fields__ if getattr(one, name) is None
    }
    return replace(
        one, **filled, plans=plans, disbursements=disbursements, cells=other.cells | one.cells
    )


def _at(plans: tuple[CapitalPlan, ...], like: tuple[CapitalPlan, ...]) -> tuple[CapitalPlan, ...]:
    """The same plans as if they stood in the cells of the others, to compare what they say."""
    return tuple(replace(plan, cell=other.cell) for plan, other in zip(plans, like, strict=False))


def _name_cell(project: Project) -> str:
    return (
        project.cells.get("code") or project.cells.get("name") or f"{project.sheet}!A{project.row}"
    )


def _plan_scope(plan: CapitalPlan) -> tuple[object, ...]:
    return (plan.tranche,)


def _disbursement_scope(item: Disbursement) -> tuple[object, ...]:
    return (item.tranche, item.to_date, item.estimate, item.treasury)


def _rows(
    ones: tuple[_Row, ...],
    others: tuple[_Row, ...],
    scope: Callable[[_Row], tuple[object, ...]],
    findings: list[Finding],
) -> tuple[_Row, ...]:
    result = list(ones)
    for key in dict.fromkeys(scope(row) for row in others):
        here = [row for row in ones if scope(row) == key]
        there = [row for row in others if scope(row) == key]
        kept = _settled(here, there, findings)
        result = [row for row in result if scope(row) != key] + kept
    return tuple(result)


def _settled(here: list[_Row], there: list[_Row], findings: list[Finding]) -> list[_Row]:
    """Different sources add up; the same money said twice counts once; anything else is asked."""
    if not here:
        return there
    apart = not {row.source for row in here} & {row.source for row in there}
    first, second = sum(row.amount for row in here), sum(row.amount for row in there)
    if apart and None not in {row.source for row in here + there}:
        return here + there
    if first == second:
        return max(here, there, key=len)
    if not first or not second:
        return here if first else there
    findings.append(
        finding(
            "project_stated_twice", cell=there[0].cell, value=money(second), first=here[0].cell,
            amount=money(first), other=money(second),
        )
    )  # fmt: skip
    return here
