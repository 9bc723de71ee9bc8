"""The schedules as a page, and a run asked for there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.errors import OperatorError
from disburse.schedule import jobs
from disburse.schedule.planned import Name
from disburse.send.listing import overview
from tests.web.office import NOW, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from tests.clocks import Clock


@pytest.fixture
def admin(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.ADMIN)


def shown(browser: Browser) -> str:
    answer = browser.get("/schedule")
    assert answer.status == 200
    return unescape(re.sub(r"<[^>]+>", " ", answer.text))


def test_every_schedule_stands_with_its_next_run(admin: Browser) -> None:
    text = shown(admin)
    assert "Thư tuần" in text
    assert "07:30 23/11/2026" in text
    assert text.count("chưa chạy ") == len(Name)
    assert "07:30 16/11/2026" not in text  # due before anything was stored: never missed


def test_a_run_asked_for_is_made_once_and_told(admin: Browser, ledger: sqlite3.Connection) -> None:
    assert admin.post("/schedule/weekly/run").location == "/schedule?done=run_done"
    made = overview(ledger).pending
    assert made == 3
    assert f"{made} thư mới" in shown(admin)
    assert admin.post("/schedule/weekly/run").location == "/schedule?done=run_again"
    assert overview(ledger).pending == made
    log = unescape(admin.get("/audit?action=schedule_run").text)
    assert log.count("Lịch: Thư tuần") == 2
    assert admin.post("/schedule/countdown/run").location == "/schedule?done=run_no_period"
    assert admin.post("/schedule/none/run").status == 404


def test_a_period_nobody_took_up_stands_out(
    sign_in: Callable[[Role], Browser], clock: Clock
) -> None:
    clock.moment = NOW + timedelta(days=8)
    admin = sign_in(Role.ADMIN)
    admin.post("/schedule/daily/run")
    assert "kỳ 2026-W48 đến hạn 07:30 23/11/2026 nhưng chưa chạy" in shown(admin)


def test_a_run_that_failed_says_why(
    admin: Browser, ledger: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> dict[str, int]:
        raise OperatorError("Không ghi được vào thư mục <drafts>.")

    monkeypatch.setitem(jobs.JOBS, Name.WEEKLY, failing)
    answer = admin.post("/schedule/weekly/run")
    assert (answer.status, "&lt;drafts&gt;" in answer.text) == (400, True)
    assert "Lỗi" in shown(admin)
    (detail,) = ledger.execute("SELECT detail FROM schedule_run").fetchone()
    assert detail in shown(admin)


def test_a_late_run_is_called_late(admin: Browser, clock: Clock) -> None:
    clock.moment = NOW + timedelta(hours=1)
    admin.post("/schedule/weekly/run")
    assert "chạy muộn, đến hạn 07:30 16/11/2026" in shown(admin)


def test_whether_schedules_run_here_is_said(admin: Browser) -> None:
    site = admin.client.app.state.site
    assert "chạy cùng trang web, theo giờ" in shown(admin)
    schedule = replace(site.settings.schedule, in_serve=False, send_mail=False)
    site.settings = replace(site.settings, schedule=schedule)
    assert "cần một tiến trình" in shown(admin)
