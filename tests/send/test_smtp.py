"""Carrying mails to a server that does wrong at every step there is."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from bench.mailing.server import DROP, STALL, Step, serving
from disburse.send.mime import built
from disburse.send.records import Attachment, Fault, Mail, Outcome, Result
from disburse.send.smtp import stuffed
from tests.send.conftest import SENDER, to
from tests.send.test_mime import MAIL

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.send.smtp import ToServer


def carry(carrier: ToServer, mail: Mail = MAIL) -> tuple[Result, bool]:
    """Carry a mail; tell too whether it was handed over."""
    hindrance = carrier.ready()
    if hindrance:
        return hindrance, False
    over = Mock(return_value=True)
    return carrier.carry(mail, over), over.called


# More than all the buffers between two ends hold: what a server does amid it is met amid it.
LARGE = replace(MAIL, attachments=(Attachment("lon.bin", "application/x", bytes(24_000_000)),))


def mail_for(step: Step) -> Mail:
    return LARGE if step is Step.BODY else MAIL


def once(wrong: Step, fault: str) -> Callable[[Step, str], str | None]:
    left = [fault]
    return lambda step, _: left.pop() if step is wrong and left else None


def always(wrong: Step, fault: str) -> Callable[[Step, str], str | None]:
    return lambda step, _: fault if step is wrong else None


def test_a_mail_arrives_whole() -> None:
    with serving() as server, closing(to(server.port)) as carrier:
        result, over = carry(carrier)
        (taken,) = server.taken
    assert (result.outcome, result.code, result.answer) == (Outcome.ACCEPTED, 250, "accepted")
    assert over
    assert taken.recipient == MAIL.address
    assert taken.content == built(MAIL, SENDER)


def test_many_mails_go_over_one_connection() -> None:
    with serving() as server, closing(to(server.port)) as carrier:
        assert all(carry(carrier)[0].outcome is Outcome.ACCEPTED for _ in range(20))
        assert server.state.connections == 1
        assert len(server.taken) == 20


@pytest.mark.parametrize(
    ("step", "fault", "outcome", "named", "over", "taken"),
    [
        (Step.CONNECT, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.CONNECT, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.CONNECT, "554 not you", Outcome.TRANSIENT, Fault.GREETING, False, 0),
        (Step.CONNECT, "nonsense", Outcome.TRANSIENT, Fault.GREETING, False, 0),
        (Step.EHLO, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.EHLO, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.EHLO, "502 no", Outcome.TRANSIENT, Fault.PROTOCOL, False, 0),
        (Step.MAIL, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.MAIL, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.MAIL, "451 later", Outcome.TRANSIENT, None, False, 0),
        (Step.MAIL, "550 not from you", Outcome.TRANSIENT, Fault.SENDER, False, 0),
        (Step.MAIL, "552 too large", Outcome.PERMANENT, None, False, 0),
        (Step.RCPT, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.RCPT, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.RCPT, "450 greylisted", Outcome.TRANSIENT, None, False, 0),
        (Step.RCPT, "550 nobody", Outcome.PERMANENT, None, False, 0),
        (Step.RCPT, "nonsense", Outcome.TRANSIENT, None, False, 0),
        (Step.DATA, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.DATA, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.DATA, "451 later", Outcome.TRANSIENT, None, False, 0),
        (Step.DATA, "554 no", Outcome.PERMANENT, None, False, 0),
        (Step.BODY, DROP, Outcome.TRANSIENT, Fault.DROPPED, False, 0),
        (Step.BODY, STALL, Outcome.TRANSIENT, Fault.TIMEOUT, False, 0),
        (Step.END, DROP, Outcome.UNKNOWN, Fault.DROPPED, True, 0),
        (Step.END, STALL, Outcome.UNKNOWN, Fault.TIMEOUT, True, 0),
        (Step.END, "451 disk full", Outcome.TRANSIENT, None, True, 0),
        (Step.END, "421 going down", Outcome.TRANSIENT, None, True, 0),
        (Step.END, "554 spam", Outcome.PERMANENT, None, True, 0),
        (Step.END, "nonsense", Outcome.UNKNOWN, Fault.PROTOCOL, True, 0),
        (Step.END, "354 what", Outcome.UNKNOWN, Fault.PROTOCOL, True, 0),
        (Step.ANSWER, DROP, Outcome.UNKNOWN, Fault.DROPPED, True, 1),
        (Step.ANSWER, STALL, Outcome.UNKNOWN, Fault.TIMEOUT, True, 1),
        (Step.AFTER, DROP, Outcome.ACCEPTED, None, True, 1),
    ],
)
def test_every_fault_has_its_outcome(  # noqa: PLR0913 - the columns of the table
    step: Step, fault: str, outcome: Outcome, named: Fault | None, *, over: bool, taken: int
) -> None:
    with serving(always(step, fault)) as server, closing(to(server.port)) as carrier:
        result, was_over = carry(carrier, mail_for(step))
        assert (result.outcome, result.fault, was_over) == (outcome, named, over)
        assert len(server.taken) == taken
        server.state.fault = lambda *_: None
        assert carry(carrier)[0].outcome is Outcome.ACCEPTED
        assert len(server.taken) == taken + 1


@pytest.mark.parametrize("fault", [DROP, "421 enough mails"])
@pytest.mark.parametrize("step", [Step.MAIL, Step.RCPT, Step.DATA, Step.BODY])
def test_a_used_connection_that_was_dropped_is_opened_again(step: Step, fault: str) -> None:
    if step is Step.BODY and fault != DROP:
        return
    with serving() as server, closing(to(server.port)) as carrier:
        assert carry(carrier)[0].outcome is Outcome.ACCEPTED
        server.state.fault = once(step, fault)
        assert carry(carrier, mail_for(step))[0].outcome is Outcome.ACCEPTED
        assert server.state.connections == 2
        assert len(server.taken) == 2


def test_what_may_have_been_accepted_is_not_sent_again_by_itself() -> None:
    with serving() as server, closing(to(server.port)) as carrier:
        assert carry(carrier)[0].outcome is Outcome.ACCEPTED
        for step, fault in ((Step.ANSWER, DROP), (Step.END, "421 going down")):
            server.state.fault = once(step, fault)
            assert carry(carrier)[0].outcome in {Outcome.UNKNOWN, Outcome.TRANSIENT}
        assert len(server.taken) == 2


def test_a_small_mail_dropped_amid_may_have_gone_whole_and_is_unknown() -> None:
    with serving(always(Step.BODY, DROP)) as server, closing(to(server.port)) as carrier:
        result, over = carry(carrier)
        assert result.outcome is (Outcome.UNKNOWN if over else Outcome.TRANSIENT)
        assert server.taken == []


def test_a_refused_mail_leaves_the_connection_to_the_next() -> None:
    with serving(once(Step.RCPT, "550 nobody")) as server, closing(to(server.port)) as carrier:
        assert carry(carrier)[0].outcome is Outcome.PERMANENT
        assert carry(carrier)[0].outcome is Outcome.ACCEPTED
        assert server.state.connections == 1


def test_a_refusal_of_us_altogether_ends_the_round_and_one_of_a_mail_does_not() -> None:
    for step, fault, stops in (
        (Step.CONNECT, DROP, True),
        (Step.MAIL, "550 not from you", True),
        (Step.MAIL, "552 too large", False),
        (Step.RCPT, "550 nobody", False),
        (Step.DATA, "451 later", False),
    ):
        with serving(always(step, fault)) as server, closing(to(server.port)) as carrier:
            assert carry(carrier)[0].stops is stops


def test_nobody_listening_is_told() -> None:
    with serving() as server:
        port = server.port
    with closing(to(port)) as carrier:
        result, over = carry(carrier)
    assert (result.outcome, result.fault, result.stops) == (
        Outcome.TRANSIENT,
        Fault.UNREACHABLE,
        True,
    )
    assert not over


def test_a_claim_that_was_lost_is_not_handed_over() -> None:
    with serving() as server, closing(to(server.port)) as carrier:
        assert carrier.ready() is None
        result = carrier.carry(MAIL, lambda: False)
        assert result.outcome is Outcome.TRANSIENT
        time.sleep(0.05)
        assert server.taken == []


def test_an_interruption_leaves_no_half_mail_behind() -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    with serving() as server, closing(to(server.port)) as carrier:
        assert carrier.ready() is None
        with pytest.raises(KeyboardInterrupt):
            carrier.carry(MAIL, interrupted)
        assert carry(carrier)[0].outcome is Outcome.ACCEPTED
        assert len(server.taken) == 1


def test_the_end_of_a_mail_may_take_longer_than_other_steps() -> None:
    with serving(always(Step.END, STALL)) as server:
        server.longest_stall = 0.5
        carrier = to(server.port, seconds=0.1, answer_seconds=5)
        with closing(carrier):
            begun = time.monotonic()
            result, _ = carry(carrier)
    assert result.fault is Fault.DROPPED
    assert time.monotonic() - begun > 0.4


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\r\n", b"a\r\n"),
        (b"a", b"a\r\n"),
        (b".\r\n..a\r\nb.c\r\n.\r\n", b"..\r\n...a\r\nb.c\r\n..\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_dots_at_the_head_of_a_line_are_doubled(content: bytes, expected: bytes) -> None:
    assert stuffed(content) == expected
