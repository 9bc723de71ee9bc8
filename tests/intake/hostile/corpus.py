"""Files that are no registers, one fault each, with the finding that must say so."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.intake.hostile.binary_workbook import xlsb
from tests.intake.hostile.compound import SECTOR, CompoundFile, workbook_stream
from tests.intake.hostile.packages import (
    ROW,
    SHEET,
    ods,
    ods_row,
    packed,
    shared_strings,
    sheet,
    xlsx,
    xlsx_members,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LAST_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_STRAY_CELL = '<row r="1048576"><c r="B1048576"><v>1</v></c></row>'
_ENTITIES = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
_FOREIGN_ENTITY = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_DECLARED = '<?xml version="1.0"?>'
_BLANK_ROWS = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
_NUMBER = 'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
_NUMBERS = f'<table:table-cell table:number-columns-repeated="1000000" {_NUMBER}'


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file to be refused; ``stopped`` before any parser sees it, else by what becomes of it."""

    name: str
    code: str
    content: Callable[[], bytes]
    stopped: bool = True


def _looping_table() -> bytes:
    """The sector that goes on with the table of sectors names itself as the next."""
    compound = CompoundFile({"Workbook": workbook_stream((0, 0))})
    compound.header = {"difat": len(compound.fat), "difat_sectors": 1}
    compound.sectors.append(struct.pack("<I", len(compound.fat)).rjust(SECTOR, b"\xff"))
    return compound.content()


def _looping(sector: int, onto: int) -> bytes:
    compound = CompoundFile({"Workbook": workbook_stream((0, 0))})
    compound.fat[sector] = onto
    return compound.content()


def _looping_small_table() -> bytes:
    compound = CompoundFile({"Workbook": workbook_stream((0, 0))})
    compound.header = {"mini_fat": len(compound.fat), "mini_fat_sectors": 1}
    compound.sectors.append(bytes(SECTOR))
    compound.fat.append(len(compound.fat))
    return compound.content()


def _compound(**streams: bytes) -> bytes:
    return CompoundFile(streams).content()


def _claiming(top: int, bottom: int, left: int, right: int) -> bytes:
    claim = struct.pack("<IIHHH", top, bottom, left, right, 0)
    return _compound(Workbook=workbook_stream((0, 0), claim=claim))


def _understated() -> bytes:
    """An archive that says a part unpacks to 20 bytes."""
    content = bytearray(xlsx())
    at = content.index(b"PK\x01\x02", content.index(SHEET.encode()))
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 20)
    return bytes(content)


def _locked() -> bytes:
    """An archive whose parts are marked as encrypted by a zip program."""
    content = bytearray(xlsx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _noise(seed: int) -> bytes:
    return Random(seed).randbytes(20_000)  # noqa: S311 - the same bytes every time


def _foreign(*names: str) -> bytes:
    return packed(dict.fromkeys(names, "<a/>"))


CORPUS = (
    Hostile("empty.xlsx", "file_empty", lambda: b""),
    Hostile("random.xlsx", "file_format_unknown", lambda: _noise(1)),
    Hostile("random.csv", "file_format_unknown", lambda: _noise(2)),
    Hostile("truncated.xlsx", "file_damaged", lambda: xlsx()[:-300]),
    Hostile("one-byte.xlsx", "file_format_unknown", lambda: b"\0"),
    Hostile("sheet-cut.xlsx", "file_damaged", lambda: xlsx(sheet(ROW * 50)[:2_000])),
    Hostile("not-deflated.xlsx", "file_damaged", lambda: xlsx().replace(b"\x08\0", b"\x63\0")),
    Hostile("understated.xlsx", "file_damaged", _understated),
    Hostile("bomb.xlsx", "file_unpacks_too_large", lambda: xlsx(sheet("<row/>" * 10_000_000))),
    Hostile(
        "members.xlsx",
        "file_unpacks_too_large",
        lambda: packed(xlsx_members() | {f"xl/media/{n}": "" for n in range(5_001)}),
    ),
    Hostile(
        "entities.xlsx",
        "file_markup_unsafe",
        lambda: xlsx(sheet("<row><c><v>&c;</v></c></row>", prolog=_DECLARED + _ENTITIES)),
    ),
    Hostile(
        "foreign-entity.xlsx",
        "file_markup_unsafe",
        lambda: xlsx(sheet("<row><c><v>&a;</v></c></row>", prolog=_DECLARED + _FOREIGN_ENTITY)),
    ),
    Hostile("deep.xlsx", "file_markup_unsafe", lambda: xlsx(sheet("<a>" * 100_000))),
    Hostile("utf-16.xlsx", "file_damaged", lambda: xlsx(sheet().encode("utf-16"))),
    Hostile("last-cell.xlsx", "sheet_too_large", lambda: xlsx(sheet(ROW + _LAST_CELL))),
    Hostile("stray-cell.xlsx", "sheet_too_large", lambda: xlsx(sheet(ROW + _STRAY_CELL))),
    Hostile(
        "prefixed.xlsx",
        "sheet_too_large",
        lambda: xlsx(
            sheet(ROW + _LAST_CELL)
            .replace("</", "</x:")
            .replace("<", "<x:")
            .replace("<x:/x:", "</x:")
            .replace("<x:?", "<?")
            .replace("xmlns=", "xmlns:x=")
        ),
    ),
    Hostile(
        "quoted-otherwise.xlsx",
        "reading_failed",
        lambda: xlsx(sheet(ROW + _LAST_CELL.replace('"', "'"))),
        stopped=False,
    ),
    Hostile(
        "no-such-row.xlsx",
        "sheet_too_large",
        lambda: xlsx(sheet(f'<row r="1"><c r="A{"9" * 30}"><v>1</v></c></row>')),
    ),
    Hostile(
        "columns.xlsx",
        "sheet_too_large",
        lambda: xlsx(sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    ),
    Hostile(
        "whole-sheet-merge.xlsx",
        "merges_too_large",
        lambda: xlsx(sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ),
    Hostile(
        "strings.xlsx",
        "file_damaged",
        lambda: xlsx(strings=shared_strings("<si><t>a</t></si>", unique=4_000_000_000)),
    ),
    Hostile(
        "long-text.xlsx",
        "text_too_long",
        lambda: xlsx(strings=shared_strings(f"<si><t>{'a' * 3_000_000}</t></si>")),
    ),
    Hostile("locked.xlsx", "file_protected", _locked),
    Hostile(
        "password.xlsx",
        "file_protected",
        lambda: _compound(
            EncryptionInfo=b"\4\0\4\0\x40\0\0\0<encryption/>", EncryptedPackage=bytes(9_000)
        ),
    ),
    Hostile(
        "password.xls",
        "file_protected",
        lambda: _compound(Workbook=workbook_stream((0, 0), protected=True)),
    ),
    Hostile(
        "password.ods",
        "file_protected",
        lambda: ods(ods_row("STT"), manifest="<manifest:encryption-data/>"),
    ),
    Hostile("looping-directory.xls", "file_damaged", lambda: _looping(1, 1)),
    Hostile("looping-stream.xls", "file_damaged", lambda: _looping(4, 3)),
    Hostile("looping-small-table.xls", "file_damaged", _looping_small_table),
    Hostile("looping-table.xls", "file_damaged", _looping_table),
    Hostile("truncated.xls", "file_damaged", lambda: _compound(Workbook=workbook_stream())[:1_100]),
    Hostile(
        "last-cell.xls",
        "sheet_too_large",
        lambda: _compound(Workbook=workbook_stream((0, 0), (65_535, 255))),
    ),
    Hostile("claims.xls", "sheet_too_large", lambda: _claiming(0, 4_000_000_000, 0, 255)),
    Hostile("reversed.xls", "file_damaged", lambda: _claiming(32_768, 55, 0, 10)),
    Hostile("last-cell.xlsb", "sheet_too_large", lambda: xlsb((0, 0), (1_048_575, 16_383))),
    Hostile("strings.xlsb", "file_damaged", lambda: xlsb((0, 0), strings=4_000_000_000)),
    Hostile(
        "repeated-rows.ods", "sheet_too_large", lambda: ods(ods_row("STT", repeated=1_048_576))
    ),
    Hostile("repeated-cells.ods", "sheet_too_large", lambda: ods(ods_row(cells=_NUMBERS))),
    Hostile(
        "gap.ods", "sheet_too_large", lambda: ods(ods_row("STT") + _BLANK_ROWS + ods_row("STT"))
    ),
    # The reader of cells would look for the end of the table for ever.
    Hostile(
        "table-without-end.ods",
        "file_damaged",
        lambda: ods(ods_row("STT") + '<table:table table:name="B">'),
    ),
    Hostile("entities.ods", "file_markup_unsafe", lambda: ods(ods_row("&c;"), prolog=_ENTITIES)),
    Hostile("long-line.csv", "text_too_long", lambda: b"STT;" + b"a" * 2_000_000),
    Hostile("wide.csv", "sheet_too_large", lambda: b";" * 900 + b"\n" + b"1;Tram y te\n" * 20_000),
    Hostile(
        "page.xls", "file_is_web_page", lambda: b"\xef\xbb\xbf\r\n<html><table></table></html>"
    ),
    Hostile("page-utf-16.xls", "file_is_web_page", lambda: "<html></html>".encode("utf-16")),
    Hostile("archived-page.xls", "file_is_web_page", lambda: b"MIME-Version: 1.0\r\n"),
    Hostile("workbook.xml", "file_format_unknown", lambda: b"<?xml version='1.0'?><Workbook/>"),
    Hostile("scan.xlsx", "file_is_document", lambda: b"%PDF-1.7\n"),
    Hostile(
        "letter.xlsx",
        "file_is_document",
        lambda: _foreign("[Content_Types].xml", "word/document.xml"),
    ),
    Hostile("letter.xls", "file_is_document", lambda: _compound(WordDocument=b"x")),
    Hostile("text.ods", "file_is_document", lambda: _foreign("mimetype", "content.xml")),
    Hostile("bundle.xlsx", "file_is_archive", lambda: _foreign("register.xlsx")),
    Hostile("bundle.rar", "file_is_archive", lambda: b"Rar!\x1a\x07"),
    Hostile("message.xls", "file_format_unknown", lambda: _compound(Message=b"x")),
    Hostile("notes.docx", "file_format_unknown", "Ghi chú".encode),
)
