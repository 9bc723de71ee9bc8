"""Header blocks, tables and sheets of drawn registers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import Kind, Severity
from tests.intake.conftest import draw
from tests.intake.drawn import MILLION, codes, disbursed, plans, table

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.conftest import Read


def test_council_annex_with_merged_header_groups_and_totals(read: Read) -> None:
    register = read("""
DANH MỤC KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026
(Kèm theo Nghị quyết số 30/NQ-HĐND ngày 26/12/2025 của HĐND xã)
 | | | | | | | ĐVT: Triệu đồng
STT | Danh mục dự án | Mã dự án | Chủ đầu tư | Quyết định đầu tư | < | Kế hoạch vốn năm 2026 | < | <
^ | ^ | ^ | ^ | Số QĐ | TMĐT | Tổng số | Trong đó | <
^ | ^ | ^ | ^ | ^ | ^ | ^ | NSTW | Ngân sách xã
1 | 2 | 3 | 4 | 5 | 6 | '7=8+9 | 8 | 9
 | TỔNG SỐ | | | | 9000 | 1800 | 1300 | 500
A | Các dự án hoàn thành, bàn giao, đưa vào sử dụng trước ngày 31/12/2025 | | | | 2000 | 300 | 300 |
1 | Đường thôn Khòn Nưa | '0123456 | UBND xã Bằng Mạc | 12/QĐ | 2000 | 300 | 300 |
B | Các dự án chuyển tiếp | | | | 4000 | 700 | 400 | 300
I | Giao thông | | | | 4000 | 700 | 400 | 300
1 | Cầu Bản Tẳng | 7123457 | UBND xã Bằng Mạc | 13/QĐ | 4000 | 700 | 400 | 300
C | Dự án khởi công mới năm 2026 | | | | 3000 | 800 | 600 | 200
1 | Trường Tiểu học xã Bằng Mạc | 7123458 | Ban QLDA khu vực | 14/QĐ | 2500 | 600 | 600 |
2 | Nhà văn hóa thôn Nà Canh | 7123459 | UBND xã Bằng Mạc | 15/QĐ | 500 | 200 | | 200
 | Người lập biểu | | | CHỦ TỊCH
""")
    assert codes(register) == []
    assert register.kind is Kind.REGISTER
    assert register.as_of == date(2025, 12, 26)
    assert register.budget_year == 2026
    assert register.sheets[0].header_rows == (4, 6)
    assert register.sheets[0].unit == "triệu đồng"
    assert table(register) == [
        ("Đường thôn Khòn Nưa", 300, "completed"),
        ("Cầu Bản Tẳng", 700, "continuing"),
        ("Trường Tiểu học xã Bằng Mạc", 600, "new_start"),
        ("Nhà văn hóa thôn Nà Canh", 200, "new_start"),
    ]
    bridge = register.projects[1]
    assert plans(bridge) == {("NSTW", "current"): 400, ("Ngân sách xã", "current"): 300}
    assert bridge.total_investment == 4000 * MILLION
    assert bridge.cells["plan"] == "Bảng 1!G13"
    assert register.projects[0].code == "0123456"
    assert register.projects[0].class_evidence is not None
    assert register.projects[0].cells["class"] == "Bảng 1!B9"


def test_one_sheet_per_source(read: Read) -> None:
    sheet = """
KẾ HOẠCH VỐN NĂM 2026
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
I | {source} | |
1 | Đường A | 7000001 | {amount}
"""
    register = read(
        sheet.format(source="Nguồn vốn NSTW", amount=300),
        sheet.format(source="Nguồn vốn ngân sách xã", amount=100),
    )
    assert plans(register.projects[0]) == {
        ("Nguồn vốn NSTW", "current"): 300,
        ("Nguồn vốn ngân sách xã", "current"): 100,
    }


def test_header_repeated_down_the_sheet_makes_no_project(read: Read) -> None:
    header = "STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026"
    register = read(f"""
ĐVT: triệu đồng
{header}
1 | Đường A | 7000001 | 300
{header}
2 | Đường B | 7000002 | 200
""")
    assert table(register) == [("Đường A", 300, None), ("Đường B", 200, None)]


def test_labels_split_over_rows_without_merges(read: Read) -> None:
    register = read("""
KẾ HOẠCH NĂM 2026
 | | | | ĐVT: triệu đồng
STT | Danh mục | Chủ | Kế hoạch | Trong đó |
 | dự án | đầu tư | vốn năm | NSTW | Ngân sách
 | | | 2026 | | tỉnh
1 | 2 | 3 | '4=5+6 | 5 | 6
1 | Đường A | UBND xã | 300 | 200 | 100
2 | Đường B | UBND xã | 200 | 200 |
""")
    assert table(register) == [("Đường A", 300, None), ("Đường B", 200, None)]
    assert register.projects[0].owner == "UBND xã"


def test_two_tables_stacked_in_one_sheet(read: Read) -> None:
    register = read("""
I. KẾ HOẠCH VỐN NĂM 2026
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
1 | Đường A | 7000001 | 300
 | Tổng cộng | | 300

II. KẾT QUẢ GIẢI NGÂN
ĐVT: đồng
TT | Mã dự án | Tên công trình | Lũy kế giải ngân đến 30/9/2026
1 | 7000001 | Đường A | 100000000
 | | Cộng | 100000000
""")
    assert [f.code for f in register.findings if f.severity is not Severity.INFO] == []
    assert plans(register.projects[0]) == {(None, "current"): 300}
    assert disbursed(register.projects[0]) == {(None, "current", "2026-09-30"): 100}


def test_a_hidden_scratch_column_is_not_read(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    draw(
        sheet,
        """
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | Kế hoạch vốn năm 2026
1 | Đường A | 300 | 299999999
""",
    )
    sheet.column_dimensions["D"].hidden = True
    path = tmp_path / "cot-an.xlsx"
    workbook.save(path)
    register = read_register(path, ReadingOptions())
    assert "column_hidden" in codes(register)
    assert plans(register.projects[0]) == {(None, "current"): 300}


def test_a_formula_that_was_never_computed_is_asked_for(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    draw(
        sheet,
        """
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | 300
""",
    )
    sheet["C3"] = "=100+200"
    path = tmp_path / "cong-thuc.xlsx"
    workbook.save(path)
    register = read_register(path, ReadingOptions())
    assert codes(register, Severity.ERROR) == ["formula_uncomputed"]


def test_a_hidden_sheet_is_named_and_left_out(tmp_path: Path) -> None:
    workbook = Workbook()
    for title, amount in (("KH 2026", 300), ("Nháp", 999)):
        sheet = workbook.create_sheet(title)
        assert isinstance(sheet, Worksheet)
        draw(sheet, f"ĐVT: triệu đồng\nSTT | Tên dự án | KHV 2026\n1 | Đường A | {amount}")
    workbook["Nháp"].sheet_state = "hidden"
    path = tmp_path / "an.xlsx"
    workbook.save(path)
    register = read_register(path, ReadingOptions())
    assert "sheet_hidden" in codes(register)
    assert plans(register.projects[0]) == {(None, "current"): 300}


def test_a_table_without_a_unit_takes_the_only_one_the_file_states(read: Read) -> None:
    table_of = "STT | Tên dự án | Kế hoạch vốn năm 2026\n{number} | Đường {number} | 300"
    register = read(
        f"KẾ HOẠCH NĂM 2026\nĐVT: triệu đồng\n{table_of.format(number=1)}",
        f"KẾ HOẠCH NĂM 2026\n{table_of.format(number=2)}",
    )
    assert "unit_from_elsewhere" in codes(register)
    assert [plans(project) for project in register.projects] == [{(None, "current"): 300}] * 2
