"""A person's word on identity: what it joins, how long, and that it is taken back without a trace."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

from disburse.ledger.confirmation_list import confirmations
from disburse.ledger.confirmations import (
    confirm_different,
    confirm_other_owner,
    confirm_owner,
    confirm_same,
    withdraw,
)
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import compare, undo
from disburse.ledger.known_projects import project_called
from disburse.ledger.subjects import identify
from disburse.matches import MatchKind
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
    from disburse.matches import Confirmation
    from tests.ledger.builders import Office

ROAD, RENAMED = "Đường trục thôn A", "Cải tạo đường trục thôn A"
COMMITTEE = "Ủy ban nhân dân xã Bằng Mạc"
BY = "Phòng Kinh tế"


def _same(office: Office, one: int, other: int) -> Confirmation:
    office.now += timedelta(minutes=1)
    return confirm_same(office.connection, one, other, by=BY, at=office.now)


def _owner(office: Office, spelling: str, owner: str) -> Confirmation:
    office.now += timedelta(minutes=1)
    return confirm_owner(office.connection, spelling, owner, by=BY, at=office.now)


def _withdraw(office: Office, number: int) -> Confirmation:
    office.now += timedelta(minutes=1)
    return withdraw(office.connection, number, by=BY, at=office.now)


def _renamed(office: Office) -> None:
    """Project 1 in March, told on as project 2 in June: its plan raised, more disbursed."""
    office.take(
        register(project("0000001", ROAD, plans=(plan(5),), disbursements=(figure(MARCH, 1),)))
    )
    rows = project("0000009", RENAMED, plans=(plan(8),), disbursements=(figure(JUNE, 3),))
    office.take(register(rows, as_of=JUNE))


def test_two_projects_become_one_in_everything_stored(office: Office) -> None:
    _renamed(office)
    assert office.evidence().projects.index.tolist() == [1, 2]
    said = _same(office, 2, 1)
    known = office.evidence()
    assert known.projects[["code", "name"]].to_dict("index") == {
        1: {"code": "0000009", "name": RENAMED}
    }
    assert known.plans[["project_id", "amount"]].to_numpy().tolist() == [[1, 5], [1, 8]]
    assert known.snapshots[["project_id", "amount"]].to_numpy().tolist() == [[1, 1], [1, 3]]
    assert (said.kind, said.names) == (
        MatchKind.SAME_PROJECT, (f"0000009 {RENAMED}", f"0000001 {ROAD}")
    )  # fmt: skip


def test_withdrawing_restores_exactly_and_known_on_remembers(office: Office) -> None:
    _renamed(office)
    before, joined_at = office.evidence(), office.now + timedelta(minutes=1)
    number = _same(office, 1, 2).number
    joined = office.evidence()
    _withdraw(office, number)
    for name in ("projects", "plans", "snapshots", "vouchers", "voucher_parts"):
        assert_frame_equal(getattr(office.evidence(), name), getattr(before, name))
        as_joined = office.evidence(known_on=joined_at)
        assert_frame_equal(getattr(as_joined, name), getattr(joined, name))
        just_before = office.evidence(known_on=joined_at - timedelta(seconds=1))
        assert_frame_equal(getattr(just_before, name), getattr(before, name))


def test_chains_in_any_order_make_one_project(office: Office) -> None:
    office.take(
        register(*(project(f"000000{number}", f"Trường số {number}") for number in range(1, 6)))
    )
    for pair in ((4, 2), (5, 3), (3, 4)):
        _same(office, *pair)
    assert office.evidence().projects.index.tolist() == [1, 2]
    assert confirmed(office.connection).members() == {2: [2, 3, 4, 5]}
    with pytest.raises(LedgerError) as refusal:
        _same(office, 5, 2)
    assert refusal.value.code == "already_same"
    _withdraw(office, 3)
    assert office.evidence().projects.index.tolist() == [1, 2, 3]


def test_payments_two_lists_told_of_two_projects_count_once(office: Office) -> None:
    office.take(register(project(None, ROAD, plans=(plan(9),))))
    line = {"project_name": ROAD, "owner": OWNER, "voucher_kind": "tạm ứng"}
    office.take(payments(voucher(None, MARCH, 5, **line), as_of=JUNE))
    again = {**line, "project_name": RENAMED}
    office.take(payments(voucher(None, MARCH, 5, **again), voucher(None, JUNE, 2, **again)))
    assert office.evidence().vouchers["amount"].sum() == 12
    _same(office, 1, 2)
    known = office.evidence()
    assert known.vouchers["project_id"].unique().tolist() == [1]
    assert known.vouchers["amount"].sum() == 7
    assert known.voucher_parts[["project_id", "advances", "repeated_amount"]].sum().tolist()[
        1:
    ] == [7, 5]


def test_a_later_file_finds_the_project_by_either_name_or_code(office: Office) -> None:
    _renamed(office)
    _same(office, 1, 2)
    for row in (
        project("0000001", "x"),
        project("0000009", "x"),
        project(None, ROAD),
        project(None, RENAMED),
    ):
        given = register(row, as_of=SEPTEMBER)
        assert identify(office.connection, given).ids == {1}
        told = compare(office.connection, given).changes
        assert (told.new, told.missing) == (0, 0)


def test_what_was_stored_while_joined_falls_apart_again(office: Office) -> None:
    _renamed(office)
    number = _same(office, 1, 2).number
    rows = (
        project("0000001", ROAD, plans=(plan(6),)),
        project("0000009", RENAMED, plans=(plan(9),)),
    )
    office.take(register(*rows, as_of=SEPTEMBER))
    assert office.evidence().projects.index.tolist() == [1]
    _withdraw(office, number)
    plans = office.evidence().plans
    latest = plans[plans["import_id"] == 3]
    assert latest[["project_id", "amount"]].to_numpy().tolist() == [[1, 6], [2, 9]]


def test_joined_projects_of_one_name_are_not_ambiguous(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", ROAD)))
    assert identify(office.connection, register(project(None, ROAD))).ids == {3}
    _same(office, 1, 2)
    assert identify(office.connection, register(project(None, ROAD))).ids == {1}
    assert identify(office.connection, register(project("0000003", ROAD))).ids == {3}


def test_undoing_an_import_leaves_the_word_standing(office: Office) -> None:
    _renamed(office)
    _same(office, 1, 2)
    undo(office.connection, 1, by=BY, at=office.now)
    assert office.evidence().projects["name"].to_dict() == {1: RENAMED}
    assert identify(office.connection, register(project("0000001", ROAD))).ids == {1}


def test_an_owner_is_written_as_confirmed_whatever_the_spelling(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã", owner=COMMITTEE)))
    office.take(register(project("0000003", "Trường học", owner=OWNER.upper()), file="b.xlsx"))
    number = _owner(office, OWNER, COMMITTEE).number
    assert set(office.evidence().projects["owner"]) == {COMMITTEE}
    assert confirmed(office.connection).owner("ubnd xã bằng mạc") == COMMITTEE
    told = compare(
        office.connection, register(project("0000002", "Chợ xã", owner=OWNER), as_of=JUNE)
    )
    assert told.changes.changed == 0
    _withdraw(office, number)
    assert len(set(office.evidence().projects["owner"])) == 3


def test_accents_alone_can_be_mended(office: Office) -> None:
    office.take(
        register(project("0000001", ROAD, owner="UBND xã Bằng Mac"), project("0000002", "Chợ xã"))
    )
    _owner(office, "UBND xã Bằng Mac", OWNER)
    assert set(office.evidence().projects["owner"]) == {OWNER}


def test_chains_of_spellings_end_at_the_last_owner(office: Office) -> None:
    board = "Ban QLDA ĐTXD"
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã", owner=COMMITTEE)))
    _owner(office, OWNER, COMMITTEE)
    second = _owner(office, COMMITTEE, board).number
    assert set(office.evidence().projects["owner"]) == {board}
    with pytest.raises(LedgerError) as refusal:
        _owner(office, COMMITTEE, OWNER)
    assert refusal.value.code == "spelling_confirmed"
    _withdraw(office, second)
    with pytest.raises(LedgerError) as refusal:
        _owner(office, COMMITTEE, OWNER)
    assert refusal.value.code == "circular_owner"
    assert set(office.evidence().projects["owner"]) == {COMMITTEE}


@pytest.mark.parametrize(
    ("codes", "others", "left"),
    [
        ([None], [None], 1),
        (["0000001"], [None], 1),
        (["0000001"], ["0000002"], 2),
        (["0000001", "0000002"], [None], 3),
        (["0000001"], ["0000002", None], 2),
    ],
)
def test_projects_that_only_the_spelling_kept_apart_become_one(
    office: Office, codes: list[str | None], others: list[str | None], left: int
) -> None:
    """Two codes are two projects, and a row without code may mean either: those stay apart."""
    office.take(register(*(project(code, ROAD) for code in codes)))
    rows = [project(code, ROAD, owner=COMMITTEE) for code in sorted(others, key=str)]
    for number, row in enumerate(rows):
        office.take(register(row, file=f"{number}.xlsx"))
    before = len(office.evidence().projects)
    said = _owner(office, OWNER, COMMITTEE)
    assert len(office.evidence().projects) == left
    assert len(said.projects) == before - left
    _withdraw(office, said.number)
    assert len(office.evidence().projects) == before


def test_after_merging_owners_the_next_file_makes_no_third_project(office: Office) -> None:
    office.take(register(project(None, ROAD), project(None, ROAD, owner=COMMITTEE)))
    assert len(_owner(office, OWNER, COMMITTEE).projects) == 1
    for owner in (OWNER, COMMITTEE):
        given = register(project(None, ROAD, owner=owner), as_of=JUNE)
        assert identify(office.connection, given).ids == {1}


def test_what_was_said_to_be_two_is_never_joined(office: Office) -> None:
    office.take(
        register(*(project(f"000000{number}", f"Trường số {number}") for number in range(1, 4)))
    )
    confirm_different(office.connection, 1, 3, by=BY, at=office.now)
    _same(office, 1, 2)
    for act in (confirm_same, confirm_different):
        with pytest.raises(LedgerError) as refusal:
            act(office.connection, 2, 3, by=BY, at=office.now)
        assert (refusal.value.code, refusal.value.arguments) == ("said_different", {"number": 1})
    with pytest.raises(LedgerError) as refusal:
        confirm_different(office.connection, 2, 1, by=BY, at=office.now)
    assert refusal.value.code == "already_same"
    _withdraw(office, 1)
    _same(office, 2, 3)


def test_owners_said_to_be_two_are_not_merged(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã", owner=COMMITTEE)))
    confirm_other_owner(office.connection, OWNER, COMMITTEE, by=BY, at=office.now)
    with pytest.raises(LedgerError) as refusal:
        _owner(office, COMMITTEE, OWNER)
    assert refusal.value.code == "owners_said_different"
    _withdraw(office, 1)
    _owner(office, COMMITTEE, OWNER)
    with pytest.raises(LedgerError) as refusal:
        confirm_other_owner(office.connection, OWNER, COMMITTEE, by=BY, at=office.now)
    assert refusal.value.code == "already_same_owner"


@pytest.mark.parametrize(
    ("spelling", "owner", "code"),
    [
        ("Ban QLDA", OWNER, "unknown_owner"),
        (OWNER, "…", "unknown_owner"),
        (OWNER, f" {OWNER} ", "same_spelling"),
    ],
)
def test_an_owner_that_cannot_be_meant_is_refused(
    office: Office, spelling: str, owner: str, code: str
) -> None:
    office.take(register(project("0000001", ROAD)))
    with pytest.raises(LedgerError) as refusal:
        _owner(office, spelling, owner)
    assert refusal.value.code == code
    assert confirmations(office.connection) == []


def test_unknown_projects_and_confirmations_are_refused(office: Office) -> None:
    office.take(register(project("0000001", ROAD)))
    with pytest.raises(LedgerError) as refusal:
        _same(office, 1, 2)
    assert refusal.value.code == "unknown_project"
    with pytest.raises(LedgerError) as refusal:
        _withdraw(office, 1)
    assert refusal.value.code == "unknown_confirmation"
    office.take(register(project("0000002", "Chợ xã"), file="b.xlsx"))
    _withdraw(office, _same(office, 1, 2).number)
    with pytest.raises(LedgerError) as refusal:
        _withdraw(office, 1)
    assert refusal.value.code == "confirmation_withdrawn"


def test_projects_are_called_by_code_or_number(office: Office) -> None:
    office.take(
        register(project("0000001", ROAD), project(None, "Chợ xã"), project("1", "Trường học"))
    )
    assert [project_called(office.connection, text) for text in ("0000001", " 2 ", "3")] == [
        1,
        2,
        3,
    ]
    for text, code in (
        ("1", "ambiguous_project"), ("02", "no_such_project"), ("0000002", "no_such_project"),
        ("9", "no_such_project"), ("", "no_such_project"),
    ):  # fmt: skip
        with pytest.raises(LedgerError) as refusal:
            project_called(office.connection, text)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM confirmation",
        "UPDATE confirmation SET decided_by = 'x'",
        "UPDATE confirmation SET withdrawn_at = 'x'",
        "UPDATE confirmation SET withdrawn_at = NULL, withdrawn_by = NULL",
        "INSERT OR REPLACE INTO confirmation SELECT * FROM confirmation",
        "UPDATE project_pair SET one_id = 2",
        "DELETE FROM project_pair",
        "UPDATE owner_pair SET owner = 'x'",
        "DELETE FROM owner_pair",
    ],
)
def test_a_word_given_is_neither_changed_nor_deleted(office: Office, change: str) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã", owner=COMMITTEE)))
    _same(office, 1, 2)
    _owner(office, OWNER, COMMITTEE)
    before = confirmations(office.connection)
    with pytest.raises(sqlite3.IntegrityError):
        office.connection.execute(change)
    assert confirmations(office.connection) == before


def test_a_word_is_withdrawn_once(office: Office) -> None:
    office.take(register(project("0000001", ROAD), project("0000002", "Chợ xã")))
    gone = _withdraw(office, _same(office, 1, 2).number)
    assert (gone.withdrawn_by, gone.withdrawn_at) == (BY, office.now.isoformat(timespec="seconds"))
    for change in ("withdrawn_at = NULL, withdrawn_by = NULL", "withdrawn_at = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="withdrawn once"):
            office.connection.execute(f"UPDATE confirmation SET {change}")  # noqa: S608 (fixed)
