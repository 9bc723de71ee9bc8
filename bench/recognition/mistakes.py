"""Mistakes, tallies and the score of one file, and when a finding speaks of a mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.recognition.expected import TEXTS
from disburse.intake.workbook import column_letter
from disburse.model import Severity

if TYPE_CHECKING:
    from disburse.model import Finding

FIELDS = (
    *TEXTS,
    "total_investment",
    "plan",
    "disbursed",
    "voucher",
    "project_rows",
    "header",
    "unit",
    "file",
)
Place = tuple[str, int]
"""A row or a column of a sheet, both counted from 0."""
_LETTERS_AND_ROW = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One cell read wrongly, missed or invented; rows from 0 and columns from 0, by sheet."""

    field: str
    project: str | None
    what: str
    expected: object
    got: object
    rows: frozenset[Place] = frozenset()
    columns: frozenset[Place] = frozenset()

    def __str__(self) -> str:
        """One line for the lists of what went wrong."""
        where = f" of {self.project}" if self.project else ""
        return f"{self.field}{where} {self.what}: expected {self.expected!r}, got {self.got!r}"


@dataclass(slots=True)
class Tally:
    """Cells of one field: how many were drawn, read, and read right."""

    drawn: int = 0
    read: int = 0
    right: int = 0

    def add(self, other: Tally) -> None:
        """Count another's cells too."""
        self.drawn += other.drawn
        self.read += other.read
        self.right += other.right

    @property
    def precision(self) -> float:
        """Of what was read, how much was right."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Of what was drawn, how much was read right."""
        return self.right / self.drawn if self.drawn else 1.0


@dataclass(slots=True)
class Score:
    """How one file was read."""

    tallies: dict[str, Tally]
    mistakes: list[Mistake]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether an error keeps the file out of the ledger."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def alarms(self) -> list[Finding]:
        """Everything the user is asked to look at."""
        return [finding for finding in self.findings if finding.severity is not Severity.INFO]

    def silent(self) -> list[Mistake]:
        """Wrong values in a file that would be stored, with no finding near them.

        Where the header ends and what its unit is called are no values themselves.
        """
        if self.refused:
            return []
        values = [item for item in self.mistakes if item.field not in {"header", "unit"}]
        return [item for item in values if not any(is_near(f, item) for f in self.alarms)]


def is_near(finding: Finding, mistake: Mistake) -> bool:
    """A finding about the file or sheet, or on the mistake's row or column."""
    if finding.cell is None:
        sheets = {sheet for sheet, _ in mistake.rows | mistake.columns}
        return finding.sheet is None or not sheets or finding.sheet in sheets
    match = _LETTERS_AND_ROW.fullmatch(finding.cell)
    if match is None or finding.sheet is None:
        return True
    letters = {(sheet, column_letter(column)) for sheet, column in mistake.columns}
    on_row = (finding.sheet, int(match[2]) - 1) in mistake.rows
    return on_row or (finding.sheet, match[1]) in letters
