"""A register sent in parts: some of it early, all of it received as it is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace as changed

from disburse.intake.exchange import BATCH, LENGTH_BYTES, Answer, Outcome, framed, received
from disburse.intake.sending import Sender
from disburse.model import CapitalPlan, Disbursement, Kind, Project, Register, Tranche, Voucher

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 9, 30)
PLAN = CapitalPlan("NSX", Tranche.CURRENT, 5_000, "KH!F9")
FIGURE = Disbursement(None, Tranche.CARRYOVER, DAY, 2_000, "KH!G9", advance=300)
PROJECT = Project(
    "KH", 9, "8123401", "Đường thôn Nà Pe", plans=(PLAN,), disbursements=(FIGURE,), cells={"a": "b"}
)
PROJECTS = tuple(changed(PROJECT, row=row) for row in range(2 * BATCH + 7))
VOUCHER = Voucher(
    "8123401", None, None, "01", DAY, "thực chi", None, Tranche.CURRENT, 900, 100, "CT!A9"
)
VOUCHERS = tuple(changed(VOUCHER, number=str(number)) for number in range(BATCH + 1))
REGISTER = Register("a.xlsx", "0" * 64, Kind.REGISTER, DAY, 2026, (), PROJECTS, VOUCHERS, ())


def sent(send: Callable[[Sender], None]) -> io.BytesIO:
    stream = io.BytesIO()
    send(Sender(stream))
    return io.BytesIO(stream.getvalue())


def test_a_register_arrives_as_it_was_sent() -> None:
    assert received(sent(lambda sender: sender.register(REGISTER))).register == REGISTER


@pytest.mark.parametrize("count", [1, BATCH, len(PROJECTS)])
def test_what_went_early_is_not_sent_again(count: int) -> None:
    def send(sender: Sender) -> None:
        sender.early(PROJECTS[:count])
        sender.register(REGISTER)

    stream = sent(send)
    assert received(stream).register == REGISTER
    whole = sent(lambda sender: sender.register(REGISTER))
    assert len(stream.getvalue()) < len(whole.getvalue()) * 1.01


@pytest.mark.parametrize(
    "projects",
    [(), PROJECTS[1:], (changed(PROJECTS[0]), *PROJECTS[1:]), (PROJECTS[1], PROJECTS[0])],
    ids=["none", "without the first", "equal but another", "in another order"],
)
def test_what_went_early_and_does_not_stand_is_taken_back(projects: tuple[Project, ...]) -> None:
    register = replace(REGISTER, projects=projects)

    def send(sender: Sender) -> None:
        sender.early(PROJECTS[:BATCH])
        sender.register(register)

    assert received(sent(send)).register == register


def test_a_fault_takes_back_what_went_early() -> None:
    def send(sender: Sender) -> None:
        sender.early(PROJECTS[:BATCH])
        sender.answer(Answer(Outcome.HEAVY))

    assert received(sent(send)) == Answer(Outcome.HEAVY)


def test_what_cannot_be_sent_early_is_told_when_all_is_sent() -> None:
    sender = Sender(io.BytesIO())
    sender.early([changed(PROJECT, name="\udcff")])
    with pytest.raises(UnicodeEncodeError):
        sender.register(REGISTER)
    sender.answer(Answer(Outcome.FAILED))


@pytest.mark.parametrize("length", [0, 3, LENGTH_BYTES, 20])
def test_an_answer_that_ends_early_is_none(length: int) -> None:
    content = framed(Answer(Outcome.REFUSED, detail="file_damaged"))
    with pytest.raises(EOFError):
        received(io.BytesIO(content[:length]))


def test_a_length_that_lies_takes_no_memory() -> None:
    with pytest.raises(EOFError):
        received(io.BytesIO(b"\xff\xff\xff\xff" + b"no such length"))


def test_what_is_no_answer_is_told() -> None:
    content = msgspec.msgpack.encode({"type": "Answer", "outcome": "unheard of"})
    with pytest.raises(msgspec.ValidationError):
        received(io.BytesIO(len(content).to_bytes(LENGTH_BYTES, "big") + content))
