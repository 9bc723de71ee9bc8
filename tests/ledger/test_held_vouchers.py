"""Payment lines an earlier import holds: said at import, named by cell and import."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.imports import compare, undo
from disburse.model import Severity
from tests.ledger.builders import JUNE, MARCH, SEPTEMBER, payments, project, register, voucher

if TYPE_CHECKING:
    from disburse.model import Finding, Register
    from tests.ledger.builders import Office

CODE = "0000001"
QUARTERS = (MARCH, JUNE, SEPTEMBER)


@pytest.fixture
def known(office: Office) -> Office:
    office.take(register(project(CODE)))
    return office


def lines(*days: date, file: str, first_row: int = 9) -> Register:
    paid = (
        voucher(CODE, day, 5, number=f"{day:%m}", cell=f"KB!L{row}")
        for row, day in enumerate(days, start=first_row)
    )
    return payments(*paid, file=file)


def said(office: Office, given: Register) -> list[Finding]:
    """What rehearsing says, which must be what storing says."""
    rehearsed = compare(office.connection, office.file_of(given)[0]).findings
    assert office.take(given).findings == rehearsed
    return [one for one in rehearsed if one.code == "voucher_repeated_earlier"]


def test_a_first_list_repeats_nothing(known: Office) -> None:
    assert said(known, lines(*QUARTERS, file="quy-3.xlsx")) == []


def test_a_list_drawn_up_anew_names_what_each_earlier_one_holds(known: Office) -> None:
    first = known.take_new(lines(MARCH, file="quy-1.xlsx"))
    second = known.take_new(lines(MARCH, JUNE, file="quy-2.xlsx"))
    found = said(known, lines(*QUARTERS, file="quy-3.xlsx"))
    assert [(one.sheet, one.cell, one.value, one.severity) for one in found] == [
        ("KB", "L9", "1", Severity.INFO),
        ("KB", "L10", "1", Severity.INFO),
    ]
    assert f"1 trong 3 dòng chứng từ của tệp đã có từ lần nhập số {first}" in found[0].message
    assert "tệp quy-1.xlsx" in found[0].message
    assert f"lần nhập số {second} (tệp quy-2.xlsx)" in found[1].message


def test_the_first_cells_stand_for_many(known: Office) -> None:
    days = [date(2026, month, 1) for month in range(1, 7)]
    known.take(lines(*days, file="quy-2.xlsx"))
    (found,) = said(known, lines(*days, SEPTEMBER, file="quy-3.xlsx", first_row=20))
    assert found.value == "6"
    assert found.message.endswith("ô KB!L20, KB!L21, KB!L22, ….")


def test_what_differs_in_anything_is_another_payment(known: Office) -> None:
    paid = {"number": "01", "source": "NST", "advance_recovered": 1}
    known.take(payments(voucher(CODE, MARCH, 5, **paid), file="quy-1.xlsx"))
    others = (
        voucher(CODE, MARCH, 6, **paid),
        voucher(CODE, JUNE, 5, **paid),
        *(
            voucher(CODE, MARCH, 5, **{**paid, name: value})
            for name, value in (("number", None), ("source", "NSX"), ("advance_recovered", 0))
        ),
    )
    assert said(known, payments(*others, file="quy-2.xlsx")) == []


def test_lines_of_an_import_undone_are_not_repeated(known: Office) -> None:
    first = known.take_new(lines(MARCH, file="quy-1.xlsx"))
    undo(known.connection, first, by="Phòng Kinh tế", at=known.now)
    assert said(known, lines(MARCH, JUNE, file="quy-2.xlsx")) == []


def test_lines_held_for_another_year_are_not_left_out_and_not_told(known: Office) -> None:
    last_year = payments(voucher(CODE, MARCH, 5), file="nam-2025.xlsx", budget_year=2025)
    known.take(last_year)
    assert (
        said(known, payments(voucher(CODE, MARCH, 5), voucher(CODE, JUNE, 5), file="q.xlsx")) == []
    )
    assert known.evidence().vouchers["amount"].sum() == 10


def test_the_finding_is_stored_with_the_import(known: Office) -> None:
    known.take(lines(MARCH, file="quy-1.xlsx"))
    known.take(lines(MARCH, JUNE, file="quy-2.xlsx"))
    stored = known.connection.execute("SELECT import_id, code, cell FROM finding").fetchall()
    assert stored == [(3, "voucher_repeated_earlier", "L9")]
