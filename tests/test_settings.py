from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.settings import AccountSettings
from disburse.errors import OperatorError
from disburse.render.office import Office
from disburse.rules import Thresholds
from disburse.settings import FILE, TABLES, Settings, list_settings, load_settings, variable
from disburse.web.settings import WebSettings

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, text: str | None = None, **environment: str) -> Settings:
    if text is not None:
        (folder / FILE).write_text(text, encoding="utf-8")
    return load_settings(folder / "disburse.db", environment)


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    expected = Settings(
        uploads=tmp_path / "uploads",
        office=Office(),
        thresholds=Thresholds(),
        accounts=AccountSettings(),
        web=WebSettings(),
    )
    assert load(tmp_path) == expected
    assert load(tmp_path, "") == expected


def test_the_file_beside_the_database_is_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        '[storage]\nuploads = "/srv/files"\n'
        '[office]\ndepartment = "Phòng Kinh tế, Hạ tầng"\n'
        "[thresholds]\npace_weeks = 6\nred_ratio = 3\n",
    )
    assert settings.uploads.as_posix() == "/srv/files"
    assert settings.office == Office(department="Phòng Kinh tế, Hạ tầng")
    assert settings.thresholds == Thresholds(pace_weeks=6, red_ratio=3.0)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "[thresholds]\npace_weeks = 6\nred_days = 30\n",
        DISBURSE_THRESHOLDS_PACE_WEEKS="4",
        DISBURSE_THRESHOLDS_AT_RISK_RATIO="1.5",
        DISBURSE_OFFICE_PLACE="2026",
        PATH="/bin",
    )
    assert settings.thresholds == Thresholds(pace_weeks=4, at_risk_ratio=1.5, red_days=30)
    assert settings.office.place == "2026"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[thresholds]\npace_week = 8", "thresholds.pace_week"),
        ("[threshold]\npace_weeks = 8", "threshold"),
        ("pace_weeks = 8", "pace_weeks"),
        ('[thresholds]\npace_weeks = "8"', "thresholds.pace_weeks"),
        ("[thresholds]\npace_weeks = 8.5", "thresholds.pace_weeks"),
        ("[thresholds]\npace_weeks = true", "thresholds.pace_weeks"),
        ("[thresholds]\npace_weeks = 0", "thresholds.pace_weeks"),
        ("[thresholds]\nred_ratio = -1.0", "thresholds.red_ratio"),
        ("[thresholds]\nred_ratio = nan", "thresholds.red_ratio"),
        ("[thresholds]\nred_ratio = inf", "thresholds.red_ratio"),
        ("[office]\nplace = 7", "office.place"),
        ('[web]\npublic_url = "bangmac.example.vn"', "web.public_url"),
        ('[web]\npublic_url = "ftp://bangmac.example.vn"', "web.public_url"),
        ('[schedule]\nweekly_time = "24:00"', "schedule.weekly_time"),
        ("[schedule]\nweekly_day = 8", "schedule.weekly_day"),
        ("[office", "disburse.toml"),
        ("[office]\nplace = 'a'\nplace = 'b'", "disburse.toml"),
    ],
)
def test_what_cannot_be_used_is_refused_by_file_and_key(
    tmp_path: Path, text: str, named: str
) -> None:
    with pytest.raises(OperatorError) as refusal:
        load(tmp_path, text)
    assert str(tmp_path / FILE) in str(refusal.value)
    assert named in str(refusal.value)


@pytest.mark.parametrize(
    "environment",
    [
        {"DISBURSE_PACE_WEEKS": "8"},
        {"DISBURSE_THRESHOLDS_PACE_WEEKS": "eight"},
        {"DISBURSE_THRESHOLDS_RED_RATIO": "0"},
    ],
)
def test_variables_are_as_strict_as_the_file(tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(OperatorError, match=next(iter(environment))):
        load(tmp_path, **environment)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes('[office]\nplace = "xã"'.encode("cp1258", "ignore") + b"\xff")
    with pytest.raises(OperatorError, match=FILE):
        load(tmp_path)


def test_variables_are_named_after_table_and_key() -> None:
    assert variable("thresholds", "pace_weeks") == "DISBURSE_THRESHOLDS_PACE_WEEKS"
    assert variable("mail", "smtp_url") == "DISBURSE_SMTP_URL"
    assert variable("mail", "sender") == "DISBURSE_MAIL_FROM"
    assert set(TABLES) == {
        *("storage", "office", "thresholds", "accounts", "web", "mail", "letters"),
        *("schedule", "logs"),
    }


def test_secrets_stand_in_no_repr(tmp_path: Path) -> None:
    secret = "k" * 40
    given = {"DISBURSE_ACCOUNTS_SECRET_KEY": secret}
    settings = load(tmp_path, **given)
    assert settings.accounts == AccountSettings(secret_key=secret)
    assert secret not in repr((settings, list_settings(tmp_path / "disburse.db", given)))


def test_every_secret_is_marked_as_one() -> None:
    named = {
        f"{name}.{one.name}"
        for name, table in TABLES.items()
        for one in fields(table)
        if any(word in one.name for word in ("secret", "password", "token"))
    }
    marked = {
        f"{name}.{one.name}"
        for name, table in TABLES.items()
        for one in fields(table)
        if one.metadata.get("secret") and not one.repr
    }
    assert named | {"mail.smtp_url"} == marked
