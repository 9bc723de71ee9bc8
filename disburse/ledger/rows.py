"""Writing the rows of one import: the bulk path, many rows to a statement."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from disburse.ledger.appending import append
from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from disburse.ledger.subjects import Subject, Subjects
    from disburse.model import Register

    Row = tuple[Any, ...]

_TRANCHE = {one: one.value for one in Tranche}
_CLASS = {one: one.value for one in ProjectClass}

_VOUCHER = """
    INSERT INTO voucher VALUES (
        ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
        EXISTS (
            SELECT 1 FROM voucher AS held
            WHERE held.project_id = ?3 AND held.source IS ?7 AND held.tranche = ?8
                AND held.paid_on = ?5 AND held.number IS ?4 AND held.approved = ?9
                AND held.advance_recovered = ?10 AND held.import_id < ?1
        )
    )
"""
_FINDING = "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def write(
    connection: sqlite3.Connection, import_id: int, register: Register, subjects: Subjects
) -> None:
    """Append everything a register says to the ledger, as facts of the import ``import_id``.

    The caller holds the transaction in which the subjects were identified.
    """
    insert = partial(append, connection)
    insert("project", 2, ((project_id, import_id) for project_id in subjects.new_ids))
    insert("project_fact", 24, _facts(import_id, subjects.rows))
    insert("capital_plan", 7, _plans(import_id, subjects.rows))
    insert("disbursement", 12, _disbursements(import_id, subjects.rows))
    connection.executemany(_VOUCHER, _vouchers(import_id, register, subjects.voucher_ids))
    insert("finding", 9, _findings(import_id, register))


def _facts(import_id: int, rows: tuple[Subject, ...]) -> Iterator[Row]:
    encode = msgspec.json.encode
    for line, row in enumerate(rows):
        one = row.project
        yield (
            import_id,
            line,
            row.project_id,
            int(row.voucher_only),
            one.sheet,
            one.row,
            one.code,
            one.name or None,
            row.named.name_key,
            one.owner,
            row.named.owner_key,
            one.head,
            one.project_class and _CLASS[one.project_class],
            one.class_evidence,
            one.cells.get("class"),
            one.tier,
            one.location,
            one.started,
            one.completed,
            one.construction_start,
            one.site_handover,
            one.handed_over,
            one.total_investment,
            encode(one.cells).decode(),
        )


def _plans(import_id: int, rows: tuple[Subject, ...]) -> Iterator[Row]:
    line = count()
    for row in rows:
        for one in row.project.plans:
            tranche = _TRANCHE[one.tranche]
            yield (
                import_id, next(line), row.project_id, one.source, tranche, one.amount, one.cell
            )  # fmt: skip


def _disbursements(import_id: int, rows: tuple[Subject, ...]) -> Iterator[Row]:
    line = count()
    for row in rows:
        for one in row.project.disbursements:
            yield (
                import_id,
                next(line),
                row.project_id,
                one.source,
                _TRANCHE[one.tranche],
                str(one.to_date),
                one.amount,
                one.volume,
                one.advance,
                int(one.estimate),
                int(one.treasury),
                one.cell,
            )


def _vouchers(import_id: int, register: Register, project_ids: tuple[int, ...]) -> Iterator[Row]:
    stated = zip(project_ids, register.vouchers, strict=True)
    for line, (project_id, one) in enumerate(stated):
        yield (
            import_id,
            line,
            project_id,
            one.number,
            one.paid_on.isoformat(),
            one.voucher_kind,
            one.source,
            _TRANCHE[one.tranche],
            one.approved,
            one.advance_recovered,
            one.project_code,
            one.project_name,
            one.owner,
            one.cell,
        )


def _findings(import_id: int, register: Register) -> Iterator[Row]:
    for line, one in enumerate(register.findings):
        yield (
            import_id,
            line,
            one.code,
            one.severity.value,
            one.sheet,
            one.cell,
            one.value,
            one.message,
            one.fix,
        )
