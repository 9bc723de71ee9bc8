"""What one file says of each project, summed by funding source and tranche."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from disburse.model import Project, Tranche
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


def project_sums(project: Project) -> tuple[SourceSum, ...]:
    """Plans added up, and the latest actual figure of each source and tranche.

    Of the figures of the last day the Treasury's alone count where it speaks that day.
    """
    plans: dict[Key, int] = {}
    figures: dict[Key, tuple[tuple[date, bool], int]] = {}
    for plan in project.plans:
        key = (plan.source, plan.tranche)
        plans[key] = plans.get(key, 0) + plan.amount
    for figure in project.disbursements:
        if figure.estimate:
            continue
        key, rank = (figure.source, figure.tranche), (figure.to_date, figure.treasury)
        known, amount = figures.get(key) or (rank, 0)
        if rank >= known:
            figures[key] = (rank, figure.amount + (amount if rank == known else 0))
    paid = {key: amount for key, (_, amount) in figures.items()}
    return tuple([SourceSum(*key, plans.get(key), paid.get(key)) for key in (plans | paid)])


def voucher_sums(vouchers: list[Voucher]) -> tuple[SourceSum, ...]:
    """Approved less recovered of each source and tranche; vouchers know no plan."""
    paid: defaultdict[Key, int] = defaultdict(int)
    for voucher in vouchers:
        paid[voucher.source, voucher.tranche] += voucher.approved - voucher.advance_recovered
    return tuple(SourceSum(*key, None, amount) for key, amount in paid.items())


def _by_project(vouchers: tuple[Voucher, ...]) -> Iterable[list[Voucher]]:
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
