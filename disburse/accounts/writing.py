"""Writing to the ledger in the two ways accounts need: all or nothing, and only if it is free."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from disburse.ledger.schema import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def atomically(connection: sqlite3.Connection) -> Iterator[None]:
    """Write as a whole: inside the caller's transaction where there is one, else in its own."""
    if connection.in_transaction:
        yield
    else:
        with transaction(connection):
            yield


def write_if_free(
    connection: sqlite3.Connection, statement: str, parameters: dict[str, object]
) -> bool:
    """Write what may as well be left out, unless somebody else is writing; tell whether it was.

    So a page never waits for an import only to note that somebody looked at it.
    """
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute(statement, parameters)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    return True
