"""Bounds of a zip archive: .xlsx, .xlsm, .xlsb and .ods files."""

from __future__ import annotations

import copy
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from disburse.archives import SPOILED
from disburse.intake.safety.binary_parts import check_binary_part
from disburse.intake.safety.format import Format
from disburse.intake.safety.limits import (
    LARGEST_DIRECTORY,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    RATIO_COUNTS_FROM,
    refusal,
)
from disburse.intake.safety.markup import check_markup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

_BLOCK = 1 << 18
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 65_535
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_PASSWORD = b"encryption-data"
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")


def check_archive(path: Path) -> Format:
    """Tell which format an archive holds and hold every part to the bounds.

    Raises UnreadableWorkbookError, and OSError where the disk fails.
    """
    _check_directory(path)
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            found = _format(archive)
            left = LARGEST_UNPACKED
            for member in archive.infolist():
                left -= _check_member(archive, member, left, found)
            return found
    except SPOILED as fault:
        raise refusal("file_damaged") from fault


def _check_directory(path: Path) -> None:
    """Refuse a directory of millions of parts before it is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0:
        raise refusal("file_damaged")
    members = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if members > MOST_MEMBERS or length > LARGEST_DIRECTORY:
        raise refusal("file_unpacks_too_large")


def _format(archive: ZipFile) -> Format:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise refusal("file_unpacks_too_large")
    if any(member.header_offset < 0 for member in members):
        raise refusal("file_damaged")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refusal("file_protected")
    names = {member.filename.lower().replace("\\", "/").lstrip("/") for member in members}
    if "[content_types].xml" in names:
        return _office_format(names)
    if "mimetype" in names and "content.xml" in names:
        if archive.read("mimetype").startswith(_SPREADSHEET):
            return Format.ODS
        raise refusal("file_is_document")
    raise refusal("file_is_archive")


def _office_format(names: set[str]) -> Format:
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise refusal("file_is_document")
    return Format.XLSB if "xl/workbook.bin" in names else Format.XLSX


def _check_member(archive: ZipFile, member: ZipInfo, left: int, found: Format) -> int:
    """Hold one part to the bounds; give the bytes it unpacks to."""
    if member.compress_type not in _METHODS:
        raise refusal("file_damaged")
    if member.file_size > left:
        raise refusal("file_unpacks_too_large")
    part = partial(_unpacked, archive, member, left)
    first = next(part(), b"")
    if _PASSWORD in first and member.filename == "META-INF/manifest.xml":
        raise refusal("file_protected")
    if _MARKUP.match(first):
        check_markup(part)
    elif found is Format.XLSB and member.filename.lower().endswith(".bin"):
        check_binary_part(b"".join(part()))
    return member.file_size


def _unpacked(archive: ZipFile, member: ZipInfo, left: int) -> Iterator[bytes]:
    """Unpack a part block by block, to its true end and not to the size it claims."""
    whole = copy.copy(member)
    whole.file_size = left + 1
    size = 0
    with archive.open(whole) as content:
        while block := content.read(_BLOCK):
            size += len(block)
            packed = size > RATIO_COUNTS_FROM and size > LARGEST_RATIO * member.compress_size
            if size > left or packed:
                raise refusal("file_unpacks_too_large")
            yield block
    if size != member.file_size:
        raise refusal("file_damaged")
