"""A process that delivers an outbox until it is killed."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench.mailing.letters import AT
from disburse.ledger.schema import open_ledger
from disburse.send.delivery import deliver
from disburse.send.mime import Sender
from disburse.send.server import Server
from disburse.send.smtp import ToServer

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event
    from pathlib import Path

SENDER = Sender("Phòng Kinh tế", "phongkinhte@bangmac.example.vn")
TIMES_FASTER = 1000
"""A pause of a minute between tries takes 60 ms; all processes of a round share this clock."""
_PATIENCE_SECONDS = 0.25
_REST_SECONDS = 0.002


def clock(begun: float) -> datetime:
    """Tell the hastened time of a round that was begun at ``begun`` of `time.monotonic`."""
    return AT + TIMES_FASTER * timedelta(seconds=time.monotonic() - begun)


def carrier(port: int) -> ToServer:
    """Speak to a server on loopback, with little patience."""
    place = Server(
        "127.0.0.1", port, timeout_seconds=_PATIENCE_SECONDS, answer_seconds=_PATIENCE_SECONDS
    )
    return ToServer(place, SENDER)


def work(database: Path, port: int, begun: float, ready: Event) -> None:
    """Deliver what is due, again and again."""
    with closing(open_ledger(database)) as ledger, closing(carrier(port)) as way:
        ready.set()
        while True:
            deliver(ledger, way, lambda: clock(begun))
            time.sleep(_REST_SECONDS)
