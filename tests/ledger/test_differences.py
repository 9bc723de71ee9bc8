"""What a re-upload changes, project by project: each field old → new, with the file's cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from disburse.differences import DifferenceKind, FieldDifference
from disburse.ledger.confirmations import confirm_same
from disburse.ledger.imports import compare, undo
from disburse.model import ProjectClass, Tranche
from tests.ledger.builders import (
    JUNE,
    MARCH,
    OWNER,
    SEPTEMBER,
    figure,
    payments,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from disburse.differences import ProjectDifference
    from disburse.model import Project, Register
    from tests.ledger.builders import Office

CELLS = {"name": "KH!C12", "owner": "KH!D12", "class": "KH!A3", "started": "KH!E12"}
KNOWN = project(
    "0000001",
    project_class=ProjectClass.CONTINUING,
    started="2025",
    plans=(plan(5, "NST"), plan(7, "NSTW")),
    disbursements=(figure(MARCH, 2), figure(MARCH, 4, treasury=True)),
    cells=CELLS,
)
CURRENT, CARRYOVER = Tranche.CURRENT, Tranche.CARRYOVER
PLAN, PAID = "KH!F12", "GN!G12"


def _told(office: Office, given: Register) -> tuple[ProjectDifference, ...]:
    """What a rehearsal tells; storing tells the same."""
    rehearsed = compare(office.connection, office.file_of(given)[0]).differences
    assert office.take(given).differences == rehearsed
    return rehearsed


def _fields(office: Office, row: Project) -> list[FieldDifference]:
    office.take(register(KNOWN))
    told = _told(office, register(row, as_of=JUNE))
    assert all(one.kind is DifferenceKind.CHANGED and one.project_id == 1 for one in told)
    return [field for one in told for field in one.fields]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (changed(KNOWN, owner="Ban QLDA"), [("owner", OWNER, "Ban QLDA", "KH!D12")]),
        (changed(KNOWN, project_class=ProjectClass.COMPLETED), [("class", "continuing", "completed", "KH!A3")]),
        (changed(KNOWN, started="2025-03"), [("started", "2025", "2025-03", "KH!E12")]),
        (changed(KNOWN, tier="C"), [("tier", None, "C", None)]),
        (changed(KNOWN, total_investment=9), [("total_investment", None, 9, None)]),
        (changed(KNOWN, plans=(plan(5, "NST"),)), [("plan", 7, None, None, "NSTW", CURRENT)]),
        (changed(KNOWN, plans=(plan(6, "NST"), plan(7, "NSTW"))), [("plan", 5, 6, PLAN, "NST", CURRENT)]),
        (changed(KNOWN, plans=(*KNOWN.plans, plan(1, None, CARRYOVER))), [("plan", None, 1, PLAN, None, CARRYOVER)]),
        (changed(KNOWN, plans=(plan(2, "NST"), plan(3, "NST"), plan(7, "NSTW"))), []),
        (changed(KNOWN, disbursements=(figure(MARCH, 3),)), [("disbursed", 2, 3, PAID, None, CURRENT, MARCH)]),
        (
            changed(KNOWN, disbursements=(figure(MARCH, 2, volume=1, advance=1),)),
            [
                ("volume", None, 1, PAID, None, CURRENT, MARCH),
                ("advance", None, 1, PAID, None, CURRENT, MARCH),
            ],
        ),
        (
            changed(KNOWN, disbursements=(figure(JUNE, 3),)),
            [("disbursed", 2, 3, PAID, None, CURRENT, JUNE, MARCH)],
        ),
        (
            changed(KNOWN, disbursements=(figure(JUNE, 3, "NST"),)),
            [("disbursed", None, 3, PAID, "NST", CURRENT, JUNE)],
        ),
        (
            changed(KNOWN, disbursements=(figure(JUNE, 9, treasury=True),)),
            [("treasury_disbursed", 4, 9, PAID, None, CURRENT, JUNE, MARCH)],
        ),
        (
            changed(KNOWN, disbursements=(figure(JUNE, 9, estimate=True),)),
            [("estimated_disbursed", None, 9, PAID, None, CURRENT, JUNE)],
        ),
    ],
)  # fmt: skip
def test_each_field_is_told_with_old_new_and_cell(
    office: Office, row: Project, fields: list[tuple[object, ...]]
) -> None:
    assert _fields(office, row) == [FieldDifference(*one) for one in fields]  # type: ignore[arg-type] # drawn by position


def test_a_figure_to_a_new_date_is_held_against_the_latest_earlier_one(office: Office) -> None:
    for number, (day, amount) in enumerate([(date(2026, 1, 31), 1), (JUNE, 3), (MARCH, 2)]):
        row = project("0000001", disbursements=(figure(day, amount),))
        office.take(register(row, as_of=day, file=f"{number}.xlsx"))
    row = project("0000001", disbursements=(figure(date(2026, 5, 31), 9), figure(SEPTEMBER, 9)))
    (one,) = _told(office, register(row, as_of=SEPTEMBER))
    assert [(field.old, field.old_to_date) for field in one.fields] == [(2, MARCH), (3, JUNE)]


def test_one_project_in_two_rows_is_told_once(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(5),))))
    rows = [project("0000001", plans=(plan(amount),)) for amount in (5, 6)]
    (one,) = _told(office, register(*rows, as_of=JUNE))
    assert [(field.field, field.old, field.new) for field in one.fields] == [("plan", 5, 11)]


def test_new_and_changed_come_in_the_order_of_the_file_missing_ones_last(office: Office) -> None:
    office.take(
        register(project("0000001"), project("0000002", owner=None), project(None, "Chợ xã"))
    )
    rows = (project("0000009", "Trụ sở"), project("0000001", tier="C"), project(None, "Kênh"))
    told = _told(office, register(*rows, as_of=JUNE))
    assert [(one.kind.value, one.project_id, one.code, one.name, one.owner) for one in told] == [
        ("new", None, "0000009", "Trụ sở", OWNER),
        ("changed", 1, "0000001", "Đường trục thôn A", OWNER),
        ("new", None, None, "Kênh", OWNER),
        ("missing", 2, "0000002", "Đường trục thôn A", None),
        ("missing", 3, None, "Chợ xã", OWNER),
    ]


def test_a_missing_project_keeps_the_code_an_older_file_told(office: Office) -> None:
    office.take(register(project("0000001", "Chợ xã")))
    office.take(register(project(None, "Chợ xã"), project("0000002"), as_of=JUNE))
    told = _told(office, register(project("0000002"), as_of=SEPTEMBER))
    assert [(one.code, one.name) for one in told] == [("0000001", "Chợ xã")]


def test_payment_lines_not_yet_held_are_summed(office: Office) -> None:
    office.take(register(project("0000001"), project("0000002")))
    first = payments(voucher("0000001", MARCH, 5), voucher("0000002", MARCH, 5, cell="KB!A8"))
    told = _told(office, first)
    assert [one.fields[0].new for one in told] == [5, 5]
    assert (told[1].name, told[1].fields[0].cell) == ("Đường trục thôn A", "KB!A8")
    more = payments(
        *first.vouchers,
        voucher("0000001", JUNE, 9, advance_recovered=2),
        voucher("0000001", MARCH, 3),
        as_of=JUNE,
    )
    (one,) = _told(office, more)
    assert one.fields == (
        FieldDifference("vouchers", None, 10, "KB!A9", None, CURRENT, JUNE),
    )  # fmt: skip
    undo(office.connection, 2, by="x", at=office.now)
    undo(office.connection, 3, by="x", at=office.now)
    assert [one.fields[0].new for one in _told(office, more)] == [15, 5]


def test_joined_projects_are_compared_as_one(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(5),), disbursements=(figure(MARCH, 1),))))
    office.take(payments(voucher("0000001", MARCH, 5)))
    office.take(register(project("0000002", tier="C"), as_of=JUNE, file="b.xlsx"))
    confirm_same(office.connection, 1, 2, by="x", at=office.now)
    row = project("0000002", tier="C", plans=(plan(5),), disbursements=(figure(JUNE, 4),))
    (one,) = _told(office, register(row, as_of=SEPTEMBER))
    assert (one.project_id, [(field.old, field.new) for field in one.fields]) == (1, [(1, 4)])
    assert _told(office, payments(voucher("0000002", MARCH, 5), as_of=JUNE)) == ()


def test_what_is_held_already_differs_in_nothing(office: Office) -> None:
    office.take(register(KNOWN))
    assert _told(office, register(KNOWN)) == ()
