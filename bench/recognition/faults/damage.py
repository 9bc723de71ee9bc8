"""What faults are made with: places in a drawn file, and changes that keep its record true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.recognition.elements import Amount, Field
from bench.recognition.values import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from bench.recognition.drawing import Drawn, Place
    from bench.recognition.expected import ExpectedProject
    from bench.recognition.grid import Value


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a fault struck.

    ``must_report``: a finding has to name it even if all is read right; ``anywhere``: at whatever
    place, for faults of the whole file.
    """

    cells: tuple[Place, ...]
    must_report: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault; ``strike`` changes a drawn file, or returns None where it cannot."""

    name: str
    strike: Callable[[Drawn, Random], Damage | None]


def amounts_of(drawn: Drawn, *kinds: str, measures: tuple[str, ...]) -> list[Place]:
    """The places of amounts other than nil, by kind of row and measure."""
    return [
        place
        for place, amount in drawn.amounts.items()
        if amount and drawn.kinds[place[:2]] in kinds and _measure(drawn, place) in measures
    ]


def _measure(drawn: Drawn, place: Place) -> str:
    content = drawn.contents[place[0], place[2]].content
    return content.measure if isinstance(content, Amount) else ""


def controlled(drawn: Drawn, place: Place) -> bool:
    """Whether a total row sums the column."""
    sheet, _, column = place
    return any(
        drawn.kinds[where[:2]] == "total" and where[0] == sheet and where[2] == column
        for where in drawn.amounts
    )


def set_amount(drawn: Drawn, place: Place, amount: int) -> None:
    """Write another amount, in the layout's own style."""
    sheet, _, column = place
    unit = drawn.contents[sheet, column].unit or page_unit(drawn, sheet)
    set_cell(drawn, place, number(amount, unit, drawn.layout))


def page_unit(drawn: Drawn, sheet: str) -> str:
    """The unit of a sheet's amounts."""
    return next(page.unit for page in drawn.layout.pages if page.name == sheet)


def set_cell(drawn: Drawn, place: Place, value: Value | None) -> None:
    """Write any value."""
    sheet, row, column = place
    drawn.grid(sheet).put(row, column, value)


def cell(drawn: Drawn, place: Place) -> Value | None:
    """The value at a place."""
    return drawn.grid(place[0]).cells.get(place[1:])


def fields_of(drawn: Drawn, name: str, *kinds: str) -> list[Place]:
    """The filled cells of a descriptive column, by kind of row."""
    return [
        (sheet, row, column)
        for (sheet, row), kind in drawn.kinds.items()
        if kind in kinds
        for column in columns_of(drawn, sheet, name)
        if cell(drawn, (sheet, row, column)) is not None
    ]


def columns_of(drawn: Drawn, sheet: str, *names: str) -> list[int]:
    """The columns of a sheet holding a field or measure."""
    return [
        column
        for (where, column), drawn_as in drawn.contents.items()
        if where == sheet and _name(drawn_as.content) in names
    ]


def _name(content: object) -> str:
    if isinstance(content, Field):
        return content.name
    return content.measure if isinstance(content, Amount) else "rate"


def headers(drawn: Drawn) -> Iterator[tuple[str, int, int]]:
    """Every sheet with the first and last row (from 0) of its header."""
    for table in drawn.expected.tables:
        yield table.sheet, table.header_rows[0] - 1, table.header_rows[1] - 1


def labels_of(drawn: Drawn, *names: str) -> list[Place]:
    """The header cells right above columns of a field or measure: their own last labels."""
    found: list[Place] = []
    for sheet, first, last in headers(drawn):
        grid = drawn.grid(sheet)
        for column in columns_of(drawn, sheet, *names):
            filled = [row for row in range(first, last + 1) if (row, column) in grid.cells]
            if filled:
                found.append((sheet, filled[-1], column))
    return found


def insert_rows(drawn: Drawn, sheet: str, before: int, count: int) -> None:
    """Insert blank rows into a sheet and its record."""
    drawn.grid(sheet).insert_rows(before, count)

    def moved(where: str, row: int) -> int:
        return row + count if where == sheet and row >= before else row

    drawn.kinds = {(s, moved(s, row)): kind for (s, row), kind in drawn.kinds.items()}
    drawn.rows = {(s, moved(s, row)): item for (s, row), item in drawn.rows.items()}
    drawn.amounts = {(s, moved(s, r), c): amount for (s, r, c), amount in drawn.amounts.items()}
    for project in drawn.expected.projects.values():
        project.rows = [(s, moved(s, row)) for s, row in project.rows]
    for item in drawn.expected.vouchers.values():
        item.row = (item.row[0], moved(*item.row))
    for table in drawn.expected.tables:
        first, last = table.header_rows
        table.header_rows = (moved(table.sheet, first - 1) + 1, moved(table.sheet, last - 1) + 1)
        table.labelled = moved(table.sheet, table.labelled - 1) + 1


def insert_column(drawn: Drawn, sheet: str, before: int) -> None:
    """Insert a blank column into a sheet and its record."""
    drawn.grid(sheet).insert_column(before)

    def moved(where: str, column: int) -> int:
        return column + 1 if where == sheet and column >= before else column

    drawn.contents = {(s, moved(s, c)): held for (s, c), held in drawn.contents.items()}
    drawn.amounts = {(s, r, moved(s, c)): amount for (s, r, c), amount in drawn.amounts.items()}
    for table in drawn.expected.tables:
        table.columns = {
            name: [moved(table.sheet, column) for column in columns]
            for name, columns in table.columns.items()
        }


def body_rows(drawn: Drawn, *kinds: str) -> list[tuple[str, int]]:
    """The rows of some kinds, in order."""
    return sorted(place for place, kind in drawn.kinds.items() if kind in kinds)


def single_rows(drawn: Drawn) -> list[tuple[ExpectedProject, tuple[str, int]]]:
    """Projects that stand on one row alone, with that row."""
    return [(p, p.rows[0]) for p in drawn.expected.projects.values() if len(p.rows) == 1]
