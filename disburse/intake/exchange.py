"""What passes between our process and the one that reads a file: one request, one answer.

The answer is MessagePack, decoded by type: bytes from a process that a hostile file has taken over
could be a wrong register, but never code that we run. The request comes from us: a pickle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from disburse.model import Register  # noqa: TC001 - an answer is decoded by its types

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.intake.options import ReadingOptions

LENGTH_BYTES = 4
"""A request is preceded by its length, big-endian; an answer ends with the stream."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read.

    ``seconds`` is when the process ends itself at the latest, ``memory`` how many bytes of
    addresses it may take up.
    """

    path: Path
    options: ReadingOptions
    seconds: float
    memory: int


class Outcome(StrEnum):
    """What came of a request, and what goes with it in the answer."""

    READ = "read"
    """The register."""
    REFUSED = "refused"
    """The code of the finding."""
    HEAVY = "heavy"
    """Nothing: memory ran out."""
    UNREADABLE = "unreadable"
    """The operating system's error number, as text."""
    FAILED = "failed"
    """A fault of ours: its kind and place."""


class Answer(msgspec.Struct, frozen=True):
    """What came of a request: a register, or a ``detail`` of what stands in its way."""

    outcome: Outcome
    register: Register | None = None
    detail: str = ""
