"""Which rows of which files are one project."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.identity import reference
from disburse.ledger.imports import undo
from disburse.ledger.subjects import identify
from tests.ledger.builders import JUNE, MARCH, payments, project, register, voucher

if TYPE_CHECKING:
    from disburse.model import Register
    from tests.ledger.builders import Office

ROAD = "Đường trục thôn A"
SCHOOL = "Trường Mầm non B"
OTHER = "Ban QLDA khu vực"


def _ids(office: Office, given: Register) -> list[int]:
    """Project ids of the rows, then of the vouchers, without storing anything."""
    subjects = identify(office.connection, given)
    rows = [row.project_id for row in subjects.rows if not row.voucher_only]
    return [*rows, *subjects.voucher_ids]


def test_references_are_folded() -> None:
    assert reference("01", "  ĐƯỜNG trục thôn A. ", "UBND Xã Bằng Mạc") == reference(
        "01", "Duong truc thon a", "ubnd xa bang mac"
    )
    assert reference(None, "x", None).owner_key == ""


def test_a_code_wins_over_names(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", SCHOOL)))
    assert _ids(office, register(project("0000001", SCHOOL), project("0000002", ROAD))) == [1, 2]


def test_two_codes_are_two_projects_even_with_one_name(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    assert _ids(office, register(project("0000002", ROAD), project("0000003", ROAD))) == [2, 3]


def test_without_code_name_and_owner_decide(office: Office) -> None:
    office.take(register(project(None, ROAD), project(None, ROAD, owner=OTHER)))
    given = register(
        project(None, "ĐƯỜNG TRỤC  THÔN A", owner="ubnd xã bằng mạc"),
        project(None, ROAD, owner=OTHER),
        project(None, ROAD, owner="Chủ đầu tư khác"),
    )
    assert _ids(office, given) == [1, 2, 3]


def test_without_code_a_coded_project_of_the_same_name_and_owner_is_meant(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    assert _ids(office, register(project(None, ROAD))) == [1]


@pytest.mark.parametrize(("names", "found"), [((ROAD,), 1), ((ROAD, ROAD), 3)])
def test_a_row_without_owner_means_the_only_project_of_its_name(
    office: Office, names: tuple[str, ...], found: int
) -> None:
    owners = ("UBND xã Bằng Mạc", OTHER)
    known = [project(None, name, owner=owner) for name, owner in zip(names, owners, strict=False)]
    office.take(register(*known))
    assert _ids(office, register(project(None, ROAD, owner=None))) == [found]


def test_an_owner_told_later_belongs_to_the_only_project_of_the_name(office: Office) -> None:
    office.take(register(project(None, ROAD, owner=None)))
    assert _ids(office, register(project("0000001", ROAD))) == [1]
    assert _ids(office, register(project(None, ROAD))) == [1]
    both = register(project(None, ROAD), project(None, ROAD, owner=OTHER))
    assert _ids(office, both) == [2, 3]


def test_among_several_of_a_name_and_owner_the_one_without_code_is_meant(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", ROAD)))
    assert _ids(office, register(project(None, ROAD))) == [3]
    office.take(register(project(None, ROAD), as_of=JUNE))
    assert _ids(office, register(project(None, ROAD))) == [3]


def test_a_code_told_later_links_the_project(office: Office) -> None:
    office.take(register(project(None, ROAD)))
    office.take(register(project("0000001", ROAD), as_of=JUNE))
    assert office.evidence().projects["code"].to_dict() == {1: "0000001"}
    assert _ids(office, register(project("0000001", "Tên khác"))) == [1]


def test_undoing_takes_the_link_back(office: Office) -> None:
    office.take(register(project(None, ROAD)))
    second = office.take_new(register(project("0000001", ROAD), as_of=JUNE))
    undo(office.connection, second, by="Phòng Kinh tế", at=office.now)
    assert office.evidence().projects["code"].isna().tolist() == [True]
    assert _ids(office, register(project("0000001", "Tên khác"))) == [2]
    assert _ids(office, register(project("0000002", ROAD))) == [1]


def test_two_new_codes_do_not_fight_for_one_project(office: Office) -> None:
    office.take(register(project(None, ROAD)))
    rows = (project("0000001", ROAD), project("0000002", ROAD), project("0000003", SCHOOL))
    for order in permutations(rows):
        assert 1 not in _ids(office, register(*order))


def test_the_order_of_rows_decides_nothing(office: Office) -> None:
    office.take(register(project(None, ROAD), project("0000005", SCHOOL)))
    rows = (
        project("0000001", ROAD),
        project(None, ROAD),
        project("0000002", ROAD, owner=OTHER),
        project(None, SCHOOL, owner=None),
    )
    for order in permutations(rows):
        found = dict(zip((id(row) for row in order), _ids(office, register(*order)), strict=True))
        assert [found[id(row)] for row in rows] == [1, 1, 3, 2]


def test_vouchers_find_their_project_by_code_or_name(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project(None, SCHOOL)))
    given = payments(
        voucher("0000001", MARCH, 5),
        voucher(None, MARCH, 5, project_name=SCHOOL.upper()),
        voucher("0000009", MARCH, 5),
        voucher("0000009", MARCH, 6),
        voucher("0000008", MARCH, 5),
    )
    assert _ids(office, given) == [1, 2, 3, 3, 4]


def test_a_project_all_of_whose_imports_were_undone_keeps_its_number(office: Office) -> None:
    first = office.take_new(register(project("0000001", ROAD), project(None, SCHOOL)))
    undo(office.connection, first, by="Phòng Kinh tế", at=office.now)
    given = register(project(None, SCHOOL), project("0000001", "Tên khác"), project("0000002"))
    assert _ids(office, given) == [2, 1, 3]
    assert _ids(office, register(project(None, ROAD))) == [3]


def test_a_project_that_once_had_two_codes_is_taken_up_by_one_of_them(office: Office) -> None:
    first = office.take_new(register(project("0000001", ROAD)))
    second = office.take_new(register(project(None, ROAD)))
    undo(office.connection, first, by="Phòng Kinh tế", at=office.now)
    third = office.take_new(register(project("0000002", ROAD), as_of=JUNE))
    assert office.evidence().projects.index.tolist() == [1]
    undo(office.connection, second, by="Phòng Kinh tế", at=office.now)
    undo(office.connection, third, by="Phòng Kinh tế", at=office.now)
    assert _ids(office, register(project("0000001", ROAD), project("0000002", ROAD))) == [1, 2]
