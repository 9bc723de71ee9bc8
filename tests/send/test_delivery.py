"""From the outbox to a server: every ending, tries again, what people decide."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bench.mailing.server import DROP, STALL, Step, serving
from disburse.ledger.schema import open_ledger
from disburse.send import deciding
from disburse.send.claiming import PAUSES
from disburse.send.delivery import deliver
from disburse.send.errors import SendError
from disburse.send.listing import message, overview
from disburse.send.records import (
    Counts,
    Fault,
    Outcome,
    State,
)
from tests.send.conftest import AT, BY, NOTHING, letter, to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.send.conftest import Outbox


def by_recipient(**wrong: str) -> Callable[[Step, str], str | None]:
    """Answer some recipients otherwise: ``nguoi_nhan_1="550 nobody"``."""
    told = {f"{name.replace('_', '-')}@bangmac.example.vn": said for name, said in wrong.items()}
    return lambda step, recipient: told.get(recipient) if step is Step.RCPT else None


def test_what_is_due_goes_out_once(outbox: Outbox) -> None:
    numbers = outbox.put(*(letter(number) for number in range(5)))
    with serving() as server:
        assert outbox.deliver(to(server.port)) == replace(NOTHING, sent=5)
        assert outbox.deliver(to(server.port)) == NOTHING
        assert Counter(one.recipient for one in server.taken) == Counter(
            letter(number).address for number in range(5)
        )
        assert server.state.connections == 1
    assert overview(outbox.ledger) == Counts(sent=5)
    (attempt,) = message(outbox.ledger, numbers[0]).attempts
    assert (attempt.number, attempt.outcome, attempt.code, attempt.answer) == (
        1,
        Outcome.ACCEPTED,
        250,
        "accepted",
    )
    assert attempt.started_at == attempt.handed_at == attempt.finished_at


def test_what_is_not_due_waits(outbox: Outbox) -> None:
    outbox.put(letter(1, due_at=AT + timedelta(minutes=1)))
    with serving() as server:
        assert outbox.deliver(to(server.port)) == NOTHING
        assert server.state.connections == 0
        outbox.clock.later(minutes=1)
        assert outbox.deliver(to(server.port)).sent == 1


def test_a_refused_recipient_harms_no_other(outbox: Outbox) -> None:
    outbox.put(*(letter(number) for number in range(4)))
    wrong = by_recipient(nguoi_nhan_1="550 nobody here", nguoi_nhan_2="450 greylisted")
    with serving(wrong) as server:
        done = outbox.deliver(to(server.port))
    assert done == replace(NOTHING, sent=2, failed=1, retried=1)
    assert outbox.states() == [State.SENT, State.FAILED, State.PENDING, State.SENT]
    refused, later = message(outbox.ledger, 2), message(outbox.ledger, 3)
    assert refused.summary.last is not None
    assert (refused.summary.last.code, refused.summary.last.answer) == (550, "nobody here")
    assert refused.summary.last.outcome is Outcome.PERMANENT
    assert later.summary.next_at == "2026-09-28T07:31:00+07:00"


def test_pauses_grow_until_a_message_has_failed(outbox: Outbox) -> None:
    (number,) = outbox.put(letter(1))
    waited = []
    with serving(by_recipient(nguoi_nhan_1="450 later")) as server:
        for _ in range(len(PAUSES)):
            assert outbox.deliver(to(server.port)).retried == 1
            assert outbox.deliver(to(server.port)) == NOTHING
            next_at = datetime.fromisoformat(message(outbox.ledger, number).summary.next_at)
            waited.append(next_at - outbox.clock())
            outbox.clock.moment = next_at
        assert outbox.deliver(to(server.port)) == replace(NOTHING, failed=1)
        outbox.clock.later(days=30)
        assert outbox.deliver(to(server.port)) == NOTHING
    assert tuple(waited) == PAUSES
    assert sorted(waited) == waited
    assert len(message(outbox.ledger, number).attempts) == len(PAUSES) + 1


def test_pauses_stand_in_the_rows_not_in_memory(outbox: Outbox, database: Path) -> None:
    outbox.put(letter(1))
    with serving(by_recipient(nguoi_nhan_1="450 later")) as server:
        outbox.deliver(to(server.port))
        with closing(open_ledger(database)) as other, closing(to(server.port)) as carrier:
            assert deliver(other, carrier, outbox.clock) == NOTHING
            outbox.clock.later(minutes=1)
            server.state.fault = lambda *_: None
            assert deliver(other, carrier, outbox.clock).sent == 1


def test_a_server_that_is_not_there_costs_one_try_of_one_message(outbox: Outbox) -> None:
    outbox.put(*(letter(number) for number in range(50)))
    with serving() as server:
        port = server.port
    done = outbox.deliver(to(port))
    assert done.retried == 1
    assert done.stopped is not None
    assert done.stopped.fault is Fault.UNREACHABLE
    (tries,) = outbox.ledger.execute("SELECT count(*) FROM delivery_attempt").fetchone()
    assert tries == 1
    assert overview(outbox.ledger) == Counts(pending=50)


def test_a_server_that_never_confirms_is_not_given_everything(outbox: Outbox) -> None:
    outbox.put(*(letter(number) for number in range(20)))
    with serving(lambda step, _: DROP if step is Step.ANSWER else None) as server:
        done = outbox.deliver(to(server.port))
        assert len(server.taken) == 3
    assert done.unknown == 3
    assert done.stopped is not None
    assert overview(outbox.ledger) == Counts(unknown=3, pending=17)


def test_unknown_messages_are_never_sent_again_by_themselves(outbox: Outbox) -> None:
    (number,) = outbox.put(letter(1))
    with serving(lambda step, _: STALL if step is Step.ANSWER else None) as server:
        assert outbox.deliver(to(server.port)).unknown == 1
        server.state.fault = lambda *_: None
        for _ in range(5):
            outbox.clock.later(days=10)
            assert outbox.deliver(to(server.port)) == NOTHING
        assert len(server.taken) == 1
        last = message(outbox.ledger, number).summary.last
        assert last is not None
        assert (last.outcome, last.fault) == (Outcome.UNKNOWN, Fault.TIMEOUT)
        assert last.handed_at is not None


def test_a_person_resends_or_settles_what_is_unknown(outbox: Outbox) -> None:
    first, second, third = outbox.put(letter(1), letter(2), letter(3))
    with serving(lambda step, _: DROP if step is Step.ANSWER else None) as server:
        outbox.deliver(to(server.port))
        server.state.fault = lambda *_: None
        deciding.settle(outbox.ledger, first, by=BY, at=AT)
        deciding.resend(outbox.ledger, second, by=BY, at=AT)
        assert outbox.deliver(to(server.port)).sent == 1
        taken = Counter(one.message_id for one in server.taken)
    assert [outbox.state(number) for number in (first, second, third)] == [
        State.SETTLED,
        State.SENT,
        State.UNKNOWN,
    ]
    assert taken[message(outbox.ledger, second).summary.message_id] == 2
    assert [one.outcome for one in message(outbox.ledger, second).attempts] == [
        Outcome.UNKNOWN,
        Outcome.ACCEPTED,
    ]
    told = outbox.ledger.execute("SELECT action, object_id, old, new FROM audit").fetchall()
    assert told == [
        ("message_settled", str(first), '{"state": "unknown"}', '{"state": "settled"}'),
        ("message_resent", str(second), '{"state": "unknown"}', '{"state": "pending"}'),
    ]


def test_what_was_accepted_or_still_waits_is_neither_resent_nor_settled(outbox: Outbox) -> None:
    sent, waiting = outbox.put(letter(1), letter(2, due_at=AT + timedelta(days=1)))
    with serving() as server:
        outbox.deliver(to(server.port))
    for number, decide, code in (
        (sent, deciding.resend, "not_resendable"),
        (waiting, deciding.resend, "not_resendable"),
        (sent, deciding.settle, "not_unknown"),
        (99, deciding.settle, "unknown_message"),
        (99, deciding.resend, "unknown_message"),
    ):
        with pytest.raises(SendError) as refusal:
            decide(outbox.ledger, number, by=BY, at=AT)
        assert refusal.value.code == code
    assert outbox.states() == [State.SENT, State.PENDING]


def test_a_failed_message_is_resent_with_all_its_tries(outbox: Outbox) -> None:
    (number,) = outbox.put(letter(1))
    with serving(by_recipient(nguoi_nhan_1="550 nobody")) as server:
        outbox.deliver(to(server.port))
        deciding.resend(outbox.ledger, number, by=BY, at=AT)
        server.state.fault = by_recipient(nguoi_nhan_1="450 later")
        assert outbox.deliver(to(server.port)).retried == 1
    assert message(outbox.ledger, number).summary.next_at == "2026-09-28T07:31:00+07:00"


def test_an_attempt_ends_once(outbox: Outbox) -> None:
    outbox.put(letter(1))
    with serving() as server:
        outbox.deliver(to(server.port))
    for change in (
        "UPDATE delivery_attempt SET outcome = 'transient'",
        "UPDATE delivery_attempt SET handed_at = NULL",
        "UPDATE delivery_attempt SET worker = 'x'",
        "DELETE FROM delivery_attempt",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"append-only|ends once"):
            outbox.ledger.execute(change)
