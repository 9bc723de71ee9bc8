"""What is put before a person: projects and owners that may be one, each until it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger.candidates import candidates, owner_suggestions
from disburse.ledger.confirmations import (
    confirm_different,
    confirm_other_owner,
    confirm_owner,
    confirm_same,
    withdraw,
)
from disburse.ledger.imports import compare, undo
from disburse.model import Severity
from tests.ledger.builders import JUNE, MARCH, OWNER, payments, project, register, voucher

if TYPE_CHECKING:
    from tests.ledger.builders import Office

ROAD, RENAMED = "Đường trục thôn A", "Cải tạo đường trục thôn A"
COMMITTEE = "Ủy ban nhân dân xã Bằng Mạc"
BY = "Phòng Kinh tế"


def _pairs(office: Office) -> list[tuple[int, int]]:
    return [
        (one.project.project_id, one.resembles.project_id) for one in candidates(office.connection)
    ]


def _spellings(office: Office) -> list[tuple[str, str]]:
    return [(one.spelling, one.owner) for one in owner_suggestions(office.connection)]


def test_a_project_under_another_name_is_reported_and_never_joined(office: Office) -> None:
    """A peer put a similar name in the place of an unknown one without asking."""
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã")))
    given = register(
        project(None, RENAMED, cells={"name": "KH!C12"}), project("0000002", "Chợ xã"), as_of=JUNE
    )
    rehearsed = compare(office.connection, office.file_of(given)[0])
    stored = office.take(given)
    assert stored.findings == rehearsed.findings
    (found,) = stored.findings
    assert (found.code, found.severity) == ("project_resembles", Severity.WARNING)
    assert (found.sheet, found.cell, found.value) == ("KH", "C12", RENAMED)
    assert all(part in found.message for part in (ROAD, RENAMED, "0000001", "ke-hoach.xlsx"))
    assert (stored.changes.new, stored.changes.missing) == (1, 1)
    assert sorted(office.evidence().projects["name"]) == sorted([ROAD, RENAMED, "Chợ xã"])
    kept = office.connection.execute(
        "SELECT code, cell FROM finding WHERE import_id = 2"
    ).fetchall()
    assert kept == [("project_resembles", "C12")]
    assert _pairs(office) == [(3, 1)]


def test_a_file_that_lists_both_means_two(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    given = register(project("0000001", ROAD), project(None, RENAMED), as_of=JUNE)
    assert compare(office.connection, given).findings == ()
    office.take(given)
    assert _pairs(office) == []


def test_a_first_import_and_one_without_new_projects_report_nothing(office: Office) -> None:
    rows = (project("0000001", ROAD), project("0000002", RENAMED))
    assert office.take(register(*rows)).findings == ()
    assert office.take(register(rows[0], as_of=JUNE)).findings == ()


def test_each_new_project_is_reported_once_with_the_likeliest(office: Office) -> None:
    office.take(register(project("0000001", f"{RENAMED}, xã Bằng Mạc"), project("0000002", ROAD)))
    given = register(project(None, "đường trục thôn A", owner="Ban khác"), as_of=JUNE)
    (found,) = compare(office.connection, given).findings
    assert "0000002" in found.message


def test_a_payment_to_a_name_nearly_known_is_reported_at_its_cell(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    lines = [voucher(None, MARCH, 5, project_name=RENAMED, owner=OWNER) for _ in range(3)]
    (found,) = compare(office.connection, payments(*lines)).findings
    assert (found.sheet, found.cell) == ("KB", "A9")


def test_a_decided_pair_awaits_no_more_until_it_is_withdrawn(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    office.take(register(project("0000009", ROAD), as_of=JUNE))
    assert _pairs(office) == [(2, 1)]
    for confirm in (confirm_same, confirm_different):
        number = confirm(office.connection, 2, 1, by=BY, at=office.now).number
        assert _pairs(office) == []
        withdraw(office.connection, number, by=BY, at=office.now)
        assert _pairs(office) == [(2, 1)]


def test_candidates_follow_what_is_in_force(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    second = office.take_new(register(project("0000009", ROAD), as_of=JUNE))
    (one,) = candidates(office.connection)
    assert (one.percent, one.project.as_of, one.project.file) == (
        100,
        "2026-06-30",
        "ke-hoach.xlsx",
    )
    assert (one.resembles.code, one.resembles.owner) == ("0000001", OWNER)
    undo(office.connection, second, by=BY, at=office.now)
    assert candidates(office.connection) == []


def test_joined_projects_are_held_against_others_as_one(office: Office) -> None:
    for number, month in enumerate((MARCH, JUNE), start=1):
        office.take(register(project(f"000000{number}", ROAD), as_of=month))
    confirm_same(office.connection, 1, 2, by=BY, at=office.now)
    office.take(register(project("0000003", ROAD), file="c.xlsx"))
    assert _pairs(office) == [(1, 3)]


def test_spellings_of_one_owner_are_suggested_the_commoner_as_the_owner(office: Office) -> None:
    names = [OWNER, OWNER, OWNER, COMMITTEE, "UBND xã Bằng Mac", "UBND xã Bằng Hữu"]
    office.take(
        register(
            *(project(f"000000{at}", f"Trường số {at}", owner=one) for at, one in enumerate(names))
        )
    )
    assert _spellings(office) == [("UBND xã Bằng Mac", OWNER), (COMMITTEE, OWNER)]
    first = owner_suggestions(office.connection)[1]
    assert (first.projects, first.owner_projects, first.percent) == (1, 3, 100)
    assert len(set(office.evidence().projects["owner"])) == 4


def test_a_decided_spelling_is_suggested_no_more(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã", owner=COMMITTEE)))
    for confirm in (confirm_owner, confirm_other_owner):
        number = confirm(office.connection, OWNER, COMMITTEE, by=BY, at=office.now).number
        assert _spellings(office) == []
        withdraw(office.connection, number, by=BY, at=office.now)
        assert _spellings(office) == [(OWNER, COMMITTEE)]
