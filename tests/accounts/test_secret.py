from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.errors import AccountError
from disburse.accounts.secret import FILE, signing_secret
from disburse.ledger.schema import open_ledger

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(
    ledger: sqlite3.Connection, database: Path
) -> None:
    path = database.parent / FILE
    assert not path.exists()
    secret = signing_secret(ledger, database, "")
    assert len(secret) >= 43
    assert path.read_text(encoding="utf-8") == secret
    assert signing_secret(ledger, database, "") == secret
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_several_programs_agree_on_one(database: Path) -> None:
    open_ledger(database).close()

    def ask(_: int) -> str:
        with closing(open_ledger(database)) as own:
            return signing_secret(own, database, "")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(16)))) == 1


def test_an_emptied_file_is_filled_again(ledger: sqlite3.Connection, database: Path) -> None:
    (database.parent / FILE).write_text("", encoding="utf-8")
    assert signing_secret(ledger, database, "") == signing_secret(ledger, database, "") != ""


def test_the_settings_secret_wins_and_no_file_is_made(
    ledger: sqlite3.Connection, database: Path
) -> None:
    assert signing_secret(ledger, database, "k" * 32) == "k" * 32
    assert not (database.parent / FILE).exists()


@pytest.mark.parametrize("place", ["settings", "file"])
def test_a_short_secret_is_refused_without_being_told(
    ledger: sqlite3.Connection, database: Path, place: str
) -> None:
    short = "thirty-one-characters-long-xxxx"
    if place == "file":
        (database.parent / FILE).write_text(short, encoding="utf-8")
    with pytest.raises(AccountError) as refusal:
        signing_secret(ledger, database, short if place == "settings" else "")
    assert refusal.value.code == "secret_short"
    assert short not in repr((str(refusal.value), refusal.value.arguments))
