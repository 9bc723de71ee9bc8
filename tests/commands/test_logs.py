from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from disburse.commands.logs import logging_to
from disburse.errors import OperatorError
from disburse.settings import Logs

if TYPE_CHECKING:
    from pathlib import Path

LOGGER = logging.getLogger("disburse.test")


def test_lines_are_dated_in_vietnam_and_end_with_the_block(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_794_790_800.0)
    monkeypatch.setattr("time.time_ns", lambda: 1_794_790_800_000_000_000)
    with logging_to(tmp_path / "disburse.db", Logs(), "schedule") as path:
        LOGGER.info("thư tuần bắt đầu")
        LOGGER.warning("máy chủ thư từ chối")
    LOGGER.warning("sau khi kết thúc")
    assert path == tmp_path / "logs" / "schedule.log"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "2026-11-16 08:00:00 INFO disburse.test: thư tuần bắt đầu",
        "2026-11-16 08:00:00 WARNING disburse.test: máy chủ thư từ chối",
    ]
    assert "máy chủ thư từ chối" in capsys.readouterr().err


def test_a_full_log_is_begun_anew_and_old_ones_go(tmp_path: Path) -> None:
    with logging_to(tmp_path / "disburse.db", Logs(megabytes=1, kept=2), "serve"):
        for _ in range(45):
            LOGGER.info("x" * 100_000)
    kept = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert kept == ["serve.log", "serve.log.1", "serve.log.2"]
    assert all(path.stat().st_size <= 1024 * 1024 for path in (tmp_path / "logs").iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file", encoding="utf-8")
    with (
        pytest.raises(OperatorError, match="logs"),
        logging_to(tmp_path / "disburse.db", Logs(), "serve"),
    ):
        pass
