"""The Treasury's payment lines that lead to a truth's disbursements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.recognition.truth import Money, TrueProject, Truth

_GRAIN = 100_000


@dataclass(frozen=True, slots=True)
class TrueVoucher:
    """One payment: ``approved - recovered`` is new disbursement of its project's money."""

    number: str
    paid_on: date
    kind: str
    project: TrueProject
    money: Money
    approved: int
    recovered: int


def vouchers_of(truth: Truth) -> tuple[TrueVoucher, ...]:
    """An advance first, then volume payments that recover it, in the order of their dates."""
    lines = [
        line
        for project in truth.projects
        for money in project.money
        for line in _lines(truth, project, money)
    ]
    ordered = sorted(lines, key=lambda line: (line.paid_on, line.project.code, line.money.source))
    return tuple(
        replace(line, number=f"GRV-{number:04d}") for number, line in enumerate(ordered, start=1)
    )


def _lines(truth: Truth, project: TrueProject, money: Money) -> Iterator[TrueVoucher]:
    before = outstanding = 0
    for index, (day, done) in enumerate(zip(truth.dates, money.disbursed, strict=True)):
        new = done - before
        if not new:
            continue
        paid_on = day - timedelta(days=(int(project.code) + index) % 60)
        recovered = outstanding // 2 // _GRAIN * _GRAIN
        kind = "Thanh toán KLHT" if index else "Tạm ứng"
        yield TrueVoucher("", paid_on, kind, project, money, new + recovered, recovered)
        before, outstanding = done, outstanding - recovered if index else new
