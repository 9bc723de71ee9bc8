"""Many rows appended to a table at once."""

from __future__ import annotations

from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_ROWS_AT_ONCE = 50
"""Rows of one statement: fewer spend more on calling SQLite, more gain nothing."""


def append(
    connection: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Append rows of ``width`` columns; ``table`` names those it does not give all of."""
    given = iter(rows)
    row = f"({', '.join('?' * width)})"
    batches = iter(lambda: list(islice(given, _ROWS_AT_ONCE)), [])
    for size, alike in groupby(batches, key=len):
        statement = f"INSERT INTO {table} VALUES {', '.join([row] * size)}"  # noqa: S608 - our own
        connection.executemany(statement, (list(chain.from_iterable(batch)) for batch in alike))
