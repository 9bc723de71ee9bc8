"""What an importer must find in each file, taken from the table the file was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from builder.document import Document
    from builder.model import Entry, Source, Tranche


@dataclass(frozen=True, slots=True)
class SourceTruth:
    """Amounts in đồng of one project, source and tranche; None where the file says nothing.

    ``source`` is None where the file gives no split.
    """

    source: Source | None
    tranche: Tranche
    plan: int | None = None
    disbursed: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectTruth:
    """One project as one file states it."""

    entry: Entry
    by_source: tuple[SourceTruth, ...]

    def total(self, measure: str, tranche: Tranche) -> int | None:
        """Sum of ``plan`` or ``disbursed`` over the sources of a tranche, None if not stated."""
        stated = [
            amount
            for each in self.by_source
            if each.tranche is tranche and (amount := getattr(each, measure)) is not None
        ]
        return sum(stated) if stated else None


@dataclass(frozen=True, slots=True)
class FileTruth:
    """One sample file: its document and what it states."""

    name: str
    document: Document
    kind: str
    unit: str
    as_of: date
    projects: tuple[ProjectTruth, ...]
    disbursed_to: date | None = None
    states_class: bool = False
    states_code: bool = True
    states_owner: bool = True
    vouchers: dict[str, int] = field(default_factory=dict)
    known_differences: dict[str, int] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        """The sheet's name; a .csv has none and goes by its file's."""
        stem, _, suffix = self.name.rpartition(".")
        return stem if suffix == "csv" else self.document.sheet
