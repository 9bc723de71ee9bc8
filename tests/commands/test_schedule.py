"""``schedule list`` and ``schedule run``, by processes of their own."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.schema import open_ledger
from disburse.schedule.planned import Name

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Register

PASSWORD = "đường-trục-thôn-7"  # noqa: S105 (of a test)


@pytest.fixture
def office(disburse: Disburse, register: Register, database: Path) -> Path:
    """A ledger with one register, one leader and one owner."""
    assert disburse("--db", database, "import", register()).code == 0
    owned = ("--owner", "UBND xã Bằng Mạc")
    for role, name, owner in (("leader", "lanhdao", ()), ("owner", "cdt", owned)):
        given = ("--role", role, "--email", f"{name}@bangmac.example.vn", *owner)
        added = disburse(
            "--db", database, "user", "add", *given, "--password-stdin", stdin=PASSWORD
        )
        assert added.code == 0
    return database


def test_the_messages_of_a_period_are_made_once(disburse: Disburse, office: Path) -> None:
    run = ("--db", office, "schedule", "run", "weekly", "--as-of", "2026-10-05", "--json")
    first, again = disburse(*run), disburse(*run)
    assert (first.code, first.err) == (0, "")
    made = first.document
    assert (made["name"], made["period"], made["as_of"]) == ("weekly", "2026-W41", "2026-10-05")
    assert (made["result"], made["due_at"]) == ("done", "2026-10-05T07:30:00+07:00")
    assert made["counts"] == {"new": 2, "held": 0, "nothing": 0, "unaddressable": 0}
    assert again.document["result"] == "again"
    assert again.document["counts"] == {"new": 0, "held": 2, "nothing": 0, "unaddressable": 0}
    sent = disburse("--db", office, "send", "--json")
    assert sent.document["written"] == 2


def test_the_list_shows_the_next_and_the_last_run(disburse: Disburse, office: Path) -> None:
    disburse("--db", office, "schedule", "run", "weekly", "--as-of", "2026-10-05")
    listed = disburse("--db", office, "schedule", "list", "--json").document["schedules"]
    assert [one["name"] for one in listed] == [name.value for name in Name]
    weekly = next(one for one in listed if one["name"] == "weekly")
    assert weekly["title"] == "Thư tuần"
    assert weekly["last"]["period"] == "2026-W41"
    assert weekly["last"]["outcome"] == "done"
    assert weekly["next"]["due_at"].endswith("07:30:00+07:00")
    text = disburse("--db", office, "schedule", "list").out
    assert "Đánh giá hằng ngày" in text
    assert "(2026-W41), đã xong: thư mới 2" in text


def test_answers_are_told_in_words(disburse: Disburse, office: Path) -> None:
    run = ("--db", office, "schedule", "run")
    first = disburse(*run, "weekly", "--as-of", "5/10/2026")
    assert first.out == ("Thư tuần, kỳ 2026-W41, đánh giá ngày 05/10/2026: đã xong (thư mới 2).\n")
    again = disburse(*run, "weekly", "--as-of", "5/10/2026")
    assert "đã chạy trước đó, nay chạy lại (thư mới 0, thư đã có 2)" in again.out
    nothing = disburse(*run, "countdown", "--as-of", "6/10/2026")
    assert nothing.out == (
        "Đếm ngược đến mốc: ngày 06/10/2026 không có kỳ nào; xem kỳ tới bằng schedule list.\n"
    )


def test_what_cannot_be_judged_is_refused_and_noted(disburse: Disburse, office: Path) -> None:
    ran = disburse("--db", office, "schedule", "run", "weekly", "--as-of", "2020-01-06")
    assert ran.code == 2
    assert ran.err.startswith("Lỗi: ")
    with closing(open_ledger(office)) as ledger:
        (row,) = ledger.execute("SELECT outcome, detail FROM schedule_run").fetchall()
    assert row[0] == "failed"
    assert row[1] in ran.err


def test_an_unknown_schedule_and_a_missing_ledger_are_refused(
    disburse: Disburse, database: Path
) -> None:
    assert disburse("--db", database, "schedule", "run", "hourly").code == 2
    ran = disburse("--db", database, "schedule", "run", "weekly")
    assert ran.code == 2
    assert str(database) in ran.err
    assert not database.exists()


@pytest.mark.parametrize("action", ["list", "run"])
def test_every_action_has_vietnamese_help(disburse: Disburse, action: str) -> None:
    ran = disburse("schedule", action, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Cách dùng: python -m disburse schedule {action}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weekly_day", "8"),
        ("weekly_day", '"monday"'),
        ("weekly_time", '"7h30"'),
        ("weekly_time", '"25:00"'),
        ("days_off", '"2026-13-01"'),
        ("days_off", '"2026-02-30"'),
        ("report_due_day", '"31"'),
        ("monthly_day", "32"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_key(
    disburse: Disburse, database: Path, key: str, value: str
) -> None:
    database.parent.mkdir(parents=True)
    (database.parent / "disburse.toml").write_text(f"[schedule]\n{key} = {value}\n", "utf-8")
    ran = disburse("--db", database, "schedule", "list")
    assert ran.code == 2
    assert f"schedule.{key}" in ran.err
