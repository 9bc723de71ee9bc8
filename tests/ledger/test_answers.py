"""Answers kept with an import, replaced, used, and taken back once."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from disburse.answers import RememberedAnswer, SheetAnswer
from disburse.ledger.answers import answers, in_force, remembered_with, withdraw
from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import undo
from disburse.model import SheetReading
from tests.ledger.builders import START, plan, project, register

if TYPE_CHECKING:
    from disburse.model import Register
    from tests.ledger.builders import Office

LAYOUT, OTHER = "a" * 64, "b" * 64
ODD = SheetAnswer("Số KBNN đến 30/9/2026", "so kbnn den %d", "disbursed_current")
UNIT = SheetAnswer(None, "", "triệu đồng", 750_000_000)
WHEN = START + timedelta(days=40)


def read_with(amount: int, *given: SheetAnswer, layout: str = LAYOUT, sheets: int = 1) -> Register:
    """A register of one project, read by answers."""
    sheet = SheetReading("KH", (4, 4), "đồng", {}, {}, {}, 1, layout, given)
    known = project("0000001", plans=(plan(amount),))
    return register(known, sheets=(sheet,) * sheets)


def used(answer: RememberedAnswer) -> SheetAnswer:
    return SheetAnswer(answer.heading, answer.heading_key, answer.value, None, answer.answer_id)


def test_an_answer_is_kept_with_the_import_it_came_with(office: Office) -> None:
    import_id = office.take_new(read_with(1, ODD, UNIT))
    odd, unit = in_force(office.connection)
    assert (odd.import_id, odd.file, odd.sheet) == (import_id, "ke-hoach.xlsx", "KH")
    assert (odd.fingerprint, odd.heading, odd.value) == (LAYOUT, ODD.heading, ODD.value)
    assert (odd.answered_by, odd.answered_at) == ("Phòng Kinh tế", "2026-01-05T08:01:00+07:00")
    assert (unit.heading, unit.value, unit.usual_amount) == (None, "triệu đồng", 750_000_000)
    assert remembered_with(office.connection, import_id) == (odd, unit)
    assert remembered_with(office.connection, import_id + 1) == ()


def test_one_that_cannot_be_known_again_is_not_kept(office: Office) -> None:
    office.take_new(read_with(1, replace(ODD, heading_key="")))
    assert answers(office.connection) == []


def test_a_later_answer_wins_and_the_earlier_is_history(office: Office) -> None:
    office.take_new(read_with(1, ODD))
    office.take_new(read_with(2, replace(ODD, value="note")))
    before, now = answers(office.connection)
    assert (before.value, before.withdrawn_by) == ("disbursed_current", "Phòng Kinh tế")
    assert before.withdrawn_at == now.answered_at
    assert in_force(office.connection) == (now,)
    assert now.value == "note"


def test_the_same_answer_once_more_is_no_other(office: Office) -> None:
    first = office.take_new(read_with(1, ODD, UNIT))
    second = office.take_new(read_with(2, ODD, replace(UNIT, usual_amount=800_000_000)))
    assert [one.uses for one in answers(office.connection)] == [(first, second)] * 2


def test_a_unit_told_of_amounts_of_another_size_is_news(office: Office) -> None:
    office.take_new(read_with(1, UNIT))
    office.take_new(read_with(2, replace(UNIT, usual_amount=90_000_000_000)))
    (now,) = in_force(office.connection)
    assert now.usual_amount == 90_000_000_000


def test_layouts_do_not_know_each_other(office: Office) -> None:
    office.take_new(read_with(1, ODD))
    office.take_new(read_with(2, replace(ODD, value="note"), layout=OTHER))
    assert [one.value for one in in_force(office.connection)] == ["disbursed_current", "note"]


def test_several_sheets_of_one_layout_give_one_answer(office: Office) -> None:
    office.take_new(read_with(1, ODD, sheets=3))
    assert len(answers(office.connection)) == 1


def test_uses_name_the_imports_in_force(office: Office) -> None:
    first = office.take_new(read_with(1, ODD))
    (answer,) = in_force(office.connection)
    second = office.take_new(read_with(2, used(answer)))
    assert in_force(office.connection)[0].uses == (first, second)
    undo(office.connection, first, by="Phòng Kinh tế", at=WHEN)
    assert in_force(office.connection)[0].uses == (second,)


def test_what_is_not_stored_is_not_remembered(office: Office) -> None:
    plain = read_with(1)
    office.take_new(plain)
    assert not office.take(read_with(1, ODD)).stored
    assert answers(office.connection) == []


def test_an_answer_is_withdrawn_once(office: Office) -> None:
    office.take_new(read_with(1, ODD, UNIT))
    gone = withdraw(office.connection, 1, by="Kế toán trưởng", at=WHEN)
    assert (gone.withdrawn_by, gone.withdrawn_at) == ("Kế toán trưởng", "2026-02-14T08:00:00+07:00")
    assert [one.answer_id for one in in_force(office.connection)] == [2]
    assert answers(office.connection)[0] == gone
    with pytest.raises(LedgerError) as again:
        withdraw(office.connection, 1, by="Phòng Kinh tế", at=WHEN)
    assert (again.value.code, again.value.arguments["withdrawn_at"]) == (
        "already_withdrawn",
        gone.withdrawn_at,
    )
    with pytest.raises(LedgerError) as unknown:
        withdraw(office.connection, 9, by="Phòng Kinh tế", at=WHEN)
    assert unknown.value.code == "unknown_answer"


def test_after_it_the_question_can_be_answered_anew(office: Office) -> None:
    office.take_new(read_with(1, ODD))
    withdraw(office.connection, 1, by="Phòng Kinh tế", at=WHEN)
    office.take_new(read_with(2, ODD))
    assert [one.answer_id for one in in_force(office.connection)] == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE heading_answer SET value = 'note'",
        "UPDATE heading_answer SET answered_by = 'ai đó'",
        "UPDATE heading_answer SET withdrawn_at = NULL, withdrawn_by = NULL",
        "UPDATE heading_answer SET withdrawn_at = '2026-03-01', withdrawn_by = 'ai đó'",
        "DELETE FROM heading_answer",
        "UPDATE answer_use SET import_id = 2",
        "DELETE FROM answer_use",
    ],
)
def test_an_answer_is_never_changed(office: Office, statement: str) -> None:
    office.take_new(read_with(1, ODD))
    withdraw(office.connection, 1, by="Phòng Kinh tế", at=WHEN)
    before = answers(office.connection)
    with pytest.raises(sqlite3.IntegrityError):
        office.connection.execute(statement)
    assert answers(office.connection) == before
