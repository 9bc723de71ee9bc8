"""A heading answered once: used next month, listed, and asked about again when taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from disburse.ledger.schema import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Disburse, Ran

OFFICE = "Phòng Kinh tế"


@pytest.fixture
def month(tmp_path: Path) -> Month:
    return Month(tmp_path)


class Month:
    """Writes the report of a month, whose last heading says nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, day: str, paid: int, *, unit: str = "triệu đồng", odd: str = "Số KB"
    ) -> Path:
        path = self.folder / f"bao-cao-{day.replace('/', '-')}.csv"
        lines = (
            "BÁO CÁO GIẢI NGÂN NĂM 2026",
            f"Số liệu đến ngày {day}",
            f"ĐVT: {unit}" if unit else "",
            f"STT;Mã dự án;Tên dự án;Kế hoạch vốn năm 2026;{odd} đến {day}",
            f"1;0012345;Đường trục thôn A;1500;{paid}",
            f"2;0012346;Trường Mầm non B;2000;{paid + 50}",
        )
        path.write_text("\n".join(lines), encoding="utf-8")
        return path


def told(ran: Ran, code: str) -> list[dict[str, Any]]:
    return [one for one in ran.document["findings"] if one["code"] == code]


def test_an_answer_given_once_is_used_listed_and_removed(
    disburse: Disburse, month: Month, database: Path
) -> None:
    def run(*arguments: object) -> Ran:
        return disburse("--db", database, "--json", *arguments)

    answer = ("--map", "Số KB đến 30/9/2026=disbursed_current", "--by", OFFICE)
    first = run("import", month("30/9/2026", 750), *answer)
    assert first.document["totals"]["disbursed"] == 1_550_000_000
    (kept,) = first.document["remembered"]
    assert (kept["value"], kept["answered_by"], kept["uses"]) == ("disbursed_current", OFFICE, [1])

    later = month("31/10/2026", 900)
    for verb in ("inspect", "import"):
        ran = run(verb, later)
        assert ran.document["totals"]["disbursed"] == 1_850_000_000
        assert ran.document["remembered"] == []
        assert told(ran, "column_unknown") == []
        (note,) = told(ran, "answer_used_again")
        assert (note["severity"], note["cell"]) == ("info", "E4")
        assert OFFICE in note["message"]

    (listed,) = run("answers").document["answers"]
    assert listed == {**kept, "uses": [1, 2]}
    removed = run("answers", "--remove", 1, "--by", "Kế toán trưởng")
    assert removed.document["removed"]["withdrawn_by"] == "Kế toán trưởng"
    asked = run("inspect", month("30/11/2026", 950))
    assert asked.document["totals"]["disbursed"] is None
    (question,) = told(asked, "column_unknown")
    assert question["value"] == "Số KB đến 30/11/2026"
    assert "disbursed_current" in question["candidates"]
    assert set(question) - set(note) == {"candidates"}
    assert run("answers").document["answers"] == [removed.document["removed"]]


def test_a_unit_told_once_is_used_again(disburse: Disburse, month: Month, database: Path) -> None:
    first = month("30/9/2026", 750, unit="", odd="Giải ngân")
    assert disburse("--db", database, "import", first, "--unit", "triệu đồng").code == 0
    later = disburse(
        "--db", database, "--json", "import", month("31/10/2026", 900, unit="", odd="Giải ngân")
    )
    assert later.document["totals"]["plan"] == 3_500_000_000
    assert [one["severity"] for one in told(later, "unit_used_again")] == ["info"]


def test_the_reporting_date_is_never_remembered(
    disburse: Disburse, tmp_path: Path, database: Path
) -> None:
    def undated(paid: int) -> Path:
        path = tmp_path / f"{paid}.csv"
        heading = "STT;Mã dự án;Tên dự án;Kế hoạch vốn năm 2026;Giải ngân"
        path.write_text(
            f"ĐVT: triệu đồng\n{heading}\n1;0012345;Đường A;1500;{paid}", encoding="utf-8"
        )
        return path

    answer = ("--as-of", "2026-09-30")
    assert disburse("--db", database, "import", undated(750), *answer).code == 0
    later = disburse("--db", database, "--json", "import", undated(900))
    assert later.code == 1
    assert len(told(later, "as_of_missing")) == 1


def test_a_rehearsal_and_a_refused_file_remember_nothing(
    disburse: Disburse, month: Month, database: Path
) -> None:
    answer = ("--map", "Số KB đến 30/9/2026=disbursed_current")
    file = month("30/9/2026", 750)
    rehearsed = disburse("--db", database, "--json", "import", file, *answer, "--dry-run")
    assert rehearsed.document["totals"]["disbursed"] == 1_550_000_000
    assert rehearsed.document["remembered"] == []
    assert not database.exists()
    open_ledger(database).close()
    refused = disburse("--db", database, "import", file, *answer, "--map", "Không có=note")
    assert refused.code == 1
    assert disburse("--db", database, "--json", "inspect", file, *answer).code == 0
    disburse("--db", database, "import", file, *answer, "--dry-run")
    assert disburse("--db", database, "--json", "answers").document == {"answers": []}
    assert disburse("--db", database, "answers").out == "Sổ dữ liệu chưa ghi nhớ câu trả lời nào.\n"


def test_people_read_what_is_remembered_and_how_to_take_it_back(
    disburse: Disburse, month: Month, database: Path
) -> None:
    file = month("30/9/2026", 750)
    answer = ("--map", "Số KB đến 30/9/2026=disbursed_current", "--by", OFFICE)
    out = disburse("--db", database, "import", file, *answer).out
    assert "Đã ghi nhớ câu trả lời số 1: cột “Số KB đến 30/9/2026” → disbursed_current." in out
    assert "answers --remove 1" in out
    listed = disburse("--db", database, "answers").out
    assert f"cột “Số KB đến 30/9/2026” → disbursed_current ({file.name}" in listed
    assert f"{OFFICE} trả lời; lần nhập đã dùng: 1" in listed
    removed = disburse("--db", database, "answers", "--remove", 1, "--by", OFFICE).out
    assert "Các lần nhập đã đọc theo câu trả lời này vẫn còn hiệu lực: 1;" in removed
    assert f", {OFFICE} bỏ" in disburse("--db", database, "answers").out
    again = disburse("--db", database, "answers", "--remove", 1)
    assert (again.code, again.out) == (2, "")
    assert "Câu trả lời số 1 đã được bỏ lúc" in again.err
    assert "Không có câu trả lời số 7" in disburse("--db", database, "answers", "--remove", 7).err


def test_an_answer_that_comes_after_the_import_is_told_to_be_too_late(
    disburse: Disburse, month: Month, database: Path
) -> None:
    file = month("30/9/2026", 750)
    assert disburse("--db", database, "import", file).code == 0
    answer = ("--map", "Số KB đến 30/9/2026=disbursed_current")
    late = disburse("--db", database, "import", file, *answer)
    assert "chưa được dùng và không được ghi nhớ" in late.out
    assert "undo 1" in late.out
    assert disburse("--db", database, "--json", "answers").document == {"answers": []}
    assert disburse("--db", database, "undo", 1).code == 0
    assert "Đã ghi nhớ câu trả lời số 1" in disburse("--db", database, "import", file, *answer).out


def test_one_of_several_columns_alike_is_told_not_to_be_remembered(
    disburse: Disburse, tmp_path: Path, database: Path
) -> None:
    path = tmp_path / "hai-cot.csv"
    heading = "STT;Mã dự án;Tên dự án;Kế hoạch vốn năm 2026;Số KB đến 31/8/2026;Số KB đến 30/9/2026"
    path.write_text(f"ĐVT: triệu đồng\n{heading}\n1;0012345;Đường A;1500;100;200", encoding="utf-8")
    answer = ("--map", "Số KB đến 30/9/2026=disbursed_current")
    ran = disburse("--db", database, "import", path, *answer)
    assert "Không ghi nhớ được câu trả lời về cột “Số KB đến 30/9/2026”" in ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("answers", "--remove", "first"), '"first" không phải là số của một câu trả lời'),
        (("--db", "nowhere.db", "answers"), "Chưa có sổ dữ liệu"),
    ],
)
def test_wrong_use_is_told(disburse: Disburse, arguments: tuple[str, ...], told: str) -> None:
    ran = disburse(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
