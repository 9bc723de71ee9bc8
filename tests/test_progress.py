from __future__ import annotations

import pytest

from disburse.commands.wording import wording
from disburse.progress import Stopwatch, TerminalLine


def test_a_stage_done_twice_adds_up() -> None:
    watch = Stopwatch()
    for _ in range(2):
        with watch.stage("read", file="a.csv"):
            pass
    assert list(watch.seconds) == ["read"]
    assert watch.seconds["read"] > 0


def test_a_stage_that_fails_is_timed_and_goes_on_failing() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="wrong"), watch.stage("store"):
        raise ValueError("wrong")
    assert list(watch.seconds) == ["store"]


def test_the_terminal_line_names_the_stage_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    line = TerminalLine(wording()["stages"])
    with line.stage("read", file="danh-muc.xlsx"):
        pass
    line.close()
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "Đọc tệp danh-muc.xlsx" in streams.err
    assert list(line.seconds) == ["read"]
