"""``settings``, by processes of its own."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from disburse.settings import FILE, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse

SECRET = "a-secret-that-nobody-should-ever-read"  # noqa: S105 (of a test)


def test_every_setting_is_listed_with_its_source(disburse: Disburse, database: Path) -> None:
    database.parent.mkdir()
    (database.parent / FILE).write_text(
        '[thresholds]\npace_weeks = 6\nred_days = 30\n[office]\nplace = "xã Chi Lăng"\n',
        encoding="utf-8",
    )
    ran = disburse(
        *("--db", database, "settings", "--json"),
        DISBURSE_THRESHOLDS_PACE_WEEKS="4",
        DISBURSE_ACCOUNTS_IDLE_MINUTES="15",
    )
    assert (ran.code, ran.err) == (0, "")
    listed = {one["key"]: (one["value"], one["source"]) for one in ran.document["settings"]}
    assert list(listed) == [
        f"{name}.{one.name}" for name, table in TABLES.items() for one in fields(table)
    ]
    assert listed["thresholds.pace_weeks"] == (4, "DISBURSE_THRESHOLDS_PACE_WEEKS")
    assert listed["thresholds.red_days"] == (30, "disburse.toml")
    assert listed["thresholds.stale_days"] == (35, "default")
    assert listed["office.place"] == ("xã Chi Lăng", "disburse.toml")
    assert listed["accounts.idle_minutes"] == (15, "DISBURSE_ACCOUNTS_IDLE_MINUTES")
    assert not database.exists()


def test_the_table_for_people_says_the_same(disburse: Disburse, database: Path) -> None:
    ran = disburse("--db", database, "settings", DISBURSE_OFFICE_PLACE="xã Chi Lăng")
    assert ran.code == 0
    lines = {line.split()[0]: line for line in ran.out.splitlines()}
    assert lines["office.place"].split("  ", 1)[1].split() == [
        '"xã',
        "Chi",
        'Lăng"',
        "DISBURSE_OFFICE_PLACE",
    ]
    assert lines["thresholds.pace_weeks"].split()[1:] == ["8", "mặc", "định"]
    assert not database.parent.exists()


def test_a_secret_is_masked_wherever_it_stands(disburse: Disburse, database: Path) -> None:
    database.parent.mkdir()
    (database.parent / FILE).write_text(f'[accounts]\nsecret_key = "{SECRET}"', encoding="utf-8")
    for given in ({}, {"DISBURSE_ACCOUNTS_SECRET_KEY": SECRET + "2"}):
        for form in ((), ("--json",)):
            ran = disburse("--db", database, "settings", *form, stdin="", **given)
            assert ran.code == 0
            assert SECRET not in ran.out + ran.err
            assert "********" in ran.out
    (database.parent / FILE).write_text("", encoding="utf-8")
    assert "********" not in disburse("--db", database, "settings").out


def test_what_cannot_be_used_is_told(disburse: Disburse, database: Path) -> None:
    ran = disburse("--db", database, "settings", DISBURSE_ACCOUNTS_SESSION_HOURS="0")
    assert (ran.code, ran.out) == (2, "")
    assert "DISBURSE_ACCOUNTS_SESSION_HOURS" in ran.err
