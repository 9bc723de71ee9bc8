"""Rows that head what stands below them though nothing numbers them: told by place or by sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.intake.groups import bare_name, is_heading, is_remark, is_source, is_total
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disburse.intake.outline import Line

BULLETS = "-+*•–"
TITLE = "title"
NONE = "none"
"""Styles of rows without a number: a heading's, and any other's."""

_SHARE_OF_ROUNDING = 1000
_SEVERAL = ("cac du an", "cac cong trinh", "nhom du an", "cac nhiem vu")


def headings_by_sums(
    lines: list[Line], styles: list[str], figures: Sequence[int | None]
) -> frozenset[int]:
    """Positions of unnumbered rows whose own amount is the sum of what follows.

    Funding sources between numbered projects ("Vốn ngân sách tỉnh") head those below them when
    that holds for every such row, or the numbers start anew after each, or none has an amount;
    else they are parts of the project above. Without any numbering, a row without owner, place or
    dates heads the described rows that add up to it. ``figures`` is the leading amount column, by
    `Line.row`.
    """
    if all(style == NONE for style in styles):
        return _flat_headings(lines, figures)
    sources = [
        position
        for position, (line, style) in enumerate(zip(lines, styles, strict=True))
        if style == NONE and not line.code and is_source(line)
    ]
    if sources and not any(lines[position].amounts for position in sources):
        return frozenset(sources)
    if len(sources) == 1 or not sources or sources[-1] + 1 == len(lines):
        return frozenset()
    starts = {lines[position + 1].ordinal for position in sources}
    anew = len(starts) == 1 and starts.isdisjoint({"", *BULLETS})
    if anew or _all_add_up(lines, styles, figures, sources):
        return frozenset(sources)
    return frozenset()


def _all_add_up(
    lines: list[Line], styles: list[str], figures: Sequence[int | None], heads: list[int]
) -> bool:
    coded = any(line.code for line in lines)
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        style = styles[head + 1]
        counted = (
            lines[below].row
            for below in range(head + 1, end)
            if (lines[below].code if coded else styles[below] == style != NONE)
        )
        if not _adds_up(figures, lines[head].row, counted):
            return False
    return True


def _flat_headings(lines: list[Line], figures: Sequence[int | None]) -> frozenset[int]:
    bare = [p for p, line in enumerate(lines) if _is_bare(line) or is_total(line)]
    return frozenset(
        head
        for head, end in zip(bare, [*bare[1:], len(lines)], strict=False)
        if not is_total(lines[head])
        and _adds_up(figures, lines[head].row, (lines[p].row for p in range(head + 1, end)))
    )


def _is_bare(line: Line) -> bool:
    return bool(line.name) and line.amounts and not line.described and not line.code


def _adds_up(figures: Sequence[int | None], head: int, rows: Iterable[int]) -> bool:
    """Whether some rows below add up to a row's own amount, rounding aside."""
    stated = figures[head] if figures else None
    found = [figures[row] or 0 for row in rows]
    difference = abs(sum(found) - (stated or 0))
    return bool(stated) and any(found) and difference * _SHARE_OF_ROUNDING <= abs(stated or 0)


def opens_group(lines: list[Line], position: int, stack: list[str]) -> bool:
    """Whether an unnumbered row heads the rows below: "Giáo dục", "PHÒNG KINH TẾ XÃ".

    A source is a heading before the first number or in capitals (an abbreviation tells nothing),
    else a part of the project above; other names are headings before the first number, and
    afterwards where that is the habit.
    """
    line = lines[position]
    if is_heading(line):
        return True
    if is_source(line):
        return not stack or (line.name.isupper() and " " in line.name)
    if not line.described and fold(bare_name(line.name)).startswith(_SEVERAL):
        return True
    below = next(iter(lines[position + 1 : position + 2]), None)
    told = below is not None and bool(below.ordinal or below.code)
    heads = told and bool(line.name) and not line.described
    return heads and not is_total(line) and not is_remark(line) and (not stack or TITLE in stack)
