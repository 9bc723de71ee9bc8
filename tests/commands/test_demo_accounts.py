"""The accounts that come with the demo."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.accounts.signing_in import Credentials, authenticate
from disburse.commands.demo_accounts import add_accounts, invitation
from disburse.ledger.schema import open_ledger
from tests.web.office import NOW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_ledger(tmp_path / "disburse.db")
    yield connection
    connection.close()


def test_one_person_of_each_role_signs_in_with_what_is_printed(ledger: sqlite3.Connection) -> None:
    accounts = add_accounts(ledger, NOW)
    assert {one["role"] for one in accounts} == set(Role)
    for one in accounts:
        given = Credentials(one["email"], one["password"], "127.0.0.1", None)
        signed_in = authenticate(ledger, given, at=NOW).person
        assert signed_in is not None
        assert (signed_in.role, signed_in.owner) == (one["role"], one["owner"])


def test_every_demo_has_another_password(ledger: sqlite3.Connection, tmp_path: Path) -> None:
    other = open_ledger(tmp_path / "other.db")
    passwords = {add_accounts(one, NOW)[0]["password"] for one in (ledger, other)}
    other.close()
    assert len(passwords) == 2


def test_the_invitation_ends_with_the_one_command(
    ledger: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = add_accounts(ledger, NOW)
    monkeypatch.chdir(tmp_path)
    lines = invitation(tmp_path / "my office" / "disburse.db", accounts).splitlines()
    database = str(Path("my office", "disburse.db"))
    assert shlex.split(lines[-1]) == [sys.executable, "-m", "disburse", "--db", database, "serve"]
    told = "\n".join(lines)
    assert all(one["email"] in told for one in accounts)
    assert accounts[0]["password"] in told
