"""What people wish, and what became of their accounts, counts at delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bench.mailing.server import serving
from disburse.accounts import managing
from disburse.accounts.records import Details, Person, Role
from disburse.send.listing import message
from disburse.send.preferences import set_preferences
from disburse.send.records import (
    Frequency,
    Preferences,
    Skip,
    State,
)
from tests.send.conftest import AT, BY, LETTER, NOTHING, to

if TYPE_CHECKING:
    from tests.send.conftest import Outbox


def wish(outbox: Outbox, person: Person, **wishes: object) -> None:
    wished = replace(Preferences(), **wishes)  # type: ignore[arg-type]
    set_preferences(outbox.ledger, person.person_id, wished, by=BY, at=AT)


def test_wishes_are_kept_to_at_delivery(outbox: Outbox, person: Person) -> None:
    optional = replace(LETTER, person_id=person.person_id, optional=True)
    outbox.put(optional)
    outbox.put(replace(optional, kind="milestone", optional=False))
    wish(outbox, person, unsubscribed=frozenset({"weekly", "milestone"}))
    with serving() as server:
        assert outbox.deliver(to(server.port)) == replace(NOTHING, sent=1, skipped=1)
    kept = message(outbox.ledger, 1).summary
    assert (kept.state, kept.reason, kept.last) == (State.SKIPPED, Skip.UNSUBSCRIBED, None)


def test_a_pause_delays_what_is_needed(outbox: Outbox, person: Person) -> None:
    outbox.put(replace(LETTER, person_id=person.person_id))
    wish(outbox, person, paused_until=AT.date() + timedelta(days=2))
    with serving() as server:
        assert outbox.deliver(to(server.port)) == NOTHING
        assert message(outbox.ledger, 1).summary.next_at == "2026-10-01T00:00:00+07:00"
        outbox.clock.later(days=3)
        assert outbox.deliver(to(server.port)).sent == 1


def test_a_lower_frequency_counts_what_reached_the_person(outbox: Outbox, person: Person) -> None:
    wish(outbox, person, frequency=Frequency.FORTNIGHTLY)
    became = []
    with serving() as server:
        for week in range(5):
            due = AT + timedelta(weeks=week)
            outbox.clock.moment = due
            run = {"period": f"week {week}", "due_at": due, "person_id": person.person_id}
            outbox.put(replace(LETTER, optional=True, **run))  # type: ignore[arg-type]
            outbox.deliver(to(server.port))
            became.append(outbox.states()[-1])
    assert became == [State.SENT, State.SKIPPED] * 2 + [State.SENT]


@pytest.mark.parametrize("reason", [Skip.CLOSED, Skip.RIGHTS])
def test_a_person_who_left_or_changed_gets_nothing_made_before(
    outbox: Outbox, person: Person, reason: Skip
) -> None:
    (number,) = outbox.put(replace(LETTER, person_id=person.person_id))
    if reason is Skip.CLOSED:
        managing.close(outbox.ledger, person.person_id, by=BY, at=AT)
    else:
        details = Details(person.name, Role.OWNER, "Ban QLDA khác")
        managing.change(outbox.ledger, person.person_id, details, by=BY, at=AT)
    with serving() as server:
        assert outbox.deliver(to(server.port)).skipped == 1
        assert server.taken == []
    assert message(outbox.ledger, number).summary.reason is reason
