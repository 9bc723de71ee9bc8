"""A register and the ledger's projects it speaks of, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from disburse.ledger.confirmed import confirmed
from disburse.ledger.identity import Reference, Resolver, reference
from disburse.model import Project

if TYPE_CHECKING:
    import sqlite3

    from disburse.ledger.confirmed import Confirmed
    from disburse.model import Register, Voucher


class Subject(msgspec.Struct, frozen=True, gc=False):
    """One row of a file and the project it speaks of, as it is stored.

    ``voucher_only``: no row describes the project, the file only pays for it; then ``project``
    holds what the first voucher says, and its name counts only while no import describes it.
    """

    project_id: int
    project: Project
    named: Reference
    voucher_only: bool


@dataclass(frozen=True, slots=True)
class Subjects:
    """Every project of a file: its rows, the project of each voucher, and what the ledger knew.

    ``known``: projects the ledger held facts of; ``new_ids``: ids it never had; ``confirmed``:
    which of the ids people said to be one project. ``ids`` and ``known`` count those as one.
    """

    rows: tuple[Subject, ...]
    voucher_ids: tuple[int, ...]
    known: frozenset[int]
    new_ids: range
    confirmed: Confirmed

    @property
    def ids(self) -> frozenset[int]:
        """The distinct projects the file speaks of."""
        return self.confirmed.projects(row.project_id for row in self.rows)


def identify(connection: sqlite3.Connection, register: Register) -> Subjects:
    """Find the ledger's project for each row and each voucher; writes nothing.

    Raises ValueError for a voucher that names no project at all.
    """
    described = [reference(one.code, one.name, one.owner) for one in register.projects]
    paid = [_voucher_reference(voucher) for voucher in register.vouchers]
    said = confirmed(connection)
    resolver = Resolver(connection, [*described, *paid], said)
    ids = resolver.resolve()
    voucher_ids = ids[len(described) :]
    rows = [
        Subject(project_id, project, named, voucher_only=False)
        for project_id, project, named in zip(ids, register.projects, described, strict=False)
    ]
    rows += _only_paid(register, voucher_ids, paid, seen=set(ids[: len(described)]))
    known = said.projects(resolver.known)
    return Subjects(tuple(rows), voucher_ids, known, resolver.new_ids, said)


def _voucher_reference(voucher: Voucher) -> Reference:
    if not voucher.project_code and not voucher.project_name:
        text = f"the voucher at {voucher.cell} names no project"
        raise ValueError(text)
    return reference(voucher.project_code, voucher.project_name, voucher.owner)


def _only_paid(
    register: Register, voucher_ids: tuple[int, ...], paid: list[Reference], seen: set[int]
) -> list[Subject]:
    rows = []
    for project_id, voucher, named in zip(voucher_ids, register.vouchers, paid, strict=True):
        if project_id not in seen:
            seen.add(project_id)
            rows.append(Subject(project_id, _described_by(voucher), named, voucher_only=True))
    return rows


def _described_by(voucher: Voucher) -> Project:
    sheet, _, cell = voucher.cell.rpartition("!")
    return Project(
        sheet=sheet,
        row=int("".join(filter(str.isdecimal, cell)) or 0),
        code=voucher.project_code,
        name=voucher.project_name or "",
        owner=voucher.owner,
        cells={"voucher": voucher.cell},
    )
