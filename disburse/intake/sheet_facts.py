"""What a sheet holds besides the values of its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CELLS = 100_000
"""Cells kept of each kind: more say nothing new, and a hostile file may hold millions."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
HEADING_COLUMNS = 4
"""Columns in which a group heading may stand: only there is bold type looked for."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Facts of one sheet; rows and columns counted from 0.

    ``filtered`` tells that rows are hidden by a filter, not taken out by hand. ``error_cells`` are
    ``(row, column, "#DIV/0!")``. ``formulas_without_value`` were never computed, so that their
    cells look empty; a formula that gave an empty text is not among them. ``bold_cells`` covers
    the first four columns. Each of the last three holds at most 100,000 cells.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    error_cells: tuple[tuple[int, int, str], ...] = ()
    formulas_without_value: tuple[tuple[int, int], ...] = ()
    bold_cells: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class Collector:
    """Gathers the facts of a sheet while it is read."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    error_cells: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    bold_cells: set[tuple[int, int]] = field(default_factory=set)

    def hide_rows(self, first: int, last: int) -> None:
        """Mark rows from ``first`` to ``last``, both included, within the largest sheet."""
        self.hidden_rows.update(range(max(first, 0), min(last + 1, MOST_ROWS)))

    def hide_columns(self, first: int, last: int) -> None:
        """Mark columns from ``first`` to ``last``, both included, within the largest sheet."""
        self.hidden_columns.update(range(max(first, 0), min(last + 1, MOST_COLUMNS)))

    def facts(self) -> SheetFacts:
        """What was gathered."""
        return SheetFacts(
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            filtered=self.filtered,
            error_cells=tuple(self.error_cells[:MOST_CELLS]),
            formulas_without_value=tuple(self.formulas[:MOST_CELLS]),
            bold_cells=frozenset(self.bold_cells),
        )
