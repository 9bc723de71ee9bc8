"""A header repeated down a sheet: to the letter, or with a slip of the pen in one of the copies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from disburse.intake.columns import BY_LIKENESS, interpret
from disburse.intake.label_paths import label_paths
from disburse.intake.vocabulary import source_name
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.columns import Column
    from disburse.intake.workbook import Cell, Sheet

Labels = dict[int, tuple[str, ...]]

_MOST_SLIPS = 2
_LETTERS_PER_SLIP = 2
_LETTERS_PER_LATER_SLIP = 6
_FEWEST_EQUAL = 3


def header_copies(sheet: Sheet, first: int, last: int) -> tuple[list[int], Labels]:
    """First rows of every copy of a header block, itself too, and what the copies say together."""
    block = sheet.rows[first : last + 1]
    labels = label_paths(sheet, first, last)
    starts = []
    judged: dict[tuple[tuple[Cell, ...], ...], bool] = {tuple(map(tuple, block)): True}
    for row in _likely_starts(sheet, block[0]):
        rows = sheet.rows[row : row + len(block)]
        key = tuple(map(tuple, rows))
        if key not in judged:
            other = label_paths(sheet, row, row + last - first) if _resembles(rows, block) else {}
            judged[key] = same_header(labels, other)
            labels = settled(labels, other) if judged[key] else labels
        if judged[key]:
            starts.append(row)
    return starts, labels


def _likely_starts(sheet: Sheet, line: Sequence[Cell]) -> list[int]:
    """Rows that share the first or the last filled cell of a header's first row."""
    telling = [column for column, cell in enumerate(line) if cell != ""]
    one, two = telling[0], telling[-1]
    return [
        row
        for row, cells in enumerate(sheet.rows)
        if cells[one] == line[one] or cells[two] == line[two]
    ]


def _resembles(rows: Sequence[Sequence[Cell]], block: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows equal a header block but for slips in labels."""
    if len(rows) < len(block):
        return False
    pairs = [
        pair for row, like in zip(rows, block, strict=True) for pair in zip(row, like, strict=True)
    ]
    equal = sum(one == other != "" for one, other in pairs)
    return equal >= _FEWEST_EQUAL and all(one == two or _near(one, two) for one, two in pairs)


def _near(one: Cell, other: Cell) -> bool:
    """Whether two labels differ by a letter or two; another number is another label."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    first, second = fold(one), fold(other)
    shorter = min(len(first), len(second))
    most = min(max(_MOST_SLIPS, shorter // _LETTERS_PER_LATER_SLIP), shorter // _LETTERS_PER_SLIP)
    return _digits(first) == _digits(second) and (
        Levenshtein.distance(first, second, score_cutoff=most) <= most
    )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def same_header(ones: Labels, others: Labels) -> bool:
    """Whether two headers label the same columns alike, slips in the labels aside."""
    return ones.keys() == others.keys() and all(
        path == others[index] or _same_column(index, path, others[index])
        for index, path in ones.items()
    )


def _same_column(index: int, path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(path) != len(other) or not all(map(_near, path, other)):
        return False
    one, two = interpret(index, path, None), interpret(index, other, None)
    if one.meaning != two.meaning:
        return "unknown" in {one.meaning, two.meaning}
    return min(one.confidence, two.confidence) <= BY_LIKENESS or _said(one) == _said(two)


def _said(column: Column) -> Column:
    """What a heading says; a source that no list knows may be a slip for one that it knows."""
    source = source_name(column.source) if column.source else None
    return replace(column, labels=(), confidence=0, source=source)


def settled(ones: Labels, others: Labels) -> Labels:
    """Of two copies of a header the path that says more, column by column, else the first."""
    return {index: _better(index, path, others.get(index, path)) for index, path in ones.items()}


def _better(index: int, path: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if path == other:
        return path
    surer = interpret(index, other, None).confidence > interpret(index, path, None).confidence
    return other if surer else path
