"""Measures the binary parts of an .xlsb: sheets and shared strings."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from disburse.intake.safety.extent import Extent
from disburse.intake.safety.limits import MOST_UNPROVEN, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW, _CELLS = 0, range(2, 12)
_MERGE, _STRINGS = 176, 159
_NUMBER = struct.Struct("<I")
_COUNTS = struct.Struct("<II")
_RANGE = struct.Struct("<IIII")
_NEEDED = {_MERGE: _RANGE.size, _STRINGS: _COUNTS.size}


def check_binary_part(content: bytes) -> None:
    """Hold a part to the bounds. Raises UnreadableWorkbookError."""
    extent = Extent()
    row = 0
    for number, at in _records(content):
        if number == _ROW:
            row = _NUMBER.unpack_from(content, at)[0] + 1
        elif number in _CELLS:
            extent.reach(row, _NUMBER.unpack_from(content, at)[0] + 1)
        elif number == _MERGE:
            top, bottom, left, right = _RANGE.unpack_from(content, at)
            extent.merge(abs(bottom - top) + 1, abs(right - left) + 1)
        elif number == _STRINGS and _COUNTS.unpack_from(content, at)[1] > MOST_UNPROVEN:
            raise refusal("file_damaged")
    extent.check()


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Number and place of each record large enough for what we read of it."""
    at = 0
    while at + 2 <= len(content):
        number = content[at]
        at += 1
        if number & 0x80:
            number = number & 0x7F | content[at] << 7
            at += 1
        size, at = _size(content, at)
        if size >= _NEEDED.get(number, _NUMBER.size) and at + size <= len(content):
            yield number, at
        at += size


def _size(content: bytes, at: int) -> tuple[int, int]:
    """Size of a record, seven bits a byte in at most four bytes, and where its content starts."""
    size = 0
    for place, byte in enumerate(content[at : at + 4]):
        size |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return size, at + place + 1
    return size, at + 4
