"""What lies behind the sums of payments: advances, recoveries, lines left out as repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from disburse.ledger.imports import undo
from disburse.ledger.voucher_parts import part_of
from disburse.model import Tranche
from tests.ledger.builders import (
    JUNE,
    MARCH,
    SEPTEMBER,
    YEAR_END,
    payments,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from tests.ledger.builders import Office

CODE = "0000001"
ADVANCE = {"voucher_kind": "Tạm ứng"}


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("Tạm ứng", "advance"),
        ("TẠM ỨNG HỢP ĐỒNG", "advance"),
        ("Ứng trước dự toán năm sau", "advance"),
        ("thực chi", "volume"),
        ("Thanh toán", "volume"),
        ("Thanh toán khối lượng hoàn thành", "volume"),
        ("Thanh toán KLHT", "volume"),
        ("Thu hồi tạm ứng", "volume"),
        ("tạm ứng → thực chi", "volume"),
        ("Thanh toán tạm ứng", "unclear"),
        ("Khác", "unclear"),
    ],
)
def test_what_a_kind_pays(kind: str, part: str) -> None:
    assert part_of(kind) == part


@pytest.fixture
def known(office: Office) -> Office:
    office.take(register(project(CODE, plans=(plan(5),))))
    return office


def behind(office: Office) -> list[dict[str, Any]]:
    frame = office.evidence(needed=(JUNE, SEPTEMBER, YEAR_END)).voucher_parts
    dropped = frame.drop(columns="project_id").sort_values(["paid_to", "tranche"])
    return [
        {str(name): value for name, value in row.items() if value and value == value}  # noqa: PLR0124
        for row in dropped.assign(paid_to=dropped["paid_to"].dt.strftime("%m-%d")).to_dict(
            "records"
        )
    ]


def test_plain_payments_have_nothing_behind_them(known: Office) -> None:
    known.take(payments(voucher(CODE, MARCH, 5), voucher(CODE, JUNE, 7)))
    assert behind(known) == []


def test_parts_by_bucket_source_and_tranche(known: Office) -> None:
    known.take(
        payments(
            voucher(CODE, MARCH, 50, source="NST", **ADVANCE),
            voucher(CODE, JUNE, 20, source="NST", number="02", **ADVANCE),
            voucher(CODE, SEPTEMBER, 90, source="NST", advance_recovered=30),
            voucher(CODE, SEPTEMBER, 10, tranche=Tranche.CARRYOVER, voucher_kind=None),
        )
    )
    assert behind(known) == [
        {"source": "NST", "tranche": "current", "paid_to": "06-30", "advances": 70},
        {"tranche": "carryover", "paid_to": "09-30", "unclear": 1},
        {"source": "NST", "tranche": "current", "paid_to": "09-30", "advance_recovered": 30},
    ]


def test_repeated_lines_are_counted_once_and_only_while_the_other_import_counts(
    known: Office,
) -> None:
    first = known.take_new(payments(voucher(CODE, MARCH, 50, **ADVANCE), file="quy-1.xlsx"))
    both = voucher(CODE, MARCH, 50, **ADVANCE), voucher(CODE, JUNE, 9, advance_recovered=4)
    known.take(payments(*both, file="quy-2.xlsx"))
    expected = {"tranche": "current", "paid_to": "06-30", "advance_recovered": 4, "advances": 50}
    assert behind(known) == [{**expected, "repeated": 1, "repeated_amount": 50}]
    assert known.evidence().vouchers["amount"].sum() == 55
    undo(known.connection, first, by="Phòng Kinh tế", at=known.now)
    assert behind(known) == [expected]
    assert known.evidence().vouchers["amount"].sum() == 55
