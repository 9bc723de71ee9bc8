"""What is asked or refused, never guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.intake.reading import ReadingOptions
from disburse.model import Severity
from tests.intake.drawn import codes, disbursed, table

if TYPE_CHECKING:
    from tests.intake.conftest import Read


def test_an_amount_that_cannot_be_read_refuses_the_file(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | khoảng 300
""")
    assert codes(register, Severity.ERROR) == ["amount_unreadable"]
    assert [
        (f.sheet, f.cell, f.value) for f in register.findings if f.severity is Severity.ERROR
    ] == [("Bảng 1", "C3", "khoảng 300")]


def test_a_missing_unit_is_asked_never_guessed(read: Read) -> None:
    drawing = """
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | 300
"""
    register = read(drawing)
    assert codes(register, Severity.ERROR) == ["unit_missing"]
    assert register.projects[0].plans == ()
    told = read(drawing, options=ReadingOptions(unit="triệu đồng"))
    assert table(told) == [("Đường A", 300, None)]


def test_disbursement_without_a_date_is_asked(read: Read) -> None:
    drawing = """
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | Đã giải ngân
1 | Đường A | 300 | 20
"""
    assert codes(read(drawing), Severity.ERROR) == ["as_of_missing"]
    told = read(drawing, options=ReadingOptions(as_of=date(2026, 9, 30)))
    assert disbursed(told.projects[0]) == {(None, "current", "2026-09-30"): 20}


def test_totals_that_do_not_add_up_are_reported_and_rows_kept(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
 | TỔNG SỐ | | 900
1 | Đường A | 7000001 | 300
2 | Đường B | 7000002 | 200
""")
    assert "control_total_differs" in codes(register, Severity.WARNING)
    assert table(register) == [("Đường A", 300, None), ("Đường B", 200, None)]


def test_one_code_for_two_projects_is_refused(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
1 | Đường thôn Khòn Nưa | 7000001 | 300
2 | Trường Mầm non | 7000001 | 200
""")
    assert codes(register, Severity.ERROR) == ["code_shared"]


def test_a_sheet_that_is_no_register_is_refused_with_the_reason(read: Read) -> None:
    register = read("""
BẢNG CHẤM CÔNG
STT | Họ và tên | Số ngày công
1 | Nhân viên | 22
""")
    assert codes(register, Severity.ERROR) == ["not_a_register"]


def test_an_answer_names_a_heading_the_file_has(read: Read) -> None:
    drawing = """
KẾ HOẠCH NĂM 2026
ĐVT: triệu đồng
STT | Tên dự án | Mã dự án | Cột lạ
1 | Đường A | 7000001 | 300
"""
    assert codes(read(drawing), Severity.ERROR) == ["figures_missing"]
    told = read(drawing, options=ReadingOptions(mapping=(("Cột lạ", "plan_current"),)))
    assert table(told) == [("Đường A", 300, None)]
    wrong = read(drawing, options=ReadingOptions(mapping=(("Cột khác", "plan_current"),)))
    assert "map_heading_missing" in codes(wrong, Severity.ERROR)
