"""The settings as a page."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from html import unescape
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.paths import TEMPLATES
from disburse.settings import FILE, TABLES, list_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.office import Browser

WAITING = "chưa có hiệu lực"


@pytest.fixture
def shown(sign_in: Callable[[Role], Browser]) -> Callable[[], str]:
    browser = sign_in(Role.ADMIN)
    return lambda: unescape(browser.get("/settings").text)


def test_every_setting_is_shown_with_value_and_source(
    shown: Callable[[], str], database: Path
) -> None:
    text = shown()
    for one in list_settings(database, {}):
        assert f"<code>{one.key}</code>" in text
    assert "DISBURSE_THRESHOLDS_PACE_WEEKS" in text
    assert "mặc định" in text
    assert WAITING not in text


def test_every_setting_is_explained() -> None:
    path = TEMPLATES / "web" / "settings.toml"
    texts = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(texts.pop("tables")) == set(texts) == set(TABLES)
    for name, table in TABLES.items():
        assert set(texts[name]) == {one.name for one in fields(table)}


def test_a_value_set_since_the_start_is_said_to_wait(
    shown: Callable[[], str], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (database.parent / FILE).write_text("[storage]\nuploads = 'khac'\n", encoding="utf-8")
    monkeypatch.setenv("DISBURSE_THRESHOLDS_PACE_WEEKS", "6")
    text = shown()
    assert text.count(WAITING) == 2
    assert "khac" in text
    assert "<span><code>disburse.toml</code></span>" in text


def test_a_secret_is_masked(shown: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "x" * 40
    monkeypatch.setenv("DISBURSE_ACCOUNTS_SECRET_KEY", secret)
    text = shown()
    assert secret not in text
    assert "đã đặt, không hiện" in text


def test_a_broken_file_is_told(shown: Callable[[], str], database: Path) -> None:
    (database.parent / FILE).write_text("[web]\nport = 'x'\n", encoding="utf-8")
    assert "web.port: phải là số nguyên" in shown()
