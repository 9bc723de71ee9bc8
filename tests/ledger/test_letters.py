"""Letters drafted, sent and answered, as the ledger keeps them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.correspondence import REMINDER, Draft
from disburse.ledger.confirmations import confirm_owner
from disburse.ledger.errors import LedgerError
from disburse.ledger.letters import (
    earlier_letters,
    find_letter,
    keep_drafts,
    kept_letters,
    record_dispatch,
    record_reply,
)
from tests.ledger.builders import JUNE, MARCH, OWNER, SEPTEMBER, START, project, register

if TYPE_CHECKING:
    from tests.ledger.builders import Office

KEY = "ubnd xa bang mac"
JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 5)


def draft(as_of: date = JULY, due_round: date = JUNE, **more: object) -> Draft:
    usual = Draft(
        REMINDER, OWNER, as_of, due_round, date(2026, 7, 8), 2, "cong-van/a.docx", "a" * 64
    )
    return replace(usual, **more)  # type: ignore[arg-type] # fields of a draft


def keep(office: Office, *drafts: Draft) -> None:
    keep_drafts(office.connection, drafts, at=START)


def dispatched(office: Office, number: int = 1) -> None:
    record_dispatch(
        office.connection,
        number,
        symbol="123/UBND-KT",
        issued_on=date(2026, 7, 2),
        by="Văn thư",
        at=START,
    )


def before(office: Office, as_of: date = OCTOBER, due_round: date = SEPTEMBER) -> dict[str, int]:
    found = earlier_letters(office.connection, as_of=as_of, due_round=due_round)
    return {key: one.number for key, one in found.items()}


def test_a_draft_is_kept_as_written(office: Office) -> None:
    keep(office, draft())
    [one] = kept_letters(office.connection)
    assert (one.draft, one.dispatch, one.replies) == (draft(), None, ())
    assert not one.went_out


def test_the_same_draft_of_a_day_is_kept_once(office: Office) -> None:
    assert keep_drafts(office.connection, [draft(), draft()], at=START) == 1
    assert keep_drafts(office.connection, [draft(path="other.docx")], at=START) == 0
    assert keep_drafts(office.connection, [draft(sha256="b" * 64)], at=START) == 1
    assert keep_drafts(office.connection, [draft(as_of=date(2026, 7, 2))], at=START) == 1


def test_a_letter_is_sent_answered_and_found(office: Office) -> None:
    keep(office, draft())
    dispatched(office)
    for text, promised in (("đang xử lý", None), ("xong trong tháng 7", date(2026, 7, 31))):
        kept = record_reply(
            office.connection, 1, text=text, promised_on=promised, by="Phòng Kinh tế", at=START
        )
    assert kept == find_letter(office.connection, 1)
    assert kept.dispatch
    assert kept.dispatch.symbol == "123/UBND-KT"
    assert [one.text for one in kept.replies] == ["đang xử lý", "xong trong tháng 7"]
    assert kept.reply == kept.replies[-1]
    assert kept.went_out


def test_a_number_recorded_again_counts(office: Office) -> None:
    keep(office, draft())
    dispatched(office)
    kept = record_dispatch(
        office.connection, 1, symbol=" 132/UBND-KT ", issued_on=JULY, by="Văn thư", at=START
    )
    assert kept.dispatch
    assert kept.dispatch.symbol == "132/UBND-KT"


def test_an_owner_is_late_only_with_a_letter_that_went_out(office: Office) -> None:
    keep(office, draft())
    assert not find_letter(office.connection, 1).overdue(OCTOBER)
    dispatched(office)
    kept = find_letter(office.connection, 1)
    assert kept.overdue(date(2026, 7, 9))
    assert not kept.overdue(date(2026, 7, 8))


def test_a_draft_of_the_same_round_is_followed_only_once_sent(office: Office) -> None:
    keep(office, draft(as_of=date(2026, 10, 1), due_round=SEPTEMBER))
    assert before(office) == {}
    dispatched(office)
    assert before(office) == {KEY: 1}


def test_the_last_draft_of_an_earlier_round_is_followed(office: Office) -> None:
    keep(office, draft(), draft(as_of=date(2026, 8, 1)), draft(as_of=OCTOBER, due_round=SEPTEMBER))
    assert before(office) == {KEY: 2}


def test_one_that_went_out_goes_before_later_drafts(office: Office) -> None:
    keep(office, draft(), draft(as_of=date(2026, 8, 1)))
    dispatched(office, 1)
    assert before(office) == {KEY: 1}


def test_letters_of_the_day_or_later_are_not_followed(office: Office) -> None:
    keep(office, draft())
    dispatched(office)
    assert before(office, as_of=JULY) == {}


def test_letters_follow_the_confirmed_spelling_of_an_owner(office: Office) -> None:
    office.take(register(project("0000001", owner="UBND xã B.Mạc")))
    office.take(register(project("0000002", "Trạm y tế"), as_of=MARCH, file="b.xlsx"))
    keep(office, draft(owner="UBND xã B.Mạc"))
    confirm_owner(office.connection, "UBND xã B.Mạc", OWNER, by="Phòng Kinh tế", at=office.now)
    assert before(office) == {KEY: 1}
    [one] = kept_letters(office.connection, owner=OWNER)
    assert one.draft.owner == OWNER
    assert kept_letters(office.connection, owner="Trường Mầm non") == ()


def test_an_unknown_letter_is_told(office: Office) -> None:
    for act in (lambda: dispatched(office, 9), lambda: find_letter(office.connection, 9)):
        with pytest.raises(LedgerError) as refusal:
            act()
        assert (refusal.value.code, refusal.value.arguments) == ("unknown_letter", {"number": 9})


def test_words_are_demanded(office: Office) -> None:
    keep(office, draft())
    with pytest.raises(ValueError, match="without words"):
        record_reply(office.connection, 1, text=" ", promised_on=None, by="x", at=START)
    with pytest.raises(ValueError, match="without number"):
        record_dispatch(office.connection, 1, symbol=" ", issued_on=JULY, by="x", at=START)


@pytest.mark.parametrize("table", ["letter", "letter_dispatch", "letter_reply"])
def test_letters_are_append_only(office: Office, table: str) -> None:
    keep(office, draft())
    dispatched(office)
    record_reply(office.connection, 1, text="a", promised_on=None, by="x", at=START)
    for change in (f"DELETE FROM {table}", f"UPDATE {table} SET id = 7"):  # noqa: S608 (fixed names)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            office.connection.execute(change)
