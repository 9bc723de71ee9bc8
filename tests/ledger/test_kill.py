"""Killed at any moment during imports, the ledger is as before or as after, never in between."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from disburse.ledger.imports import history
from disburse.ledger.schema import open_ledger
from disburse.paths import ROOT

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

ROUNDS = 16
LONGEST_SECONDS = 0.25
PROJECTS = 250

SCRIPT = f"""
import sys
from datetime import date
from itertools import count
from pathlib import Path
from disburse.ledger.schema import open_ledger
from tests.ledger.builders import Office, figure, plan, project, register, voucher

folder, round_number = Path(sys.argv[1]), int(sys.argv[2])
office = Office(open_ledger(folder / "disburse.db"), folder)
day = date(2026, 3, 31)
print("ready", flush=True)
for number in count(round_number * 1_000_000):
    rows = [
        project(f"{{one:07}}", plans=(plan(number),), disbursements=(figure(day, number),))
        for one in range({PROJECTS})
    ]
    lines = tuple(voucher(row.code, day, number) for row in rows)
    office.take(register(*rows, vouchers=lines))
"""


def _killed(folder: Path, round_number: int, seconds: float) -> None:
    with subprocess.Popen(  # noqa: S603 (our own interpreter and script)
        [sys.executable, "-c", SCRIPT, str(folder), str(round_number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        assert process.poll() is None
        process.kill()


def _rows(connection: sqlite3.Connection, table: str) -> dict[int, int]:
    counted = connection.execute(
        f"SELECT import_id, count(*) FROM {table} GROUP BY import_id"  # noqa: S608 (fixed names)
    )
    return dict(counted.fetchall())


def _check(folder: Path, before: list[int]) -> list[int]:
    """Every import is whole, and those of the round before are still there."""
    with closing(open_ledger(folder / "disburse.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        records = history(connection)
        whole = {record.import_id: record.projects for record in records}
        assert set(whole.values()) <= {PROJECTS}
        for table in ("project_fact", "capital_plan", "disbursement", "voucher"):
            assert _rows(connection, table) == whole
        assert all((folder / "uploads" / record.stored_path).exists() for record in records)
    ids = [record.import_id for record in records]
    assert ids[: len(before)] == before
    return ids


def test_killed_at_random_moments_the_ledger_stays_sound(tmp_path: Path) -> None:
    open_ledger(tmp_path / "disburse.db").close()
    chance = random.Random(20260930)  # noqa: S311 (a test, not a secret)
    ids: list[int] = []
    for round_number in range(ROUNDS):
        _killed(tmp_path, round_number, chance.uniform(0, LONGEST_SECONDS))
        ids = _check(tmp_path, ids)
    assert len(ids) > ROUNDS
