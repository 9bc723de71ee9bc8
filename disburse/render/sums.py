"""What one file says of each project, summed by funding source and tranche."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from disburse.model import Project, Tranche
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from disburse.model import Register, Voucher

Key = tuple[str | None, Tranche]


class SourceSum(msgspec.Struct, frozen=True, gc=False):
    """Plan and cumulative disbursement of one source and tranche; None where the file is silent."""

    source: str | None
    tranche: Tranche
    plan: int | None
    disbursed: int | None


def read_projects(register: Register) -> Iterator[tuple[Project, tuple[SourceSum, ...]]]:
    """Projects of the file in its order with their sums, then those its vouchers name."""
    for project in register.projects:
        yield project, project_sums(project)
    for vouchers in _by_project(register.vouchers):
        yield _named_by(vouchers), voucher_sums(vouchers)


def count_projects(register: Register) -> int:
    """How many projects `read_projects` gives."""
    return len(register.projects) + len(_by_project(register.vouchers))


def tranche_totals(register: Register) -> tuple[dict[Tranche, int], dict[Tranche, int]]:
    """Plans and disbursements of all `read_projects` by tranche; no key where none is stated."""
    planned: defaultdict[Tranche, int] = defaultdict(int)
    paid: defaultdict[Tranche, int] = defaultdict(int)
    for project in register.projects:
        for plan in project.plans:
            planned[plan.tranche] += plan.amount
        if project.disbursements:
            for key, amount in _latest_figures(project).items():
                paid[key[1]] += amount
    for voucher in register.vouchers:
        paid[voucher.tranche] += voucher.approved - voucher.advance_recovered
    return planned, paid


def project_sums(project: Project) -> tuple[SourceSum, ...]:
    """Plans added up, and the latest actual figure of each source and tranche."""
    plans: dict[Key, int] = {}
    for plan in project.plans:
        key = (plan.source, plan.tranche)
        plans[key] = plans.get(key, 0) + plan.amount
    paid = _latest_figures(project)
    return tuple([SourceSum(*key, plans.get(key), paid.get(key)) for key in (plans | paid)])


def _latest_figures(project: Project) -> dict[Key, int]:
    """Of the figures of the last day the Treasury's alone count where it speaks that day."""
    figures: dict[Key, tuple[tuple[date, bool], int]] = {}
    for figure in project.disbursements:
        if figure.estimate:
            continue
        key, rank = (figure.source, figure.tranche), (figure.to_date, figure.treasury)
        known, amount = figures.get(key) or (rank, 0)
        if rank >= known:
            figures[key] = (rank, figure.amount + (amount if rank == known else 0))
    return {key: amount for key, (_, amount) in figures.items()}


def voucher_sums(vouchers: list[Voucher]) -> tuple[SourceSum, ...]:
    """Approved less recovered of each source and tranche; vouchers know no plan."""
    paid: defaultdict[Key, int] = defaultdict(int)
    for voucher in vouchers:
        paid[voucher.source, voucher.tranche] += voucher.approved - voucher.advance_recovered
    return tuple(SourceSum(*key, None, amount) for key, amount in paid.items())


def _by_project(vouchers: tuple[Voucher, ...]) -> Collection[list[Voucher]]:
    grouped: defaultdict[str, list[Voucher]] = defaultdict(list)
    for voucher in vouchers:
        grouped[voucher.project_code or fold(voucher.project_name or "")].append(voucher)
    return grouped.values()


def _named_by(vouchers: list[Voucher]) -> Project:
    """Build the project the vouchers speak of; its figure stands in all their cells."""
    sheet, _, _ = vouchers[0].cell.rpartition("!")
    return Project(
        sheet=sheet,
        row=0,
        code=vouchers[0].project_code,
        name=next((one.project_name for one in vouchers if one.project_name), ""),
        owner=next((one.owner for one in vouchers if one.owner), None),
        cells={"disbursed": ", ".join(one.cell for one in vouchers)},
    )
