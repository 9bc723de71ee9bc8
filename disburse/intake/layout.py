"""A table with its columns understood, and its amounts read column by column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.amounts import NumberStyle, amounts, column_style, is_ambiguous, text_amount
from disburse.intake.columns import AMOUNT_MEASURES, Column
from disburse.intake.workbook import column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from disburse.intake.table import Table
    from disburse.intake.workbook import Cell
    from disburse.model import Finding, ProjectClass, Tranche

    Contents = Sequence[Sequence[Cell]]

_READ = AMOUNT_MEASURES | {"plan_initial", "requested", "transferred"}


@dataclass(frozen=True, slots=True)
class AmountGroup:
    """The columns that state one figure: in total, by source, and in parts."""

    tranche: str
    to_date: date | None
    estimate: bool
    treasury: bool
    totals: tuple[Column, ...]
    by_source: tuple[Column, ...]
    volume: Column | None
    advance: Column | None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        parts = tuple(part for part in (self.volume, self.advance) if part is not None)
        return self.totals + self.by_source + parts


@dataclass(frozen=True, slots=True)
class Layout:
    """``values[column]`` holds đồng per position of ``table.body``; ``single`` finds a field.

    ``contents[column]`` are the raw cells of the body.
    ``source``, ``tranche``, ``owner`` and ``claim`` (class, text, cell) are what the title or the
    sheet's name says of the whole table.
    """

    table: Table
    columns: tuple[Column, ...]
    contents: Contents
    single: dict[str, Column]
    references: dict[int, str]
    values: dict[int, list[int | None]]
    unreadable: dict[int, list[int]]
    plans: tuple[AmountGroup, ...]
    disbursements: tuple[AmountGroup, ...]
    periods: tuple[Column, ...]
    unit: int | None
    source: str | None = None
    tranche: Tranche | None = None
    owner: str | None = None
    claim: tuple[ProjectClass, str, str] | None = None

    def amount(self, column: Column, position: int) -> int | None:
        """The amount of a column at a position of the body."""
        return self.values[column.index][position]

    def cell(self, column: Column, position: int) -> str:
        """The reference of the cell there."""
        return f"{self.references[column.index]}{self.table.body[position] + 1}"

    def heading(self, index: int) -> str:
        """The reference of a column's lowest heading cell."""
        return self.table.sheet.reference(self.table.header_rows[1], index)

    def content(self, field: str, position: int) -> Cell:
        """The raw content of a descriptive field at a position, "" where there is no column."""
        column = self.single.get(field)
        return "" if column is None else self.contents[column.index][position]


def body_contents(table: Table) -> Contents:
    """The cells of the body column by column, which is how they are understood."""
    rows = table.sheet.rows
    width = len(rows[0]) if rows else 0
    return tuple(zip(*[rows[row] for row in table.body], strict=True)) or ((),) * width


def column_references(table: Table) -> dict[int, str]:
    """What stands before the row number in each column's references: ``"Sheet!F"``."""
    return {index: f"{table.sheet.name}!{column_letter(index)}" for index in table.labels}


def by_field(columns: tuple[Column, ...]) -> dict[str, Column]:
    """The column of each descriptive field; where several claim one, the surest and first."""
    chosen: dict[str, Column] = {}
    for column in columns:
        known = chosen.get(column.meaning)
        if known is None or column.confidence > known.confidence:
            chosen[column.meaning] = column
    return chosen


def amount_groups(
    columns: tuple[Column, ...], dates: dict[int, date | None]
) -> tuple[AmountGroup, ...]:
    """Gather the columns of one measure by tranche, date and standing."""
    gathered: dict[tuple[str, date | None, bool, bool], list[Column]] = defaultdict(list)
    for column in columns:
        key = (
            column.tranche or "current",
            dates.get(column.index),
            column.estimate,
            column.treasury,
        )
        gathered[key].append(column)
    return tuple(_group(key, members) for key, members in gathered.items())


def _group(key: tuple[str, date | None, bool, bool], members: list[Column]) -> AmountGroup:
    whole = [column for column in members if column.part is None]
    parts = {column.part: column for column in reversed(members) if column.part is not None}
    return AmountGroup(
        *key,
        totals=tuple(column for column in whole if column.source is None),
        by_source=tuple(column for column in whole if column.source is not None),
        volume=parts.get("volume"),
        advance=parts.get("advance"),
    )


def read_amounts(
    table: Table, columns: tuple[Column, ...], unit: int, contents: Contents | None = None
) -> tuple[dict[int, list[int | None]], dict[int, list[int]], list[Finding]]:
    """Read every amount column of a table, whose `body_contents` may be at hand.

    Returns the amounts by column and position, the positions by column that hold no readable
    amount (a signature below the table is one too, so the caller decides what they mean), and
    findings on number styles that had to be assumed.
    """
    contents = contents or body_contents(table)
    measured = [column for column in columns if column.meaning in _READ]
    texts = {c.index: _texts(contents[c.index]) for c in measured}
    default = _common_style(texts)
    values: dict[int, list[int | None]] = {}
    unreadable: dict[int, list[int]] = {}
    findings: list[Finding] = []
    for column in measured:
        cells, written = contents[column.index], texts[column.index]
        read, bad = _read_column(cells, written, column.unit or unit, default)
        values[column.index] = read
        unreadable[column.index] = bad
        if written and default is None:
            findings += _assumed_style(table, column, cells, written)
    return values, unreadable, findings


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and cell]


def _common_style(texts: dict[int, list[str]]) -> NumberStyle | None:
    styles = {style for column in texts.values() if (style := column_style(column, None))}
    return styles.pop() if len(styles) == 1 else None


def _read_column(
    cells: Sequence[Cell], texts: list[str], unit: int, default: NumberStyle | None
) -> tuple[list[int | None], list[int]]:
    """In a column of contradicting styles nothing ambiguous may pass either."""
    style = column_style(texts, default or NumberStyle.VIETNAMESE)
    read, bad = amounts(cells, unit, style or NumberStyle.VIETNAMESE)
    if style is None:
        bad += [p for p, cell in enumerate(cells) if is_ambiguous(cell) and p not in bad]
    return read, bad


def _assumed_style(
    table: Table, column: Column, cells: Sequence[Cell], texts: list[str]
) -> list[Finding]:
    """Texts such as 12.500 where neither their column nor the sheet settles the style."""
    unsure = [position for position, cell in enumerate(cells) if is_ambiguous(cell)]
    if not unsure or _is_decided(texts):
        return []
    cell = table.sheet.reference(table.body[unsure[0]], column.index)
    return [
        finding(
            "number_style_assumed",
            cell=cell,
            value=cells[unsure[0]],
            label=column.path,
            count=len(unsure),
        )
    ]


def _is_decided(texts: list[str]) -> bool:
    read = map(text_amount, texts)
    return any(amount is not None and len(amount.styles()) == 1 for amount in read)
