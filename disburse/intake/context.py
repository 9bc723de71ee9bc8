"""What stands around the tables: budget year, reporting date and unit, from titles and labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from disburse.intake.dates import Period, iso_date, period, previous_month_end, years_in
from disburse.intake.groups import class_named, heading_tranche, titled_source
from disburse.intake.units import stated_units
from disburse.intake.vocabulary import mentions, vocabulary
from disburse.model import Kind, ProjectClass, Tranche
from disburse.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from disburse.intake.columns import Column
    from disburse.intake.table import Table
    from disburse.model import Project

    Early = Callable[[Sequence[Project]], None]

_YEAR = re.compile(r"\bnam (\d{4})\b")
_REFERENCE = re.compile(
    r"\b(kem theo|ban hanh kem|nghi quyet so|quyet dinh so|bao cao so|ngay \d+ thang)\b"
)
_LONGEST_TITLE = 400
_OWNER = re.compile(r"(?i)^\W*(?:tên )?(?:chủ đầu tư|đơn vị báo cáo)\s*:\s*(\S.+)$")
_ABOUT_PROJECTS = (
    "cac du an",
    "du an",
    "nhom du an",
    "danh muc du an",
    "danh muc cac du an",
    "cac cong trinh",
)


@dataclass(frozen=True, slots=True)
class Title:
    """One text above a table, with its cell."""

    text: str
    cell: str

    @property
    def reference(self) -> bool:
        """Whether the line cites another document, whose date is not the figures' date."""
        return _REFERENCE.search(fold(self.text)) is not None


@dataclass(frozen=True, slots=True)
class FileContext:
    """What holds for a whole file: what the user told, its titles, its year and units.

    ``early`` is given projects as soon as they are read.
    """

    kind: Kind | None
    told_unit: str | None
    told_as_of: date | None
    year: int | None
    lines: tuple[Title, ...]
    units: dict[int, str]
    early: Early | None = None

    @property
    def as_of(self) -> date | None:
        """The reporting date told, else the first a title names."""
        return self.told_as_of or reporting_date(self.lines, self.year)

    def table_as_of(self, table: Table) -> date | None:
        """The same for one table: in a file of several months each table has its own."""
        dates = {reporting_date([title], self.year) for title in self.lines} - {None}
        own = reporting_date(titles(table), self.year)
        return own if own is not None and len(dates) > 1 else self.as_of


def titles(table: Table) -> list[Title]:
    """Every text above a table's header."""
    first, last = table.title_rows
    return [
        Title(clean(cell), table.sheet.reference(row, column))
        for row in range(first, last)
        for column, cell in enumerate(table.sheet.rows[row])
        if isinstance(cell, str) and cell.strip() and len(cell) < _LONGEST_TITLE
    ]


def budget_year(lines: Iterable[Title], labels: Iterable[str]) -> int | None:
    """The year the register is about: a title's "năm 2026", else the plan columns' year."""
    for title in lines:
        folded = fold(title.text)
        if title.reference or not (found := _YEAR.findall(folded)):
            continue
        years = [int(year) for year in found]
        return max(years) if mentions(folded, vocabulary().tranche["carryover"]) else years[0]
    years = [year for label in labels if "ke hoach" in fold(label) for year in years_in(label)]
    return max(set(years), key=years.count) if years else None


def reporting_date(lines: Sequence[Title], year: int | None) -> date | None:
    """The day a title says the figures go to: "đến ngày 30/9/2026", "Tháng 3/2026"."""
    for title in lines:
        if title.reference:
            continue
        found = period(title.text, year)
        if found.to_date is not None:
            return found.to_date
    return None


def document_date(lines: Iterable[Title]) -> date | None:
    """The full date of the document a title cites: "(Kèm theo Nghị quyết … ngày 26/12/2025)"."""
    for title in lines:
        found = iso_date(title.text) if title.reference else None
        if found and len(found) == len("2026-12-31"):
            return date.fromisoformat(found)
    return None


def column_date(column: Column, as_of: date | None) -> date | None:
    """The day the figures of a disbursement column go to, given the reporting date."""
    found: Period = column.period
    if found.to_date is not None:
        return found.to_date
    if as_of is None:
        return None
    return previous_month_end(as_of) if found.previous_month else as_of


def table_source(table: Table) -> str | None:
    """The funding source a whole table is about, by its title or its sheet's name."""
    texts = [title.text for title in titles(table) if not title.reference]
    found = (titled_source(text) for text in [*texts, table.sheet.name])
    return next((source for source in found if source), None)


def table_tranche(table: Table, columns: Iterable[Column]) -> Tranche | None:
    """Carried-over money where title or sheet name say so and no column is the year's own."""
    tranches = {column.tranche for column in columns if column.meaning == "plan"}
    texts = [title.text for title in titles(table) if not title.reference] + [table.sheet.name]
    carried = any(heading_tranche(text) and " va " not in f" {fold(text)} " for text in texts)
    return Tranche.CARRYOVER if carried and not tranches & {"current", "total"} else None


def table_owner(table: Table) -> str | None:
    """The owner a title names for the whole table: "Chủ đầu tư: …"."""
    found = (_OWNER.match(title.text) for title in titles(table))
    return next((match[1].strip() for match in found if match), None)


def table_class(table: Table, year: int | None) -> tuple[ProjectClass, str, str] | None:
    """The one class a title such as "CÁC DỰ ÁN CHUYỂN TIẾP" names, with its text and cell."""
    for title in titles(table):
        folded = fold(title.text)
        named = [words for words in vocabulary().classes.values() if mentions(folded, words)]
        if folded.startswith(_ABOUT_PROJECTS) and len(named) == 1:
            found = class_named(title.text, year)
            return (found, title.text, title.cell) if found else None
    return None


def table_units(table: Table) -> list[tuple[int, str]]:
    """Every unit stated above or in the header of a table, outside its amount columns' labels."""
    first, _ = table.title_rows
    return stated_units(table.sheet, first, table.header_rows[0])


def file_units(tables: Iterable[Table]) -> dict[int, str]:
    """Every unit stated above any table of the file, with a cell that states it."""
    return {value: cell for table in tables for value, cell in table_units(table)}


def figures_to(registers: Iterable[tuple[Table, tuple[Column, ...]]]) -> date | None:
    """The latest day a heading of actual disbursement names."""
    dates = [
        column.period.to_date
        for table, columns in registers
        for column in columns
        if column.period.to_date and not column.estimate
        if not column.period.single or _filled(table, column)
    ]
    return max(dates, default=None)


def _filled(table: Table, column: Column) -> bool:
    """A period column of the year's rest is empty; only filled ones say how far figures go."""
    return any(table.sheet.cell(row, column.index) not in {"", 0.0} for row in table.body)
