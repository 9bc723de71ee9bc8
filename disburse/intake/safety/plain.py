"""Bounds of a text file: it must be text, in lines, and not too wide for its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disburse.intake.safety.extent import Extent
from disburse.intake.safety.limits import LONGEST_TEXT, refusal

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})
_MOST_CONTROLS = 20
"""One control character in 20 bytes: VISCII puts six letters there, random bytes have one in 9."""


def check_plain(path: Path) -> None:
    """Refuse what is no delimited text. Raises UnreadableWorkbookError."""
    if path.suffix.lower() not in _TABLES:
        raise refusal("file_format_unknown")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    wide = head.startswith(_WIDE)
    if _MARKUP.match(head[2:].replace(b"\0", b"") if wide else head):
        raise refusal("file_is_web_page")
    _check_lines(path, wide=wide)


def _check_lines(path: Path, *, wide: bool) -> None:
    extent = Extent()
    size = controls = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_TEXT + 1):
            if len(line) > LONGEST_TEXT:
                raise refusal("text_too_long")
            size += len(line)
            controls += 0 if wide else len(line) - len(line.translate(None, _CONTROLS))
            cells = 1 + max(line.count(b"\t"), line.count(b";"), line.count(b","))
            extent.reach(extent.rows + 1, cells, cells)
    if controls * _MOST_CONTROLS > size:
        raise refusal("file_format_unknown")
    extent.check()
