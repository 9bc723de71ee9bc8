"""Taking registers into the ledger, undoing imports, and telling what was taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from disburse.ledger import originals, rows, stored_differences
from disburse.ledger.answers import remember
from disburse.ledger.comparison import comparison, nothing_new
from disburse.ledger.errors import LedgerError
from disburse.ledger.moments import stamp
from disburse.ledger.schema import reading, transaction
from disburse.ledger.subjects import identify
from disburse.model import ImportRecord, Kind, Stored

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from disburse.differences import Comparison
    from disburse.model import Register

_RECORD = """
    SELECT id, file, sha256, kind, as_of, budget_year, uploaded_by, recorded_at, stored_path,
        projects, undone_at, undone_by
    FROM import WHERE id = coalesce(?, id) ORDER BY id
"""


class _Receipt(NamedTuple):
    """What is noted of an import besides what its file says."""

    content_sha256: str
    stored_path: str
    uploaded_by: str
    recorded_at: str


def store(  # noqa: PLR0913 (who, what, where and when: nothing to group)
    connection: sqlite3.Connection,
    register: Register,
    original: Path,
    *,
    uploads: Path,
    uploaded_by: str,
    recorded_at: datetime,
) -> Stored:
    """Take a register into the ledger, whole or not at all, and keep the file as received.

    A file or a content the ledger holds already changes nothing: the answer names that import.
    Once undone it can be taken in again. What the comparison finds doubtful is stored with the
    findings of the file. The copy in ``uploads`` is made first: left alone after an interruption
    it harms nobody.

    Raises ValueError for a register that is refused or lacks its date or budget year, and
    LedgerError (``file_changed``) when ``original`` is no longer the file that was read.
    """
    _demand_storable(register)
    content = originals.content_sha256(register)
    held = _held(connection, register, content)
    if held is not None:
        return _stored(held, compare(connection, register), stored=False)
    receipt = _Receipt(
        content, originals.keep(original, uploads, register.sha256), uploaded_by, stamp(recorded_at)
    )
    with transaction(connection):
        return _store(connection, register, receipt)


def compare(connection: sqlite3.Connection, register: Register) -> Comparison:
    """Tell what storing the register would change, precisely as `store` would; writes nothing.

    Raises ValueError for a register without date or budget year.
    """
    _demand_dated(register)
    content = originals.content_sha256(register)
    with reading(connection):
        subjects = identify(connection, register)
        if _held(connection, register, content) is not None:
            return nothing_new(len(subjects.ids))
        return comparison(connection, register, subjects)


def held_as(connection: sqlite3.Connection, register: Register) -> int | None:
    """Return the import, not undone, that brought this file or this content; None if none did."""
    return _held(connection, register, originals.content_sha256(register))


def undo(connection: sqlite3.Connection, import_id: int, *, by: str, at: datetime) -> ImportRecord:
    """Mark an import as undone: none of its facts count any more, nothing is deleted.

    Raises LedgerError: ``unknown_import``, ``already_undone``.
    """
    with transaction(connection):
        before = _record(connection, import_id)
        if before.undone_at is not None:
            text = f"import {import_id} was already undone at {before.undone_at}"
            raise LedgerError(
                "already_undone", text, import_id=import_id, undone_at=before.undone_at
            )
        connection.execute(
            "UPDATE import SET undone_at = ?, undone_by = ? WHERE id = ?",
            (stamp(at), by, import_id),
        )
        return _record(connection, import_id)


def history(connection: sqlite3.Connection) -> list[ImportRecord]:
    """List every import in the order of recording, undone ones included."""
    return [_as_record(row) for row in connection.execute(_RECORD, (None,))]


def _demand_storable(register: Register) -> None:
    if register.refused:
        text = f"{register.file} is refused by its findings"
        raise ValueError(text)
    _demand_dated(register)


def _demand_dated(register: Register) -> None:
    if register.as_of is None or register.budget_year is None:
        text = f"{register.file} lacks its date or its budget year"
        raise ValueError(text)


def _stored(import_id: int, compared: Comparison, *, stored: bool) -> Stored:
    return Stored(
        import_id,
        stored=stored,
        changes=compared.changes,
        differences=compared.differences,
        findings=compared.findings,
    )


def _held(connection: sqlite3.Connection, register: Register, content: str) -> int | None:
    row = connection.execute(
        "SELECT min(id) FROM import WHERE (sha256 = ? OR content_sha256 = ?) AND undone_at IS NULL",
        (register.sha256, content),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _store(connection: sqlite3.Connection, register: Register, receipt: _Receipt) -> Stored:
    """Store under the write lock, unless another process has just stored the same."""
    held = _held(connection, register, receipt.content_sha256)
    subjects = identify(connection, register)
    if held is not None:
        return _stored(held, nothing_new(len(subjects.ids)), stored=False)
    compared = comparison(connection, register, subjects)
    register = replace(register, findings=(*register.findings, *compared.findings))
    import_id = _append(connection, register, receipt, len(subjects.rows))
    rows.write(connection, import_id, register, subjects)
    stored_differences.keep(connection, import_id, compared)
    by, at = receipt.uploaded_by, receipt.recorded_at
    remember(connection, import_id, register, by=by, at=at)
    return _stored(import_id, compared, stored=True)


def _append(
    connection: sqlite3.Connection, register: Register, receipt: _Receipt, projects: int
) -> int:
    cursor = connection.execute(
        "INSERT INTO import (content_sha256, stored_path, uploaded_by, recorded_at, file, sha256,"
        " kind, as_of, budget_year, projects, vouchers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *receipt,
            register.file,
            register.sha256,
            register.kind.value,
            register.as_of and register.as_of.isoformat(),
            register.budget_year,
            projects,
            len(register.vouchers),
        ),
    )
    return int(cursor.lastrowid or 0)


def _record(connection: sqlite3.Connection, import_id: int) -> ImportRecord:
    row = connection.execute(_RECORD, (import_id,)).fetchone()
    if row is None:
        text = f"the ledger has no import {import_id}"
        raise LedgerError("unknown_import", text, import_id=import_id)
    return _as_record(row)


def _as_record(row: tuple[Any, ...]) -> ImportRecord:
    import_id, file, sha256, kind, as_of, *others = row
    return ImportRecord(import_id, file, sha256, Kind(kind), date.fromisoformat(as_of), *others)
