"""A worksheet whose table bodies are written as ready-made XML rows.

XlsxWriter makes an object of every cell and spends about 4 µs on it. Registers of 10,000
projects fill half a million cells, so the bodies of tables are formatted here, column by
column, into the sheet XlsxWriter is writing; styles, headings, charts, print set-up and the
package stay its own. Rows are made while the sheet is written: no body is ever in memory whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count, repeat
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.format import Format

LONGEST_TEXT = 32_767
DEFAULT_HEIGHT = 15
TEXTS_REMEMBERED = 2_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_SPECIAL = re.compile(f"[&<>]|{_CONTROL.pattern}")
ROW = "\0"  # stands for the number of the row in a formula


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of text; None is an empty cell."""

    style: Format
    values: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers, the stored results when there is a formula; None is empty text."""

    style: Format
    values: Sequence[float | None]
    formula: str | None = None


Cells = Texts | Numbers


class BodySheet(Worksheet):  # type: ignore[misc]  # XlsxWriter declares no types
    """A worksheet that takes bodies in whole columns, one below the other, under ordinary rows."""

    def __init__(self) -> None:
        """Made by ``Workbook.add_worksheet``."""
        super().__init__()
        self._ordinary_rows = 0
        self._bodies: list[Iterator[str]] = []

    def write_body(
        self, first_row: int, columns: Sequence[Cells], heights: Iterable[float] = ()
    ) -> int:
        """Write columns of equal length from ``first_row``, counted from 0; return the next row.

        ``heights`` of the rows are in points. They are needed: LibreOffice takes the files of
        XlsxWriter for Excel's and fits no height to wrapped text.
        """
        if not self._bodies:
            self._ordinary_rows = first_row
        written = [self._column(first_row + 1, *numbered) for numbered in enumerate(columns)]
        self._bodies.append(_rows(first_row + 1, written, heights or repeat(DEFAULT_HEIGHT)))
        self.dim_rowmax = first_row + len(columns[0].values) - 1
        return self.dim_rowmax + 1

    def _write_rows(self) -> None:
        """Write the ordinary rows, then the bodies; XlsxWriter calls this where rows belong."""
        last_row = self.dim_rowmax
        if self._bodies:
            self.dim_rowmax = self._ordinary_rows - 1
        super()._write_rows()
        self.dim_rowmax = last_row
        for body in self._bodies:
            self.fh.writelines(body)

    def _column(self, first: int, number: int, cells: Cells) -> Iterator[str]:
        start = f'<c r="{xl_col_to_name(number)}'
        style = f'" s="{cells.style._get_xf_index()}"'  # noqa: SLF001 - styles have no public name
        if isinstance(cells, Texts):
            return _texts(first, start, style, cells.values)
        if cells.formula is None:
            return _numbers(first, start, style, cells.values)
        return _formulas(first, start, style, cells)


def plain_text(text: str) -> str:
    """Text as it may be given to XlsxWriter: never taken for its rich markup, never too long."""
    safe = f" {text}" if text.startswith("<r>") else text
    return safe[:LONGEST_TEXT]


def _rows(first: int, columns: list[Iterator[str]], heights: Iterable[float]) -> Iterator[str]:
    lines = zip(count(first), zip(*columns, strict=True), heights, strict=False)
    for row, cells, height in lines:
        yield f'<row r="{row}" ht="{height}">{"".join(cells)}</row>'


def _texts(
    first: int, start: str, style: str, texts: Sequence[str | None]
) -> Iterator[str]:
    written: dict[str | None, str] = {}
    for row, text in enumerate(texts, first):
        content = written.get(text)
        if content is None:
            if len(written) == TEXTS_REMEMBERED:
                written.clear()
            content = written[text] = _content(text) if text else "/>"
        yield f"{start}{row}{style}{content}"


def _content(text: str) -> str:
    """A text as the rest of its cell's XML, control characters as Excel writes them."""
    shown = text[:LONGEST_TEXT]
    if _SPECIAL.search(shown):
        shown = escape(_CONTROL.sub(_code, shown))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{shown}</t></is></c>'


def _code(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _numbers(first: int, start: str, style: str, values: Sequence[float | None]) -> Iterator[str]:
    for row, value in enumerate(values, first):
        if value is None:
            yield f"{start}{row}{style}/>"
        else:
            yield f"{start}{row}{style}><v>{value}</v></c>"


def _formulas(first: int, start: str, style: str, cells: Numbers) -> Iterator[str]:
    parts = escape(cells.formula or "").split(ROW)
    for row, value in enumerate(cells.values, first):
        formula = str(row).join(parts)
        if value is None:
            yield f'{start}{row}{style} t="str"><f>{formula}</f><v></v></c>'
        else:
            yield f"{start}{row}{style}><f>{formula}</f><v>{value}</v></c>"
