"""The ledger downloaded as a file."""

from __future__ import annotations

import sqlite3
import tempfile
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.ledger.imports import history
from disburse.ledger.schema import open_ledger
from disburse.web import backups
from tests.web.office import PASSWORD, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.office import Browser


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_the_copy_is_a_whole_ledger_and_leaves_nothing_behind(
    sign_in: Callable[[Role], Browser],
    ledger: sqlite3.Connection,
    temporary: Path,
    tmp_path: Path,
) -> None:
    browser = sign_in(Role.ADMIN)
    assert "Chưa tải bản sao nào" in unescape(browser.get("/backup").text)
    form = {"_csrf_token": browser.client.cookies["csrf"]}
    answer = browser.client.post("/backup", data=form)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == (
        'attachment; filename="disburse-2026-11-16-0800.db"'
    )
    assert answer.headers["cache-control"] == "no-store"
    copy = tmp_path / "copy.db"
    copy.write_bytes(answer.content)
    restored = open_ledger(copy)
    assert history(restored) == history(ledger)
    restored.close()
    assert list(temporary.iterdir()) == []
    assert "Lần tải gần nhất: 08:00 16/11/2026, Quản trị" in unescape(browser.get("/backup").text)


def test_a_copy_that_fails_is_told_and_leaves_nothing_behind(
    sign_in: Callable[[Role], Browser],
    ledger: sqlite3.Connection,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise sqlite3.OperationalError(str(source))

    monkeypatch.setattr(backups, "copy_ledger", failing)
    browser = sign_in(Role.ADMIN)
    assert browser.post("/backup").status == 500
    assert list(temporary.iterdir()) == []
    assert ledger.execute("SELECT count(*) FROM audit WHERE action = 'backed_up'").fetchone() == (
        0,
    )


@pytest.mark.parametrize(
    "path", ["/people", "/people/new", "/people/1", "/audit", "/schedule", "/settings", "/backup"]
)
def test_every_page_of_administration_leads_to_the_others(
    path: str, sign_in: Callable[[Role], Browser]
) -> None:
    text = unescape(sign_in(Role.ADMIN).get(path).text)
    listed = ("/people", "/audit", "/schedule", "/settings", "/backup")
    assert all(f'href="{one}"' in text for one in listed)
    assert '<a href="/people" aria-current="page">Quản trị</a>' in text


def test_staff_are_not_led_to_administration(sign_in: Callable[[Role], Browser]) -> None:
    text = sign_in(Role.STAFF).get("/account").text
    assert 'href="/people"' not in text
    assert PASSWORD not in text
    assert PEOPLE[Role.STAFF].email in text
