"""How long each stage takes, and a line that shows it on a terminal while it runs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


class Progress(Protocol):
    """What a pipeline tells of its advance; stage codes are the keys of ``[stages]``."""

    def stage(self, code: str, **details: object) -> AbstractContextManager[None]:
        """Mark the work inside as one stage; ``details`` fill the stage's wording."""


class Stopwatch:
    """Quiet progress that keeps the seconds spent in each stage, summed by code."""

    def __init__(self) -> None:
        """Start with no stage done."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, code: str, **details: object) -> Iterator[None]:
        """Time the work inside; ``details`` are not used here."""
        del details
        begun = perf_counter()
        try:
            yield
        finally:
            self.seconds[code] = self.seconds.get(code, 0.0) + perf_counter() - begun


class TerminalLine(Stopwatch):
    """Progress as one changing line on stderr: the stage at work and the time since the start."""

    def __init__(self, wording: dict[str, str]) -> None:
        """Show stages by the texts in ``wording``, which may name details in braces."""
        from tqdm import tqdm

        super().__init__()
        self._wording = wording
        self._line = tqdm(
            file=sys.stderr, leave=False, bar_format="{desc} [{elapsed}]", mininterval=0
        )

    @contextmanager
    def stage(self, code: str, **details: object) -> Iterator[None]:
        """Show the stage's text while timing the work inside."""
        self._line.set_description_str(self._wording[code].format(**details))
        with super().stage(code, **details):
            yield

    def close(self) -> None:
        """Take the line off the terminal."""
        self._line.close()
