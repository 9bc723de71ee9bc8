"""What the cells of a column hold, as XML; many are formatted at once, nothing cell by cell.

Texts are UTF-8 with each byte as a letter: whole rows of such letters are encoded by copying them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from xlsxwriter.format import Format

LONGEST_TEXT = 32_767
ROW = "\0"  # stands for the number of the row in a formula
_EMPTY = "/>"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_SPECIAL = re.compile(f"[&<>]|{_CONTROL.pattern}")
_MARKS = ("&", "<", ">", "_x")
_TEXT, _TEXT_END = ' t="inlineStr"><is><t>', "</t></is></c>"
_NUMBER, _NUMBER_END = "><v>", "</v></c>"
_BREAK = "\0"


class Values(Protocol):
    """Values of a column, asked for some at a time: a list, or what makes them when written."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, some: slice, /) -> Sequence[Any]:
        """Some of them."""

    def __iter__(self) -> Iterator[Any]:
        """All of them, one after the other."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of text; None is an empty cell.

    Rows are as high as texts of so many ``letters`` a line need, where they are given.
    """

    style: Format
    values: Values
    letters: float = 0


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers, the stored results when there is a formula; None is empty text."""

    style: Format
    values: Values
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A column of few texts: ``values`` are places among their ``pieces`` of XML and ``lines``."""

    style: Format
    values: NDArray[np.int32]
    pieces: NDArray[np.object_]
    lines: NDArray[np.float64]


Cells = Texts | Numbers


class Contents(NamedTuple):
    """What varies from row to row, and what stands before and after it in each; None: nothing."""

    before: str
    varied: Sequence[str] | None = None
    after: str = ""


def contents(cells: Cells | Repeated, values: Sequence[Any], rows: Sequence[str]) -> Contents:
    """XML of some cells of a column behind their style, in the rows of the numbers given."""
    if isinstance(cells, Repeated):
        pieces = cells.pieces[values].tolist()
        return (
            Contents("", pieces) if pieces.count(pieces[0]) < len(pieces) else Contents(pieces[0])
        )
    if isinstance(cells, Numbers) and cells.formula is not None:
        parts = f"<f>{_utf8(escape(cells.formula, quote=False))}</f>".split(ROW)
        pairs = zip(rows, values, strict=True)
        return Contents("", [_formula(row.join(parts), result) for row, result in pairs])
    written = _texts if isinstance(cells, Texts) else _numbers
    first = values[0]
    if first == values[-1] and values.count(first) == len(values):
        before, varied, after = written([first])
        return Contents(before + varied[0] + after)
    return Contents(*written(values))


def piece(text: str | None, shared: int | None) -> str:
    """A text behind its style, as its number among the workbook's where it is ``shared``."""
    if not text:
        return _EMPTY
    return _inline(text) if shared is None else f' t="s"><v>{shared}</v></c>'


def _formula(written: str, result: float | None) -> str:
    return f' t="str">{written}<v/></c>' if result is None else f">{written}<v>{result}</v></c>"


def _numbers(numbers: Sequence[float | None]) -> tuple[str, list[str], str]:
    digits = list(map(str, numbers))
    if "None" not in digits:  # five times as fast as to look for None among numbers
        return _NUMBER, digits, _NUMBER_END
    return "", [_EMPTY if one == "None" else f"{_NUMBER}{one}{_NUMBER_END}" for one in digits], ""


def _texts(texts: Sequence[str | None]) -> tuple[str, list[str], str]:
    given = list(filter(None, texts))
    plain = _plain(given)
    if plain and len(given) == len(texts):
        return _TEXT, plain, _TEXT_END
    if plain:
        inlines = iter([f"{_TEXT}{text}{_TEXT_END}" for text in plain])
    else:
        known = {text: _inline(text) for text in set(given)}
        inlines = map(known.__getitem__, given)
    return "", [next(inlines) if text else _EMPTY for text in texts], ""


def _plain(texts: list[str]) -> list[str]:
    """All texts as they stand in the XML, none if one of them needs `_inline`."""
    joined, longest = "".join(texts), max(map(len, texts), default=0)
    if longest > LONGEST_TEXT or not joined.isprintable() or any(one in joined for one in _MARKS):
        return []
    bounded = f"{_BREAK}{_BREAK.join(texts)}{_BREAK}"
    if f"{_BREAK} " in bounded or f" {_BREAK}" in bounded:
        return []
    return _utf8(bounded[1:-1]).split(_BREAK)


def _inline(text: str) -> str:
    """A text with what XML and the format need: control characters as Excel writes them."""
    shown = text[:LONGEST_TEXT]
    if _SPECIAL.search(shown):
        shown = escape(_CONTROL.sub(_code, shown), quote=False)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{_utf8(shown)}</t></is></c>'


def _utf8(text: str) -> str:
    return text.encode().decode("latin-1")


def _code(character: re.Match[str]) -> str:
    return f"_x{ord(character[0]):04X}_"
