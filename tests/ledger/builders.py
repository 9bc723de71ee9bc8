"""Registers made of records, and an office that takes them into a real ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from disburse.ledger.imports import store
from disburse.model import CapitalPlan, Disbursement, Kind, Project, Register, Tranche, Voucher
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from disburse.frames import Evidence
    from disburse.model import Stored

Record = TypeVar("Record")

MARCH = date(2026, 3, 31)
JUNE = date(2026, 6, 30)
SEPTEMBER = date(2026, 9, 30)
YEAR_END = date(2026, 12, 31)
OWNER = "UBND xã Bằng Mạc"
START = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)


def plan(amount: int, source: str | None = None, tranche: Tranche = Tranche.CURRENT) -> CapitalPlan:
    return CapitalPlan(source, tranche, amount, "KH!F12")


def figure(to_date: date, amount: int, source: str | None = None, **more: object) -> Disbursement:
    values = {"tranche": Tranche.CURRENT, "cell": "GN!G12"}
    return _made(Disbursement, values, more, to_date=to_date, amount=amount, source=source)


def project(code: str | None, name: str = "Đường trục thôn A", **more: object) -> Project:
    values = {"sheet": "KH", "row": 12, "owner": OWNER, "cells": {"name": "KH!C12"}}
    return _made(Project, values, more, code=code, name=name)


def voucher(code: str | None, paid_on: date, approved: int, **more: object) -> Voucher:
    values = {
        "project_name": None,
        "owner": None,
        "number": "01",
        "voucher_kind": "thực chi",
        "source": None,
        "tranche": Tranche.CURRENT,
        "advance_recovered": 0,
        "cell": "KB!A9",
    }
    return _made(Voucher, values, more, project_code=code, paid_on=paid_on, approved=approved)


def register(*projects: Project, **more: object) -> Register:
    values = {
        "file": "ke-hoach.xlsx",
        "sha256": "",
        "kind": Kind.REGISTER,
        "as_of": MARCH,
        "budget_year": 2026,
        "sheets": (),
        "vouchers": (),
        "findings": (),
    }
    return _made(Register, values, more, projects=projects)


def payments(*vouchers: Voucher, **more: object) -> Register:
    values = {"kind": Kind.PAYMENTS, "as_of": SEPTEMBER}
    return register(vouchers=vouchers, **(values | more))


def _made(
    record: Callable[..., Record],
    usual: Mapping[str, object],
    more: Mapping[str, object],
    **given: object,
) -> Record:
    return record(**{**usual, **given, **more})


@dataclass
class Office:
    """A ledger with its uploads, and a clock that moves a minute with every import."""

    connection: sqlite3.Connection
    folder: Path
    now: datetime = field(default=START)

    @property
    def uploads(self) -> Path:
        return self.folder / "uploads"

    def file_of(self, given: Register) -> tuple[Register, Path]:
        """Write a file that stands for the register, and give the register its hash."""
        content = repr(given).encode()
        path = self.folder / given.file
        path.write_bytes(content)
        return replace(given, sha256=hashlib.sha256(content).hexdigest()), path

    def take(self, given: Register) -> Stored:
        self.now += timedelta(minutes=1)
        read, path = self.file_of(given)
        return store(
            self.connection,
            read,
            path,
            uploads=self.uploads,
            uploaded_by="Phòng Kinh tế",
            recorded_at=self.now,
        )

    def take_new(self, given: Register) -> int:
        """Take a register that must be stored; return its import."""
        stored = self.take(given)
        assert stored.stored
        assert stored.import_id is not None
        return stored.import_id

    def evidence(
        self,
        as_of: date = YEAR_END,
        year: int = 2026,
        needed: Sequence[date] = (SEPTEMBER, YEAR_END),
        known_on: datetime | None = None,
    ) -> Evidence:
        # Brings pandas, which the script that is killed over and over need not wait for.
        from disburse.ledger.queries import evidence

        return evidence(
            self.connection,
            as_of=as_of,
            budget_year=year,
            needed_dates=needed,
            known_on=known_on,
        )

    def count(self, table: str) -> int:
        counted = self.connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (fixed names)
        return int(counted.fetchone()[0])
