"""A document as blocks of cells: what the formats without formulas share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.document import Kind, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.document import Document, Line, Value

_BOLD_LEVELS = (Level.TOTAL, Level.CLASS, Level.SECTOR)


@dataclass(frozen=True, slots=True)
class Face:
    """How a block looks."""

    kind: Kind = Kind.CENTRED
    bold: bool = False
    italic: bool = False
    border: bool = True
    size: int = 11
    align: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A cell, or cells merged; rows and columns counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int
    value: Value
    face: Face


def blocks(document: Document) -> Iterator[Block]:
    """Every block of the sheet, row by row."""
    below = document.first_row - 1 + len(document.rows)
    yield from _lines(document.titles, 0)
    yield from _header(document)
    yield from _body(document)
    yield from _lines(document.footer, below)


def _lines(rows: tuple[tuple[Line, ...], ...], start: int) -> Iterator[Block]:
    for at, lines in enumerate(rows, start=start):
        for line in lines:
            face = Face(
                bold=line.bold,
                italic=line.italic,
                border=False,
                size=line.size,
                align="right" if line.right else "left" if line.left else None,
            )
            yield Block(at, line.first, at, line.last, line.text, face)


def _header(document: Document) -> Iterator[Block]:
    top = document.header_rows[0] - 1
    for label in document.labels():
        yield Block(
            top + label.top,
            label.left,
            top + label.bottom,
            label.right,
            label.text,
            Face(bold=True, size=document.font_size),
        )
    if document.numbering_row:
        at = document.numbering_row - 1
        face = Face(italic=True, size=document.font_size)
        for place, column in enumerate(document.columns):
            yield Block(at, place, at, place, column.number, face)


def _body(document: Document) -> Iterator[Block]:
    for at, row in enumerate(document.rows, start=document.first_row - 1):
        bold = row.level in _BOLD_LEVELS
        for place, column in enumerate(document.columns):
            face = Face(column.kind, bold=bold, size=document.font_size)
            yield Block(at, place, at, place, document.shown(column, row), face)
