"""The user's own workbook with its findings marked: real files in, real files out."""

from __future__ import annotations

import io
import zipfile
from itertools import product
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.cell.cell import MergedCell
from python_calamine import load_workbook

from disburse.intake.findings import catalogue
from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import Finding, Kind, Register, Severity
from disburse.render.annotated import marks, survey, write_annotated
from disburse.render.annotated.cells import write_text
from disburse.render.annotated.wording import keys, plain, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Disburse
    from tests.conftest import Register as WriteRegister

LISTING = "Kết quả kiểm tra"
HEADER = (
    "STT",
    "Mã dự án",
    "Tên dự án",
    "Chủ đầu tư",
    "Kế hoạch vốn năm 2026",
    "Lũy kế giải ngân năm 2026",
)
ROWS = (
    (1, "0012345", "Đường trục thôn A", "UBND xã Bằng Mạc", 1500, 750),
    (2, "0012346", '=HYPERLINK("http://x.vn","bấm")', "Ban QLDA khu vực", "nhiều", 300),
    (3, "0012347", "@Trạm y tế", "Ban QLDA khu vực", 100, 300),
)


def finding(
    code: str = "amount_negative",
    cell: str | None = "F5",
    sheet: str | None = "KH 2026",
    severity: Severity = Severity.WARNING,
    value: str | None = "-5",
) -> Finding:
    return Finding(code, severity, sheet, cell, value, f"Nội dung của {code}.", f"Sửa {code}.")


def register(*findings: Finding, file: str = "goc.xlsx") -> Register:
    return Register(file, "", Kind.REGISTER, None, None, (), (), (), findings)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A register with everything an office puts into one, as Excel stores it."""
    path = tmp_path / "goc.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("KH 2026")
        head = workbook.add_format(
            {"bold": True, "font_color": "white", "bg_color": "#1F3864", "border": 1}
        )
        amount = workbook.add_format({"num_format": "#,##0.0", "border": 1})
        sheet.merge_range("A1:F1", "DANH MỤC DỰ ÁN ĐẦU TƯ CÔNG NĂM 2026", head)
        sheet.merge_range("A2:F2", "Số liệu đến ngày 30/9/2026; ĐVT: triệu đồng")
        sheet.write_row(3, 0, HEADER, head)
        for number, row in enumerate(ROWS, start=4):
            for column, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(number, column, value, amount if column > 3 else None)
        sheet.write("C8", "Tổng cộng")
        sheet.write_formula("E8", "=SUM(E5:E7)", amount, 1600)
        sheet.write_formula("F8", '=IF(E8>0,"có & <đủ>","")', amount, "có & <đủ>")
        sheet.write_rich_string("A10", "Ghi ", head, "chú", " cuối bảng")
        sheet.write_url("A11", "https://example.org/van-ban")
        sheet.write_comment("E6", "Kế toán: chờ duyệt", {"author": "Kế toán"})
        sheet.write_comment("A8", "Số cộng dồn", {"author": "Kế toán"})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("C:C", 34)
        sheet.set_row(5, 41)
        sheet.print_area("A1:F8")
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.freeze_panes(4, 3)
        sheet.data_validation("D5:D7", {"validate": "list", "source": ["UBND xã Bằng Mạc"]})
        sheet.conditional_format(
            "F5:F7", {"type": "cell", "criteria": ">", "value": 500, "format": amount}
        )
        hidden = workbook.add_worksheet("Số 'A' & B")
        hidden.write("A1", 1)
        hidden.hide()
        workbook.define_name("TongVon", "='KH 2026'!$E$8")
    return path


@pytest.fixture
def annotate(tmp_path: Path) -> Callable[..., Any]:
    """Annotate a file and open the result."""

    def run(path: Path, read: Register, name: str = "tra-lai.xlsx") -> Any:  # noqa: ANN401 - openpyxl's
        write_annotated(path, read, tmp_path / name)
        return openpyxl.load_workbook(tmp_path / name, rich_text=True)

    return run


def dump(sheet: Any) -> dict[str, Any]:  # noqa: ANN401 - openpyxl's own types say less
    """Everything a user would miss on a sheet, cell by cell."""
    cells = {
        cell.coordinate: (
            None if isinstance(cell, MergedCell) else (cell.data_type, str(cell.value)),
            cell.number_format,
            *(
                repr(part)
                for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
            ),
            None
            if isinstance(cell, MergedCell) or not cell.comment
            else (cell.comment.text, cell.comment.author),
            getattr(cell, "hyperlink", None) and cell.hyperlink.target,
        )
        for row in sheet.iter_rows(1, 12, 1, 8)
        for cell in row
    }
    return cells | {
        "widths": {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()},
        "heights": {key: one.height for key, one in sheet.row_dimensions.items() if one.height},
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "print": (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation),
        "panes": sheet.freeze_panes,
        "state": sheet.sheet_state,
        "conditions": [
            (str(where.sqref), [(rule.type, rule.operator, rule.formula) for rule in where.rules])
            for where in sheet.conditional_formatting
        ],
        "lists": [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation],
    }


def listed(workbook: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's
    """The rows of the list of findings, without number."""
    rows = list(workbook.worksheets[0].iter_rows(values_only=True))
    heading = next(number for number, row in enumerate(rows) if row[0] == "STT")
    return [row[1:] for row in rows[heading + 1 :] if any(row)]


def top(workbook: Any) -> str:  # noqa: ANN401 - openpyxl's
    rows = workbook.worksheets[0].iter_rows(1, 9, values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


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


@pytest.mark.parametrize(
    "content",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-1",
        "@SUM(A1)",
        "#REF!",
        "\t=1",
        "_x0041_",
        "a\x00\x1bb",
        "\ud800",
    ],
)
def test_text_of_files_never_becomes_a_formula_or_a_link(
    original: Path, annotate: Callable[..., Any], tmp_path: Path, content: str
) -> None:
    told = Finding("x", Severity.ERROR, "KH 2026", "F5", content, content, content)
    workbook = annotate(original, register(told, file=f"=1+{content}.xlsx"))
    assert {cell.data_type for row in workbook.worksheets[0].iter_rows() for cell in row} <= {
        "s",
        "n",
    }
    assert listed(workbook)[0][4:] == (as_read(content) or None,) * 3
    assert workbook["KH 2026"]["C6"].data_type == "s"
    with zipfile.ZipFile(tmp_path / "tra-lai.xlsx") as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert sum(part.count(b'TargetMode="External"') for part in relations) == 1, (
        "the user's own link"
    )


def as_read(content: str) -> str:
    """Text as openpyxl gives it back: it drops the marks of an escaped "_x0041_"."""
    return plain(content).replace("x005F_", "")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_survives_as_text(content: str) -> None:
    workbook = openpyxl.Workbook()
    write_text(workbook.worksheets[0].cell(1, 1), content)
    stream = io.BytesIO()
    workbook.save(stream)
    cell = openpyxl.load_workbook(stream).worksheets[0].cell(1, 1)
    assert (cell.value or "") == as_read(content)
    assert cell.data_type in {"s", "n"}


def write_csv(path: Path) -> None:
    lines = [("ĐVT: triệu đồng; năm 2026",), HEADER, *ROWS]
    path.write_text(
        "\n".join(
            ";".join(
                f'"{cell}"'.replace('"=H', '"=H')
                if ";" in str(cell)
                else str(cell).replace('"', "'")
                for cell in line
            )
            for line in lines
        ),
        encoding="utf-8",
    )


def write_xls(path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("goc")
    sheet.write_merge(0, 0, 0, 5, "ĐVT: triệu đồng; năm 2026")
    for row, line in enumerate((HEADER, *ROWS), start=1):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    workbook.save(str(path))


def write_ods(path: Path) -> None:
    document, table = OpenDocumentSpreadsheet(), Table(name="goc")
    for line in (("ĐVT: triệu đồng; năm 2026",), HEADER, *ROWS):
        row = TableRow()
        for value in line:
            typed = (
                {"valuetype": "string"}
                if isinstance(value, str)
                else {"valuetype": "float", "value": value}
            )
            cell = TableCell(**typed)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


@pytest.mark.parametrize(
    ("suffix", "write"), [(".csv", write_csv), (".xls", write_xls), (".ods", write_ods)]
)
def test_other_formats_come_back_as_values(
    tmp_path: Path, annotate: Callable[..., Any], suffix: str, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"goc{suffix}"
    write(path)
    read = read_register(path, ReadingOptions())
    unreadable = next(one for one in read.findings if one.code == "amount_unreadable")
    assert (unreadable.sheet, unreadable.cell) == ("goc", "E4")
    workbook = annotate(path, read)
    sheet = workbook["goc"]
    assert "LỖI" in sheet["E4"].comment.text
    assert sheet["C4"].data_type == "s"
    assert sheet["C4"].value.startswith("=HYPERLINK")
    assert [str(sheet.cell(3, column).value) for column in (1, 2, 3, 5)] == [
        "1",
        "0012345",
        "Đường trục thôn A",
        "1500",
    ]
    assert [str(one) for one in sheet.merged_cells.ranges] == (
        ["A1:F1"] if suffix == ".xls" else []
    )
    assert text("notes", "copied") in top(workbook)


def repacked(
    path: Path, target: Path, replaced: dict[str, tuple[str, str]], added: dict[str, bytes]
) -> Path:
    """Write a copy of an archive with some parts changed and some added."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            old, new = replaced.get(name, ("", ""))
            written.writestr(name, source.read(name).replace(old.encode(), new.encode()))
        for name, content in added.items():
            written.writestr(name, content)
    return target


def test_macros_and_pictures_are_left_behind_and_told(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    clean = annotate(original, register(finding()), "khong.xlsx")
    assert "không chép được" not in top(clean)
    added = {
        "xl/vbaProject.bin": b"macro",
        "xl/media/image1.png": b"",
        "xl/drawings/drawing9.xml": b"<xdr:wsDr><xdr:sp ></xdr:sp></xdr:wsDr>",
    }
    path = repacked(original, tmp_path / "goc.xlsm", {}, added)
    workbook = annotate(path, register(finding()))
    parts = ", ".join(text("parts", key) for key in ("images", "macros", "shapes"))
    assert text("notes", "lost", parts=parts) in top(workbook)
    with zipfile.ZipFile(tmp_path / "tra-lai.xlsx") as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()
        assert b"macro" not in archive.read("[Content_Types].xml")


def test_a_style_openpyxl_cannot_read_costs_the_formats_only(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    broken = {"xl/styles.xml": ('patternType="solid"', 'patternType="lạ"')}
    workbook = annotate(
        repacked(original, tmp_path / "la.xlsx", broken, {}), register(finding(cell="F5"))
    )
    assert text("notes", "copied_values") in top(workbook)
    assert "[amount_negative]" in workbook["KH 2026"]["F5"].comment.text
    assert workbook["KH 2026"]["E8"].value == 1600
    assert workbook["Số 'A' & B"].sheet_state == "hidden"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 torn", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn"]
)
def test_what_cannot_be_opened_still_gets_its_list(
    tmp_path: Path, annotate: Callable[..., Any], content: bytes
) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    read = read_register(path, ReadingOptions())
    workbook = annotate(path, read)
    assert workbook.sheetnames == [LISTING]
    assert [row[0] for row in listed(workbook)] == ["✖ LỖI"]
    assert text("notes", "unopened") in top(workbook)


def test_a_file_that_brought_its_reader_down_is_not_opened(
    original: Path, annotate: Callable[..., Any]
) -> None:
    assert annotate(original, register(finding("reading_too_slow", None, None))).sheetnames == [
        LISTING
    ]


def test_very_large_originals_and_very_many_findings_are_bounded(
    original: Path, annotate: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [finding(cell=f"{column}{row}") for row, column in product(range(20, 40), "AB")]
    monkeypatch.setattr(marks, "MOST_COMMENTS", 30)
    workbook = annotate(original, register(*found))
    cells = [workbook["KH 2026"][one.cell] for one in found]
    assert [cell.comment is not None for cell in cells] == [True] * 30 + [False] * 10
    assert {cell.fill.fgColor.rgb for cell in cells} == {marks.MARKS[Severity.WARNING].fill}
    assert text("notes", "comments_left", shown=30, left=10) in top(workbook)
    assert len(listed(workbook)) == 40
    monkeypatch.setattr(survey, "LARGEST_SHEETS", 100)
    listing = annotate(original, register(*found), "lon.xlsx")
    assert listing.sheetnames == [LISTING]
    assert text("notes", "too_large") in top(listing)


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
