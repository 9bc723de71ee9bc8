"""Obstacles, plans, proposals and explanations: later records supersede, nothing is lost."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from disburse.casework_model import (
    Acknowledgement,
    Answer,
    Author,
    CapitalProposal,
    Cause,
    ExpectedAmount,
    MonthlyPlan,
    Obstacle,
    ObstacleState,
    ProgressNote,
    ProposalState,
)
from disburse.ledger import casework
from disburse.ledger.casework_rows import KINDS
from disburse.ledger.confirmations import confirm_same
from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import undo
from disburse.ledger.monthly_plans import monthly_plans
from disburse.model import Tranche
from disburse.render import messages
from disburse.render.records import rows
from tests.ledger.builders import JUNE, SEPTEMBER, project, register

if TYPE_CHECKING:
    from disburse.casework_model import Case, Record, Statement
    from tests.ledger.builders import Office

OWNER = Author("ban-quan-ly@bangmac.example", "Chủ đầu tư")
STAFF = Author("phong-kinh-te@bangmac.example", "Cán bộ theo dõi")
CLEARANCE = Obstacle(Cause.SITE_CLEARANCE, "Ba hộ chưa nhận tiền", "UBND xã Bằng Mạc", JUNE)
SOLVED = Obstacle(
    Cause.SITE_CLEARANCE, "Đã bàn giao đủ", "UBND xã Bằng Mạc", JUNE, ObstacleState.SOLVED
)
RAISE = CapitalProposal("NST", Tranche.CURRENT, 500_000_000, "Đủ khối lượng nghiệm thu")
SEEN = Acknowledgement("milestone_missed", "continuing-2026-06-30", date(2026, 7, 1), "Mưa lũ")
EVERY = (
    CLEARANCE,
    MonthlyPlan("2026-05", 9_007_199_254_740_993),
    ExpectedAmount(SEPTEMBER, 7),
    ProgressNote("Đang thi công móng"),
    RAISE,
    SEEN,
)


@pytest.fixture
def filled(office: Office) -> Office:
    office.take(register(project("0000001"), project("0000002", "Nhà văn hóa thôn B")))
    return office


def say(
    office: Office,
    statement: Statement,
    project_id: int = 1,
    about: Record[Any] | None = None,
    author: Author = OWNER,
) -> Record[Any]:
    office.now += timedelta(minutes=1)
    number = None if about is None else about.number
    return casework.add(
        office.connection, project_id, statement, about=number, author=author, at=office.now
    )


def answer(
    office: Office, record: Record[Any], text: str = "Đã xem", state: ProposalState | None = None
) -> Record[Any]:
    return say(office, Answer(text, state), record.project_id, record, STAFF)


@pytest.mark.parametrize("statement", EVERY, ids=lambda one: type(one).__name__)
def test_a_statement_comes_back_as_it_was_made(filled: Office, statement: Statement) -> None:
    made = say(filled, statement)
    assert (made.statement, made.author, made.about) == (statement, OWNER, None)
    assert made.made_at == filled.now.isoformat(timespec="seconds")
    assert casework.find(filled.connection, made.number) == made
    assert casework.last_number(filled.connection) == made.number
    (case,) = casework.cases(filled.connection, type(statement))
    assert (case.latest, case.answer, case.answers) == (made, None, ())
    assert casework.cases(filled.connection, Obstacle) == (
        (case,) if statement == CLEARANCE else ()
    )


def test_a_project_shows_every_kind_of_its_own_matters(filled: Office) -> None:
    for statement in EVERY:
        say(filled, statement)
        say(filled, statement, project_id=2)
    found = casework.of_project(filled.connection, 1)
    parts = (found.obstacles, found.monthly_plans, found.expected, found.notes, found.proposals)
    listed = [case for part in (*parts, found.acknowledgements) for case in part]
    assert {case.statement for case in listed} == set(EVERY)
    assert {case.project_id for case in listed} == {1}


def test_an_obstacle_is_followed_until_it_is_solved(filled: Office) -> None:
    first = say(filled, CLEARANCE)
    second = say(filled, Obstacle(Cause.WEATHER, "Mưa lớn", "Nhà thầu", None))
    assert [one.number for one in casework.open_obstacles(filled.connection)] == [1, 2]
    postponed = say(
        filled, Obstacle(Cause.SITE_CLEARANCE, "Còn một hộ", "UBND xã", SEPTEMBER), 1, first
    )
    solved = say(filled, SOLVED, 1, postponed)
    assert (postponed.about, solved.about) == (first.number, first.number)
    assert [one.latest for one in casework.open_obstacles(filled.connection)] == [second]
    case = casework.of_project(filled.connection, 1).obstacles[-1]
    assert case.records == (first, postponed, solved)


def test_open_obstacles_come_by_deadline_those_without_last(filled: Office) -> None:
    for deadline in (None, SEPTEMBER, JUNE):
        say(filled, Obstacle(Cause.OTHER, "Chưa rõ", "", deadline))
    held = casework.open_obstacles(filled.connection)
    assert [one.statement.deadline for one in held] == [JUNE, SEPTEMBER, None]


def test_of_the_plans_for_a_month_the_last_counts(filled: Office) -> None:
    for month, amount, project_id in (
        ("2026-05", 5, 1),
        ("2026-04", 4, 1),
        ("2026-05", 6, 1),
        ("2026-05", 7, 2),
        ("2026-06", 8, 2),
        ("2026-06", None, 2),
        ("2025-12", 9, 1),
    ):
        say(filled, MonthlyPlan(month, amount), project_id)
    assert rows(monthly_plans(filled.connection, 2026)) == [
        {"project_id": 1, "month": 4, "amount": 4},
        {"project_id": 1, "month": 5, "amount": 6},
        {"project_id": 2, "month": 5, "amount": 7},
    ]
    plans = casework.of_project(filled.connection, 1).monthly_plans
    assert [one.statement.month for one in plans] == ["2025-12", "2026-04", "2026-05"]
    assert [one.statement.amount for one in plans[-1].records] == [5, 6]


def test_no_monthly_plan_is_an_empty_frame(filled: Office) -> None:
    found = monthly_plans(filled.connection, 2026)
    assert list(found.columns) == ["project_id", "month", "amount"]
    assert found.empty


def test_an_expectation_for_a_day_is_replaced(filled: Office) -> None:
    for day, amount in ((SEPTEMBER, 7), (JUNE, 3), (SEPTEMBER, None)):
        say(filled, ExpectedAmount(day, amount))
    found = casework.of_project(filled.connection, 1).expected
    expected = [(one.statement.expected_on, one.statement.amount) for one in found]
    assert expected == [(JUNE, 3), (SEPTEMBER, None)]


def test_the_office_decides_a_proposal_and_a_revision_reopens_it(filled: Office) -> None:
    def case() -> Case[CapitalProposal]:
        (only,) = casework.of_project(filled.connection, 1).proposals
        return only

    first = say(filled, RAISE)
    assert (case().decision, case().answer) == (ProposalState.OPEN, None)
    word = answer(filled, first, "Đề nghị bổ sung hồ sơ")
    assert (case().decision, case().answer) == (ProposalState.OPEN, word)
    declined = answer(filled, first, "Chưa cân đối được", ProposalState.DECLINED)
    assert (case().decision, case().answer) == (ProposalState.DECLINED, declined)
    revised = say(filled, CapitalProposal("NST", Tranche.CURRENT, -1, "Giảm vốn"), 1, first)
    assert (case().decision, case().answer) == (ProposalState.OPEN, None)
    answer(filled, revised, "Đồng ý", ProposalState.ACCEPTED)
    answer(filled, revised, "Đã trình HĐND")
    assert case().decision is ProposalState.ACCEPTED
    assert [one.statement.text for one in case().answers] == [
        "Đề nghị bổ sung hồ sơ", "Chưa cân đối được", "Đồng ý", "Đã trình HĐND"
    ]  # fmt: skip


def test_any_record_can_be_answered(filled: Office) -> None:
    answered = {answer(filled, say(filled, statement)).number for statement in EVERY}
    found = [
        case.answer
        for said in KINDS.values()
        if said is not Answer
        for case in casework.cases(filled.connection, said)
    ]
    assert {one.number for one in found if one is not None} == answered


def test_an_acknowledgement_belongs_to_one_spell_of_one_warning(filled: Office) -> None:
    say(filled, SEEN)
    again = say(filled, Acknowledgement(SEEN.warning_code, SEEN.milestone_id, SEEN.since, "Lũ"))
    other = say(filled, Acknowledgement(SEEN.warning_code, SEEN.milestone_id, SEPTEMBER, "Khác"))
    found = casework.acknowledgements(filled.connection)
    key = (1, SEEN.warning_code, SEEN.milestone_id)
    assert {one: case.latest for one, case in found.items()} == {
        (*key, SEEN.since): again,
        (*key, SEPTEMBER): other,
    }
    assert len(found[*key, SEEN.since].records) == 2


def test_undoing_the_import_loses_nothing(filled: Office) -> None:
    for statement in EVERY:
        answer(filled, say(filled, statement))
    before = casework.of_project(filled.connection, 1)
    undo(filled.connection, 1, by="Phòng Kinh tế", at=filled.now)
    assert casework.of_project(filled.connection, 1) == before
    filled.take(register(project("0000001", location="Thôn A")))
    assert filled.evidence().projects.index.tolist() == [1]
    assert casework.of_project(filled.connection, 1) == before


@pytest.mark.parametrize(
    ("statement", "about", "project_id"),
    [
        (Obstacle(Cause.OTHER, "  ", "", None), None, 1),
        (ProgressNote(""), None, 1),
        (CapitalProposal(None, Tranche.CURRENT, 0, "Không đổi"), None, 1),
        (ExpectedAmount(JUNE, -1), None, 1),
        (SOLVED, 2, 1),
        (SOLVED, 1, 2),
        (Answer("Đã xem"), 1, 2),
        (Answer("Đã xem"), 3, 1),
    ],
)
def test_what_makes_no_sense_is_refused(
    filled: Office, statement: Statement, about: int | None, project_id: int
) -> None:
    first = say(filled, CLEARANCE)
    say(filled, ProgressNote("Đang thi công"))
    answer(filled, first)
    with pytest.raises(ValueError, match=r"words|nothing|below|another project|a kind"):
        casework.add(
            filled.connection, project_id, statement, about=about, author=OWNER, at=filled.now
        )
    assert filled.count("casework") == 3


def test_a_month_that_is_none_is_refused(filled: Office) -> None:
    for month in ("2026-5", "2026-13", "05/2026", "2026"):
        with pytest.raises(sqlite3.IntegrityError):
            say(filled, MonthlyPlan(month, 1))
    with pytest.raises(sqlite3.IntegrityError):
        say(filled, Answer("Trả lời vào chỗ trống"))


def test_refusals_carry_their_code(filled: Office) -> None:
    with pytest.raises(LedgerError) as record:
        casework.find(filled.connection, 1)
    assert record.value.code == "unknown_record"
    for refused in (
        lambda: say(filled, CLEARANCE, 9),
        lambda: casework.of_project(filled.connection, 9),
    ):
        with pytest.raises(LedgerError) as stranger:
            refused()
        assert stranger.value.code == "unknown_project"


@pytest.mark.parametrize("change", ["DELETE FROM casework", "UPDATE casework SET text = 'x'"])
def test_records_are_neither_changed_nor_deleted(filled: Office, change: str) -> None:
    say(filled, CLEARANCE)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        filled.connection.execute(change)


def test_every_code_has_its_word() -> None:
    for section, codes in (
        ("cause", Cause),
        ("obstacle_state", ObstacleState),
        ("proposal_state", ProposalState),
        ("casework", KINDS),
    ):
        assert list(messages.labels(section)) == list(codes)


def test_the_matters_of_all_projects_are_those_of_each(filled: Office) -> None:
    for statement in EVERY:
        record = say(filled, statement, project_id=2)
    answer(filled, record)
    say(filled, CLEARANCE)
    assert casework.of_projects(filled.connection) == {
        number: casework.of_project(filled.connection, number) for number in (1, 2)
    }


def test_projects_confirmed_to_be_one_share_their_matters(filled: Office) -> None:
    say(filled, CLEARANCE)
    say(filled, RAISE, project_id=2)
    confirm_same(filled.connection, 1, 2, by="Phòng Kinh tế", at=filled.now)
    found = casework.of_projects(filled.connection)
    assert list(found) == [1]
    assert found[1] == casework.of_project(filled.connection, 1)
