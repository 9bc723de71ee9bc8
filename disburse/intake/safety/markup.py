"""Bounds of the XML parts that readers of spreadsheets parse.

The parts must be well-formed: the reader of cells takes a missing end tag for none, and cells run
into each other without a word. What the tags say is scanned as bytes, for handling every element
would cost as much as reading it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, Protocol
from xml.parsers import expat

from disburse.intake.safety.limits import (
    DEEPEST_NESTING,
    LONGEST_TEXT,
    MOST_UNPROVEN,
    refusal,
)
from disburse.intake.safety.repeats import TableScan
from disburse.intake.safety.worksheet import ExactScan, RoughScan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Part = Callable[[], Iterator[bytes]]

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)")
_UNIQUE = re.compile(rb'\buniqueCount="(\d{1,20})"')
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_SHEETS = frozenset({b"worksheet", b"macrosheet"})
_PARSED = _SHEETS | {
    b"Types",
    b"Relationships",
    b"workbook",
    b"styleSheet",
    b"sst",
    b"document-content",
}
"""Roots of the parts readers parse; drawings and the like may be ill-formed for all we care."""


class Scan(Protocol):
    """Measures a part given as runs of whole tags."""

    def take(self, block: bytes) -> None:
        """Measure one run."""


def check_markup(part: Part) -> None:
    """Hold one XML part to the bounds; ``part`` gives its bytes from the start at each call.

    Raises UnreadableWorkbookError.
    """
    first = next(part(), b"")
    if first.startswith(_WIDE):
        raise refusal("file_damaged")
    root = _ROOT.search(first)
    if root is None:
        raise refusal("file_markup_unsafe")
    if root[2] in _SHEETS:
        _check_worksheet(part, root[1] + b":" if root[1] else b"")
    elif root[2] == b"document-content":
        tables = TableScan()
        _scan(_well_formed(part()), tables)
        tables.finish()
    elif root[2] in _PARSED:
        _scan(_well_formed(part()), None)
    if root[2] == b"sst":
        _check_strings(first)


def _check_worksheet(part: Part, prefix: bytes) -> None:
    rough = RoughScan(prefix)
    _scan(_well_formed(part()), rough)
    rough.extent.check_merges()
    if rough.extent.too_large():
        exact = ExactScan(prefix)
        _scan(part(), exact)
        exact.extent.check()


def _check_strings(first: bytes) -> None:
    """Readers reserve room for as many strings as the part claims to hold."""
    claimed = _UNIQUE.search(first)
    if claimed is not None and int(claimed[1]) > MOST_UNPROVEN:
        raise refusal("file_damaged")


def _well_formed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pass the chunks on; refuse them where they are not XML, or declare entities."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declarations
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            yield chunk
        parser.Parse(b"", True)  # noqa: FBT003 - the library's signature
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise refusal("file_damaged") from fault


def _refuse_declarations(*_: object) -> NoReturn:
    raise refusal("file_markup_unsafe")


def _scan(chunks: Iterator[bytes], scan: Scan | None) -> None:
    """Measure a part in runs of whole tags; deep nesting shows as start tags without end tags."""
    depth = 0
    for block in _whole_tags(chunks):
        depth += block.count(b"<") - 2 * block.count(b"</")
        if depth > DEEPEST_NESTING:
            depth -= block.count(b"/>")
        if depth > DEEPEST_NESTING:
            raise refusal("file_markup_unsafe")
        if scan is not None:
            scan.take(block)


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the chunks anew before a tag, so that none is split."""
    rest = b""
    for chunk in chunks:
        joined = rest + chunk
        cut = max(joined.rfind(b"<"), 0)
        rest = joined[cut:]
        if len(rest) > LONGEST_TEXT:
            raise refusal("text_too_long")
        yield joined[:cut]
    yield rest
