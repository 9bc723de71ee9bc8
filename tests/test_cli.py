"""The command line's contract, by processes of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from disburse.commands.arguments import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Register

VERBS = [command.verb for command in COMMANDS]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_vietnamese_help(disburse: Disburse, verb: str) -> None:
    ran = disburse(verb, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Cách dùng: python -m disburse {verb}")
    assert "Tùy chọn:" in ran.out


def test_help_lists_every_verb(disburse: Disburse) -> None:
    out = disburse("--help").out
    assert all(f"\n    {verb} " in out for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "còn thiếu: LỆNH"),
        (("nothing",), '"nothing" không dùng được'),
        (("import",), "còn thiếu: TỆP"),
        (("import", "no-such-file.xlsx"), "Không tìm thấy tệp no-such-file.xlsx"),
        (("import", "."), "không phải là một tệp"),
        (("status", "--as-of", "31/9/2026"), '"31/9/2026" không phải là ngày'),
        (("status", "--as-of"), "phải có một giá trị"),
        (("status", "--colour"), "không hiểu: --colour"),
        (("undo", "first"), '"first" không phải là số'),
        (("--db", "nowhere.db", "undo", "1"), "Chưa có sổ dữ liệu"),
        (("--db", "nowhere.db", "status"), "Chưa có sổ dữ liệu"),
        (("--db", "nowhere.db", "imports"), "Chưa có sổ dữ liệu"),
        (("--db", "nowhere.db", "report"), "Chưa có sổ dữ liệu"),
    ],
)
def test_wrong_use_is_told_in_vietnamese(
    disburse: Disburse, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = disburse(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Lỗi: ")
    assert told in ran.err
    assert "Traceback" not in ran.err
    as_json = disburse("--json", *arguments)
    assert (as_json.code, as_json.err) == (2, "")
    assert list(as_json.document) == ["error"]
    assert told in as_json.document["error"]
    assert list(tmp_path.iterdir()) == []


def test_json_is_the_only_thing_on_stdout_before_and_after_the_verb(
    disburse: Disburse, register: Register
) -> None:
    file = register()
    before, after = disburse("--json", "inspect", file), disburse("inspect", file, "--json")
    assert before == after
    assert (before.code, before.err) == (0, "")
    assert before.document["totals"] == {
        "projects": 2,
        "plan": 3_500_000_000,
        "disbursed": 1_050_000_000,
        "plan_carryover": None,
        "disbursed_carryover": None,
    }


def test_the_database_option_may_stand_on_either_side(
    disburse: Disburse, register: Register, database: Path
) -> None:
    assert disburse("--db", database, "import", register()).code == 0
    assert len(disburse("imports", "--db", database, "--json").document["imports"]) == 1


def test_output_is_utf_8_whatever_the_console_says(disburse: Disburse) -> None:
    assert "Cách dùng" in disburse("--help", PYTHONIOENCODING="cp1252", PYTHONUTF8="0").out
    refused = disburse("import", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "còn thiếu" in refused.err


def test_import_stores_once_and_the_same_file_changes_nothing(
    disburse: Disburse, register: Register, database: Path
) -> None:
    file = register()
    first = disburse("--db", database, "--json", "import", file, "--by", "Phòng Kinh tế")
    again = disburse("--db", database, "--json", "import", file)
    assert (first.code, first.document["stored"], first.document["import_id"]) == (0, True, 1)
    assert first.document["changes"] == {"new": 2, "changed": 0, "unchanged": 0, "missing": 0}
    assert (again.code, again.document["stored"]) == (0, False)
    assert again.document["changes"] == {"new": 0, "changed": 0, "unchanged": 2, "missing": 0}
    (record,) = disburse("--db", database, "--json", "imports").document["imports"]
    assert (record["uploaded_by"], record["as_of"]) == ("Phòng Kinh tế", "2026-09-30")
    kept = database.parent / "uploads" / record["stored_path"]
    assert kept.read_bytes() == file.read_bytes()


def test_a_rehearsal_tells_the_same_and_leaves_nothing(
    disburse: Disburse, register: Register, database: Path
) -> None:
    file = register()
    rehearsed = disburse("--db", database, "--json", "import", file, "--dry-run").document
    assert not database.parent.exists()
    stored = disburse("--db", database, "--json", "import", file).document
    assert {**rehearsed, "stored": True, "import_id": 1} == stored
    changed = register(rows=("1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;1500;900",))
    later = disburse("--db", database, "--json", "import", changed, "--dry-run").document
    assert later["changes"] == {"new": 0, "changed": 1, "unchanged": 0, "missing": 1}
    assert len(disburse("--db", database, "--json", "imports").document["imports"]) == 1


def test_a_refused_file_ends_with_1_and_touches_nothing(
    disburse: Disburse, register: Register, database: Path
) -> None:
    file = register(rows=("1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;nhiều;750",))
    for arguments in (("inspect", file), ("import", file), ("import", file, "--dry-run")):
        ran = disburse("--db", database, "--json", *arguments)
        assert (ran.code, ran.err) == (1, "")
        assert (ran.document["stored"], ran.document["import_id"]) == (False, None)
        errors = [one for one in ran.document["findings"] if one["severity"] == "error"]
        assert [(one["code"], one["cell"]) for one in errors] == [("amount_unreadable", "F5")]
    assert not database.parent.exists()
    told = disburse("--db", database, "import", file)
    assert told.code == 1
    assert "nhiều" in told.out


def test_what_the_user_says_of_a_file_wins(disburse: Disburse, register: Register) -> None:
    file = register()
    told = disburse(
        "inspect", file, "--json", "--as-of", "15/10/2026", "--unit", "đồng",
        "--map", "Chủ đầu tư=location", "--kind", "payments",
    ).document  # fmt: skip
    assert (told["as_of"], told["kind"]) == ("2026-10-15", "payments")
    assert told["totals"]["plan"] == 3500
    assert told["sheets"][0]["columns"]["D"] == "location"


@pytest.mark.parametrize(
    "arguments", [("--unit", "USD"), ("--unit", "mét"), ("--map", "Chủ đầu tư=boss")]
)
def test_what_cannot_be_meant_is_refused(
    disburse: Disburse, register: Register, arguments: tuple[str, ...]
) -> None:
    ran = disburse("inspect", register(), *arguments)
    assert (ran.code, ran.out) == (2, "")


def test_undo_takes_an_import_out_of_force_once(
    disburse: Disburse, register: Register, database: Path
) -> None:
    disburse("--db", database, "import", register())
    undone = disburse("--db", database, "--json", "undo", "1", "--by", "Lãnh đạo").document
    assert undone["undone"]["undone_by"] == "Lãnh đạo"
    assert disburse("--db", database, "undo", "1").code == 2
    assert disburse("--db", database, "undo", "2").code == 2
    assert "đã hủy" in disburse("--db", database, "imports").out
    status = disburse("--db", database, "--json", "status", "--as-of", "2026-10-01")
    assert (status.code, status.document["projects"]) == (0, [])
    assert disburse("--db", database, "report", "--as-of", "2026-10-01").code == 2


def test_status_judges_as_of_a_day(disburse: Disburse, register: Register, database: Path) -> None:
    disburse("--db", database, "import", register())
    status = disburse("--db", database, "--json", "status", "--as-of", "1/10/2026").document
    assert (status["as_of"], status["figures_date"]) == ("2026-10-01", "2026-09-30")
    continuing, new = status["projects"]
    assert (continuing["class"], continuing["rate_percent"]) == ("continuing", 50.0)
    states = {one["due"]: one["state"] for one in continuing["milestones"]}
    assert states["2026-09-30"] == "missed"
    assert states["2026-12-31"] == "pending"
    assert new["class"] == "new_start"


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("--owner", "UBND xã Bằng Mạc"), ["0012345"]),
        (("--project", "0012346"), ["0012346"]),
        (("--project", "9999999"), []),
    ],
)
def test_status_keeps_what_is_asked_for(
    disburse: Disburse,
    register: Register,
    database: Path,
    arguments: tuple[str, ...],
    codes: list[str],
) -> None:
    disburse("--db", database, "import", register())
    ran = disburse("--db", database, "--json", "status", "--as-of", "2026-10-01", *arguments)
    assert [project["code"] for project in ran.document["projects"]] == codes


def test_status_known_on_an_earlier_day_knows_nothing_of_todays_import(
    disburse: Disburse, register: Register, database: Path
) -> None:
    disburse("--db", database, "import", register())
    arguments = ("--db", database, "--json", "status", "--as-of", "2026-10-01", "--known-on")
    assert disburse(*arguments, "2026-01-01").document["projects"] == []
    assert len(disburse(*arguments, "2999-12-31").document["projects"]) == 2


def test_report_writes_workbook_page_and_letters_below_the_day(
    disburse: Disburse, register: Register, database: Path, tmp_path: Path
) -> None:
    disburse("--db", database, "import", register())
    ran = disburse(
        "--db", database, "--json", "report", "--as-of", "2026-10-01", "--out", "out"
    ).document
    folder = tmp_path / "out" / "2026-10-01"
    names = ["canh-bao.html", "cong-van", "tong-hop.xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert (folder / "tong-hop.xlsx").read_bytes().startswith(b"PK")
    assert "0012345" in (folder / "canh-bao.html").read_text(encoding="utf-8")
    assert (ran["projects"], ran["as_of"]) == (2, "2026-10-01")
    assert ran["warnings"]["red"] > 0


def test_a_database_that_is_none_is_told(disburse: Disburse, register: Register) -> None:
    file = register()
    for verb in ("status", "imports", "report"):
        ran = disburse("--db", file, verb)
        assert (ran.code, ran.out) == (2, "")
        assert "không phải là sổ dữ liệu" in ran.err


def test_settings_that_cannot_be_used_are_told(
    disburse: Disburse, register: Register, database: Path
) -> None:
    ran = disburse("--db", database, "import", register(), DISBURSE_THRESHOLDS_PACE_WEEKS="few")
    assert ran.code == 2
    assert "DISBURSE_THRESHOLDS_PACE_WEEKS" in ran.err


def test_the_uploads_folder_is_a_setting(
    disburse: Disburse, register: Register, database: Path
) -> None:
    disburse("--db", database, "import", register(), DISBURSE_STORAGE_UPLOADS="received")
    assert len(list((database.parent / "received").iterdir())) == 1


def test_template_is_written_once(disburse: Disburse, tmp_path: Path) -> None:
    assert disburse("template").code == 0
    assert disburse("template").code == 2
    assert json.loads(disburse("template", "--json", "--out", "form.xlsx").out) == {
        "template": "form.xlsx"
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bieu-dang-ky.xlsx", "form.xlsx"]


def test_demo_takes_the_samples_in_and_reports(
    disburse: Disburse, database: Path, tmp_path: Path
) -> None:
    ran = disburse("--db", database, "demo", "--out", tmp_path / "reports", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert all(one["import_id"] for one in ran.document["imports"])
    days = [one["as_of"] for one in ran.document["reports"]]
    assert days == ["2026-07-01", "2026-10-01", "2026-11-15"]
    assert all((tmp_path / "reports" / day / "tong-hop.xlsx").exists() for day in days)
    people = disburse("--db", database, "user", "list", "--json").document["people"]
    assert {one["email"] for one in people} == {one["email"] for one in ran.document["accounts"]}
    assert disburse("--db", database, "demo").code == 2
