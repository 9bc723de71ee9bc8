"""Facts of .ods sheets, from the tags of content.xml (ODF 1.3 part 3, §9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from zipfile import ZipFile

from disburse.intake.sheet_facts import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Collector, SheetFacts
from disburse.intake.spreadsheetml import BROKEN, attributes, read_part

if TYPE_CHECKING:
    from pathlib import Path

_TAG = re.compile(
    rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s>/])([^<>]*)>"
)
_TEXT = re.compile(rb"<text:p(?:\s[^<>]*)?>([^<]*)<")
_HIDDEN = {"collapse", "filter"}


def scan_opendocument(path: Path) -> dict[str, SheetFacts]:
    """Facts of every sheet by its name, without bold type; what a broken file still gives."""
    reader = _Reader()
    try:
        with ZipFile(path) as package:
            content = read_part(package, "content.xml")
        for tag in _TAG.finditer(content):
            reader.read(tag, content)
    except BROKEN:
        pass
    return {name: collector.facts() for name, collector in reader.sheets.items()}


@dataclass(slots=True)
class _Reader:
    """Where we are in the document: the next row, column definition and cell, from 0."""

    sheets: dict[str, Collector] = field(default_factory=dict)
    sheet: Collector = field(default_factory=Collector)
    row: int = -1
    rows_after: int = 0
    column: int = 0
    cell: int = 0

    def read(self, tag: re.Match[bytes], content: bytes) -> None:
        """Take in one start tag."""
        kind = tag[1]
        if kind.endswith(b"cell"):
            self._read_cell(tag, content)
        elif kind == b"table-row":
            self._read_row(attributes(tag[2]))
        elif kind == b"table-column":
            self._read_column(attributes(tag[2]))
        else:
            self.sheet = self.sheets.setdefault(attributes(tag[2]).get("name", ""), Collector())
            self.row, self.rows_after, self.column = 0, 0, 0

    def _read_row(self, row: dict[str, str]) -> None:
        self.row += self.rows_after
        self.rows_after = min(int(row.get("number-rows-repeated", "1")), MOST_ROWS)
        self.cell = 0
        if row.get("visibility") in _HIDDEN:
            self.sheet.hide_rows(self.row, self.row + self.rows_after - 1)
            self.sheet.filtered = self.sheet.filtered or row["visibility"] == "filter"

    def _read_column(self, column: dict[str, str]) -> None:
        repeated = min(int(column.get("number-columns-repeated", "1")), MOST_COLUMNS)
        if column.get("visibility") in _HIDDEN:
            self.sheet.hide_columns(self.column, self.column + repeated - 1)
        self.column += repeated

    def _read_cell(self, tag: re.Match[bytes], content: bytes) -> None:
        raw = tag[2]
        position = self.cell
        repeated = attributes(raw).get("number-columns-repeated", "1") if b"repeat" in raw else "1"
        self.cell += min(int(repeated), MOST_COLUMNS)
        if b'value-type="error"' in raw:
            shown = _TEXT.search(content, tag.end(), tag.end() + 1000)
            value = unescape(shown[1].decode(errors="replace")) if shown else ""
            if len(self.sheet.error_cells) < MOST_CELLS:
                self.sheet.error_cells.append((self.row, position, value))
        if b"formula=" not in raw or b"value-type=" in raw:
            return
        if len(self.sheet.formulas) < MOST_CELLS:
            self.sheet.formulas.append((self.row, position))
