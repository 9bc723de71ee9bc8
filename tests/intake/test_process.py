from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import psutil

from disburse.intake.isolation import IsolatedReading
from disburse.intake.process import start_ahead
from disburse.intake.reading import ReadingOptions, read_register
from disburse.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_TOLD = ReadingOptions(as_of=date(2026, 9, 30), unit="đồng")


def test_the_process_started_ahead_reads_the_next_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "kh.csv"
    path.write_text("STT;Mã;Tên dự án;Kế hoạch vốn\n1;8123401;Đường thôn Nà Pe;5000\n", "utf-8")
    before = set(psutil.Process().children())
    start_ahead()
    (ahead,) = set(psutil.Process().children()) - before
    with IsolatedReading(path, _TOLD) as first, IsolatedReading(path, _TOLD) as second:
        assert first.process_id == ahead.pid != second.process_id
        assert first.result() == second.result() == read_register(path, _TOLD)
    assert set(psutil.Process().children()) == before


def test_a_process_nobody_asks_ends_with_the_one_that_started_it() -> None:
    script = (
        "import psutil, time; from disburse.intake.process import start_ahead\n"
        "start_ahead(); print(psutil.Process().children()[0].pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:  # noqa: S603 - ours
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert psutil.wait_procs([child], timeout=10)[1] == []
