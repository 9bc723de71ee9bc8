"""An office with the samples in its ledger and an account for everybody who may get mail."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import managing
from disburse.accounts.records import Actor, NewPerson, Role
from disburse.ledger.schema import open_ledger
from disburse.schedule.running import Runner
from disburse.settings import load_settings
from disburse.zone import VIETNAM
from tests.clocks import Clock
from tests.filling import take_sample

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

REGISTERS = ("ke-hoach-dau-tu-cong-2026.xlsx", "bieu-01a-thang-10-2026.xlsx")
STORED = datetime(2026, 11, 2, 8, 0, tzinfo=VIETNAM)
MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=VIETNAM)
BY = Actor("test")
_OWNERS = "SELECT DISTINCT owner FROM project_fact WHERE owner IS NOT NULL ORDER BY owner"


@pytest.fixture(scope="session")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("schedule")
    ledger = open_ledger(folder / "disburse.db")
    for name in REGISTERS:
        take_sample(ledger, folder / "uploads", name, STORED)
    for person in people(ledger):
        managing.add(ledger, person, by=BY, at=STORED)
    ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return folder


def people(ledger: sqlite3.Connection) -> list[NewPerson]:
    owners = [owner for (owner,) in ledger.execute(_OWNERS)]
    return [
        NewPerson("canbo@bangmac.example.vn", Role.STAFF, "Cán bộ theo dõi"),
        NewPerson("lanhdao@bangmac.example.vn", Role.LEADER, "Lãnh đạo xã"),
        NewPerson("quantri@bangmac.example.vn", Role.ADMIN, "Quản trị"),
        *(
            NewPerson(f"cdt{number}@bangmac.example.vn", Role.OWNER, owner, owner)
            for number, owner in enumerate(owners, start=1)
        ),
    ]


@pytest.fixture
def database(_office: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(_office, folder)
    return folder / "disburse.db"


@pytest.fixture
def ledger(database: Path) -> Iterator[sqlite3.Connection]:
    connection = open_ledger(database)
    yield connection
    connection.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def runner(database: Path, clock: Clock) -> Runner:
    return Runner(database, load_settings(database, {}), clock)
