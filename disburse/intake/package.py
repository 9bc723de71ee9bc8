"""What the reader of cells silently loses: hidden rows and columns, errors, formulas, bold type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING
from zipfile import ZipFile

from disburse.intake import spreadsheetml
from disburse.intake.excel97 import scan_excel97
from disburse.intake.opendocument import scan_opendocument
from disburse.intake.sheet_facts import HEADING_COLUMNS, MOST_CELLS, Collector, SheetFacts
from disburse.intake.spreadsheetml import attributes, column_number, is_true, referenced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SheetFacts", "scan"]

_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_LONGEST_TAG = 1000
_ERROR = re.compile(rb"t=[\"']e[\"']")
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn[\s>]|filterMode\s*=\s*[\"'](?:1|true)")


def scan(path: Path) -> dict[str, SheetFacts]:
    """Facts of every sheet by its name.

    .xlsx and .xlsm give all; .xls has no formulas without value (Excel 97 always stores one) and
    .ods no bold type; .xlsb and text files give nothing. A broken file gives what could be read:
    refusing it is the work of others.
    """
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _scan_package(path)
    if suffix == ".ods":
        return scan_opendocument(path)
    if suffix == ".xls":
        return scan_excel97(path)
    return {}


def _scan_package(path: Path) -> dict[str, SheetFacts]:
    found: dict[str, SheetFacts] = {}
    try:
        with ZipFile(path) as package:
            bold = _bold_styles(spreadsheetml.related(package, "styles.xml"))
            for part in spreadsheetml.worksheets(package):
                collector = Collector()
                found[part.sheet] = collector.facts()
                try:
                    _scan_sheet(spreadsheetml.pieces(package, part.member), bold, collector)
                finally:
                    found[part.sheet] = collector.facts()
    except spreadsheetml.BROKEN:
        return found
    return found


def _bold_styles(styles: bytes) -> tuple[int, ...]:
    fonts = spreadsheetml.cell_fonts(styles)
    return tuple(index for index, font in enumerate(fonts) if font.bold)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Start tags as a sheet writes them, with or without the prefix of its namespace."""

    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    cell_start: bytes
    formula: re.Pattern[bytes]
    value_or_end: re.Pattern[bytes]


@lru_cache(maxsize=16)
def _marks(prefix: bytes) -> _Marks:
    return _Marks(
        row=re.compile(b"<" + prefix + rb"row(?=[\s>/])([^<>]*)>"),
        cell=re.compile(b"<" + prefix + rb"c(?=[\s>/])([^<>]*)>"),
        cell_start=b"<" + prefix + b"c ",
        formula=re.compile(b"<" + prefix + rb"f(?=[\s>/])"),
        value_or_end=re.compile(
            rb"<PREFIX(?:(v)(?:\s[^<>]*)?(?:/>|>([^<]*)<)|c(?=[\s>/]))|</PREFIX(?:c|row)>".replace(
                b"PREFIX", prefix
            )
        ),
    )


def _scan_sheet(pieces: Iterator[bytes], bold: tuple[int, ...], collector: Collector) -> None:
    head = next(pieces, b"")
    root = re.search(rb"<(\w+:)?worksheet[\s>]", head)
    marks = _marks((root and root[1]) or b"")
    _collect_columns(head, collector)
    for piece in referenced(chain([head], pieces), marks.row, marks.cell):
        _collect_rows(piece, marks, collector)
        _collect_errors(piece, marks, collector)
        _collect_formulas(piece, marks, collector)
        _collect_bold(piece, marks, bold, collector)
        collector.filtered = collector.filtered or _is_filtered(piece)


def _is_filtered(piece: bytes) -> bool:
    told = b"filterColumn" in piece or b"filterMode" in piece
    return told and _FILTER.search(piece) is not None


def _collect_columns(head: bytes, collector: Collector) -> None:
    for found in re.findall(rb"<(?:\w+:)?col\s([^<>]*)>", head[: head.find(b"sheetData")]):
        column = attributes(found)
        if is_true(column.get("hidden")) or column.get("width") == "0":
            first = int(column.get("min", "1"))
            collector.hide_columns(first - 1, int(column.get("max", first)) - 1)


def _collect_rows(piece: bytes, marks: _Marks, collector: Collector) -> None:
    if b"hidden" not in piece and b'ht="0"' not in piece:
        return
    for found in marks.row.findall(piece):
        if b"hidden" in found or b"ht=" in found:
            row = attributes(found)
            if is_true(row.get("hidden")) or row.get("ht") == "0":
                number = int(row.get("r", "0")) - 1
                collector.hide_rows(number, number)


def _collect_errors(piece: bytes, marks: _Marks, collector: Collector) -> None:
    for position, stored in _cells(piece, _ERROR, marks):
        place = _cell_at(piece, marks, position)
        if place is not None and len(collector.error_cells) < MOST_CELLS:
            _, row, column = place
            shown = unescape((stored or b"").decode(errors="replace"))
            collector.error_cells.append((row, column, shown))


def _collect_formulas(piece: bytes, marks: _Marks, collector: Collector) -> None:
    for position, stored in _cells(piece, marks.formula, marks):
        place = None if stored else _cell_at(piece, marks, position)
        if place is None or len(collector.formulas) >= MOST_CELLS:
            continue
        cell, row, column = place
        gave_empty_text = stored is not None and cell.get("t") == "str"
        if not gave_empty_text:
            collector.formulas.append((row, column))


def _cells(
    piece: bytes, mark: re.Pattern[bytes], marks: _Marks
) -> Iterator[tuple[int, bytes | None]]:
    """Where a mark stands, once per cell, and the value stored in that cell; None for no value."""
    end = 0
    for found in mark.finditer(piece):
        if found.start() < end:
            continue
        value = marks.value_or_end.search(piece, found.end())
        if value is None:
            return
        end = value.end()
        yield found.start(), (value[2] or b"") if value[1] else None


def _collect_bold(piece: bytes, marks: _Marks, bold: tuple[int, ...], collector: Collector) -> None:
    if not bold:
        return
    letters = bytes(range(ord("A"), ord("A") + HEADING_COLUMNS))
    styles = b"|".join(str(index).encode() for index in bold)
    usual = marks.cell_start + rb"r=[\"']([" + letters + rb"])(\d+)[\"']\s+s=[\"'](?:" + styles
    for column, row in re.findall(usual + rb")[\"']", piece):
        if len(collector.bold_cells) < MOST_CELLS:
            collector.bold_cells.add((int(row) - 1, column_number(column)))


def _cell_at(piece: bytes, marks: _Marks, position: int) -> tuple[dict[str, str], int, int] | None:
    """Attributes, row and column of the cell in which a position lies."""
    start = piece.rfind(marks.cell_start, max(position - _LONGEST_TAG, 0), position)
    found = marks.cell.match(piece, max(start, 0))
    cell = attributes(found[1]) if found else {}
    reference = _REFERENCE.fullmatch(cell.get("r", "").encode())
    if reference is None:
        return None
    return cell, int(reference[2]) - 1, column_number(reference[1])
