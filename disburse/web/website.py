"""What every request shares: the ledger, the settings, the clock, the standings."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from disburse.ledger.schema import open_ledger
from disburse.ledger.state import ledger_state
from disburse.web.readings import Readings
from disburse.web.staging import Staging
from disburse.web.standing import Standing, Standings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from disburse.settings import Settings

PASSWORDS_AT_ONCE = 4
"""Hashing one takes 64 MiB and some 0.1 s of every core."""

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Site:
    """One ledger on the web.

    ``secure``: people reach it by https, so cookies are sent over that alone. ``reading`` is the
    event loop's own connection, for short queries; whatever writes or takes long opens its own
    with `ledger` in a worker thread.
    """

    database: Path
    settings: Settings
    secret: str = field(repr=False)
    clock: Callable[[], datetime]
    secure: bool = False
    reading: sqlite3.Connection = field(init=False)
    staging: Staging = field(init=False)
    readings: Readings = field(init=False)
    _standings: Standings = field(init=False)
    _password_turns: asyncio.Semaphore = field(init=False)
    _heavy_turns: asyncio.Semaphore = field(init=False)

    def open(self) -> None:
        """Prepare what belongs to the event loop; called in its thread."""
        self.reading = open_ledger(self.database)
        self.staging = Staging(self.settings.uploads)
        self.staging.drop_old(self.now())
        self.readings = Readings(self.staging, self.ledger)
        self._standings = Standings(self.ledger, self.settings.thresholds)
        self._password_turns = asyncio.Semaphore(PASSWORDS_AT_ONCE)
        self._heavy_turns = asyncio.Semaphore(1)

    def close(self) -> None:
        """Close it."""
        self.reading.close()

    @contextmanager
    def ledger(self) -> Iterator[sqlite3.Connection]:
        """Open a connection of this thread for a block."""
        connection = open_ledger(self.database)
        try:
            yield connection
        finally:
            connection.close()

    def now(self) -> datetime:
        """Return the present moment in Vietnam."""
        return self.clock()

    def today(self) -> date:
        """Return today's date in Vietnam."""
        return self.clock().date()

    async def password_work(
        self,
        work: Callable[_Parameters, _Result],
        *arguments: _Parameters.args,
        **named: _Parameters.kwargs,
    ) -> _Result:
        """Do what hashes a password in a worker thread, a few at a time.

        Those who wait hold no thread, so that many signing in at once leave some for readers.
        """
        async with self._password_turns:
            return await asyncio.to_thread(work, *arguments, **named)

    async def heavy_work(
        self,
        work: Callable[_Parameters, _Result],
        *arguments: _Parameters.args,
        **named: _Parameters.kwargs,
    ) -> _Result:
        """Do what keeps a processor busy for a while in a worker thread, one thing at a time.

        Several at once would take no less time together, and leave readers none between them.
        """
        async with self._heavy_turns:
            return await asyncio.to_thread(work, *arguments, **named)

    async def standing(self, as_of: date) -> Standing:
        """Return every project judged as of a day; only `disburse.web.view` may ask for it."""
        return await self._standings.on(as_of, ledger_state(self.reading))
