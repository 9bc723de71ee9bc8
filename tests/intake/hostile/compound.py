"""Compound files (.xls and encrypted .xlsx) written by hand, so that their chains can be bent."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FIRST_DIRECTORY_SECTOR = 1
_CUTOFF = 4096
_NONE = 0xFFFFFFFF
_ROOT, _STREAM = 5, 2
_HEADER_FAT_PLACES = 109


@dataclass(slots=True)
class CompoundFile:
    """A file of whole streams: sector 0 is the FAT, sector 1 on the directory."""

    streams: dict[str, bytes]
    fat: list[int] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    header: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the streams out; one FAT sector holds 128 places, enough for 64 KB."""
        entries = [_entry("Root Entry", END, 0, child=1)]
        names = sorted(self.streams, key=lambda name: (len(name), name))
        directory_sectors = -(-(len(names) + 1) // 4)
        self.fat = [FAT_SECTOR, *_chain(1, directory_sectors)]
        body: list[bytes] = []
        for place, name in enumerate(names, start=1):
            content = self.streams[name].ljust(_CUTOFF, b"\0")
            parts = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
            start = 1 + directory_sectors + len(body)
            self.fat += _chain(start, len(parts))
            body += [part.ljust(SECTOR, b"\0") for part in parts]
            right = place + 1 if place < len(names) else _NONE
            entries.append(_entry(name, start, len(content), right=right))
        entries += [bytes(128)] * (directory_sectors * 4 - len(entries))
        directory = b"".join(entries)
        self.sectors = [
            directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)
        ] + body

    def content(self) -> bytes:
        """The file's bytes, with what was changed in ``fat``, ``sectors`` and ``header``."""
        table = struct.pack("<128I", *self.fat[:128], *[FREE] * (128 - len(self.fat)))
        return self._head() + table + b"".join(self.sectors)

    def _head(self) -> bytes:
        given = {
            "fat_sectors": 1,
            "directory": FIRST_DIRECTORY_SECTOR,
            "mini_fat": END,
            "mini_fat_sectors": 0,
            "difat": END,
            "difat_sectors": 0,
        } | self.header
        return struct.pack(
            "<8s16sHHHHH6s9I109I",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            bytes(16),
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            bytes(6),
            0,
            given["fat_sectors"],
            given["directory"],
            0,
            _CUTOFF,
            given["mini_fat"],
            given["mini_fat_sectors"],
            given["difat"],
            given["difat_sectors"],
            0,
            *[FREE] * (_HEADER_FAT_PLACES - 1),
        )


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), END]


def _entry(name: str, start: int, size: int, *, child: int = _NONE, right: int = _NONE) -> bytes:
    kind = _ROOT if child != _NONE else _STREAM
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI16sIQ",
        text,
        len(text) + 2,
        kind,
        1,
        _NONE,
        right,
        child,
        bytes(16),
        0,
        bytes(16),
        start,
        size,
    )


def record(number: int, content: bytes = b"") -> bytes:
    """One record of the old binary workbook."""
    return struct.pack("<HH", number, len(content)) + content


def workbook_stream(*cells: tuple[int, int], protected: bool = False, claim: bytes = b"") -> bytes:
    """A workbook of one sheet with a number in each ``(row, column)``, counted from 0.

    ``claim`` is what the sheet says of its extent.
    """
    name = b"KH"
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if protected:
        start += record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    start += record(0x42, struct.pack("<H", 1200))
    entry = 4 + 4 + 2 + 2 + len(name)
    at = len(start) + entry + len(record(0x0A))
    start += record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    if claim:
        body += record(0x200, claim)
    for row, column in cells:
        body += record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))
    return start + record(0x0A) + body + record(0x0A)
