"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The formats a register may come in; ``XLSX`` stands for .xlsm too."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    TEXT = "text"


ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FOREIGN = {
    b"%PDF": "file_is_document",
    b"{\\rtf": "file_is_document",
    b"\x89PNG": "file_is_document",
    b"\xff\xd8\xff": "file_is_document",
    b"GIF8": "file_is_document",
    b"II*\x00": "file_is_document",
    b"MM\x00*": "file_is_document",
    b"Rar!": "file_is_archive",
    b"7z\xbc\xaf": "file_is_archive",
    b"\x1f\x8b": "file_is_archive",
    b"PK": "file_damaged",
    b"MIME-Version:": "file_is_web_page",
    b"\x09\x00\x04\x00": "file_format_unknown",
    b"\x09\x02\x06\x00": "file_format_unknown",
    b"\x09\x04\x06\x00": "file_format_unknown",
}
"""First bytes of what is no spreadsheet we read (the last three: Excel 2 to 4), and the finding."""


def foreign(head: bytes) -> str | None:
    """Code of the finding for a file of another trade, None for one that may be text."""
    return next((code for magic, code in _FOREIGN.items() if head.startswith(magic)), None)
