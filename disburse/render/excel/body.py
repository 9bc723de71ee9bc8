"""A worksheet whose table bodies are written as ready-made XML rows.

XlsxWriter makes an object of every cell and spends about 5 µs on it. Registers of 10,000
projects fill 750,000 cells, so the bodies of tables are formatted here, column by column, and
put into the sheet XlsxWriter wrote when the file is packed; styles, headings, charts and print
set-up stay its own. Rows are made while they are packed: no body is ever in memory whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import repeat
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format

LONGEST_TEXT = 32_767
DEFAULT_HEIGHT = 15
ROWS_AT_ONCE = 500
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
        self._bodies: list[Iterator[bytes]] = []

    def write_body(
        self, first_row: int, columns: Sequence[Cells], heights: Sequence[float] = ()
    ) -> int:
        """Write columns of equal length from ``first_row``, counted from 0; return the next row.

        ``heights`` of the rows are in points. They are needed: LibreOffice takes the files of
        XlsxWriter for Excel's and fits no height to wrapped text.
        """
        if not self._bodies:
            self._ordinary_rows = first_row
        openings = [_opening(number, cells.style) for number, cells in enumerate(columns)]
        self._bodies.append(_rows(first_row + 1, openings, columns, heights))
        self.dim_rowmax = first_row + len(columns[0].values) - 1
        return self.dim_rowmax + 1

    def take_bodies(self) -> list[Iterator[bytes]]:
        """Give the rows of the bodies away, so that each is freed once it is packed."""
        taken, self._bodies = self._bodies, []
        return taken

    def _write_rows(self) -> None:
        """Write the ordinary rows alone; XlsxWriter calls this where rows belong."""
        last_row = self.dim_rowmax
        if self._bodies:
            self.dim_rowmax = self._ordinary_rows - 1
        super()._write_rows()
        self.dim_rowmax = last_row


def plain_text(text: str) -> str:
    """Text as it may be given to XlsxWriter: never taken for its rich markup, never too long."""
    safe = f" {text}" if text.startswith("<r>") else text
    return safe[:LONGEST_TEXT]


def _opening(column: int, style: Format) -> str:
    """The XML every cell of a column begins with; XlsxWriter must have seen the style by now."""
    number: int = style._get_xf_index()  # noqa: SLF001 - XlsxWriter has no public name for it
    return f'<c r="{xl_col_to_name(column)}{ROW}" s="{number}"'


def _rows(
    first: int, openings: list[str], columns: Sequence[Cells], heights: Sequence[float]
) -> Iterator[bytes]:
    """XML of the rows from number ``first``, some at a time.

    What all cells of a column hold in these rows becomes part of their template.
    """
    for start in range(0, len(columns[0].values), ROWS_AT_ONCE):
        number, some = first + start, slice(start, start + ROWS_AT_ONCE)
        contents = [_contents(number, cells, some) for cells in columns]
        pieces = map(_piece, openings, contents)
        template = f'<row r="{ROW}" ht="%s">{"".join(pieces)}</row>'
        varied = (one for one in contents if isinstance(one, list))
        lines = zip(heights[some] or repeat(DEFAULT_HEIGHT), *varied, strict=False)
        rows = [template.replace(ROW, str(row)) % line for row, line in enumerate(lines, number)]
        yield "".join(rows).encode("latin-1")


def _piece(opening: str, content: list[str] | str) -> str:
    """A column's part of the template: a gap, or what all its cells hold."""
    return opening + ("%s" if isinstance(content, list) else content.replace("%", "%%"))


def _contents(first: int, cells: Cells, some: slice) -> list[str] | str:
    """What some cells hold, as the rest of their XML; one text if all hold the same."""
    if isinstance(cells, Numbers) and cells.formula is not None:
        parts = f"<f>{_utf8(escape(cells.formula, quote=False))}</f>".split(ROW)
        results = enumerate(cells.values[some], first)
        return [_formula(str(row).join(parts), result) for row, result in results]
    written = _texts if isinstance(cells, Texts) else _numbers
    values = cells.values[some]
    alike = values.count(values[0]) == len(values)
    return written(values[:1])[0] if alike else written(values)


def _numbers(numbers: Sequence[Any]) -> list[str]:
    return ["/>" if one is None else f"><v>{one}</v></c>" for one in numbers]


def _formula(written: str, result: float | None) -> str:
    return f' t="str">{written}<v/></c>' if result is None else f">{written}<v>{result}</v></c>"


def _texts(texts: Sequence[Any]) -> list[str]:
    """Inline texts; what is repeated is formatted once."""
    known = {text: _inline(text) for text in set(texts) if text}
    return [known[text] if text else "/>" for text in texts]


def _inline(text: str) -> str:
    """A text with what XML and the format need: control characters as Excel writes them."""
    shown = text[:LONGEST_TEXT]
    if _SPECIAL.search(shown):
        shown = escape(_CONTROL.sub(_code, shown), quote=False)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{_utf8(shown)}</t></is></c>'


def _utf8(text: str) -> str:
    """UTF-8 with each byte as a letter: whole rows of such letters are encoded by copying them."""
    return text.encode().decode("latin-1")


def _code(character: re.Match[str]) -> str:
    return f"_x{ord(character[0]):04X}_"
