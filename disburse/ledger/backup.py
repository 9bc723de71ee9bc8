"""Copying a ledger that is in use: one state of it as a whole, checked before it counts as made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from disburse.files import written_whole
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import APPLICATION_ID, BUSY_SECONDS, reading

if TYPE_CHECKING:
    from pathlib import Path


def copy_ledger(source: Path, target: Path) -> dict[str, int]:
    """Copy the ledger at ``source`` to one file ``target``; return the rows of each table.

    Others may go on reading and writing; the copy holds what was stored when it began. It appears
    only when SQLite finds no fault in it and every table has as many rows as in the source.
    Raises LedgerError ``copy_failed``, and OSError where ``target`` cannot be written.
    """
    with written_whole(target) as unfinished:
        try:
            return _copied(source, unfinished)
        except sqlite3.Error as error:
            raise _failed(source, str(error)) from error


def _copied(source: Path, target: Path) -> dict[str, int]:
    address = f"{source.resolve().as_uri()}?mode=ro"
    opened = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    with closing(opened) as original, closing(sqlite3.connect(target)) as copy:
        if original.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise _failed(source, "not a ledger")
        with reading(original):
            rows = table_rows(original)
            original.backup(copy)
        # Without its write-ahead log beside it, the copy is one file to be kept.
        copy.execute("PRAGMA journal_mode = DELETE")
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check(10)")]
        if faults != ["ok"]:
            raise _failed(source, "; ".join(faults))
        if table_rows(copy) != rows:
            raise _failed(source, "the copy lacks rows")
    return rows


def table_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of every table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (of the schema)
        for (name,) in names.fetchall()
    }


def _failed(source: Path, detail: str) -> LedgerError:
    text = f"cannot copy the ledger {source}: {detail}"
    return LedgerError("copy_failed", text, path=str(source), detail=detail)
