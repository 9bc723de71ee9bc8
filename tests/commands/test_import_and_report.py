"""A file taken in and reported in one go, by the program as its users run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Register

_DAY = ("--report", "--report-as-of", "2026-10-01", "--out", "out")


def test_a_file_is_taken_in_and_reported_at_once(
    disburse: Disburse, register: Register, database: Path
) -> None:
    together = disburse("--db", database, "--json", "import", register(), *_DAY)
    assert (together.code, together.err, together.document["stored"]) == (0, "", True)
    alone = disburse(
        "--db", database, "--json", "report", "--as-of", "2026-10-01", "--out", "out"
    ).document
    assert together.document["report"] == alone
    assert len(alone["letters"]) == 2


def test_both_answers_are_told(
    disburse: Disburse, register: Register, database: Path, tmp_path: Path
) -> None:
    ran = disburse("--db", database, "import", register(), *_DAY, "--no-letters")
    assert ran.code == 0
    assert "Đã lưu, lần nhập số 1." in ran.out
    assert "Đến ngày 01/10/2026: 2 dự án" in ran.out
    folder = tmp_path / "out" / "2026-10-01"
    assert sorted(path.name for path in folder.iterdir()) == ["canh-bao.html", "tong-hop.xlsx"]


def test_a_refused_file_makes_no_report(
    disburse: Disburse, register: Register, database: Path, tmp_path: Path
) -> None:
    file = register(rows=("1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;nhiều;750",))
    ran = disburse("--db", database, "--json", "import", file, *_DAY)
    assert (ran.code, ran.err, ran.document["report"]) == (1, "", None)
    assert not (tmp_path / "out").exists()


def test_a_report_that_fails_says_so_and_the_file_stays_stored(
    disburse: Disburse, register: Register, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    ran = disburse("--db", database, "import", register(), *_DAY)
    assert ran.code == 2
    assert "Đã lưu, lần nhập số 1." in ran.out
    assert ran.err.startswith("Lỗi: ")
    assert len(disburse("--db", database, "--json", "imports").document["imports"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--report-as-of", "2026-10-01"), "--report-as-of chỉ dùng cùng --report."),
        (("--out", "out", "--no-letters"), "--out, --no-letters chỉ dùng cùng --report."),
        (("--report", "--dry-run"), "--dry-run không lưu gì"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    disburse: Disburse, register: Register, arguments: tuple[str, ...], told: str
) -> None:
    ran = disburse("import", register(), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
