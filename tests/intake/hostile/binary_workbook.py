"""Small .xlsb files written by hand."""

from __future__ import annotations

import struct

from tests.intake.hostile.packages import packed, xlsx_members

_ROW, _NUMBER_CELL, _STRINGS = 0, 5, 159
_SHEETS, _SHEETS_END, _SHEET = 143, 144, 156
_WORKBOOK, _WORKBOOK_END = 131, 132
_PART, _PART_END, _DATA, _DATA_END, _EXTENT = 129, 130, 145, 146, 148


def xlsb(*cells: tuple[int, int], strings: int = 0) -> bytes:
    """A workbook of one sheet with a number in each ``(row, column)``, counted from 0."""
    members: dict[str, str | bytes] = {
        name.replace(".xml", ".bin") if name.startswith("xl/w") else name: content
        for name, content in xlsx_members().items()
        if name != "xl/sharedStrings.xml"
    }
    relations = str(members.pop("xl/_rels/workbook.xml.rels"))
    types = str(members["[Content_Types].xml"])
    members |= {
        "[Content_Types].xml": types.replace("sheet1.xml", "sheet1.bin")
        .replace("workbook.xml", "workbook.bin")
        .replace(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
        ),
        "xl/_rels/workbook.bin.rels": relations.replace(".xml", ".bin"),
        "xl/workbook.bin": _workbook(),
        "xl/worksheets/sheet1.bin": _sheet(cells),
        "xl/sharedStrings.bin": record(_STRINGS, struct.pack("<II", strings, strings))
        + record(_STRINGS + 1),
    }
    return packed(members)


def _workbook() -> bytes:
    sheet = struct.pack("<II", 0, 1) + _text("rId1") + _text("KH 2026")
    inside = record(_SHEETS) + record(_SHEET, sheet) + record(_SHEETS_END)
    return record(_WORKBOOK) + inside + record(_WORKBOOK_END)


def _sheet(cells: tuple[tuple[int, int], ...]) -> bytes:
    body = b""
    for row, column in cells:
        body += record(_ROW, struct.pack("<I", row) + bytes(13))
        body += record(_NUMBER_CELL, struct.pack("<IId", column, 0, 1.0))
    extent = record(_EXTENT, struct.pack("<IIII", 0, 0, 0, 0))
    data = record(_DATA) + body + record(_DATA_END)
    return record(_PART) + extent + data + record(_PART_END)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def record(number: int, content: bytes = b"") -> bytes:
    """One record: number and size in seven bits a byte."""
    low = bytes((number,)) if number < 1 << 7 else bytes((number & 0x7F | 0x80, number >> 7))
    size, length = b"", len(content)
    while True:
        size += bytes((length & 0x7F | (0x80 if length > 0x7F else 0),))
        length >>= 7
        if not length:
            return low + size + content
