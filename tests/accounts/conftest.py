"""A ledger with accounts in it, and password hashing made cheap but for the tests of itself."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from disburse.accounts import managing, passwords
from disburse.accounts.records import Actor, NewPerson, Person, Role
from disburse.accounts.settings import AccountSettings
from disburse.ledger.schema import open_ledger
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 9, 30, 8, 30, tzinfo=VIETNAM)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BY = Actor("Văn phòng UBND xã")
OWNER = "UBND xã Bằng Mạc"
PASSWORD = "đường-trục-thôn-7"  # noqa: S105 (of a test)
OTHER_PASSWORD = "trạm y tế mới xây"  # noqa: S105 (the same)
COMMON = "123456789012"
SETTINGS = AccountSettings()
SECRET = "s" * 43
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _cheap_hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_hashing" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_hasher", lambda: CHEAP)


@pytest.fixture
def real_hashing() -> None:
    """Hash as the program does."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "disburse.db"


@pytest.fixture
def ledger(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_ledger(database)) as connection:
        yield connection


@pytest.fixture
def staff(ledger: sqlite3.Connection) -> Person:
    new = NewPerson("can-bo@example.vn", Role.STAFF, "Cán bộ Phòng Kinh tế")
    return managing.add(ledger, new, by=BY, at=AT, password=PASSWORD)


@pytest.fixture
def owner(ledger: sqlite3.Connection) -> Person:
    """An owner invited, without a password yet."""
    return managing.add(ledger, NewPerson("cdt@example.vn", Role.OWNER, owner=OWNER), by=BY, at=AT)
