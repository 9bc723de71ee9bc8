"""Measures the tables of an .ods: rows and cells written once and repeated by an attribute."""

from __future__ import annotations

import re

from disburse.intake.safety.extent import Extent

_ROW = b"<table:table-row"
_TABLE = b"<table:table "
_CELL, _COVERED = b"<table:table-cell", b"<table:covered-table-cell"
_TEXT, _VALUE = b"<text:p", b" office:value"
_ROWS_REPEATED = re.compile(rb'[^>]*?table:number-rows-repeated="(\d{1,12})"')
_REPEATED = b"columns-repeated"
_COLUMNS_REPEATED = re.compile(rb'table:number-columns-repeated="(\d{1,12})"')


class TableScan:
    """Follows the rows of one table after another; blank ones count when content follows."""

    def __init__(self) -> None:
        """Start before the first table."""
        self._extent = Extent()
        self._start_table()

    def _start_table(self) -> None:
        self._extent.check()
        self._extent = Extent()
        self._rows = self._repeated = self._width = self._passed = self._cells = 0
        self._piece = b""

    def take(self, block: bytes) -> None:
        """Measure a run of whole tags."""
        for number, table in enumerate(block.split(_TABLE)):
            if number:
                self._end_row()
                self._start_table()
            rows = table.split(_ROW)
            self._take_cells(rows[0])
            for row in rows[1:]:
                self._end_row()
                times = _ROWS_REPEATED.match(row)
                self._repeated = int(times[1]) if times else 1
                self._take_cells(row)

    def _take_cells(self, piece: bytes) -> None:
        """Count the cells of a row, or of a part of one."""
        if self._piece:
            self._passed += _columns(self._piece)
        self._piece = piece
        last = max(piece.rfind(_TEXT), piece.rfind(_VALUE))
        if last >= 0:
            self._width = self._passed + _columns(piece[:last])
            self._cells += piece.count(_TEXT)

    def _end_row(self) -> None:
        self._rows += self._repeated
        if self._width:
            self._extent.reach(self._rows, self._width, self._cells)
        self._repeated = self._width = self._passed = self._cells = 0
        self._piece = b""

    def finish(self) -> None:
        """Close the last row and refuse a table out of bounds."""
        self._end_row()
        self._extent.check()


def _columns(piece: bytes) -> int:
    written = piece.count(_CELL) + piece.count(_COVERED)
    if _REPEATED not in piece:
        return written
    return written + sum(int(times) - 1 for times in _COLUMNS_REPEATED.findall(piece))
