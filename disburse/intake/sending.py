"""Sends a register in parts, its first projects while the rest is still being read."""

from __future__ import annotations

import contextlib
from operator import is_
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING

from disburse.intake.beside import Beside
from disburse.intake.exchange import Anew, Batch, answer_parts, framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.exchange import Answer
    from disburse.model import Project, Register


class Sender:
    """Sends an answer over a pipe; `early` may be called before there is one."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Write to a stream, whose reader may leave without harm."""
        self._stream = stream
        self._early: list[Project] = []
        self._waiting: SimpleQueue[Batch | None] = SimpleQueue()
        self._sending: Beside[None] | None = None

    def early(self, projects: Sequence[Project]) -> None:
        """Send projects that will most likely stand in the register as they are."""
        self._early += projects
        self._waiting.put(Batch(tuple(projects)))
        self._sending = self._sending or Beside(self._send_early)

    def _send_early(self) -> None:
        while (batch := self._waiting.get()) is not None:
            self._write(batch)

    def register(self, register: Register) -> None:
        """Send a register, leaving out what went early if that still is how it begins."""
        self._finish()
        stands = len(self._early) <= len(register.projects)
        stands = stands and all(map(is_, self._early, register.projects))
        if not stands:
            self._write(Anew())
        for part in answer_parts(register, len(self._early) if stands else 0):
            self._write(part)

    def answer(self, answer: Answer) -> None:
        """Send what is no register."""
        with contextlib.suppress(Exception):
            self._finish()
        self._write(answer)

    def _finish(self) -> None:
        """Wait until what went early is sent; raises what kept it from being sent."""
        self._waiting.put(None)
        if self._sending is not None:
            self._sending.result()

    def _write(self, part: Batch | Anew | Answer) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._stream.write(framed(part))
