"""What passes between our process and the one that reads a file: one request, one answer.

The answer is MessagePack, decoded by type: bytes from a process that a hostile file has taken over
could be a wrong register, but never code that we run. The request comes from us: a pickle.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import IO, TYPE_CHECKING

import msgspec.msgpack

from disburse.model import Project, Register, Voucher  # noqa: TC001 - decoded by its types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from disburse.intake.options import ReadingOptions

LENGTH_BYTES = 4
"""A request and each part of an answer are preceded by their length, big-endian."""

BATCH = 500
"""Projects or payments sent at once."""

_PIECE = 1 << 16
"""As much as a pipe holds."""


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


class Batch(msgspec.Struct, frozen=True, tag=True):
    """Some of a register's projects and payments, in their order."""

    projects: tuple[Project, ...] = ()
    vouchers: tuple[Voucher, ...] = ()


class Anew(msgspec.Struct, frozen=True, tag=True):
    """Projects sent so far do not stand in the register as they are: all follow again."""


class Answer(msgspec.Struct, frozen=True, tag=True):
    """What came of a request: a register, or a ``detail`` of what stands in its way.

    The register's projects and payments go before it, in batches: sent, received and decoded at
    once, and never in memory as one text.
    """

    outcome: Outcome
    register: Register | None = None
    detail: str = ""


def answer_parts(register: Register, start: int = 0) -> Iterator[Batch | Answer]:
    """Take a register apart for sending, from the project at ``start`` on."""
    projects, vouchers = islice(register.projects, start, None), iter(register.vouchers)
    while some := tuple(islice(projects, BATCH)):
        yield Batch(projects=some)
    while paid := tuple(islice(vouchers, BATCH)):
        yield Batch(vouchers=paid)
    yield Answer(Outcome.READ, replace(register, projects=(), vouchers=()))


def framed(part: Batch | Anew | Answer) -> bytes:
    """A part of an answer as it is sent."""
    content = msgspec.msgpack.encode(part)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def received(stream: IO[bytes], early: Callable[[Sequence[Project]], None] | None = None) -> Answer:
    """Put an answer together while it comes; ``early`` is told projects that most likely stand.

    Raises EOFError where it ends early, msgspec.MsgspecError where it is none.
    """
    projects: list[Project] = []
    vouchers: list[Voucher] = []
    while True:
        part = _decoded(_exactly(stream, int.from_bytes(_exactly(stream, LENGTH_BYTES), "big")))
        if isinstance(part, Anew):
            projects, vouchers = [], []
        elif isinstance(part, Batch):
            projects += part.projects
            if early is not None:
                early(part.projects)
            vouchers += part.vouchers
        elif part.register is None:
            return part
        else:
            whole = replace(part.register, projects=tuple(projects), vouchers=tuple(vouchers))
            return Answer(part.outcome, whole)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    """So many bytes, taken up as they come: the length may be a lie."""
    pieces = []
    while length:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _decoded(content: bytes) -> Batch | Anew | Answer:
    """Decode without the collector going through every record made so far, again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return msgspec.msgpack.decode(content, type=Batch | Anew | Answer)
    finally:
        if collecting:
            gc.enable()
