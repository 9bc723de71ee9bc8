"""A header block on a grid: merged, bare, split over rows, repeated; and its numbering row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.elements import Amount, Field

if TYPE_CHECKING:
    from bench.recognition.elements import Column, Header
    from bench.recognition.grid import Grid, Value

_SHORTEST_SPREAD = 10
Paths = list[tuple[str, ...]]


def depth_of(header: Header, paths: Paths) -> int:
    """Rows the header takes."""
    return max(header.depth, *(len(path) for path in paths))


def draw_header(grid: Grid, header: Header, paths: Paths, row: int, left: int) -> int:
    """Draw the labels from a row on; returns the last row of the header."""
    depth = depth_of(header, paths)
    drawn = [_spread(path, depth) for path in paths] if header.style == "words" else paths
    for column, path in enumerate(drawn):
        for level, label in enumerate(path):
            is_leaf = level == len(path) - 1
            end = _scope_end(drawn, column, level)
            if (
                header.style != "repeated"
                and not is_leaf
                and _scope_start(drawn, column, level) != column
            ):
                continue
            place = depth - 1 if is_leaf and header.style == "low" else level
            grid.put(row + place, left + column, label)
            if header.style == "merged":
                bottom = depth - 1 if is_leaf else level
                right = column if is_leaf else end
                grid.merge(row + level, left + column, row + bottom, left + right)
    return row + depth - 1


def _same_scope(paths: Paths, one: int, other: int, level: int) -> bool:
    """Whether two columns stand under the same label at a level that is not their last."""
    first, second = paths[one], paths[other]
    return (
        len(first) > level + 1 and len(second) > level + 1
        and first[: level + 1] == second[: level + 1]
    )  # fmt: skip


def _scope_start(paths: Paths, column: int, level: int) -> int:
    while column > 0 and _same_scope(paths, column, column - 1, level):
        column -= 1
    return column


def _scope_end(paths: Paths, column: int, level: int) -> int:
    while column + 1 < len(paths) and _same_scope(paths, column, column + 1, level):
        column += 1
    return column


def _spread(path: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """A lone label's words dealt over the header's rows, as typists without merges do."""
    words = path[0].split()
    if len(path) > 1 or len(path[0]) < _SHORTEST_SPREAD or not all(map(_is_word, words)):
        return path
    size = -(-len(words) // depth)
    return tuple(" ".join(words[at : at + size]) for at in range(0, len(words), size))


def _is_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def draw_numbering(
    grid: Grid, style: str, columns: tuple[Column, ...], row: int, left: int
) -> None:
    """A row that numbers the columns; totals carry the formula of their parts."""
    for index, text in enumerate(_numbers(style, columns)):
        grid.put(row, left + index, text)


def _numbers(style: str, columns: tuple[Column, ...]) -> list[Value]:
    texts: list[Value] = []
    number = 0
    for column in columns:
        descriptive = isinstance(column.content, Field)
        if style == "A" and descriptive and len(texts) < len("AB"):
            texts.append("AB"[len(texts)])
            continue
        if style == "gap" and isinstance(column.content, Field) and column.content.name == "note":
            texts.append("")
            continue
        number += 1
        texts.append(_numbered(style, number, column, columns))
    return texts


def _numbered(style: str, number: int, column: Column, columns: tuple[Column, ...]) -> Value:
    parts = _formula_parts(column, columns)
    match style:
        case "(1)":
            formula = "=" + "+".join(f"({number + 1 + at})" for at in range(parts))
            return f"({number})" + (formula if parts else "")
        case "[1]":
            return f"[{number}]"
        case "text":
            return str(number)
        case "formula" | "A":
            formula = "=" + "+".join(str(number + 1 + at) for at in range(parts))
            return f"{number}{formula}" if parts else number
        case _:
            return number


def _formula_parts(column: Column, columns: tuple[Column, ...]) -> int:
    """How many columns right of a total are its sources."""
    if not isinstance(column.content, Amount) or column.content.source is not None:
        return 0
    whole, place = column.content, columns.index(column)
    parts = 0
    for other in columns[place + 1 :]:
        content = other.content
        if (
            not isinstance(content, Amount)
            or content.source is None
            or content.measure != whole.measure
        ):
            break
        parts += 1
    return parts
