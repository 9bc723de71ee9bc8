"""Long-lived readers that are replaced when a file ends them, so that 20,000 files are quick."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil

from bench.fuzzing.worker import MEMORY, OUT_OF_MEMORY
from disburse.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SECONDS = 10.0
"""Processor seconds in which every file must have got its answer."""
_POLL = 0.05


@dataclass(slots=True)
class Tally:
    """How the files fared: finding codes, exceptions, ends of the reader, each with numbers."""

    outcomes: Counter[str] = field(default_factory=Counter)
    exceptions: dict[str, list[int]] = field(default_factory=dict)
    deaths: dict[str, list[int]] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files were read, refused or failed."""
        failed = (*self.exceptions.values(), *self.deaths.values())
        return self.outcomes.total() + sum(map(len, failed))

    def add(self, number: int, outcome: str) -> None:
        """Count one answer of a reader."""
        if outcome.startswith("!"):
            self.exceptions.setdefault(outcome[1:], []).append(number)
        else:
            self.outcomes[outcome] += 1


class Reader:
    """One reading process; gives an answer for a number, or how the process ended."""

    def __init__(self, folder: Path, errors: Path) -> None:
        """Start the process; its tracebacks are appended to ``errors``."""
        self._log = errors.open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "bench.fuzzing.worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=ROOT,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()
        self._watched = psutil.Process(self._process.pid)

    def _receive(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def read(self, number: int) -> tuple[str | None, str]:
        """Outcome of a file, or None and how the process ended over it."""
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe
        started = self._used()
        try:
            self._process.stdin.write(f"{number}\n")
            self._process.stdin.flush()
        except OSError:
            return None, self._ending()
        while True:
            try:
                answer = self._answers.get(timeout=_POLL)
            except queue.Empty:
                if ending := self._overdrawn(started):
                    return None, ending
                continue
            if not answer:
                return None, self._ending()
            return answer.rstrip("\n").partition("\t")[2], ""

    def _ending(self) -> str:
        code = self._process.wait()
        return "too much memory" if code == OUT_OF_MEMORY else f"ended {code}"

    def _used(self) -> float:
        try:
            times = self._watched.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _overdrawn(self, started: float) -> str:
        try:
            if self._watched.memory_info().rss > MEMORY:
                self._process.kill()
                return "too much memory"
        except psutil.Error:
            return ""
        if self._used() - started > SECONDS:
            self._process.kill()
            return "too slow"
        return ""

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._thread.join()
        with self._process:
            self._log.close()


def run(
    folder: Path, numbers: Iterable[int], readers: int, shown: Callable[[Tally], None]
) -> Tally:
    """Have the files of all numbers read; ``shown`` is called about once a second."""
    tally, waiting, lock = Tally(), iter(numbers), threading.Lock()

    def serve() -> None:
        reader = Reader(folder, folder / "errors.txt")
        try:
            while True:
                with lock:
                    number = next(waiting, None)
                if number is None:
                    return
                outcome, ending = reader.read(number)
                with lock:
                    if outcome is None:
                        tally.deaths.setdefault(ending, []).append(number)
                    else:
                        tally.add(number, outcome)
                if outcome is None:
                    reader.close()
                    reader = Reader(folder, folder / "errors.txt")
        finally:
            reader.close()

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(readers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(1 if readers > 1 else _POLL)
        shown(tally)
    return tally
