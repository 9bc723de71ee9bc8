"""``backup``, by processes of their own: made, checked, restored, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Register


@pytest.fixture
def office(disburse: Disburse, register: Register, database: Path) -> Path:
    assert disburse("--db", database, "import", register()).code == 0
    return database


def test_a_backup_is_made_checked_and_restored(
    disburse: Disburse, office: Path, tmp_path: Path
) -> None:
    made = disburse("--db", office, "backup", "--json")
    assert (made.code, made.err) == (0, "")
    path = made.document["file"]
    assert (made.document["ok"], made.document["files"], made.document["missing"]) == (True, 2, [])
    assert "backups" in path
    checked = disburse("backup", "--verify", path, "--json")
    assert checked.document == made.document
    new = tmp_path / "restored" / "disburse.db"
    restored = disburse("--db", new, "backup", "--restore", path, "--json")
    assert restored.document == {**made.document, "database": str(new), "unknown_mails": 0}
    before, after = (disburse("--db", one, "status", "--json").document for one in (office, new))
    assert before == after


def test_it_speaks_in_words(disburse: Disburse, office: Path, tmp_path: Path) -> None:
    target = tmp_path / "sao-luu.zip"
    made = disburse("--db", office, "backup", "--out", target)
    assert f"Đã sao lưu vào {target}: 2 tệp" in made.out
    assert "còn nguyên vẹn" in disburse("backup", "--verify", target).out
    again = disburse("--db", office, "backup", "--out", target)
    assert (again.code, "không ghi đè" in again.err) == (2, True)


def test_what_cannot_be_used_is_refused_in_words(
    disburse: Disburse, office: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"no archive")
    told = {
        ("--verify", other): "không phải là bản sao lưu",
        ("--verify", tmp_path / "none.zip"): "Không tìm thấy tệp",
        ("--restore", other): "--db",
    }
    for arguments, words in told.items():
        ran = disburse("backup", *arguments)
        assert (ran.code, words in ran.err) == (2, True), ran.err
    good = tmp_path / "good.zip"
    disburse("--db", office, "backup", "--out", good)
    occupied = disburse("--db", office, "backup", "--restore", good)
    assert (occupied.code, "không ghi đè" in occupied.err) == (2, True)
    both = disburse("--db", office, "backup", "--verify", good, "--out", other)
    assert both.code == 2


def test_without_a_ledger_nothing_is_made(disburse: Disburse, database: Path) -> None:
    ran = disburse("--db", database, "backup")
    assert ran.code == 2
    assert not database.parent.exists()
