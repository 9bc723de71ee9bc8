"""A layout and a truth drawn as grids, with what must be read from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bench.recognition.cells import cell_value
from bench.recognition.elements import Amount, Field, Rate
from bench.recognition.expected import (
    Expected,
    ExpectedTable,
    ExpectedVoucher,
    expected_projects,
    page_slice,
)
from bench.recognition.grid import Grid
from bench.recognition.header import draw_header, draw_numbering
from bench.recognition.rows import WORDS, table_rows
from bench.recognition.values import amount_in, written
from bench.recognition.vouchers import vouchers_of

if TYPE_CHECKING:
    from bench.recognition.elements import Column, Layout, Page
    from bench.recognition.header import Paths
    from bench.recognition.rows import Row
    from bench.recognition.truth import Truth

Place = tuple[str, int, int]
_BLANKS_AFTER = 2


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
        if not page.columns or page_slice(page, truth.projects).projects:
            _draw_page(_Table(drawn, _grid(drawn, page), page, truth))
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


@dataclass(frozen=True, slots=True)
class _Table:
    """A page while it is being drawn."""

    drawn: Drawn
    grid: Grid
    page: Page
    truth: Truth

    @property
    def left(self) -> int:
        return self.page.origin[1]

    def paths(self) -> Paths:
        """The labels of every column, with year, date and unit filled in."""
        return [tuple(self._worded(label, c) for label in c.path) for c in self.page.columns]

    def _worded(self, label: str, column: Column) -> str:
        index = column.content.date if isinstance(column.content, Amount | Rate) else -1
        return label.format(unit=column.unit or self.page.unit, **_words(self.truth, index))


def _grid(drawn: Drawn, page: Page) -> Grid:
    if not page.stacked:
        drawn.grids.append(Grid(page.name, hidden=page.hidden))
    return drawn.grids[-1]


def _draw_page(table: _Table) -> None:
    page, grid, drawn = table.page, table.grid, table.drawn
    top = page.origin[0] + (grid.size[0] + 2 if page.stacked else 0)
    row = _draw_titles(table, top)
    if not page.columns:
        return
    first = row + page.header.gap
    last = draw_header(grid, page.header, table.paths(), first, table.left)
    if not page.ignored:
        labelled = max(row for row, _ in grid.cells if first <= row <= last)
        fields = _fields(page, table.left)
        drawn.expected.tables.append(
            ExpectedTable(page.name, (first + 1, last + 1), labelled + 1, _unit(page), fields)
        )
        drawn.contents |= {(page.name, table.left + i): c for i, c in enumerate(page.columns)}
    row = last + 1
    if page.header.numbering:
        draw_numbering(grid, page.header.numbering, page.columns, row, table.left)
        row += 1
    _draw_footers(table, _draw_body(table, row))


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
        for known in (name, *_SERVES.get(name, ())):
            found.setdefault(known, []).append(left + index)
    return found


_SERVES = {
    "timespan": ("started", "completed"),
    "period": ("disbursed",),
    "approved": ("voucher",),
    "recovered": ("voucher",),
}


def _draw_titles(table: _Table, row: int) -> int:
    """Titles and unit line; returns the first free row."""
    page, grid, left = table.page, table.grid, table.left
    width = max(len(page.columns), 1)
    for title in page.titles:
        grid.put(row, left, title.format(**_words(table.truth, -1)))
        if page.merged_titles:
            grid.merge(row, left, row, left + width - 1)
        row += 1
    if page.unit_line and page.unit_place in {"right", "left"}:
        right = page.unit_place == "right" and width > 1
        grid.put(row, left + (width - 2 if right else 0), page.unit_line)
        row += 1
    return row


def _words(truth: Truth, index: int) -> dict[str, object]:
    """What the braces in titles and labels stand for."""
    day = truth.dates[index]
    return WORDS | {"date": f"{day:%d/%m/%Y}", "day": f"{day.day}/{day.month}"}


def _draw_body(table: _Table, row: int) -> int:
    """Draw the rows; returns the first free row below."""
    page, count = table.page, 0
    whole = page_slice(page, table.truth.projects)
    if page.rows.vouchers:
        whole = replace(whole, vouchers=vouchers_of(table.truth))
    for item in table_rows(page.rows, whole, table.drawn.layout):
        count += item.kind == "project"
        repeats = page.header.repeat and item.kind == "project" and not count % page.header.repeat
        if repeats:
            row = draw_header(table.grid, page.header, table.paths(), row, table.left) + 1
        _draw_row(table, item, row)
        row += 1
        if page.blanks and item.kind == "project" and count == _BLANKS_AFTER:
            row = _draw_blanks(table, row)
    return row


def _draw_blanks(table: _Table, row: int) -> int:
    """Blank rows, some with the zeros that copied formulas leave."""
    for index, column in enumerate(table.page.columns):
        if isinstance(column.content, Amount):
            for ghost in range(table.page.ghosts):
                table.grid.put(row + ghost, table.left + index, 0)
    return row + table.page.blanks


def _draw_row(table: _Table, item: Row, row: int) -> None:
    page, grid, drawn = table.page, table.grid, table.drawn
    drawn.kinds[page.name, row] = "ignored" if page.ignored else item.kind
    if item.group is not None and item.group.bold:
        grid.bold.add(row)
    for index, column in enumerate(page.columns):
        at = table.left + index
        grid.put(row, at, cell_value(drawn.layout, page, column, item))
        is_label = isinstance(column.content, Field) and column.content.name in {"ordinal", "name"}
        if item.span > 1 and is_label:
            grid.merge(row, at, row + item.span - 1, at)
    if not page.ignored:
        _record(table, item, row)


def _record(table: _Table, item: Row, row: int) -> None:
    """Note where the row's projects, payments and amounts stand."""
    drawn, name = table.drawn, table.page.name
    drawn.rows[name, row] = item
    if item.voucher is not None:
        number = item.voucher.number
        drawn.expected.vouchers[number] = ExpectedVoucher(item.voucher, (name, row))
    elif item.project is not None:
        projects = drawn.expected.projects
        known = projects.get(item.project.code) or projects[item.project.name]
        known.rows.append((name, row))
    for index, column in enumerate(table.page.columns):
        at = table.left + index
        if isinstance(column.content, Amount) and (row, at) in table.grid.cells:
            drawn.amounts[name, row, at] = amount_in(item.part, column.content)


def _draw_footers(table: _Table, row: int) -> None:
    for line in table.page.footers:
        row += 1
        for column, text in line.items():
            table.grid.put(row, table.left + column, text)
            table.drawn.kinds[table.page.name, row] = "footer"
