"""The user's own workbook with its findings marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from python_calamine import load_workbook

from disburse.findings import catalogue
from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import Severity
from disburse.render.annotated import marks, write_annotated
from disburse.render.annotated.wording import keys, text
from tests.render.annotated.files import LISTING, dump, finding, listed, register, top

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Disburse
    from tests.conftest import Register as WriteRegister


def test_all_but_the_marked_cells_stays_as_it_was(
    original: Path, annotate: Callable[..., Any]
) -> None:
    before = openpyxl.load_workbook(original, rich_text=True)
    after = annotate(original, register(finding(cell="F5")))
    assert after.sheetnames == [LISTING, "KH 2026", "Số 'A' & B"]
    assert after.defined_names["TongVon"].value == "'KH 2026'!$E$8"
    for name in before.sheetnames:
        was, became = dump(before[name]), dump(after[name])
        changed = {key for key in was if was[key] != became[key]}
        assert changed == ({"F5"} if name == "KH 2026" else set())
    assert after["KH 2026"]["F5"].number_format == "#,##0.0"


def test_results_of_formulas_stay_stored(
    original: Path, annotate: Callable[..., Any], tmp_path: Path
) -> None:
    after = annotate(original, register(finding()))
    assert after["KH 2026"]["E8"].value == "=SUM(E5:E7)"
    values = load_workbook(tmp_path / "tra-lai.xlsx").get_sheet_by_name("KH 2026").to_python()
    assert values[7][4:] == [1600.0, "có & <đủ>"]


def test_what_is_returned_reads_as_what_was_given(original: Path, tmp_path: Path) -> None:
    read = read_register(original, ReadingOptions())
    assert {one.code for one in read.findings} >= {"amount_unreadable", "disbursed_over_plan"}
    write_annotated(original, read, tmp_path / "lai.xlsx")
    again = read_register(tmp_path / "lai.xlsx", ReadingOptions())
    assert (again.projects, again.findings, again.as_of) == (
        read.projects,
        read.findings,
        read.as_of,
    )


def test_a_mark_tells_severity_by_fill_line_and_word(
    original: Path, annotate: Callable[..., Any]
) -> None:
    severities = dict(zip(("A5", "C5", "D5"), Severity, strict=True))
    found = [finding(cell=cell, severity=one) for cell, one in severities.items()]
    sheet = annotate(original, register(*found))["KH 2026"]
    fills = {sheet[cell].fill.fgColor.rgb for cell in severities}
    lines = {sheet[cell].border.left.style for cell in severities}
    words = [sheet[cell].comment.text.partition(":")[0] for cell in severities]
    assert (len(fills), len(lines), words) == (3, 3, ["LỖI", "CẦN KIỂM TRA", "THÔNG TIN"])
    comment = sheet["A5"].comment
    assert comment.author == "disburse"
    title = catalogue()["amount_negative"]["title"]
    assert (
        comment.text
        == f"LỖI: {title} [amount_negative]\nNội dung của amount_negative.\nCách sửa: Sửa amount_negative."
    )


def test_findings_of_one_cell_are_joined_below_the_users_comment(
    original: Path, annotate: Callable[..., Any]
) -> None:
    found = (finding("first", "E6"), finding("second", "E6", severity=Severity.ERROR))
    cell = annotate(original, register(*found))["KH 2026"]["E6"]
    user, _, ours = cell.comment.text.partition(text("comment", "own"))
    assert (user.strip(), cell.comment.author) == ("Kế toán: chờ duyệt", "Kế toán")
    assert ours.index("LỖI: second") < ours.index("CẦN KIỂM TRA: first")
    assert cell.fill.fgColor.rgb == marks.MARKS[Severity.ERROR].fill


def test_a_merged_range_is_marked_as_one_and_its_light_letters_darkened(
    original: Path, annotate: Callable[..., Any]
) -> None:
    sheet = annotate(original, register(finding(cell="C1")))["KH 2026"]
    assert "A1:F1" in map(str, sheet.merged_cells.ranges)
    assert "[amount_negative]" in sheet["A1"].comment.text
    assert sheet["A1"].font.color.rgb == "FF000000"
    assert sheet["A1"].font.b
    style = marks.MARKS[Severity.WARNING].style
    assert (sheet["A1"].border.left.style, sheet["F1"].border.right.style) == (style, style)
    assert sheet["C1"].border.left.style is None


def test_the_list_leads_to_the_cells_and_counts_them(
    original: Path, annotate: Callable[..., Any]
) -> None:
    found = (
        finding(cell="E6"), finding("year_missing", None, None, Severity.ERROR, None),
        finding("sheet_hidden", None, "Số 'A' & B", Severity.INFO), finding("lost", "A1", "Trang đã xóa"),
        finding("odd", "E6:F7"), finding("far", "ZZZ1"), finding("link", "A1", "Số 'A' & B"),
    )  # fmt: skip
    workbook = annotate(original, register(*found))
    rows = listed(workbook)
    assert [row[0] for row in rows[:2]] == ["✖ LỖI", "▲ CẦN KIỂM TRA"]
    assert rows[1][2:] == (
        "KH 2026",
        "E6",
        "-5",
        "Nội dung của amount_negative.",
        "Sửa amount_negative.",
    )
    assert len(rows) == len(found)
    sheet = workbook.worksheets[0]
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"'KH 2026'!E6", "'Số ''A'' & B'!A1"}
    assert "✖ LỖI: 1" in top(workbook)
    assert "▲ CẦN KIỂM TRA: 5" in top(workbook)
    assert sheet.auto_filter.ref == f"A5:H{5 + len(found)}"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$5:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_only_the_list_is_selected_when_the_workbook_opens(
    original: Path, annotate: Callable[..., Any]
) -> None:
    workbook = annotate(original, register(finding()))
    assert workbook.active.title == LISTING
    assert [one.title for one in workbook.worksheets if one.sheet_view.tabSelected] == [LISTING]


def test_a_sheet_of_our_name_stays_the_users(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    taken = openpyxl.load_workbook(original)
    taken.create_sheet(LISTING.upper())["A1"] = "của đơn vị"
    taken.save(tmp_path / "trung.xlsx")
    workbook = annotate(tmp_path / "trung.xlsx", register(finding()))
    assert workbook.sheetnames[0] == f"{LISTING} (2)"
    assert workbook[LISTING.upper()]["A1"].value == "của đơn vị"


def test_checking_again_replaces_the_marks_of_before(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    annotate(original, register(finding(cell="E6"), finding(cell="F5")))
    workbook = annotate(tmp_path / "tra-lai.xlsx", register(finding(cell="E7")), "lan-hai.xlsx")
    sheet = workbook["KH 2026"]
    assert workbook.sheetnames == [LISTING, "KH 2026", "Số 'A' & B"]
    marked = {marks.MARKS[one].fill for one in Severity}
    assert [sheet[cell].fill.fgColor.rgb in marked for cell in ("E6", "F5", "E7")] == [
        False,
        False,
        True,
    ]
    assert (sheet["F5"].comment, sheet["E6"].comment.text) == (None, "Kế toán: chờ duyệt")
    assert len(listed(workbook)) == 1


def test_a_clean_file_says_so(original: Path, annotate: Callable[..., Any]) -> None:
    workbook = annotate(original, register())
    assert text("sheet", "clean", file="goc.xlsx") in top(workbook)
    assert listed(workbook) == []


@pytest.mark.parametrize("section", ["severity", "symbol", "count"])
def test_every_severity_has_its_words(section: str) -> None:
    assert set(keys(section)) == {one.value for one in Severity} == set(marks.MARKS)


def test_the_command_line_returns_refused_files_annotated(
    disburse: Disburse, register: WriteRegister, database: Path, tmp_path: Path
) -> None:
    file = register(rows=("1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;nhiều;750",))
    path = tmp_path / "tra lai" / "da-danh-dau.xlsx"
    ran = disburse("--db", database, "--json", "import", file, "--annotated", path)
    assert (ran.code, ran.err, ran.document["annotated"]) == (1, "", str(path))
    assert not database.parent.exists()
    assert listed(openpyxl.load_workbook(path))[0][3] == "F5"
    before = path.read_bytes()
    again = disburse("inspect", file, "--annotated", path)
    assert (again.code, path.read_bytes()) == (2, before)
    assert "không ghi đè" in again.err
    told = disburse("inspect", file, "--annotated", tmp_path / "hai.xlsx")
    assert (told.code, (tmp_path / "hai.xlsx").exists()) == (1, True)
    assert "Tệp đã đánh dấu: " in told.out
    assert disburse("inspect", file, "--annotated", tmp_path / "hai.xls").code == 2
