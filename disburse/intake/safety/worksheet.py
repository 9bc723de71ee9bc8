"""Measures a worksheet of .xlsx: roughly first, by the cell only where the figure is high."""

from __future__ import annotations

import re

from disburse.intake.safety.extent import Extent

_LETTERS = bytes({*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_DIGITS = b"0123456789"
_ALPHABET = 26
_FAR = re.compile(rb'r="([A-Z]{2,20}\d{1,4000}|[A-Z]\d{6,4000})"')
_ROW = rb'<%srow (?:[^>]*? )??r="(\d{1,4000})"'
_MERGE = rb'<%smergeCell (?:[^>]*? )??ref="([A-Z]{1,20})(\d{1,4000}):([A-Z]{1,20})(\d{1,4000})"'
_CELL = rb'<%sc (?:[^>]*? )??r="([A-Z]{1,20}+\d{1,4000}+)"[^/>]*+>(?!</)'


class RoughScan:
    """Counts empty cells too, and takes every sheet to be 26 columns wide at least."""

    def __init__(self, prefix: bytes) -> None:
        """Scan elements written with a namespace prefix, such as ``x:``, or with none."""
        self.extent = Extent()
        self._cell = b"<" + prefix + b"c "
        self._row = re.compile(_ROW % re.escape(prefix))
        self._mark = b"<" + prefix + b"mergeCell "
        self._merge = re.compile(_MERGE % re.escape(prefix))

    def take(self, block: bytes) -> None:
        """Measure a run of whole tags."""
        last = max(map(int, self._row.findall(block)), default=1)
        self.extent.reach(last, _ALPHABET, block.count(self._cell))
        if far := _FAR.findall(block):
            self.extent.reach(*_corner(far), cells=0)
        if self._mark in block:
            for left, top, right, bottom in self._merge.findall(block):
                height = abs(int(bottom) - int(top)) + 1
                self.extent.merge(height, abs(_column(right) - _column(left)) + 1)


class ExactScan:
    """Measures only the cells that hold something: readers drop the others."""

    def __init__(self, prefix: bytes) -> None:
        """Scan elements written with a namespace prefix, such as ``x:``, or with none."""
        self.extent = Extent()
        self._cell = re.compile(_CELL % re.escape(prefix))

    def take(self, block: bytes) -> None:
        """Measure a run of whole tags."""
        if references := self._cell.findall(block):
            self.extent.reach(*_corner(references), cells=len(references))


def _corner(references: list[bytes]) -> tuple[int, int]:
    """Last row and last column, from 1, that references such as ``AB12`` name."""
    joined = b" ".join(references)
    rows = set(joined.translate(None, _LETTERS).split())
    columns = set(joined.translate(None, _DIGITS).split())
    return max(map(int, rows)), max(map(_column, columns))


def _column(letters: bytes) -> int:
    """Number of a column counted from 1: ``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * _ALPHABET + letter - ord("A") + 1
    return number
