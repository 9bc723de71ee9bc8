"""Tables that allot money to units standing side by side in columns: no list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.amounts import text_amount
from disburse.intake.columns import interpret
from disburse.intake.vocabulary import source_name, vocabulary
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.columns import Column
    from disburse.intake.table import Table
    from disburse.model import Finding

_FEWEST = 3
_SHOWN = 4


def units_in_columns(table: Table, columns: Sequence[Column] | None = None) -> Finding | None:
    """The finding that units stand in the columns of a table, None where fewer than three do.

    ``columns`` are the table's as understood, a person's answers included; else by their labels.
    """
    known = columns or [interpret(index, path, None) for index, path in table.labels.items()]
    units = [one for one in known if _is_unit(one) and _holds_no_text(table, one)]
    if len(units) < _FEWEST:
        return None
    cell = table.sheet.reference(table.header_rows[1], units[0].index)
    names = ", ".join(column.labels[-1] for column in units[:_SHOWN])
    return finding("units_in_columns", cell=cell, value=names, count=len(units))


def _is_unit(column: Column) -> bool:
    """Whether a heading names an office or a place, not a field nor a source of money."""
    label = fold(column.labels[-1])
    first = any(label.startswith(f"{word} ") for word in vocabulary().row["unit_prefix"])
    unlisted = column.source is not None and source_name(column.source) is None
    return first and (column.meaning == "unknown" or unlisted)


def _holds_no_text(table: Table, column: Column) -> bool:
    """Whether nothing but amounts stands in a column: "Đơn vị thi công" holds names."""
    cells = (table.sheet.cell(row, column.index) for row in table.body)
    texts = (cell for cell in cells if isinstance(cell, str) and cell.strip())
    return all(text_amount(text) is not None for text in texts)
