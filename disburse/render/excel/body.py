"""A worksheet whose table bodies are written as ready-made XML rows.

XlsxWriter makes an object of every cell and spends about 5 µs on it. Registers of 10,000
projects fill 750,000 cells, so the bodies of tables are formatted here, column by
column, into the sheet XlsxWriter is writing; styles, headings, charts, print set-up and the
package stay its own. Rows are made while the sheet is written: no body is ever in memory whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
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
        number = first_row + 1
        contents = [_contents(number, cells) for cells in columns]
        lines = zip(heights or repeat(DEFAULT_HEIGHT), *contents, strict=False)
        self._bodies.append(_rows(number, _template(columns), lines))
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


def plain_text(text: str) -> str:
    """Text as it may be given to XlsxWriter: never taken for its rich markup, never too long."""
    safe = f" {text}" if text.startswith("<r>") else text
    return safe[:LONGEST_TEXT]


def _template(columns: Sequence[Cells]) -> str:
    """A row of these columns, with gaps for its height and the contents of its cells."""
    cells = (
        f'<c r="{xl_col_to_name(number)}{ROW}" s="{_style(cells.style)}"%s'
        for number, cells in enumerate(columns)
    )
    return f'<row r="{ROW}" ht="%s">{"".join(cells)}</row>'


def _style(style: Format) -> int:
    number: int = style._get_xf_index()  # noqa: SLF001 - XlsxWriter has no public name for it
    return number


def _rows(first: int, template: str, lines: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row, line in enumerate(lines, first):
        yield template.replace(ROW, str(row)) % line


def _contents(first: int, cells: Cells) -> Iterator[str]:
    """What each cell holds, as the rest of its XML."""
    if isinstance(cells, Texts):
        return _texts(cells.values)
    if cells.formula is None:
        return ("/>" if one is None else f"><v>{one}</v></c>" for one in cells.values)
    return _formulas(first, cells.formula, cells.values)


def _formulas(first: int, formula: str, results: Sequence[float | None]) -> Iterator[str]:
    parts = f"<f>{escape(formula)}</f>".split(ROW)
    for row, result in enumerate(results, first):
        written = str(row).join(parts)
        yield f' t="str">{written}<v/></c>' if result is None else f">{written}<v>{result}</v></c>"


def _texts(texts: Sequence[str | None]) -> Iterator[str]:
    """Inline texts; what is repeated is written once, within bounds."""
    known: dict[str | None, str] = {}
    for text in texts:
        written = known.get(text)
        if written is None:
            if len(known) == TEXTS_REMEMBERED:
                known.clear()
            written = known[text] = _inline(text) if text else "/>"
        yield written


def _inline(text: str) -> str:
    """A text with what XML and the format need: control characters as Excel writes them."""
    shown = text[:LONGEST_TEXT]
    if _SPECIAL.search(shown):
        shown = escape(_CONTROL.sub(_code, shown))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{shown}</t></is></c>'


def _code(character: re.Match[str]) -> str:
    return f"_x{ord(character[0]):04X}_"
