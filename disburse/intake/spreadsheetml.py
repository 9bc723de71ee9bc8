"""Reading .xlsx parts as bytes: what a sheet's XML says beyond the values of its cells.

Searching the bytes for the few marks of interest is several times faster than parsing, needs no
more memory than one piece of a sheet, and expands no entity. Format: ECMA-376 part 1, §18.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from disburse.archives import SPOILED
from disburse.intake.sheet_facts import MOST_COLUMNS
from disburse.intake.workbook import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

BROKEN = (*SPOILED, OSError, KeyError)
"""What a broken package raises: a bad archive, or one without the member asked for."""

_PIECE = 2**20
_LONGEST_PART = 128 * 2**20
_LARGEST_SHEET = 2 * 2**30
_LONGEST_PREFIX = 32
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s>/]")


@dataclass(frozen=True, slots=True)
class Font:
    """A font of styles.xml."""

    name: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A worksheet's part: the sheet's name and the member of the package."""

    sheet: str
    member: str


def attributes(tag: bytes) -> dict[str, str]:
    """Attributes of a start tag, prefixes of namespaces cut off."""
    return {
        name.decode().rpartition(":")[2]: unescape((double or single).decode(errors="replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def is_true(value: str | None) -> bool:
    """An xsd:boolean."""
    return value in {"1", "true"}


def read_part(package: ZipFile, member: str) -> bytes:
    """A whole part, in UTF-8, cut at 128 MB; b"" where there is none."""
    try:
        with package.open(member) as stream:
            content = stream.read(_LONGEST_PART)
    except KeyError:
        return b""
    return _as_utf8(content)


def _as_utf8(content: bytes) -> bytes:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").encode()
    return content


def worksheets(package: ZipFile) -> list[Part]:
    """The sheets in order, by workbook.xml and its relationships."""
    main = _workbook_member(package)
    folder, name = posixpath.split(main)
    relationships = {
        found["Id"]: found.get("Target", "")
        for found in map(
            attributes,
            _RELATIONSHIP.findall(read_part(package, f"{folder}/_rels/{name}.rels".lstrip("/"))),
        )
        if "Id" in found
    }
    sheets = map(attributes, _SHEET.findall(read_part(package, main)))
    return [
        Part(sheet["name"], _resolved(folder, relationships.get(sheet.get("id", ""), "")))
        for sheet in sheets
        if "name" in sheet
    ]


def _workbook_member(package: ZipFile) -> str:
    for found in map(attributes, _RELATIONSHIP.findall(read_part(package, "_rels/.rels"))):
        if found.get("Type", "").endswith("/officeDocument"):
            return found.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def related(package: ZipFile, name: str) -> bytes:
    """The content of ``styles.xml`` or ``sharedStrings.xml`` beside the workbook part."""
    return read_part(package, posixpath.join(posixpath.dirname(_workbook_member(package)), name))


def cell_fonts(styles: bytes) -> list[Font]:
    """The font of every cell style (``s`` of a cell), in order."""
    fonts = [_font(found) for found in _elements(_block(styles, b"fonts"), b"font")]
    formats = _elements(_block(styles, b"cellXfs"), b"xf")
    default = Font("", bold=False)
    indices = [int(attributes(found).get("fontId", "0")) for found in formats]
    return [fonts[index] if index < len(fonts) else default for index in indices]


def _block(content: bytes, name: bytes) -> bytes:
    start = re.search(rb"<(?:\w+:)?" + name + rb"[\s>]", content)
    if start is None:
        return b""
    end = re.compile(rb"</(?:\w+:)?" + name + rb">").search(content, start.end())
    return content[start.end() : end.start() if end else len(content)]


def _elements(block: bytes, name: bytes) -> Iterator[bytes]:
    """Every element of a name: from its start tag up to the next one."""
    starts = [found.start() for found in re.finditer(rb"<(?:\w+:)?" + name + rb"[\s>/]", block)]
    return (block[start:end] for start, end in pairwise([*starts, len(block)]))


def _font(element: bytes) -> Font:
    name = re.search(rb"<(?:\w+:)?(?:name|rFont)\s([^<>]*)>", element)
    bold = re.search(rb"<(?:\w+:)?b(?:\s[^<>]*)?/?>", element)
    return Font(
        attributes(name[1]).get("val", "") if name else "",
        bold=bold is not None and attributes(bold[0]).get("val", "1") in {"1", "true"},
    )


def run_fonts(strings: bytes) -> dict[int, str]:
    """Shared strings of several runs: by index, the font of the longest run that names one."""
    fonts = {index: run_font(item) for index, item in enumerate(_elements(strings, b"si"))}
    return {index: name for index, name in fonts.items() if name}


def run_font(string: bytes) -> str:
    """The font of the longest run of a string; "" where no run names one."""
    if b"rPr" not in string:
        return ""
    runs = [(len(b"".join(_TEXT.findall(run))), _font(run).name) for run in _elements(string, b"r")]
    return max((run for run in runs if run[1]), default=(0, ""))[1]


def pieces(package: ZipFile, member: str) -> Iterator[bytes]:
    """A sheet's XML in pieces of about 1 MB that end before a row, 2 GB of it at most."""
    with package.open(member) as stream:
        head = stream.read(_PIECE)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield _as_utf8(head + stream.read(_LONGEST_PART))
            return
        rest, total = head, len(head)
        while total < _LARGEST_SHEET:
            more = stream.read(_PIECE)
            total += len(more)
            if not more:
                break
            cut = _last_row_start(rest)
            yield rest[:cut]
            rest = rest[cut:] + more
        yield rest


def _last_row_start(content: bytes) -> int:
    """Where the last row begins; the end, when the piece holds none (the tail of a sheet)."""
    end = len(content)
    while (end := content.rfind(b"row", 0, end)) > 0:
        start = content.rfind(b"<", max(end - _LONGEST_PREFIX, 0), end)
        if start > 0 and _ROW_START.match(content, start):
            return start
    return len(content)


def referenced(
    pieces: Iterator[bytes], row: re.Pattern[bytes], cell: re.Pattern[bytes]
) -> Iterator[bytes]:
    """The pieces of a sheet with every row and cell naming its place, as most writers do.

    Where a file leaves the references out, a row or cell follows the one before it. Group 1 of
    both patterns is the attributes.
    """
    place = _Place()
    for piece in pieces:
        first = cell.search(piece)
        if first is not None and b"r=" not in first[1]:
            both = re.compile(row.pattern + b"|" + cell.pattern)
            yield both.sub(place.referenced, piece)
        else:
            yield piece


@dataclass(slots=True)
class _Place:
    """Where we are in a sheet without references: both counted from 1."""

    row: int = 0
    column: int = 0

    def referenced(self, tag: re.Match[bytes]) -> bytes:
        """A tag with its reference added."""
        if tag[1] is not None:
            stated = attributes(tag[1]).get("r", "")
            self.row = int(stated) if stated.isdecimal() else self.row + 1
            self.column = 0
            return tag[0] if stated else _with_reference(tag[0], str(self.row))
        self.column += 1
        if self.column > MOST_COLUMNS:
            return tag[0]
        return _with_reference(tag[0], f"{column_letter(self.column - 1)}{self.row}")


def _with_reference(tag: bytes, reference: str) -> bytes:
    name = re.match(rb"<[\w:]+", tag)
    end = name.end() if name else len(tag)
    return tag[:end] + f' r="{reference}"'.encode() + tag[end:]


@lru_cache(maxsize=32768)
def column_number(letters: bytes) -> int:
    """Column of its letters, counted from 0: b"A" → 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
