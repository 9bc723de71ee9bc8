"""Advances and estimates for form 01a."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.ledger.form_figures import advances, estimates
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.rules import Thresholds
from tests.ledger.builders import SEPTEMBER, figure, payments, plan, project, register, voucher

if TYPE_CHECKING:
    from disburse.ledger.form_figures import Key
    from tests.ledger.builders import Office

OCTOBER, AS_OF = date(2026, 10, 31), date(2026, 10, 5)


def found(office: Office) -> dict[Key, int]:
    assessment = evaluate(office.connection, AS_OF, Thresholds(), Stopwatch())
    return advances(office.connection, assessment)


def test_a_snapshot_tells_its_parts(office: Office) -> None:
    told = figure(SEPTEMBER, 90, "NSX", volume=70, advance=20)
    only_volume = figure(SEPTEMBER, 50, "NSĐP", volume=50)
    neither = figure(SEPTEMBER, 40, "XSKT")
    office.take(
        register(
            project(
                "0000001", plans=(plan(500, "NSX"),), disbursements=(told, only_volume, neither)
            ),
            as_of=SEPTEMBER,
        )
    )
    assert found(office) == {(1, "NSX", "current"): 20, (1, "NSĐP", "current"): 0}


def test_vouchers_tell_advances_less_recoveries(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(500),))))
    office.take(
        payments(
            voucher("0000001", date(2026, 8, 1), 100, voucher_kind="tạm ứng", number="1"),
            voucher("0000001", date(2026, 9, 1), 60, advance_recovered=30, number="2"),
        )
    )
    assert found(office) == {(1, None, "current"): 70}


def test_vouchers_without_advance_are_all_volume(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(500),))))
    office.take(payments(voucher("0000001", SEPTEMBER, 60)))
    assert found(office) == {(1, None, "current"): 0}


def test_an_unclear_voucher_leaves_the_parts_unknown(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(500),))))
    office.take(payments(voucher("0000001", SEPTEMBER, 60, voucher_kind=None)))
    assert found(office) == {}


def test_a_figure_of_a_snapshot_and_later_vouchers_is_not_taken_apart(office: Office) -> None:
    told = figure(SEPTEMBER, 90, volume=70, advance=20)
    office.take(
        register(project("0000001", plans=(plan(500),), disbursements=(told,)), as_of=SEPTEMBER)
    )
    office.take(payments(voucher("0000001", date(2026, 10, 2), 10), as_of=AS_OF))
    assert found(office) == {}


def test_estimates_are_those_of_the_latest_file(office: Office) -> None:
    first = (figure(OCTOBER, 100, "NSX", estimate=True), figure(OCTOBER, 5, "XSKT", estimate=True))
    office.take(register(project("0000001", disbursements=first)))
    later = (figure(OCTOBER, 120, "NSX", estimate=True), figure(SEPTEMBER, 90, "NSX"))
    office.take(register(project("0000001", disbursements=later), as_of=AS_OF, file="b.xlsx"))
    office.take(register(project("0000002", "Trạm y tế", disbursements=first), file="c.xlsx"))
    assert estimates(office.connection, 2026, OCTOBER) == {
        (1, "NSX", "current"): 120,
        (2, "NSX", "current"): 100,
        (2, "XSKT", "current"): 5,
    }
    assert estimates(office.connection, 2026, SEPTEMBER) == {}
    assert estimates(office.connection, 2025, OCTOBER) == {}
