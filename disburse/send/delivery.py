"""Delivering what is due: claim, carry, record, message by message.

Each step is in the ledger before the next begins: the claim before anything goes out, the
handing-over before the octets that let a server accept a mail, the answer before another message
is claimed. So whatever ends this process, what happened to a message is known from its rows, or
known to be unknown. Against a power cut the disk is waited for once a message, at the
handing-over, and once at the end: what the cut may undo of the rest makes a message unknown or
has it tried again, and never twice.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disburse.ledger.schema import transaction
from disburse.send import claiming, contents
from disburse.send.folder import ToFolder
from disburse.send.records import Delivered, Fault, Outcome, Result, State
from disburse.send.server import sender_of, server_of
from disburse.send.smtp import ToServer
from disburse.send.worker import this_worker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from disburse.send.carrier import Carrier
    from disburse.send.claiming import Claim
    from disburse.send.settings import MailSettings

    Clock = Callable[[], datetime]

_LOSSES = 3
_PATIENCE_SECONDS = 600


def deliver_due(  # noqa: PLR0913 (what, how, from where, whose, when, which: nothing to group)
    ledger: sqlite3.Connection,
    settings: MailSettings,
    folder: Path,
    name: str,
    clock: Clock,
    *,
    only: int | None = None,
) -> Delivered:
    """Deliver what is due, as the settings say.

    ``folder`` is the database's, ``name`` the sender's where the settings give none.
    Raises SendError for settings that cannot be used; faults of the server are results.
    """
    with closing(carrier_of(settings, folder, name)) as carrier:
        return deliver(ledger, carrier, clock, only=only)


def carrier_of(settings: MailSettings, folder: Path, name: str) -> Carrier:
    """Make what the settings ask for: a connection to a server, or a writer of files."""
    server, sender = server_of(settings, folder), sender_of(settings, name)
    return (
        ToFolder(folder / settings.outbox, sender) if server is None else ToServer(server, sender)
    )


def deliver(
    ledger: sqlite3.Connection, carrier: Carrier, clock: Clock, *, only: int | None = None
) -> Delivered:
    """Deliver every message that is due, or ``only`` that one if it is; others may do so too.

    First come the attempts whose process is gone: unknown, or to be tried again. The round ends
    early when the server refuses us altogether or the connection was lost `_LOSSES` times in a
    row.
    """
    with _writing(ledger):
        with transaction(ledger):
            found = claiming.released(ledger, clock())
        this = _Round(ledger, carrier, clock, only, this_worker())
        this.tally.update(state for state in found if state is State.UNKNOWN)
        claim = this.begun()
        while claim is not None:
            claim = this.followed(claim, this.attempted(claim))
    return this.told()


@dataclass(slots=True)
class _Round:
    """One round: what it works with, and what it did."""

    ledger: sqlite3.Connection
    carrier: Carrier
    clock: Clock
    only: int | None
    worker: str
    tally: Counter[State] = field(default_factory=Counter)
    stopped: Result | None = None
    losses: int = 0

    def begun(self) -> Claim | None:
        """Get the carrier ready if anything is due, then claim; what hinders it is recorded."""
        if not claiming.due(self.ledger, self.clock(), self.only):
            return None
        hindrance = self.carrier.ready()
        with transaction(self.ledger):
            claim = self._claimed()
            if claim is not None and hindrance is not None:
                self._record(claim, hindrance)
                self.stopped, claim = hindrance, None
        return claim

    def attempted(self, claim: Claim) -> Result:
        """Carry a claimed message; even what ends this process is recorded first."""
        over = False

        def handing() -> bool:
            nonlocal over
            self.ledger.execute("PRAGMA synchronous = FULL")
            over = claiming.handed(self.ledger, claim, self.clock())
            self.ledger.execute("PRAGMA synchronous = NORMAL")
            return over

        try:
            return self.carrier.carry(contents.mail(self.ledger, claim.number), handing)
        except BaseException as error:
            outcome = Outcome.UNKNOWN if over else Outcome.TRANSIENT
            told = Result(outcome, fault=Fault.INTERRUPTED, error=type(error).__name__)
            with transaction(self.ledger):
                self._record(claim, told)
            raise

    def followed(self, claim: Claim, result: Result) -> Claim | None:
        """Record a result and claim the next message, in one transaction where it can be."""
        self.losses = self.losses + 1 if result.lost else 0
        with transaction(self.ledger):
            self._record(claim, result)
            if result.stops or self.losses == _LOSSES:
                self.stopped = result
                return None
            if not result.lost:
                return self._claimed()
        return self.begun()

    def told(self) -> Delivered:
        """Tell what the round did."""
        return Delivered(
            sent=self.tally[State.SENT],
            written=self.tally[State.WRITTEN],
            retried=self.tally[State.PENDING],
            failed=self.tally[State.FAILED],
            unknown=self.tally[State.UNKNOWN],
            skipped=self.tally[State.SKIPPED],
            stopped=self.stopped,
        )

    def _claimed(self) -> Claim | None:
        claim, skipped = claiming.claimed(self.ledger, self.clock(), self.worker, self.only)
        self.tally[State.SKIPPED] += skipped
        return claim

    def _record(self, claim: Claim, result: Result) -> None:
        state = claiming.recorded(self.ledger, claim, result, self.clock())
        if state is not None:
            self.tally[state] += 1


@contextmanager
def _writing(ledger: sqlite3.Connection) -> Iterator[None]:
    """Wait for whoever else writes, however long, and for the disk only where it matters."""
    usual = ledger.execute("PRAGMA busy_timeout").fetchone()[0]
    ledger.execute(f"PRAGMA busy_timeout = {1000 * _PATIENCE_SECONDS}")
    ledger.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        ledger.execute("PRAGMA synchronous = FULL")
        ledger.execute("PRAGMA wal_checkpoint(PASSIVE)")
        ledger.execute(f"PRAGMA busy_timeout = {usual}")
