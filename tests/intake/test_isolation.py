"""A file read in a process of its own: the same register, and no harm from any file."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import psutil
import pytest

from disburse.intake.isolation import IsolatedReading, Limits, limits_for, read_isolated
from disburse.intake.reading import ReadingOptions, read_register
from disburse.intake.safety.limits import MEGABYTE
from disburse.model import Kind
from disburse.paths import ROOT, SAMPLES
from tests.intake.hostile.corpus import CORPUS, Hostile

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.model import Register

_REGISTER = (
    "KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026\n\n"
    "STT;Mã dự án;Tên dự án;Kế hoạch vốn năm 2026;Lũy kế giải ngân năm 2026\n"
    "1;8010001;Đường thôn A;1500;700\n"
)
_TOLD = ReadingOptions(
    as_of=date(2026, 9, 30), kind=Kind.REGISTER, unit="triệu đồng", mapping=(("Mã dự án", "code"),)
)
_SLEEPING = "import time; time.sleep(60)"
_START = "disburse.intake.process.START"
_HEAVY = {"pandas", "numpy", "sqlite3", "openpyxl", "jinja2", "xlsxwriter", "psutil"}


def _written(folder: Path, content: str = _REGISTER, name: str = "dự án.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def _long(folder: Path, rows: int = 30_000) -> Path:
    return _written(folder, _REGISTER + "2;8010002;Trường thôn B;2500;900\n" * rows)


def _codes(register: Register) -> list[str]:
    return [finding.code for finding in register.findings]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.*s*")), ids=lambda path: path.name)
def test_the_register_is_the_one_read_here(path: Path) -> None:
    if path.suffix != ".py":
        assert read_isolated(path, ReadingOptions()) == read_register(path, ReadingOptions())


def test_what_the_user_says_reaches_the_reading(tmp_path: Path) -> None:
    path = _written(tmp_path)
    register = read_isolated(path, _TOLD)
    assert register == read_register(path, _TOLD)
    assert register.projects[0].plans[0].amount == 1_500_000_000
    assert register.as_of == date(2026, 9, 30)


@pytest.mark.parametrize("codes", [1_200, 700], ids=["each once", "some twice"])
def test_so_are_the_projects_of_a_long_register(codes: int, tmp_path: Path) -> None:
    rows = (f"{n};{8_010_001 + n % codes};Đường thôn {n % codes};2500;900\n" for n in range(1_200))
    path = _written(tmp_path, _REGISTER + "".join(rows))
    register = read_isolated(path, _TOLD)
    assert len(register.projects) == codes
    assert register == read_register(path, _TOLD)


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_a_hostile_file_gives_its_finding_quickly_and_in_little_memory(
    hostile: Hostile, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / hostile.name
    path.write_bytes(hostile.content())
    started = time.monotonic()
    with IsolatedReading(path, ReadingOptions()) as reading:
        register = reading.result()
    assert _codes(register) == [hostile.code]
    assert time.monotonic() - started < 10
    assert reading.peak_memory < 600 * MEGABYTE
    assert hostile.name in register.findings[0].message
    assert register.refused
    assert capfd.readouterr() == ("", "")


def test_a_file_too_large_starts_no_process(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    with path.open("wb") as file:
        file.truncate(201 << 20)
    register = read_isolated(path, _TOLD)
    assert _codes(register) == ["file_too_large"]
    assert (register.sha256, register.kind, register.as_of) == ("", Kind.REGISTER, _TOLD.as_of)


def test_too_slow_a_reading_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_START, _SLEEPING)
    limits = Limits(processor_seconds=8, seconds=0.2, memory=512 * MEGABYTE)
    assert _codes(read_isolated(_written(tmp_path), _TOLD, limits)) == ["reading_too_slow"]


def test_the_processors_time_is_bounded(tmp_path: Path) -> None:
    limits = Limits(processor_seconds=0.1, seconds=120, memory=512 * MEGABYTE)
    assert _codes(read_isolated(_long(tmp_path), _TOLD, limits)) == ["reading_too_slow"]


def test_too_much_memory_ends_the_reading(tmp_path: Path) -> None:
    limits = Limits(processor_seconds=60, seconds=120, memory=20 * MEGABYTE)
    assert _codes(read_isolated(_long(tmp_path), _TOLD, limits)) == ["reading_too_heavy"]


@pytest.mark.parametrize(
    "start",
    [
        "import os; os.abort()",
        "import os; os._exit(0)",
        "print('Xin chào')",
        "raise SystemExit(3)",
        "not python",
    ],
)
def test_a_process_that_ends_otherwise_is_a_finding(
    start: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(_START, start)
    assert _codes(read_isolated(_written(tmp_path), _TOLD)) == ["reading_failed"]
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_ours_names_its_place_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it = "import disburse.intake.child as c; c.read_register = lambda *_: {}['x']; c.main()"
    monkeypatch.setattr(_START, f"import sys; sys.path.extend(sys.argv[1:]); {break_it}")
    register = read_isolated(_written(tmp_path), _TOLD)
    assert _codes(register) == ["reading_failed"]
    assert "“KeyError <string>:1”" in register.findings[0].fix


def test_a_missing_file_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_isolated(tmp_path / "none.xlsx", ReadingOptions())
    with pytest.raises(OSError, match=tmp_path.name):
        read_isolated(tmp_path, ReadingOptions())


def test_no_process_outlives_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_START, _SLEEPING)
    before = set(psutil.Process().children())
    with pytest.raises(KeyboardInterrupt), IsolatedReading(_written(tmp_path), _TOLD):
        raise KeyboardInterrupt
    assert set(psutil.Process().children()) == before


def test_options_may_be_found_while_the_process_starts(tmp_path: Path) -> None:
    path = _written(tmp_path)
    with IsolatedReading(path, lambda: _TOLD) as reading:
        assert reading.result() == read_register(path, _TOLD)


def test_options_that_cannot_be_found_leave_no_process(tmp_path: Path) -> None:
    def failing() -> ReadingOptions:
        raise LookupError

    before = set(psutil.Process().children())
    with pytest.raises(LookupError):
        IsolatedReading(_written(tmp_path), failing)
    assert set(psutil.Process().children()) == before


def test_the_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from disburse.intake.isolation import IsolatedReading\n"
        "from disburse.intake.reading import ReadingOptions\n"
        "reading = IsolatedReading(Path(sys.argv[1]), ReadingOptions())\n"
        "print(reading.process_id, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(_long(tmp_path, 200_000))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:  # noqa: S603 - ours
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert psutil.wait_procs([child], timeout=10)[1] == []


def test_files_are_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _written(tmp_path)
    (tmp_path / "msgspec.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_isolated(path.relative_to(tmp_path), _TOLD).projects[0].code == "8010001"


def test_the_process_loads_nothing_it_does_not_need() -> None:
    script = "import disburse.intake.child, sys; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT, text=True
    )
    assert set(done.stdout.split()).isdisjoint(_HEAVY)


def test_limits_grow_with_the_file_and_start_low() -> None:
    small, large = limits_for(20_000), limits_for(40 * MEGABYTE)
    assert small.processor_seconds <= 8
    assert small.memory <= 600 * MEGABYTE
    assert large.processor_seconds > 100
    assert large.memory > 2_000 * MEGABYTE
    assert large.seconds > large.processor_seconds
