"""Messages after the ledger was restored from a copy: none goes out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger.schema import transaction
from disburse.send.claiming import claimed
from disburse.send.deciding import resend
from disburse.send.folder import ToFolder
from disburse.send.listing import message
from disburse.send.records import Fault, State
from disburse.send.restored import doubt
from tests.send.conftest import AT, BY, NOTHING, SENDER, letter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.send.conftest import Outbox


def test_what_was_still_to_be_sent_is_unknown_and_says_why(outbox: Outbox, tmp_path: Path) -> None:
    written, taken, waiting, later = outbox.put(
        *map(letter, range(3)), letter(3, period="2026-W41")
    )
    with transaction(outbox.ledger):
        claimed(outbox.ledger, AT, "elsewhere/1/1.00", only=taken)
    carrier = ToFolder(tmp_path, SENDER)
    with transaction(outbox.ledger):
        assert doubt(outbox.ledger, outbox.clock()) == 4
    assert outbox.deliver(carrier) == NOTHING
    assert set(outbox.states()) == {State.UNKNOWN}
    for number in (written, taken, waiting, later):
        (attempt,) = message(outbox.ledger, number).attempts
        assert attempt.fault is Fault.RESTORED
    with transaction(outbox.ledger):
        assert doubt(outbox.ledger, outbox.clock()) == 0


def test_what_was_done_stays_done_and_a_person_may_send_the_rest(
    outbox: Outbox, tmp_path: Path
) -> None:
    (done,) = outbox.put(letter())
    outbox.deliver(ToFolder(tmp_path, SENDER))
    (waiting,) = outbox.put(letter(1))
    with transaction(outbox.ledger):
        assert doubt(outbox.ledger, outbox.clock()) == 1
    assert (outbox.state(done), outbox.state(waiting)) == (State.WRITTEN, State.UNKNOWN)
    resend(outbox.ledger, waiting, by=BY, at=outbox.clock())
    assert outbox.deliver(ToFolder(tmp_path, SENDER)).written == 1
