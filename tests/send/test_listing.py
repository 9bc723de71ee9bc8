"""The outbox as people see it, and what they wish."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bench.mailing.server import Step, serving
from disburse.send.errors import SendError
from disburse.send.listing import in_states, message, messages, overview
from disburse.send.preferences import preferences, set_preferences
from disburse.send.records import (
    Counts,
    Fault,
    Frequency,
    Outcome,
    Preferences,
    Skip,
    State,
)
from disburse.send.wording import worded, wording
from tests.send.conftest import AT, BY, letter, to

if TYPE_CHECKING:
    import sqlite3

    from disburse.accounts.records import Person
    from tests.send.conftest import Outbox


def test_messages_are_listed_page_by_page(outbox: Outbox) -> None:
    outbox.put(*(letter(number) for number in range(7)))
    first = messages(outbox.ledger, limit=3)
    assert [one.number for one in first] == [7, 6, 5]
    second = messages(outbox.ledger, limit=3, before=first[-1].number)
    assert [one.number for one in second] == [4, 3, 2]


def test_messages_are_listed_by_state(outbox: Outbox) -> None:
    outbox.put(*(letter(number) for number in range(4)))

    def fault(step: Step, recipient: str) -> str | None:
        return "550 nobody" if step is Step.RCPT and "-1@" in recipient else None

    with serving(fault) as server:
        outbox.deliver(to(server.port))
    assert [one.number for one in messages(outbox.ledger, State.FAILED)] == [2]
    assert [one.number for one in in_states(outbox.ledger, (State.FAILED, State.SENT))] == [
        4,
        3,
        2,
        1,
    ]
    assert overview(outbox.ledger) == Counts(sent=3, failed=1)


def test_an_unknown_number_is_told(ledger: sqlite3.Connection) -> None:
    with pytest.raises(SendError) as refusal:
        message(ledger, 7)
    assert "số 7" in worded(refusal.value)


def test_every_code_has_its_words() -> None:
    texts = wording()
    assert set(texts["states"]) == set(State)
    assert set(texts["outcomes"]) == set(Outcome)
    assert set(texts["skips"]) == set(Skip)
    assert set(texts["faults"]) == set(Fault)
    assert set(texts["frequencies"]) == set(Frequency)


def test_wishes_are_kept_and_their_changes_recorded(
    ledger: sqlite3.Connection, person: Person
) -> None:
    number = person.person_id
    assert preferences(ledger, number) == Preferences()
    wished = Preferences(date(2026, 10, 20), Frequency.MONTHLY, frozenset({"weekly", "monthly"}))
    for wishes in (wished, wished, Preferences()):
        set_preferences(ledger, number, wishes, by=BY, at=AT)
        assert preferences(ledger, number) == wishes
    rows = ledger.execute(
        "SELECT old, new FROM audit WHERE action = 'mail_preferences_changed' AND object_id = ?",
        (str(number),),
    ).fetchall()
    usual = '{"paused_until": null, "frequency": "every", "unsubscribed": []}'
    other = (
        '{"paused_until": "2026-10-20", "frequency": "monthly",'
        ' "unsubscribed": ["monthly", "weekly"]}'
    )
    assert rows == [(usual, other), (other, usual)]
