"""Marks on the cells of findings: fill and frame by severity, and a comment that explains."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Literal, cast

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Color, PatternFill, Side
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.cell_range import CellRange

from disburse.findings import catalogue
from disburse.model import Severity
from disburse.render.annotated.cells import Styler, cells_of
from disburse.render.annotated.wording import plain, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl.styles.fonts import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from disburse.model import Finding
    from disburse.render.annotated.cells import AnyCell

AUTHOR = "disburse"
MOST_COMMENTS = 2_000
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_FRAMED = 2_000
_LONGEST_COMMENT = 4_000
_WIDTH, _LETTERS, _LINE, _TALLEST = 380, 50, 18, 620
_LIGHT = 160
_EDGES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Mark:
    """Colours are RGB; the style of the line tells severities apart where colours do not."""

    fill: str
    line: str
    style: Literal["thick", "mediumDashed", "dashed"]

    @property
    def pattern(self) -> PatternFill:
        """The fill of a marked cell."""
        return PatternFill("solid", fgColor=self.fill, bgColor=self.fill)

    @property
    def side(self) -> Side:
        """One edge of a marked cell."""
        return Side(self.style, color=self.line)


MARKS = {
    Severity.ERROR: Mark("FFFFC7CF", "FFC00001", "thick"),
    Severity.WARNING: Mark("FFFFEB9D", "FF9C5701", "mediumDashed"),
    Severity.INFO: Mark("FFDDEBF8", "FF1F4E79", "dashed"),
}
_ORDER = {severity: number for number, severity in enumerate(MARKS)}


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, else in the order of the file."""
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])


def title(finding: Finding) -> str:
    """What kind of finding it is, from the catalogue; its code where the catalogue lacks it."""
    entry = catalogue().get(finding.code)
    return entry["title"] if entry else finding.code


def place(finding: Finding, sheets: Mapping[str, Worksheet]) -> tuple[Worksheet, str] | None:
    """Sheet and address a finding points to, None where it points to no cell that is there."""
    sheet = sheets.get(finding.sheet or "")
    if sheet is None or finding.cell is None or not _ADDRESS.fullmatch(finding.cell):
        return None
    row, column = coordinate_to_tuple(finding.cell)
    return (sheet, finding.cell) if row <= _LAST_ROW and column <= _LAST_COLUMN else None


def mark(
    sheets: Mapping[str, Worksheet], findings: Iterable[Finding], *, marked_before: bool = False
) -> int:
    """Mark every cell named, comment the first `MOST_COMMENTS`; return how many are marked.

    Sheets ``marked_before`` by an earlier check lose the marks of that.
    """
    _clear(sheets.values(), marked=marked_before)
    merged = {name: _merged(sheet) for name, sheet in sheets.items()}
    cells: dict[tuple[str, str], tuple[CellRange, list[Finding]]] = {}
    for finding in by_severity(findings):
        found = place(finding, sheets)
        if found is not None:
            name, at = finding.sheet or "", coordinate_to_tuple(found[1])
            area = merged[name].get(at) or CellRange(found[1])
            cells.setdefault((name, area.coord), (area, []))[1].append(finding)
    styler = Styler()
    for number, ((name, _), (area, told)) in enumerate(cells.items()):
        severity = told[0].severity
        first = sheets[name].cell(area.min_row, area.min_col)
        styler.change(first, severity, partial(_fill, severity))
        _frame(styler, sheets[name], area, severity)
        if number < MOST_COMMENTS:
            _comment(first, told)
    return len(cells)


def _merged(sheet: Worksheet) -> dict[tuple[int, int], CellRange]:
    """The merged range around each cell inside one."""
    return {cell: merged for merged in sheet.merged_cells.ranges for cell in merged.cells}


def _fill(severity: Severity, cell: AnyCell) -> None:
    cell.fill = MARKS[severity].pattern
    font = cast("Font", copy(cell.font))
    if _light(font):
        font.color = Color("FF000000")
        cell.font = font


def _frame(styler: Styler, sheet: Worksheet, area: CellRange, severity: Severity) -> None:
    """Draw a line around a cell or a merged range."""
    if area.size["rows"] * area.size["columns"] > _MOST_FRAMED:
        area = CellRange(None, area.min_col, area.min_row, area.min_col, area.min_row)
    edges: dict[tuple[int, int], list[str]] = {}
    for edge in _EDGES:
        for cell in getattr(area, edge):
            edges.setdefault(cell, []).append(edge)
    edges[area.min_row, area.min_col] = list(_EDGES)  # readers go by the first cell of a merge
    for (row, column), sides in edges.items():
        key = (severity, *sides)
        styler.change(sheet.cell(row, column), key, partial(_line, severity, sides))


def _line(severity: Severity, edges: Iterable[str], cell: AnyCell) -> None:
    border = cast("Border", copy(cell.border))
    for edge in edges:
        setattr(border, edge, MARKS[severity].side)
    cell.border = border


def _light(font: Font) -> bool:
    """Whether letters made for a dark ground would vanish on a light one."""
    color = font.color
    if color is None:
        return False
    if color.type == "theme":
        return color.theme == 0
    if color.type == "indexed":
        return color.indexed in {1, 9}
    red, green, blue = (int(color.rgb[at : at + 2], 16) for at in (2, 4, 6))
    return (299 * red + 587 * green + 114 * blue) // 1000 > _LIGHT


def _comment(cell: AnyCell, findings: Iterable[Finding]) -> None:
    """Explain the findings of a cell below what the user has noted there."""
    own = plain("\n\n".join(_told(finding) for finding in findings), _LONGEST_COMMENT)
    user = cell.comment
    if user is None:
        cell.comment = _sized(own, AUTHOR)
    else:
        joined = f"{user.text.rstrip()}\n\n{text('comment', 'own')}\n{own}"
        cell.comment = _sized(joined, user.author)


def _told(finding: Finding) -> str:
    heading = text(
        "comment",
        "heading",
        severity=text("severity", finding.severity),
        title=title(finding),
        code=finding.code,
    )
    return "\n".join((heading, finding.message, text("comment", "fix", fix=finding.fix)))


def _sized(content: str, author: str | None) -> Comment:
    """A comment large enough to show its text."""
    lines = sum(max(1, ceil(len(line) / _LETTERS)) for line in content.split("\n"))
    return Comment(content, author or "", height=min(_TALLEST, _LINE * (lines + 1)), width=_WIDTH)


def _clear(sheets: Iterable[Worksheet], *, marked: bool) -> None:
    """Take off the marks of an earlier check, and size the user's comments, which come without.

    What a marked cell looked like before is not known: it is left plain, with thin lines.
    """
    styler = Styler()
    for cell in (cell for sheet in sheets for cell in cells_of(sheet)):
        if marked and cell.has_style and _is_marked(cell):
            styler.change(cell, None, _unmark)
        if isinstance(cell, Cell) and cell.comment is not None:
            _restore_comment(cell, cell.comment)


def _is_marked(cell: AnyCell) -> bool:
    return cell.fill.fgColor.rgb in {mark.fill for mark in MARKS.values()}


def _unmark(cell: AnyCell) -> None:
    side = Side("thin")
    cell.fill = PatternFill()
    cell.border = Border(left=side, right=side, top=side, bottom=side)


def _restore_comment(cell: Cell, comment: Comment) -> None:
    user, mark, _ = comment.text.partition(text("comment", "own"))
    if comment.author == AUTHOR and not mark:
        cell.comment = None
    else:
        cell.comment = _sized(user.rstrip() if mark else user, comment.author)
