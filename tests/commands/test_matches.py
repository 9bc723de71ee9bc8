"""``matches`` and the differences of a re-upload, by processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Register

ROWS = (
    "1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;1500;750",
    "2;0012346;Trường Mầm non B (giai đoạn 1);Ban QLDA ĐTXD;Khởi công mới;2000;300",
)
LATER = (
    "1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;1800;900",
    "2;0012399;Trường MN B giai đoạn I;Ban QLDA đầu tư xây dựng;Khởi công mới;2000;300",
)
SAME, OWNER = ("--same", "0012399", "2"), ("--owner", "Ban QLDA ĐTXD", "Ban QLDA đầu tư xây dựng")


@pytest.fixture
def files(register: Register) -> tuple[Path, Path]:
    return register("a.csv", "30/6/2026", ROWS), register("b.csv", "30/9/2026", LATER)


@pytest.fixture
def filled(disburse: Disburse, database: Path, files: tuple[Path, Path]) -> Path:
    for file in files:
        assert disburse("--db", database, "import", file).code == 0
    return database


def test_a_re_upload_tells_its_differences_rehearsed_and_stored(
    disburse: Disburse, database: Path, files: tuple[Path, Path]
) -> None:
    first = disburse("--db", database, "--json", "import", files[0]).document
    assert [one["kind"] for one in first["differences"]] == ["new", "new"]
    assert disburse("--json", "inspect", files[0]).document["differences"] is None
    rehearsed = disburse("--db", database, "--json", "import", files[1], "--dry-run").document
    listing = disburse("--db", database, "import", files[1], "--dry-run").out
    stored = disburse("--db", database, "--json", "import", files[1]).document
    assert {**rehearsed, "stored": True, "import_id": 2} == stored
    assert stored["changes"] == {"new": 1, "changed": 1, "unchanged": 0, "missing": 1}
    changed, new, missing = stored["differences"]
    assert changed["fields"][0] == {
        "field": "plan", "old": 1_500_000_000, "new": 1_800_000_000, "cell": "b!F5",
        "source": None, "tranche": "current", "to_date": None, "old_to_date": None,
    }  # fmt: skip
    assert (changed["fields"][1]["old_to_date"], new["kind"]) == ("2026-06-30", "new")
    assert (missing["code"], missing["project_id"]) == ("0012346", 2)
    assert "kế hoạch vốn: 1.500 → 1.800" in listing
    assert [one["code"] for one in stored["findings"]] == ["project_resembles"]
    assert "gần giống" in listing


def test_what_awaits_a_word_is_listed_with_the_words_to_say(
    disburse: Disburse, filled: Path
) -> None:
    found = disburse("--db", filled, "--json", "matches").document
    (candidate,), (suggestion,) = found["projects"], found["owners"]
    assert (candidate["project"]["project_id"], candidate["resembles"]["project_id"]) == (3, 2)
    assert suggestion["spelling"] == "Ban QLDA ĐTXD"
    assert found["confirmations"] == []
    listing = disburse("--db", filled, "matches").out
    assert "matches --same 3 2" in listing
    assert 'matches --owner "Ban QLDA ĐTXD" "Ban QLDA đầu tư xây dựng"' in listing


def test_a_word_joins_and_is_taken_back(disburse: Disburse, filled: Path) -> None:
    def projects(*arguments: str) -> list[str]:
        status = disburse("--db", filled, "--json", "status", "--as-of", "2026-10-01", *arguments)
        return [one["code"] for one in status.document["projects"]]

    assert projects() == ["0012345", "0012346", "0012399"]
    said = disburse("--db", filled, "--json", "matches", *SAME, "--by", "Phòng Kinh tế").document
    assert (said["confirmation"]["kind"], said["confirmation"]["decided_by"]) == (
        "same_project", "Phòng Kinh tế"
    )  # fmt: skip
    assert projects() == ["0012345", "0012399"]
    assert disburse("--db", filled, "matches", *OWNER).code == 0
    assert projects("--owner", "ban qlda đtxd") == projects("--owner", OWNER[2]) == ["0012399"]
    listed = disburse("--db", filled, "matches").out
    assert "là một dự án" in listed
    assert "là chủ đầu tư" in listed
    assert disburse("--db", filled, "matches", "--withdraw", "1").code == 0
    assert projects() == ["0012345", "0012346", "0012399"]
    assert "đã rút lại" in disburse("--db", filled, "matches").out


def test_nothing_awaits_a_word_where_all_is_clear(
    disburse: Disburse, register: Register, database: Path
) -> None:
    disburse("--db", database, "import", register())
    assert disburse("--db", database, "matches").out == "Không có gì chờ xác nhận.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--same", "0012345", "9999999"), "“9999999”"),
        (("--same", "0012345", "1"), "đã được tính là một"),
        (("--same", "0012345"), "phải có 2 giá trị"),
        (("--owner", "UBND xã", "Ban QLDA"), "“UBND xã”"),
        (("--withdraw", "7"), "Không có xác nhận số 7"),
        (("--withdraw", "x"), '"x" không phải là số'),
        ((*SAME, *OWNER), "một điều"),
    ],
)
def test_what_cannot_be_said_is_refused(
    disburse: Disburse, filled: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = disburse("--db", filled, "matches", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
