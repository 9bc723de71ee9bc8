"""Reads a compound file's tables strictly: a chain that loops brings readers down.

The libraries that read such files follow the chains as they are or guess around their faults;
the bounds need to know of the faults.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.intake.safety.limits import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA
_SHIFTS = {9, 12}
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_HEADER_PLACES = 109
_WORD = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file whose chains all end; ``streams`` by name, without their folders."""

    content: bytes
    sector_size: int
    table: array[int]
    streams: dict[str, _Entry]
    cutoff: int

    def stream(self, name: str) -> bytes:
        """Bytes of a stream; empty for one in the small sectors, which holds no table."""
        entry = self.streams[name]
        if entry.size < self.cutoff:
            return b""
        sectors = _sectors(self.content, self.sector_size, _followed(self.table, entry.start))
        return b"".join(sectors)[: entry.size]


def open_compound(content: bytes) -> Compound:
    """Read the tables and follow every chain to its end. Raises UnreadableWorkbookError."""
    if len(content) < _HEADER:
        raise refusal("file_damaged")
    (shift,) = struct.unpack_from("<H", content, 30)
    first_directory, _, cutoff, first_small, _, first_extra = struct.unpack_from("<6I", content, 48)
    if shift not in _SHIFTS:
        raise refusal("file_damaged")
    size = 1 << shift
    table = _allocation_table(content, size, first_extra)
    directory = b"".join(_sectors(content, size, _followed(table, first_directory)))
    if len(directory) % _ENTRY:
        raise refusal("file_damaged")
    small = array("I", b"".join(_sectors(content, size, _followed(table, first_small))))
    streams = {}
    for name, entry in _entries(directory):
        inside_small = entry.kind == _STREAM and entry.size < cutoff
        for _ in _followed(small if inside_small else table, entry.start):
            pass
        if entry.kind == _STREAM:
            streams[name] = entry
    return Compound(content, size, table, streams, cutoff)


def _allocation_table(content: bytes, size: int, first_extra: int) -> array[int]:
    """Next sector of every sector, from the places named in the header and after it."""
    places = list(struct.unpack_from(f"<{_HEADER_PLACES}I", content, 76))
    seen = set()
    while first_extra <= _LAST_SECTOR:
        if first_extra in seen:
            raise refusal("file_damaged")
        seen.add(first_extra)
        extra = array("I", b"".join(_sectors(content, size, iter((first_extra,)))))
        if not extra:
            break
        places += extra[:-1]
        first_extra = extra[-1]
    used = (place for place in places if place <= _LAST_SECTOR)
    return array("I", b"".join(_sectors(content, size, used)))


def _sectors(content: bytes, size: int, numbers: Iterator[int]) -> Iterator[bytes]:
    """Whole sectors by number; those beyond the end of the file are left out."""
    for number in numbers:
        at = (number + 1) * size
        sector = content[at : at + size]
        yield sector[: len(sector) // _WORD * _WORD]


def _followed(table: array[int], start: int) -> Iterator[int]:
    """Sectors of a chain in order; one that loops is refused, one that leaves the file ends."""
    number, steps = start, 0
    while number < len(table):
        steps += 1
        if steps > len(table):
            raise refusal("file_damaged")
        yield number
        number = table[number]


def _entries(directory: bytes) -> Iterator[tuple[str, _Entry]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name, length, kind, start, size = struct.unpack_from("<64sHB49xII", directory, at)
        if kind in {_STREAM, _ROOT}:
            text = name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            yield text, _Entry(kind, start, size)
