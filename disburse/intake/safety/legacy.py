"""Bounds of a compound file: .xls, or what only looks like it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from disburse.intake.safety.compound import open_compound
from disburse.intake.safety.extent import Extent
from disburse.intake.safety.format import Format
from disburse.intake.safety.limits import MOST_CELLS, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_OF_SHEET, _PASSWORD, _SHEET = 0x809, 0x2F, 0x85
_MANY, _MERGES, _CLAIMED = 0xBD, 0xE5, 0x200
_CELLS = frozenset({0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, _MANY})
"""Records of a cell that holds something; blank cells are left out."""
_MEASURED = _CELLS | {_START_OF_SHEET, _PASSWORD, _SHEET, _MERGES, _CLAIMED}
_SMALLEST = 4
_PLACE = struct.Struct("<HH")
_CORNERS = struct.Struct("<IIHH")
_RANGE = struct.Struct("<HHHH")


def check_legacy(path: Path) -> Format:
    """Hold a compound file to the bounds. Raises UnreadableWorkbookError."""
    compound = open_compound(path.read_bytes())
    names = compound.streams.keys()
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise refusal("file_protected")
    if names & {"WordDocument", "PowerPoint Document"}:
        raise refusal("file_is_document")
    for name in ("Workbook", "Book"):
        if name in names:
            _check_sheets(compound.stream(name))
            return Format.XLS
    raise refusal("file_format_unknown")


def _check_sheets(stream: bytes) -> None:
    extent = Extent()
    for number, at, size in _measured(stream):
        if number == _START_OF_SHEET:
            extent.check()
            extent = Extent()
        elif number in _CELLS:
            extent.reach(*_last_cell(number, stream, at, size))
        elif number == _MERGES:
            _count_merges(stream[at : at + size], extent)
        else:
            _check_claims(number, stream[at : at + size], len(stream))
    extent.check()


def _last_cell(number: int, stream: bytes, at: int, size: int) -> tuple[int, int]:
    row, column = _PLACE.unpack_from(stream, at)
    if number == _MANY:
        column = int.from_bytes(stream[at + size - 2 : at + size], "little")
    return row + 1, column + 1


def _check_claims(number: int, content: bytes, end: int) -> None:
    """Refuse a password, a sheet said to start beyond the end, and claims of too many cells."""
    if number == _PASSWORD:
        raise refusal("file_protected")
    if number == _SHEET and int.from_bytes(content[:4], "little") > end:
        raise refusal("file_damaged")
    if number == _CLAIMED and len(content) >= _CORNERS.size:
        top, bottom, left, right = _CORNERS.unpack_from(content)
        if bottom < top or right < left:
            raise refusal("file_damaged")
        if (bottom - top) * (right - left) > MOST_CELLS:
            raise refusal("sheet_too_large")


def _measured(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, place and size of each record that tells of cells; a cut one is passed over."""
    unpack, measured = _PLACE.unpack_from, _MEASURED
    at, end = 0, len(stream) - _PLACE.size
    while at <= end:
        number, size = unpack(stream, at)
        at += 4
        if number in measured and _SMALLEST <= size <= len(stream) - at:
            yield number, at, size
        at += size


def _count_merges(content: bytes, extent: Extent) -> None:
    whole = (len(content) - 2) // _RANGE.size * _RANGE.size
    for top, bottom, left, right in _RANGE.iter_unpack(content[2 : 2 + max(whole, 0)]):
        extent.merge(abs(bottom - top) + 1, abs(right - left) + 1)
