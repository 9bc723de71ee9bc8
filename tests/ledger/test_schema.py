"""Opening, refusing to open, and what the tables do not let happen."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import undo
from disburse.ledger.schema import CURRENT_VERSION, open_ledger, transaction
from disburse.paths import ROOT
from tests.ledger.builders import MARCH, figure, payments, plan, project, register, voucher

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.builders import Office

FACTS = ("project", "project_fact", "capital_plan", "disbursement", "voucher")


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _filled(office: Office) -> sqlite3.Connection:
    office.take(register(project("0000001", plans=(plan(5),), disbursements=(figure(MARCH, 2),))))
    office.take(payments(voucher("0000001", MARCH, 2)))
    return office.connection


def test_creates_folders_and_a_durable_strict_ledger(tmp_path: Path) -> None:
    with closing(open_ledger(tmp_path / "a" / "b" / "disburse.db")) as connection:
        assert _pragma(connection, "journal_mode") == "wal"
        assert _pragma(connection, "foreign_keys") == 1
        assert _pragma(connection, "synchronous") == 2
        assert _pragma(connection, "busy_timeout") == 10_000
        assert _pragma(connection, "user_version") == CURRENT_VERSION
        tables = connection.execute(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        ).fetchall()
        assert {name for name, _ in tables} >= {*FACTS, "import", "finding", "warning_change"}
        assert all(strict for _, strict in tables)


def test_no_column_can_hold_a_float(office: Office) -> None:
    types = office.connection.execute(
        "SELECT DISTINCT col.type FROM pragma_table_list AS tab, pragma_table_info(tab.name) AS col"
        " WHERE tab.strict"
    ).fetchall()
    assert {row[0] for row in types} == {"INTEGER", "TEXT", "BLOB"}
    office.take(register(project("0000001")))
    with pytest.raises(sqlite3.IntegrityError, match="REAL"):
        office.connection.execute(
            "INSERT INTO capital_plan VALUES (1, 0, 1, NULL, 'current', 1.5, 'KH!A1')"
        )


def test_a_current_ledger_opens_without_heavy_imports(tmp_path: Path) -> None:
    path = tmp_path / "disburse.db"
    open_ledger(path).close()
    script = (
        "import sys, pathlib; from disburse.ledger.schema import open_ledger;"
        "import disburse.ledger.imports;"
        "open_ledger(pathlib.Path(sys.argv[1])).close();"
        "print([name for name in ('pandas', 'numpy', 'sqlite_utils') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter and script)
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"


def test_opening_again_keeps_what_is_there(office: Office) -> None:
    office.take(register(project("0000001")))
    with closing(open_ledger(office.folder / "disburse.db")) as again:
        assert again.execute("SELECT count(*) FROM project_fact").fetchone() == (1,)


def test_several_openers_of_a_new_ledger_agree(tmp_path: Path) -> None:
    def version(_: int) -> object:
        with closing(open_ledger(tmp_path / "disburse.db")) as connection:
            return _pragma(connection, "user_version")

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(version, range(12))) == [CURRENT_VERSION] * 12


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "disburse.db"
    with closing(open_ledger(path)) as connection:
        connection.execute(f"PRAGMA user_version = {CURRENT_VERSION + 1}")
    with pytest.raises(LedgerError, match="newer") as refusal:
        open_ledger(path)
    assert refusal.value.code == "newer_schema"
    with closing(sqlite3.connect(path)) as connection:
        assert _pragma(connection, "user_version") == CURRENT_VERSION + 1


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 4096)
    with pytest.raises(LedgerError, match="not a SQLite database") as refusal:
        open_ledger(path)
    assert refusal.value.code == "not_a_database"
    assert path.read_bytes() == b"PK\x03\x04" + b"x" * 4096


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (text)")
    with pytest.raises(LedgerError) as refusal:
        open_ledger(path)
    assert refusal.value.code == "not_a_ledger"


@pytest.mark.parametrize("place", ["folder", "file/disburse.db"])
def test_a_place_that_cannot_hold_a_ledger_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LedgerError) as refusal:
        open_ledger(tmp_path / place)
    assert refusal.value.code == "cannot_open"


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {0} SET import_id = import_id",
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
def test_facts_are_neither_changed_nor_deleted(office: Office, table: str, change: str) -> None:
    connection = _filled(office)
    before = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (fixed names)
    statement = change.format(table)
    if table == "project":
        statement = statement.replace("import_id", "first_import_id")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert before
    assert connection.execute(f"SELECT * FROM {table}").fetchall() == before  # noqa: S608 (the same)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM import",
        "UPDATE import SET as_of = '2026-01-01'",
        "UPDATE import SET recorded_at = 'x', undone_at = 'y', undone_by = 'z'",
        "UPDATE import SET undone_at = NULL, undone_by = NULL",
        "UPDATE import SET undone_at = 'later'",
    ],
)
def test_an_import_can_only_be_undone(office: Office, change: str) -> None:
    connection = _filled(office)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(change)


def test_undoing_is_never_taken_back(office: Office) -> None:
    connection = _filled(office)
    undo(connection, 1, by="Phòng Kinh tế", at=office.now)
    for change in ("undone_at = NULL, undone_by = NULL", "undone_at = 'later', undone_by = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="undone once"):
            connection.execute(f"UPDATE import SET {change} WHERE id = 1")  # noqa: S608 (fixed)


def test_a_transaction_that_fails_leaves_nothing(office: Office) -> None:
    connection = _filled(office)
    before = office.count("project")
    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.executemany("INSERT INTO project VALUES (?, 1)", [(99,), (99,)])
    assert office.count("project") == before
    assert not connection.in_transaction
