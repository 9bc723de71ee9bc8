"""Letters and periodic reports, from a ledger to files that people go on working in."""

from __future__ import annotations

import json
import os
import tomllib
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from docx import Document

from disburse.cli import main
from disburse.documents import letters_of, untouched, write_letters
from disburse.ledger.letters import kept_letters, record_dispatch, record_reply
from disburse.ledger.schema import open_ledger
from disburse.paths import TEMPLATES
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.render.office import Office
from disburse.render.word.settings import LetterSettings
from disburse.rules import Thresholds
from disburse.zone import VIETNAM
from tests.filling import take_sample

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 8, tzinfo=VIETNAM)
FILES = ("ke-hoach-dau-tu-cong-2026.xlsx", "giai-ngan-luy-ke-2026-06-30.csv")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_ledger(tmp_path / "disburse.db")) as connection:
        for name in FILES:
            take_sample(connection, tmp_path / "uploads", name, NOW)
        yield connection


def write(ledger: sqlite3.Connection, as_of: date, folder: Path) -> tuple[Path, ...]:
    assessment = evaluate(ledger, as_of, Thresholds(), Stopwatch())
    drafted = letters_of(ledger, assessment, Office(), LetterSettings())
    return write_letters(ledger, drafted, folder, NOW)


def text_of(path: Path) -> str:
    return "\n".join(one.text for one in Document(str(path)).paragraphs)


def change(path: Path) -> None:
    """Work on a file as Word does: text changes, and the day of the last change."""
    document = Document(str(path))
    document.paragraphs[0].add_run(" (đã sửa)")
    document.core_properties.modified = datetime(2026, 10, 2, 8)  # noqa: DTZ001 (as Word counts)
    document.save(str(path))


def test_letters_are_written_and_kept(ledger: sqlite3.Connection, tmp_path: Path) -> None:
    paths = write(ledger, JULY, tmp_path)
    kept = kept_letters(ledger)
    assert paths
    assert [one.draft.path for one in kept] == [str(path) for path in paths]
    assert all(path.parent == tmp_path / "cong-van" and untouched(path) for path in paths)


def test_writing_again_changes_nothing(ledger: sqlite3.Connection, tmp_path: Path) -> None:
    def state() -> tuple[object, ...]:
        paths = write(ledger, JULY, tmp_path)
        return paths, [path.read_bytes() for path in paths], kept_letters(ledger)

    assert state() == state()


def test_a_letter_somebody_works_on_is_left_alone(
    ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    first, *_ = write(ledger, JULY, tmp_path)
    change(first)
    edited = first.read_bytes()
    again, *_ = write(ledger, JULY, tmp_path)
    assert again == first.with_stem(f"{first.stem}-2")
    assert first.read_bytes() == edited
    assert write(ledger, JULY, tmp_path)[0] == again


def test_letters_to_owners_no_longer_asked_are_removed(
    ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    first, second, *_ = write(ledger, JULY, tmp_path)
    change(second)
    assert write_letters(ledger, (), tmp_path, NOW) == ()
    assert list((tmp_path / "cong-van").iterdir()) == [second]
    assert not first.exists()


def test_the_next_letter_refers_to_the_one_before(
    ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    write(ledger, JULY, tmp_path / "july")
    drafted = text_of(write(ledger, OCTOBER, tmp_path / "drafted")[0])
    assert "dự thảo lập ngày 01/07/2026" in drafted
    letter = kept_letters(ledger)[0]
    record_dispatch(
        ledger, letter.number, symbol="77/UBND-KT", issued_on=date(2026, 7, 2), by="x", at=NOW
    )
    unanswered = text_of(write(ledger, OCTOBER, tmp_path / "sent")[0])
    assert "Công văn số 77/UBND-KT ngày 02/07/2026" in unanswered
    assert "chưa nhận được báo cáo" in unanswered
    record_reply(
        ledger, letter.number, text="xong quý III", promised_on=date(2026, 9, 30), by="x", at=NOW
    )
    answered = text_of(write(ledger, OCTOBER, tmp_path / "answered")[0])
    assert "đã trả lời: “xong quý III”" in answered
    assert "cam kết là ngày 30/09/2026; thời hạn này đã qua" in answered


def test_a_file_of_another_kind_is_never_taken_for_ours(tmp_path: Path) -> None:
    other = tmp_path / "a.docx"
    other.write_bytes(b"not a document")
    assert not untouched(other)


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_the_command_lists_what_it_wrote(
    ledger: sqlite3.Connection,
    tmp_path: Path,
    period: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ledger
    out = ("--out", str(tmp_path / "reports"), "--json")
    database = ("--db", str(tmp_path / "disburse.db"))
    assert main([*database, "report", "--as-of", "2026-07-01", "--period", period, *out]) == 0
    made = json.loads(capsys.readouterr().out)
    folder = tmp_path / "reports" / "2026-07-01"
    letters = sorted(str(path) for path in (folder / "cong-van").iterdir())
    assert sorted(made["letters"]) == letters
    assert letters
    for key in ("period_report", "form"):
        assert (folder / os.path.basename(made[key])).exists()  # noqa: PTH119 (a text of JSON)


def test_letters_and_report_are_left_out_when_not_asked_for(
    ledger: sqlite3.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger
    database = ("--db", str(tmp_path / "disburse.db"))
    arguments = ["report", "--as-of", "2026-07-01", "--no-letters", "--json"]
    assert main([*database, *arguments, "--out", str(tmp_path / "reports")]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["letters"], made["period_report"], made["form"]) == ([], None, None)
    assert not (tmp_path / "reports" / "2026-07-01" / "cong-van").exists()


def test_every_stage_has_its_words() -> None:
    stages = tomllib.loads((TEMPLATES / "cli.toml").read_text(encoding="utf-8"))["stages"]
    assert {"letters", "period_report"} <= set(stages)
