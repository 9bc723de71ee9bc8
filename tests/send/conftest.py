"""A ledger with people in it, a clock that is set by hand, and letters to send."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from disburse.accounts import managing
from disburse.accounts.records import Actor, NewPerson, Person, Role
from disburse.ledger.schema import open_ledger
from disburse.send.delivery import deliver
from disburse.send.listing import message, messages
from disburse.send.mime import Sender
from disburse.send.outbox import enqueue
from disburse.send.records import Delivered, NewMessage, State
from disburse.send.server import Server
from disburse.send.smtp import ToServer
from disburse.zone import VIETNAM
from tests.clocks import Clock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from disburse.send.carrier import Carrier

AT = datetime(2026, 9, 28, 7, 30, tzinfo=VIETNAM)
BY = Actor("Văn phòng UBND xã")
SENDER = Sender("Phòng Kinh tế", "phongkinhte@bangmac.example.vn")
NOTHING = Delivered(0, 0, 0, 0, 0, 0, None)
LETTER = NewMessage(
    kind="weekly",
    period="2026-W40",
    address="chudautu@bangmac.example.vn",
    name="Ban quản lý dự án khu vực",
    person_id=None,
    subject="Tình hình giải ngân tuần 40 năm 2026",
    text="Kính gửi Ban quản lý dự án khu vực,\n.\nSố liệu đến ngày 27/9/2026.\n",
    html="<p>Số liệu đến ngày <b>27/9/2026</b></p>",
    due_at=AT,
)


def letter(number: int = 0, **changes: Any) -> NewMessage:  # noqa: ANN401 - any of its fields
    address = f"nguoi-nhan-{number}@bangmac.example.vn"
    return replace(LETTER, **{"address": address, **changes})


@dataclass(frozen=True, slots=True)
class Outbox:
    """The ledger as the tests use it."""

    ledger: sqlite3.Connection
    clock: Clock

    def put(self, *letters: NewMessage) -> list[int]:
        enqueue(self.ledger, letters, at=self.clock())
        found = {one.address: one.number for one in messages(self.ledger, limit=10_000)}
        return [found[one.address] for one in letters]

    def deliver(self, carrier: Carrier) -> Delivered:
        with closing(carrier):
            return deliver(self.ledger, carrier, self.clock)

    def state(self, number: int) -> State:
        return message(self.ledger, number).summary.state

    def states(self) -> list[State]:
        return [one.state for one in reversed(messages(self.ledger, limit=10_000))]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "disburse.db"


@pytest.fixture
def ledger(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_ledger(database)) as connection:
        yield connection


@pytest.fixture
def clock() -> Clock:
    return Clock(AT)


@pytest.fixture
def outbox(ledger: sqlite3.Connection, clock: Clock) -> Outbox:
    return Outbox(ledger, clock)


@pytest.fixture
def person(ledger: sqlite3.Connection) -> Person:
    new = NewPerson(LETTER.address, Role.OWNER, LETTER.name, "Ban QLDA khu vực")
    return managing.add(ledger, new, by=BY, at=AT)


def to(port: int, seconds: float = 0.3, **settings: Any) -> ToServer:  # noqa: ANN401 - the same
    """Speak to a server on loopback, with little patience."""
    return ToServer(server(port, seconds, **settings), SENDER)


def server(port: int, seconds: float = 0.3, **settings: Any) -> Server:  # noqa: ANN401 - the same
    usual = Server("127.0.0.1", port, timeout_seconds=seconds, answer_seconds=seconds)
    return replace(usual, **settings)
