"""New, changed, unchanged, missing: what a rehearsal and an import both tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from disburse.ledger.imports import compare, undo
from disburse.model import Changes, ProjectClass, Tranche
from tests.ledger.builders import (
    JUNE,
    MARCH,
    SEPTEMBER,
    figure,
    payments,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from disburse.model import Project
    from tests.ledger.builders import Office

KNOWN = project(
    "0000001",
    project_class=ProjectClass.CONTINUING,
    started="2025",
    total_investment=900,
    plans=(plan(5, "NST"), plan(7, "NSTW")),
    disbursements=(figure(MARCH, 2),),
)
CHANGED = Changes(new=0, changed=1, unchanged=0, missing=0)
UNCHANGED = Changes(new=0, changed=0, unchanged=1, missing=0)


def _told(office: Office, *rows: Project) -> Changes:
    """What a June register tells; rehearsed and stored alike."""
    given = register(*rows, as_of=JUNE)
    rehearsed = compare(office.connection, office.file_of(given)[0])
    stored = office.take(given)
    told = (stored.changes, stored.differences, stored.findings)
    assert told == (rehearsed.changes, rehearsed.differences, rehearsed.findings)
    return rehearsed.changes


@pytest.mark.parametrize(
    "row",
    [
        changed(KNOWN, name="Đường trục thôn A, giai đoạn 2"),
        changed(KNOWN, owner="Ban QLDA khu vực"),
        changed(KNOWN, head="Giám đốc"),
        changed(KNOWN, project_class=ProjectClass.COMPLETED),
        changed(KNOWN, started="2025-03"),
        changed(KNOWN, total_investment=901),
        changed(KNOWN, plans=(plan(5, "NST"),)),
        changed(KNOWN, plans=(plan(5, "NST"), plan(8, "NSTW"))),
        changed(KNOWN, plans=(*KNOWN.plans, plan(1, tranche=Tranche.CARRYOVER))),
        changed(KNOWN, disbursements=(figure(MARCH, 3),)),
        changed(KNOWN, disbursements=(figure(JUNE, 2),)),
        changed(KNOWN, disbursements=(figure(MARCH, 2, estimate=True),)),
        changed(KNOWN, disbursements=(figure(MARCH, 2, volume=1),)),
    ],
)
def test_any_statement_that_differs_is_a_change(office: Office, row: Project) -> None:
    office.take(register(KNOWN))
    assert _told(office, row) == CHANGED


@pytest.mark.parametrize(
    "row",
    [
        KNOWN,
        project("0000001"),
        project("0000001", owner=None, plans=KNOWN.plans[::-1]),
        changed(KNOWN, sheet="Sheet2", row=4, cells={}, class_evidence="B. Chuyển tiếp"),
    ],
    ids=["the same", "silent", "other order", "elsewhere"],
)
def test_what_a_file_is_silent_about_is_no_change(office: Office, row: Project) -> None:
    office.take(register(KNOWN))
    assert _told(office, row) == UNCHANGED


def test_the_latest_statement_counts_not_the_last_import(office: Office) -> None:
    office.take(register(project("0000001", total_investment=2), as_of=SEPTEMBER))
    office.take(register(project("0000001", total_investment=1), as_of=MARCH))
    assert _told(office, project("0000001", total_investment=2)) == UNCHANGED


def test_silence_in_between_does_not_hide_an_older_statement(office: Office) -> None:
    office.take(register(KNOWN))
    office.take(register(project("0000001", tier="C"), as_of=JUNE, file="bo-sung.xlsx"))
    assert _told(office, KNOWN) == UNCHANGED


def test_undone_imports_are_not_compared_with(office: Office) -> None:
    office.take(register(KNOWN))
    second = office.take_new(register(changed(KNOWN, total_investment=1), as_of=SEPTEMBER))
    undo(office.connection, second, by="Phòng Kinh tế", at=office.now)
    assert _told(office, KNOWN) == UNCHANGED


def test_new_and_missing_projects_are_counted(office: Office) -> None:
    office.take(register(KNOWN, project("0000002"), project("0000003")))
    told = _told(office, KNOWN, project("0000004"), project(None, "Trường Mầm non B"))
    assert told == Changes(new=2, changed=0, unchanged=1, missing=2)


def test_missing_is_told_against_the_latest_of_the_kind_and_year(office: Office) -> None:
    office.take(register(project("0000001"), project("0000002"), as_of=MARCH))
    office.take(register(project("0000001"), as_of=SEPTEMBER))
    office.take(register(project("0000007"), budget_year=2025))
    office.take(payments(voucher("0000008", MARCH, 5)))
    assert _told(office, project("0000001"), project("0000002")).missing == 0
    assert _told(office, project("0000009")).missing == 1


def test_one_project_in_two_rows_is_one_project(office: Office) -> None:
    rows = (project("0000001", plans=(plan(5),)), project("0000001", "Tên khác", plans=(plan(6),)))
    office.take(register(*rows))
    assert _told(office, *rows) == UNCHANGED


def test_a_voucher_line_not_held_is_a_change(office: Office) -> None:
    office.take(register(KNOWN, project("0000002")))
    first = payments(voucher("0000001", MARCH, 5), voucher("0000002", MARCH, 5))
    assert office.take(first).changes == Changes(new=0, changed=2, unchanged=0, missing=0)
    more = payments(
        voucher("0000001", MARCH, 5), voucher("0000002", MARCH, 5), voucher("0000002", JUNE, 5)
    )
    rehearsed = compare(office.connection, office.file_of(more)[0])
    assert rehearsed.changes == Changes(new=0, changed=1, unchanged=1, missing=0)
    assert office.take(more).differences == rehearsed.differences


def test_a_rehearsal_writes_nothing(office: Office) -> None:
    office.take(register(KNOWN))
    before = office.connection.total_changes
    compare(office.connection, office.file_of(register(project("0000009"), as_of=JUNE))[0])
    assert office.connection.total_changes == before
    with pytest.raises(ValueError, match="lacks"):
        compare(office.connection, register(KNOWN, as_of=None))
