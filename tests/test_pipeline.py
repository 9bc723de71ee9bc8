"""The stages in order, on a real ledger and real files."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from disburse.commands import reports
from disburse.errors import OperatorError
from disburse.intake.reading import ReadingOptions
from disburse.ledger.early_warnings import previous
from disburse.ledger.imports import history
from disburse.ledger.schema import open_ledger
from disburse.model import Changes
from disburse.pipeline import Issue, Receipt, evaluate, read, report, take_in
from disburse.progress import Stopwatch
from disburse.render.office import Office
from disburse.rules import Thresholds
from disburse.settings import load_settings
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Register

MORNING = datetime(2026, 10, 1, 8, 0, tzinfo=VIETNAM)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_ledger(tmp_path / "disburse.db")
    yield connection
    connection.close()


@pytest.fixture
def receipt(tmp_path: Path) -> Receipt:
    return Receipt(tmp_path / "uploads", "Phòng Kinh tế", MORNING)


@pytest.fixture
def filled(ledger: sqlite3.Connection, receipt: Receipt, register: Register) -> sqlite3.Connection:
    file = register()
    take_in(read(file, ReadingOptions(), Stopwatch()), file, ledger, receipt, Stopwatch())
    return ledger


def test_every_stage_is_timed_in_its_order(
    ledger: sqlite3.Connection, receipt: Receipt, register: Register, tmp_path: Path
) -> None:
    progress = Stopwatch()
    file = register()
    understood = read(file, ReadingOptions(), progress)
    take_in(understood, file, ledger, None, progress)
    take_in(understood, file, ledger, receipt, progress)
    assessment = evaluate(ledger, OCTOBER, Thresholds(), progress)
    report(ledger, assessment, Issue(Office(), tmp_path / "out", MORNING), progress)
    stages = ["read", "compare", "store", "gather", "assess", "workbook", "page", "record"]
    assert list(progress.seconds) == stages
    assert all(seconds > 0 for seconds in progress.seconds.values())


def test_a_rehearsal_predicts_what_storing_does(
    ledger: sqlite3.Connection, receipt: Receipt, register: Register
) -> None:
    file = register()
    understood = read(file, ReadingOptions(), Stopwatch())
    rehearsed = take_in(understood, file, ledger, None, Stopwatch())
    assert (rehearsed.stored, history(ledger)) == (None, [])
    taken = take_in(understood, file, ledger, receipt, Stopwatch())
    assert rehearsed.changes == taken.changes == Changes(new=2, changed=0, unchanged=0, missing=0)
    (record,) = history(ledger)
    assert taken.stored is not None
    assert (taken.stored.import_id, record.recorded_at) == (
        record.import_id,
        "2026-10-01T08:00:00+07:00",
    )


def test_evaluating_writes_nothing(filled: sqlite3.Connection) -> None:
    before = list(filled.iterdump())
    evaluate(filled, OCTOBER, Thresholds(), Stopwatch())
    assert list(filled.iterdump()) == before


def test_known_on_looks_at_the_ledger_of_that_moment(filled: sqlite3.Connection) -> None:
    def projects(known_on: datetime | None) -> int:
        assessment = evaluate(filled, OCTOBER, Thresholds(), Stopwatch(), known_on=known_on)
        return len(assessment.projects)

    assert projects(None) == projects(MORNING) == 2
    assert projects(MORNING.replace(hour=7)) == 0


def test_reporting_a_day_again_changes_nothing(filled: sqlite3.Connection, tmp_path: Path) -> None:
    issue = Issue(Office(), tmp_path / "out", MORNING)

    def run() -> tuple[bytes, bytes, list[str]]:
        assessment = evaluate(filled, OCTOBER, Thresholds(), Stopwatch())
        made = report(filled, assessment, issue, Stopwatch())
        return made.summary.read_bytes(), made.warning_page.read_bytes(), list(filled.iterdump())

    assert run() == run()


def test_warnings_recorded_one_day_are_remembered_the_next(
    filled: sqlite3.Connection, tmp_path: Path
) -> None:
    first = evaluate(filled, OCTOBER, Thresholds(), Stopwatch())
    report(filled, first, Issue(Office(), tmp_path, MORNING), Stopwatch())
    remembered, day = previous(filled, date(2026, 10, 2))
    assert day == OCTOBER
    assert {one.code for one in remembered} == {one.code for one in first.warnings}
    later = evaluate(filled, date(2026, 10, 2), Thresholds(), Stopwatch())
    missed = [one for one in later.warnings if one.code == "milestone_missed"]
    assert missed
    assert all(one.since == OCTOBER for one in missed)


def test_a_report_that_fails_leaves_the_earlier_one(
    filled: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment = evaluate(filled, OCTOBER, Thresholds(), Stopwatch())
    issue = Issue(Office(), tmp_path / "out", MORNING)
    made = report(filled, assessment, issue, Stopwatch())
    before = made.warning_page.read_bytes()

    def fail(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("disburse.render.pages.warning_page", fail)
    with pytest.raises(RuntimeError):
        report(filled, assessment, issue, Stopwatch())
    assert made.warning_page.read_bytes() == before
    names = sorted(path.name for path in issue.folder.iterdir())
    assert names == ["canh-bao.html", "tong-hop.xlsx"]


def test_a_workbook_held_open_is_told(
    filled: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that Excel holds open."""

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(self), None, str(target))

    monkeypatch.setattr("pathlib.Path.replace", held)
    settings = load_settings(tmp_path / "disburse.db", {})
    with pytest.raises(OperatorError, match=r"tong-hop\.xlsx: tệp đang mở trong Excel"):
        reports.make(filled, OCTOBER, settings, tmp_path / "out", Stopwatch())
    assert previous(filled, date(2026, 10, 2)) == ((), None)


def test_a_folder_that_is_a_file_is_told(filled: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("no folder", encoding="utf-8")
    settings = load_settings(tmp_path / "disburse.db", {})
    with pytest.raises(OperatorError, match="Không ghi được"):
        reports.make(filled, OCTOBER, settings, tmp_path / "out", Stopwatch())
