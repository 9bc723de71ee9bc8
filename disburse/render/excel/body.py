"""A worksheet whose table bodies are written as ready-made XML rows.

XlsxWriter makes an object of every cell and spends about 5 µs on it. Registers of 10,000
projects fill a million cells, so the bodies of tables are formatted in `cellxml`, column by
column, and put into the sheet XlsxWriter wrote when the file is packed; styles, headings, charts
and print set-up stay its own. Rows are made while they are packed: no body is ever in memory
whole.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from disburse.render.excel.cellxml import LONGEST_TEXT, Contents, Repeated, Texts, contents, piece
from disburse.render.excel.values import Picked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray
    from xlsxwriter.format import Format

    from disburse.render.excel.cellxml import Cells

DEFAULT_HEIGHT, TEXT_LINE = 15, 14
ROWS_AT_ONCE = 250
MOST_SHARED = 250  # different texts of a column; XlsxWriter takes 4 µs for each


class BodySheet(Worksheet):  # type: ignore[misc]  # XlsxWriter declares no types
    """A worksheet that takes bodies in whole columns, one below the other, under ordinary rows."""

    def __init__(self) -> None:
        """Made by ``Workbook.add_worksheet``."""
        super().__init__()
        self._ordinary_rows = 0
        self._bodies: list[Iterator[bytes]] = []

    def write_body(self, first_row: int, columns: Sequence[Cells]) -> int:
        """Write columns of equal length from ``first_row``, counted from 0; return the next row."""
        if not self._bodies:
            self._ordinary_rows = first_row
        openings = [_opening(number, cells.style) for number, cells in enumerate(columns)]
        self._bodies.append(_rows(first_row + 1, openings, list(map(self._prepared, columns))))
        self.dim_rowmax = first_row + len(columns[0].values) - 1
        return self.dim_rowmax + 1

    def take_bodies(self) -> list[Iterator[bytes]]:
        """Give the rows of the bodies away, so that each is freed once it is packed."""
        taken, self._bodies = self._bodies, []
        return taken

    def _prepared(self, cells: Cells) -> Cells | Repeated:
        """Make the XML of few different texts at once, as texts the whole workbook shares."""
        few = cells.values
        if not isinstance(few, Picked) or len(few.texts) > MOST_SHARED:
            return cells
        texts, letters = few.texts.tolist(), cells.letters if isinstance(cells, Texts) else 0
        pieces = np.array([piece(text, self._shared(text)) for text in texts], dtype=object)
        lengths = np.array([len(text or "") for text in texts])
        return Repeated(cells.style, few.places, pieces, np.ceil(lengths / (letters or np.inf)))

    def _shared(self, text: str | None) -> int | None:
        """Number of a text among the workbook's; None for what would be taken for rich markup."""
        if not text or text.startswith("<r>"):
            return None
        index = self.str_table._get_shared_string_index  # noqa: SLF001 - no public name for it
        number: int = index(text[:LONGEST_TEXT])
        return number

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


def _opening(column: int, style: Format) -> tuple[str, str]:
    """The XML every cell of a column begins with, before and after the number of its row.

    The reference could be left out and would halve the file, but exceljs and others, with which
    portals read what they are sent, fail without. XlsxWriter must have seen the style by now.
    """
    number: int = style._get_xf_index()  # noqa: SLF001 - XlsxWriter has no public name for it
    return f'<c r="{xl_col_to_name(column)}', f'" s="{number}"'


def _rows(
    first: int, openings: Sequence[tuple[str, str]], columns: Sequence[Cells | Repeated]
) -> Iterator[bytes]:
    """XML of the rows from number ``first``, some at a time."""
    size = len(columns[0].values)
    for start in range(0, size, ROWS_AT_ONCE):
        some = slice(start, min(start + ROWS_AT_ONCE, size))
        numbers = [str(number) for number in range(first + start, first + some.stop)]
        held: list[Any] = [cells.values[some] for cells in columns]
        parts = [Contents('<row r="', numbers, '" ht="'), _heights(columns, held)]
        for (before, after), cells, values in zip(openings, columns, held, strict=True):
            parts += Contents(before, numbers, after), contents(cells, values, numbers)
        yield _joined(parts).encode("latin-1")


def _joined(parts: Iterable[Contents]) -> str:
    """Whole rows: the parts side by side, what stands between what varies put together once."""
    pieces: list[Iterable[str]] = []
    constant = ""
    for before, varied, after in parts:
        constant += before
        if varied is not None:
            pieces += repeat(constant), varied
            constant = after
    pieces.append(repeat(f"{constant}</row>"))
    return "".join(chain.from_iterable(zip(*pieces, strict=False)))


def _heights(columns: Sequence[Cells | Repeated], held: Sequence[Any]) -> Contents:
    """Heights in points that show all lines of the texts of some rows.

    They are needed: LibreOffice takes the files of XlsxWriter for Excel's and fits no height to
    wrapped text.
    """
    wrapped = [
        cells.lines[values] if isinstance(cells, Repeated) else _lines(values, cells.letters)
        for cells, values in zip(columns, held, strict=True)
        if isinstance(cells, Repeated) or (isinstance(cells, Texts) and cells.letters)
    ]
    if not wrapped:
        return Contents(f'{DEFAULT_HEIGHT}">')
    lines = np.maximum.reduce(wrapped, initial=1).astype(np.int64)
    return Contents("", list(map(str, (TEXT_LINE * lines + 4).tolist())), '">')


def _lines(texts: Sequence[str | None], letters: float) -> NDArray[np.float64]:
    lengths = map(len, [text or "" for text in texts])
    return np.ceil(np.fromiter(lengths, np.int64, len(texts)) / letters)
