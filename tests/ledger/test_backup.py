from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import audit
from disburse.accounts.records import Actor
from disburse.ledger import backup
from disburse.ledger.backup import copy_ledger
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import open_ledger, transaction
from tests.accounts.conftest import AT

if TYPE_CHECKING:
    from pathlib import Path

BY = Actor("Văn phòng UBND xã")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A ledger with entries, in a folder whose name needs care in an address."""
    path = tmp_path / "sổ dữ liệu #1?" / "disburse.db"
    with closing(open_ledger(path)) as ledger:
        fill(ledger, 500)
    return path


def fill(ledger: sqlite3.Connection, entries: int) -> None:
    with transaction(ledger):
        for number in range(entries):
            audit.record(ledger, "login", "person", number, by=BY, at=AT)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_copy_holds_everything_in_one_file(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    rows = copy_ledger(source, folder / "copy.db")
    assert rows["audit"] == 500
    assert files(folder) == ["copy.db"]
    with closing(open_ledger(source)) as one, closing(open_ledger(folder / "copy.db")) as other:
        assert list(one.iterdump()) == list(other.iterdump())


def test_what_is_written_meanwhile_neither_waits_nor_spoils_the_copy(
    source: Path, tmp_path: Path
) -> None:
    ended = threading.Event()

    def write() -> None:
        with closing(open_ledger(source)) as ledger:
            while not ended.is_set():
                fill(ledger, 5)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [copy_ledger(source, tmp_path / f"{number}.db") for number in range(5)]
    finally:
        ended.set()
        writer.join()
    assert [one["audit"] for one in counts] == sorted(one["audit"] for one in counts)
    for number, rows in enumerate(counts):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            assert copy.execute("SELECT count(*) FROM audit").fetchone() == (rows["audit"],)


def test_an_open_ledger_with_entries_in_its_log_is_copied_whole(
    source: Path, tmp_path: Path
) -> None:
    with closing(open_ledger(source)) as ledger:
        fill(ledger, 1)
        assert copy_ledger(source, tmp_path / "copy.db")["audit"] == 501


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("không phải sổ dữ liệu " * 100, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE something (id INTEGER)")
    for name in ("missing.db", "text.db", "other.db"):
        with pytest.raises(LedgerError) as refusal:
            copy_ledger(tmp_path / name, tmp_path / "copy.db")
        assert refusal.value.code == "copy_failed"
    assert files(tmp_path) == ["other.db", "text.db"]


def test_a_damaged_ledger_gives_no_copy(source: Path, tmp_path: Path) -> None:
    content = bytearray(source.read_bytes())
    page = 4096
    content[-3 * page : -page] = b"\xff" * (2 * page)
    source.write_bytes(content)
    with pytest.raises(LedgerError) as refusal:
        copy_ledger(source, tmp_path / "copy.db")
    assert refusal.value.code == "copy_failed"
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_lacks_rows_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = iter([{"audit": 2}, {"audit": 1}])
    monkeypatch.setattr(backup, "table_rows", lambda _: next(counts))
    with pytest.raises(LedgerError, match="lacks rows"):
        copy_ledger(source, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
