"""Stage 2: find the tables of a sheet: header rows, label paths, numbering row, body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from disburse.intake.columns import label_meaning
from disburse.intake.dates import years_in
from disburse.intake.header_copies import header_copies, same_header, settled
from disburse.intake.label_paths import label_paths, written
from disburse.intake.vocabulary import vocabulary
from disburse.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.workbook import Cell, Sheet

HEADER_ROWS = 6
_NUMBERING = re.compile(r"\(?\[?([a-z]|\d{1,2}(\.0)?|\(\d{1,2}\))\]?\)?\s*([=:].*)?", re.IGNORECASE)
_FEWEST_NUMBERS = 3
_LONGEST_NUMBERING = 60
_MOST_NUMBERS_IN_HEADER = 3
_LONGEST_LABEL = 200
_ANCHORS = frozenset({"name", "code"})
_LONGEST_NAME = 60
_FUZZY_ROWS = 60
_MOST_TITLE_CELLS = 2


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows counted from 0, ``labels`` the path above each labelled column.

    ``title_rows`` is the range above the header that may state title, unit and date;
    ``body`` lists the rows below it, repeated headers and numbering rows left out.
    """

    sheet: Sheet
    title_rows: tuple[int, int]
    header_rows: tuple[int, int]
    labels: dict[int, tuple[str, ...]]
    body: tuple[int, ...]


def find_tables(sheet: Sheet) -> tuple[Table, ...]:
    """Every table of a sheet, top to bottom; a header repeated down the sheet makes no new one."""
    tables: list[Table] = []
    row = above = 0
    anchor = _next_anchor(sheet, row)
    while anchor is not None:
        header = _header(sheet, anchor, first_of_all=not tables)
        row = header.last + 1
        anchor = _next_anchor(sheet, row, header.copies)
        end = len(sheet.rows) if anchor is None else _end_of_body(sheet, anchor, row, header.labels)
        body = tuple(
            i
            for i in range(row, end)
            if i not in header.copies and not is_numbering_row(sheet.rows[i])
        )
        before = tables[-1] if tables else None
        if before is not None and same_header(before.labels, header.labels):
            labels = settled(before.labels, header.labels)
            tables[-1] = replace(before, labels=labels, body=before.body + body)
        else:
            rows = (header.first, header.last)
            tables.append(Table(sheet, (above, header.first), rows, header.labels, body))
        above = end
    return tuple(tables)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header block, what its copies agree it says, and the rows of the copies below it."""

    first: int
    last: int
    labels: dict[int, tuple[str, ...]]
    copies: frozenset[int]


def _header(sheet: Sheet, anchor: int, *, first_of_all: bool) -> _Header:
    """The block around an anchor; the first of a sheet may be a worse copy of it above."""
    first, last = _header_block(sheet, anchor)
    found, labels = header_copies(sheet, first, last)
    starts = [row for row in found if first_of_all or row >= first]
    height = last - first + 1
    below = frozenset(row + line for row in starts[1:] for line in range(height))
    return _Header(starts[0], starts[0] + height - 1, labels, below)


def is_numbering_row(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: ``1 2 3=4+6``, ``(1) (2)``, ``A B 1 2``."""
    filled = []
    for cell in cells:
        if cell != "":
            filled.append(written(cell))
            if len(filled[-1]) > _LONGEST_NUMBERING or not _NUMBERING.fullmatch(filled[-1]):
                return False
    if len(filled) < _FEWEST_NUMBERS:
        return False
    numbers = [int(match[0]) for text in filled if (match := re.search(r"\d+", text))]
    rising = sum(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) >= _FEWEST_NUMBERS - 1 and rising * 2 >= len(numbers) - 1


def _next_anchor(sheet: Sheet, start: int, passed: frozenset[int] = frozenset()) -> int | None:
    rows = (row for row in range(start, len(sheet.rows)) if row not in passed)
    exact = next((row for row in rows if _is_anchor(sheet, row)), None)
    if exact is not None or start:
        return exact
    first_rows = range(min(len(sheet.rows), _FUZZY_ROWS))
    near = next((row for row in first_rows if _resembles_anchor(sheet, row)), None)
    return near if near is not None else _block_over_numbering(sheet, first_rows)


def _block_over_numbering(sheet: Sheet, rows: range) -> int | None:
    """Labels split over rows, none telling by itself: what stands over a numbering row."""
    for row in rows:
        if not is_numbering_row(sheet.rows[row]):
            continue
        first = row
        while first > max(row - HEADER_ROWS, 0) and not _is_title_row(sheet, first - 1):
            first -= 1
        if first < row:
            paths = label_paths(sheet, first, row - 1).values()
            meanings = {label_meaning(" ".join(path)) for path in paths}
            if meanings & _ANCHORS and len(meanings - {"unknown"}) > 1:
                return first
    return None


def _is_anchor(sheet: Sheet, row: int) -> bool:
    """Whether a row names the projects' column and one more by listed spellings."""
    if [*map(type, sheet.rows[row])].count(float) > _MOST_NUMBERS_IN_HEADER:
        return False
    fields = vocabulary().fields
    found = {
        fields.get(fold(cell))
        for cell in sheet.rows[row]
        if isinstance(cell, str) and 1 < len(cell) < _LONGEST_NAME
    }
    return bool(found & _ANCHORS) and (
        len(found) > len({None, "name"}) or _resembles_anchor(sheet, row)
    )


def _resembles_anchor(sheet: Sheet, row: int) -> bool:
    """The same, for spellings near the listed ones and with amounts as the second column."""
    found = {
        label_meaning(clean(cell))
        for cell in sheet.rows[row]
        if isinstance(cell, str) and cell and len(cell) < _LONGEST_LABEL
    }
    return bool(found & _ANCHORS) and len(found - {"unknown"}) > 1


def _top(sheet: Sheet, anchor: int) -> int:
    """The first header row: labels may begin above the row that names the projects."""
    top = anchor
    if any(merge.first_row == anchor < merge.last_row for merge in sheet.merges):
        return anchor
    while top > 0 and _continues_upward(sheet, top - 1):
        top -= 1
    return top


def _end_of_body(sheet: Sheet, anchor: int, row: int, labels: dict[int, tuple[str, ...]]) -> int:
    """Where the next header or its titles begin; a repeated header brings no titles."""
    first, last = _header_block(sheet, anchor)
    if same_header(label_paths(sheet, first, last), labels):
        return first
    return _title_start(sheet, first, row)


def _title_start(sheet: Sheet, top: int, floor: int) -> int:
    """The first of the title rows above a header: a few texts and no number in each."""
    start = top
    while start > floor and _is_title_row(sheet, start - 1):
        start -= 1
    return start


def _is_title_row(sheet: Sheet, row: int) -> bool:
    filled = [cell for cell in sheet.rows[row] if cell != ""]
    return len(filled) <= _MOST_TITLE_CELLS and all(isinstance(cell, str) for cell in filled)


def _continues_upward(sheet: Sheet, row: int) -> bool:
    filled = [cell for cell in sheet.rows[row] if cell != ""]
    labels = [clean(cell) for cell in filled if isinstance(cell, str) and len(cell) < _LONGEST_NAME]
    shared = vocabulary().amount["split"] + vocabulary().amount["total"]
    known = [one for one in labels if label_meaning(one) != "unknown" or fold(one) in shared]
    return len(known) > 1 and len(known) * 2 >= len(labels) == len(filled)


def _header_block(sheet: Sheet, anchor: int) -> tuple[int, int]:
    first = _top(sheet, anchor)
    limit = min(len(sheet.rows), first + HEADER_ROWS + 1)
    for row in range(anchor + 1, limit):
        if is_numbering_row(sheet.rows[row]):
            return first, _last_filled(sheet, anchor, row - 1)
    last = anchor
    merged = max(
        (merge.last_row for merge in sheet.merges if first <= merge.first_row <= anchor),
        default=anchor,
    )
    while last + 1 < limit and (last < merged or _continues_downward(sheet, first, last + 1)):
        last += 1
    return first, last


def _last_filled(sheet: Sheet, anchor: int, row: int) -> int:
    while row > anchor and not any(cell != "" for cell in sheet.rows[row]):
        row -= 1
    return row


def _continues_downward(sheet: Sheet, first: int, row: int) -> bool:
    """A row of labels only, with nothing under the columns that name and number the projects."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell != ""]
    naming = {
        column
        for column, cell in enumerate(sheet.rows[first])
        if isinstance(cell, str) and label_meaning(clean(cell)) in _ANCHORS | {"ordinal", "owner"}
    }
    texts = all(_is_label(sheet.rows[row][column]) for column in filled)
    return bool(filled) and texts and not naming.intersection(filled)


def _is_label(cell: Cell) -> bool:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return bool(years_in(written(cell)))
    return isinstance(cell, str) and fold(cell) not in {"", "x"} and not cell.strip()[0].isdigit()
