"""Reading uploads beside the event loop, a few at a time; each file in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil

from disburse.intake.isolation import IsolatedReading
from disburse.ledger.answers import in_force

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from disburse.intake.options import ReadingOptions
    from disburse.model import Register
    from disburse.web.staging import Staging, Upload

AT_ONCE = 2
"""As many processes as an office computer bears beside its other work."""

_LOW_PRIORITY = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)

_LOGGER = logging.getLogger(__name__)


class Readings:
    """The readings under way, by the number of their upload."""

    def __init__(
        self, staging: Staging, ledger: Callable[[], AbstractContextManager[sqlite3.Connection]]
    ) -> None:
        """Read what ``staging`` holds, by the answers remembered in ``ledger``."""
        self._staging = staging
        self._ledger = ledger
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, upload: Upload) -> None:
        """Begin to read an upload unless that is under way."""
        if upload.upload_id not in self._tasks:
            task = asyncio.create_task(self._read(upload))
            self._tasks[upload.upload_id] = task
            task.add_done_callback(lambda _: self._tasks.pop(upload.upload_id, None))

    async def wait(self, upload: Upload, seconds: float) -> None:
        """Give a reading a moment, so that a small file is shown at once."""
        task = self._tasks.get(upload.upload_id)
        if task is not None:
            await asyncio.wait({task}, timeout=seconds)

    async def _read(self, upload: Upload) -> None:
        """Read until what is kept goes by all that was said; what was discarded needs no more."""
        latest: Upload | None = upload
        while latest is not None:
            said = latest
            async with self._turns:
                await asyncio.to_thread(self._read_now, said)
            latest = self._staging.find(said.upload_id, said.person_id)
            if latest is not None and latest.said == said.said:
                return

    def _read_now(self, upload: Upload) -> None:
        try:
            register = self._register(upload)
        except Exception:
            if self._staging.fail(upload):
                _LOGGER.exception("reading the upload %s failed", upload.upload_id)
        else:
            self._staging.keep_register(upload, register)

    def _register(self, upload: Upload) -> Register:
        with self._ledger() as ledger:
            remembered = in_force(ledger)
        options = replace(upload.said.options(), remembered=remembered)
        return read(self._staging.original(upload), options)


def read(path: Path, options: ReadingOptions) -> Register:
    """Read a file in a process that gives way to the pages. Raises OSError."""
    with IsolatedReading(path, options) as reading:
        _give_way(reading.process_id)
        return reading.result()


def _give_way(process_id: int | None) -> None:
    """Let whoever looks at a page go before a file being read."""
    if process_id is None:
        return
    with contextlib.suppress(psutil.Error):
        psutil.Process(process_id).nice(_LOW_PRIORITY)
