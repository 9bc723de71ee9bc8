"""Bounds of the XML parts, scanned as bytes: parsing them would cost as much as reading them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

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


class Scan(Protocol):
    """Measures a part given as runs of whole tags."""

    def take(self, block: bytes) -> None:
        """Measure one run."""


def check_markup(part: Part) -> None:
    """Hold one XML part to the bounds; ``part`` gives its bytes from the start at each call.

    Raises UnreadableWorkbookError.
    """
    first = next(part(), b"")
    root = _ROOT.search(first)
    if first.startswith(_WIDE):
        raise refusal("file_damaged")
    if root is None or b"<!DOCTYPE" in first or b"<!ENTITY" in first:
        raise refusal("file_markup_unsafe")
    prefix = root[1] + b":" if root[1] else b""
    name = prefix + root[2]
    if root[2] == b"worksheet":
        _check_worksheet(part, name, prefix)
    elif root[2] == b"document-content":
        tables = TableScan()
        _scan(part, name, tables)
        tables.finish()
    else:
        _scan(part, name, None)
    if root[2] == b"sst":
        _check_strings(first)


def _check_worksheet(part: Part, root: bytes, prefix: bytes) -> None:
    rough = RoughScan(prefix)
    _scan(part, root, rough)
    rough.extent.check_merges()
    if rough.extent.too_large():
        exact = ExactScan(prefix)
        _scan(part, root, exact)
        exact.extent.check()


def _check_strings(first: bytes) -> None:
    """Readers reserve room for as many strings as the part claims to hold."""
    claimed = _UNIQUE.search(first)
    if claimed is not None and int(claimed[1]) > MOST_UNPROVEN:
        raise refusal("file_damaged")


def _scan(part: Part, root: bytes, scan: Scan | None) -> None:
    open_elements, block = 0, b""
    for block in _whole_tags(part()):
        open_elements += block.count(b"<") - 2 * block.count(b"</") - block.count(b"/>")
        if open_elements > DEEPEST_NESTING:
            raise refusal("file_markup_unsafe")
        if scan is not None:
            scan.take(block)
    if not block.startswith((b"</" + root, b"<" + root, b"<!--")) or b">" not in block:
        raise refusal("file_damaged")


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the chunks anew before a tag, so that none is split; the last block is the last tag."""
    rest = b""
    for chunk in chunks:
        joined = rest + chunk
        cut = max(joined.rfind(b"<"), 0)
        rest = joined[cut:]
        if len(rest) > LONGEST_TEXT:
            raise refusal("text_too_long")
        yield joined[:cut]
    yield rest
