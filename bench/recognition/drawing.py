"""A layout and a truth drawn as grids, with what must be read from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bench.recognition.expected import (
    Expected,
    ExpectedProject,
    ExpectedTable,
    ExpectedVoucher,
    expected_projects,
    page_slice,
)
from bench.recognition.grid import Grid
from bench.recognition.header import draw_header, draw_numbering
from bench.recognition.elements import Amount, Field, Rate
from bench.recognition.rows import WORDS, part_label, table_rows
from bench.recognition.spellings import CLASSES, TRANCHES
from bench.recognition.values import Slice, amount_in, date_cell, number, written
from bench.recognition.vouchers import vouchers_of
from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    from bench.recognition.grid import Value
    from bench.recognition.elements import Column, Layout, Page
    from bench.recognition.rows import Row
    from bench.recognition.truth import TrueProject, Truth
    from bench.recognition.vouchers import TrueVoucher


Place = tuple[str, int, int]


@dataclass(slots=True)
class Drawn:
    """A file to be: its grids, and what a fair reader takes from them.

    ``kinds`` tells for each (sheet, row from 0) what the drawing put there; ``contents`` for
    each (sheet, column from 0) what its column holds, ``amounts`` each amount in đồng by (sheet,
    row, column), ``rows`` what a row was drawn from; faults look for their places in them.
    """

    layout: Layout
    grids: list[Grid]
    expected: Expected
    kinds: dict[tuple[str, int], str]
    contents: dict[tuple[str, int], Column]
    amounts: dict[Place, int] = field(default_factory=dict)
    rows: dict[tuple[str, int], Row] = field(default_factory=dict)

    def grid(self, sheet: str) -> Grid:
        """The grid of a sheet."""
        return next(grid for grid in self.grids if grid.name == sheet)


def draw(layout: Layout, truth: Truth) -> Drawn:
    """Draw every page of a layout."""
    expected = Expected(
        as_of=_as_of(layout, truth),
        year=truth.year,
        payments=layout.payments,
        projects=expected_projects(layout, truth),
        tables=[],
    )
    drawn = Drawn(layout, [], expected, {}, {})
    for page in layout.pages:
        _draw_page(drawn, page, truth)
    for grid in drawn.grids:
        for place, value in grid.cells.items():
            if isinstance(value, str):
                grid.cells[place] = written(value, layout.text)
    return drawn


def _as_of(layout: Layout, truth: Truth) -> date | None:
    if isinstance(layout.as_of, int):
        return truth.dates[layout.as_of]
    if layout.as_of == "last_payment":
        return max(voucher.paid_on for voucher in vouchers_of(truth))
    return (
        date(truth.year, 1, 1) if layout.as_of == "first_day" else date.fromisoformat(layout.as_of)
    )


def _draw_page(drawn: Drawn, page: Page, truth: Truth) -> None:
    if page.columns and not page_slice(page, truth.projects).projects:
        return
    top, left = page.origin
    if page.stacked:
        grid = drawn.grids[-1]
        top += grid.size[0] + 2
    else:
        grid = Grid(page.name, hidden=page.hidden)
        drawn.grids.append(grid)
    row = _draw_titles(grid, page, truth, top, left)
    if not page.columns:
        return
    paths = [tuple(_worded(label, c, page, truth) for label in c.path) for c in page.columns]
    first = row + page.header.gap
    last = draw_header(grid, page.header, paths, first, left)
    if not page.ignored:
        drawn.expected.tables.append(
            ExpectedTable(
                page.name,
                (first + 1, last + 1),
                _labelled(grid, first, last) + 1,
                _unit(page),
                _fields(page, left),
            )
        )
        drawn.contents |= {(page.name, left + i): c for i, c in enumerate(page.columns)}
    row = last + 1
    if page.header.numbering:
        draw_numbering(grid, page.header.numbering, page.columns, row, left)
        row += 1
    row = _draw_body(drawn, grid, page, truth, paths, row)
    for line in page.footers:
        row += 1
        for column, text in line.items():
            grid.put(row, left + column, text)
            drawn.kinds[page.name, row] = "footer"


def _labelled(grid: Grid, first: int, last: int) -> int:
    return max(row for row, _ in grid.cells if first <= row <= last)


def _unit(page: Page) -> str | None:
    """The one unit of a table; None where every column has its own."""
    own = {c.unit or page.unit for c in page.columns if isinstance(c.content, Amount)}
    stated = page.unit_line or any("ĐVT" in title for title in page.titles)
    return page.unit if stated or len(own) == 1 else None


def _fields(page: Page, left: int) -> dict[str, list[int]]:
    """The columns of each scored field, for telling whether a finding is about it."""
    found: dict[str, list[int]] = {}
    for index, column in enumerate(page.columns):
        content = column.content
        name = content.name if isinstance(content, Field) else getattr(content, "measure", "rate")
        for known in (name, *_serves(name)):
            found.setdefault(known, []).append(left + index)
    return found


def _serves(name: str) -> tuple[str, ...]:
    return {
        "timespan": ("started", "completed"),
        "period": ("disbursed",),
        "approved": ("voucher",),
        "recovered": ("voucher",),
    }.get(name, ())


def _draw_titles(grid: Grid, page: Page, truth: Truth, row: int, left: int) -> int:
    width = max(len(page.columns), 1)
    for title in page.titles:
        grid.put(row, left, title.format(**_words(truth, -1)))
        if page.merged_titles:
            grid.merge(row, left, row, left + width - 1)
        row += 1
    if page.unit_line and page.unit_place in {"right", "left"}:
        column = left + (width - 2 if page.unit_place == "right" and width > 1 else 0)
        grid.put(row, column, page.unit_line)
        row += 1
    return row


def _words(truth: Truth, index: int) -> dict[str, object]:
    day = truth.dates[index]
    before = truth.dates[index - 1] if index % len(truth.dates) else date(truth.year - 1, 12, 31)
    return WORDS | {
        "date": f"{day:%d/%m/%Y}", "day": f"{day.day}/{day.month}", "month": day.month,
        "short": f"{day.day}/{day.month}/{day:%y}", "from": f"01/{before.month % 12 + 1:02d}/{day.year}",
        "quarter": ("I", "II", "III", "IV")[(day.month - 1) // 3],
    }  # fmt: skip


def _worded(label: str, column: Column, page: Page, truth: Truth) -> str:
    index = column.content.date if isinstance(column.content, Amount | Rate) else -1
    return label.format(unit=column.unit or page.unit, **_words(truth, index))


def _draw_body(
    drawn: Drawn, grid: Grid, page: Page, truth: Truth, paths: list[tuple[str, ...]], row: int
) -> int:
    """Draw the rows; returns the first free row below."""
    count = 0
    whole = page_slice(page, truth.projects)
    if page.rows.vouchers:
        whole = replace(whole, vouchers=vouchers_of(truth))
    for item in table_rows(page.rows, whole, drawn.layout):
        if item.kind == "project":
            count += 1
            if page.header.repeat and count % page.header.repeat == 0:
                row = draw_header(grid, page.header, paths, row, page.origin[1]) + 1
        row = _draw_row(drawn, grid, page, item, row)
        if page.blanks and item.kind == "project" and count == 2:  # noqa: PLR2004
            row = _ghosts(grid, page, row)
    return row


def _ghosts(grid: Grid, page: Page, row: int) -> int:
    """Blank rows, some with the zeros that copied formulas leave."""
    amounts = [i for i, c in enumerate(page.columns) if isinstance(c.content, Amount)]
    for ghost in range(page.ghosts):
        for column in amounts:
            grid.put(row + ghost, page.origin[1] + column, 0)
    return row + page.blanks


def _draw_row(drawn: Drawn, grid: Grid, page: Page, item: Row, row: int) -> int:
    left = page.origin[1]
    drawn.kinds[page.name, row] = "ignored" if page.ignored else item.kind
    if item.voucher is not None:
        drawn.expected.vouchers[item.voucher.number] = ExpectedVoucher(
            item.voucher, (page.name, row)
        )
    elif item.project is not None and not page.ignored:
        known = _known(drawn.expected, item.project)
        known.rows.append((page.name, row))
    if item.group is not None and item.group.bold:
        grid.bold.add(row)
    if not page.ignored:
        drawn.rows[page.name, row] = item
    for index, column in enumerate(page.columns):
        grid.put(row, left + index, cell_value(drawn.layout, page, column, item))
        if (
            isinstance(column.content, Amount)
            and (row, left + index) in grid.cells
            and not page.ignored
        ):
            drawn.amounts[page.name, row, left + index] = amount_in(item.part, column.content)
        is_label = isinstance(column.content, Field) and column.content.name in {"ordinal", "name"}
        if item.span > 1 and is_label:
            grid.merge(row, left + index, row + item.span - 1, left + index)
    return row + 1


def _known(expected: Expected, project: TrueProject) -> ExpectedProject:
    return expected.projects.get(project.code) or expected.projects[project.name]
