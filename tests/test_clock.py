from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from disburse.clock import end_of, now, today
from disburse.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_now_is_the_present_moment_seven_hours_ahead_of_utc() -> None:
    moment = now()
    assert abs(moment - datetime.now(UTC)) < timedelta(seconds=5)
    assert moment.utcoffset() == timedelta(hours=7)
    assert today() in {moment.date(), now().date()}


def test_a_day_ends_in_vietnam() -> None:
    assert end_of(date(2026, 9, 30)).isoformat() == "2026-09-30T23:59:59+07:00"


def test_the_environment_cannot_move_the_time_zone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "Asia"
    elsewhere.mkdir()
    new_york = files("tzdata.zoneinfo") / "America" / "New_York"
    (elsewhere / "Ho_Chi_Minh").write_bytes(new_york.read_bytes())
    script = "from disburse.clock import now; import sys; sys.stdout.write(str(now().utcoffset()))"
    moved = {**os.environ, "TZ": "America/New_York", "PYTHONTZPATH": str(tmp_path)}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, check=True, env=moved, cwd=ROOT
    )
    assert done.stdout.decode() == "7:00:00"
