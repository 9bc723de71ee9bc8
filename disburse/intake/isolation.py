"""Reads a file in a process of its own, bounded in time and memory: no file can harm ours."""

from __future__ import annotations

import contextlib
import os
import pickle
import threading
import time
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self

from disburse.intake.exchange import LENGTH_BYTES, Answer, Outcome, Request, received
from disburse.intake.process import started
from disburse.intake.safety.limits import LARGEST_FILE, MEGABYTE
from disburse.model import Kind, Register

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from disburse.intake.options import ReadingOptions
    from disburse.model import Project

    Asked = ReadingOptions | Callable[[], ReadingOptions]

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds of the processor and of the clock, bytes."""

    processor_seconds: float
    seconds: float
    memory: int


def limits_for(size: int) -> Limits:
    """Bounds for a file of so many bytes, several times what registers of that size need.

    10,000 rows of 24 columns (1.3 MB) take 1 s and 95 MB, 50,000 rows (6.7 MB) 5 s and 370 MB.
    Processor time is what counts, so that a busy machine refuses no file; the clock only ends
    what hangs. The system's own cap on addresses is half as much again as the memory watched.
    """
    megabytes = size / MEGABYTE
    processor = 8 + 4 * max(0.0, megabytes - 2)
    memory = 512 * MEGABYTE + int(60 * max(0.0, megabytes - 4)) * MEGABYTE
    return Limits(processor, max(120.0, 2 * processor), memory)


def read_isolated(path: Path, options: ReadingOptions, limits: Limits | None = None) -> Register:
    """Read a file as `disburse.intake.reading.read_register` does, in a process of its own.

    A file that brings that process down, or keeps it too long, is refused by a finding.

    Raises:
        OSError: the file does not exist or cannot be read.
    """
    with IsolatedReading(path, options, limits) as reading:
        return reading.result()


class IsolatedReading:
    """A reading under way: started at once, so that its caller may do other work meanwhile.

    Options that take time to find may be a function, called while the process starts.
    Used as a context, which no process outlives. ``peak_memory`` is the most bytes seen in use.
    """

    def __init__(self, path: Path, options: Asked, limits: Limits | None = None) -> None:
        """Start reading. Raises OSError when there is no such file, and what ``options`` raises."""
        size = path.stat().st_size
        self._path = path
        self._limits = limits or limits_for(size)
        self.peak_memory = 0
        self._code = "file_too_large" if size > LARGEST_FILE else None
        self._answer: Answer | None = None
        self._process = None if self._code else started()
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._early: SimpleQueue[Sequence[Project] | None] = SimpleQueue()
        try:
            self._options = options() if callable(options) else options
        except BaseException:
            self.__exit__(None, None, None)
            raise
        if self._process is not None:
            self._ask(self._process)

    def _ask(self, process: subprocess.Popen[bytes]) -> None:
        for work in (self._receive, self._watch):
            thread = threading.Thread(target=work, args=(process,), daemon=True)
            thread.start()
            self._threads.append(thread)
        assert process.stdin is not None  # noqa: S101 - opened as a pipe
        with contextlib.suppress(OSError):
            process.stdin.write(_request(self._path, self._options, self._limits))

    @property
    def process_id(self) -> int | None:
        """Number of the reading process, None where none was needed."""
        return None if self._process is None else self._process.pid

    def _receive(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - opened as a pipe
        import msgspec

        try:
            self._answer = received(process.stdout, self._early.put)
        except EOFError:
            process.wait()
        except msgspec.MsgspecError:
            process.kill()
        finally:
            self._early.put(None)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """End the process when it takes more than it may, and keep the finding's code."""
        import psutil

        deadline = time.monotonic() + self._limits.seconds
        try:
            watched = psutil.Process(process.pid)
            while process.poll() is None and not self._over.is_set():
                memory = watched.memory_info().rss
                self.peak_memory = max(self.peak_memory, memory)
                used = watched.cpu_times()
                code = self._excess(memory, used.user + used.system, deadline)
                if code is not None:
                    self._code = code
                    process.kill()
                self._over.wait(_POLL_SECONDS)
        except psutil.Error:
            return

    def _excess(self, memory: int, processor_seconds: float, deadline: float) -> str | None:
        if memory > self._limits.memory:
            return "reading_too_heavy"
        spent = processor_seconds > self._limits.processor_seconds
        return "reading_too_slow" if spent or time.monotonic() > deadline else None

    def early(self) -> Iterator[Sequence[Project]]:
        """Projects as they are read, by the hundred; most likely they will stand as they are."""
        if self._process is not None:
            yield from iter(self._early.get, None)

    def result(self) -> Register:
        """Wait for the register. Raises OSError when the file cannot be read."""
        for thread in self._threads[:1]:
            while thread.is_alive():
                thread.join(1)
        if self._code is not None:
            return self._refused(self._code)
        answer = self._answer or Answer(Outcome.FAILED, detail=self._end())
        if answer.register is not None:
            return answer.register
        match answer.outcome:
            case Outcome.REFUSED:
                return self._refused(answer.detail)
            case Outcome.HEAVY:
                return self._refused("reading_too_heavy")
            case Outcome.UNREADABLE:
                number = int(answer.detail)
                raise OSError(number, os.strerror(number), str(self._path))
            case _:
                return self._refused("reading_failed", detail=answer.detail)

    def _end(self) -> str:
        """How the process ended, which failed to answer."""
        return "" if self._process is None else str(self._process.wait())

    def _refused(self, code: str, **details: str) -> Register:
        from disburse.findings import finding

        problem = finding(code, value=self._path.name, **details)
        kind = self._options.kind or Kind.REGISTER
        as_of = self._options.as_of
        name, digest = self._path.name, _digest(self._path)
        return Register(name, digest, kind, as_of, None, (), (), (), (problem,))

    def __enter__(self) -> Self:
        """Give the reading itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        if self._process is None:
            return
        self._over.set()
        self._process.kill()
        for thread in self._threads:
            thread.join()
        with self._process:
            pass


def _request(path: Path, options: ReadingOptions, limits: Limits) -> bytes:
    request = Request(path.absolute(), options, limits.seconds, limits.memory * 3 // 2)
    content = pickle.dumps(request)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def _digest(path: Path) -> str:
    """Hash of the file's bytes as hexadecimal, empty where the file is too large to be read."""
    import hashlib

    if path.stat().st_size > LARGEST_FILE:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
