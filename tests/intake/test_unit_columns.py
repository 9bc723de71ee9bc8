"""Allotments among units that stand side by side in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.reading import ReadingOptions
from disburse.model import Severity
from tests.intake.drawn import codes

if TYPE_CHECKING:
    from tests.intake.conftest import Read

_ALLOTMENT = """
PHƯƠNG ÁN PHÂN BỔ DỰ TOÁN NĂM 2026
 | | | | | ĐVT: Triệu đồng
STT | Nội dung | Tổng số vốn phân bổ | Xã Bằng Mạc | Xã Chi Lăng | Phường Tam Thanh
"""
_ROWS = """1 | Hỗ trợ đường thôn | 100 | 60 | 40 |
2 | Nhà văn hóa | 50 | | 20 | 30
"""


def test_the_reason_names_the_units(read: Read) -> None:
    register = read(_ALLOTMENT + _ROWS)
    (refused,) = (f for f in register.findings if f.severity is Severity.ERROR)
    assert (refused.code, refused.cell) == ("units_in_columns", "D3")
    assert refused.value == "Xã Bằng Mạc, Xã Chi Lăng, Phường Tam Thanh"
    assert register.projects == ()


def test_an_empty_form_with_units_in_columns_is_refused_for_them_too(read: Read) -> None:
    assert codes(read(_ALLOTMENT), Severity.ERROR) == ["units_in_columns"]


def test_a_form_without_a_plan_column_is_refused_for_its_units(read: Read) -> None:
    drawing = (_ALLOTMENT + _ROWS).replace("Tổng số vốn phân bổ", "Dự kiến")
    assert codes(read(drawing), Severity.ERROR) == ["units_in_columns"]


def test_units_below_a_plan_are_no_sources(read: Read) -> None:
    register = read("""
KẾ HOẠCH NĂM 2026
 | | | | ĐVT: Triệu đồng
STT | Danh mục dự án | Kế hoạch vốn năm 2026 | < | < | <
^ | ^ | Tổng số | Trong đó | < | <
^ | ^ | ^ | Xã Bằng Mạc | Xã Chi Lăng | Phường Tam Thanh
1 | Hỗ trợ đường thôn | 100 | 60 | 40 |
""")
    assert codes(register, Severity.ERROR) == ["units_in_columns"]


def test_columns_of_contractors_and_answered_ones_are_no_units(read: Read) -> None:
    contractors = """
KẾ HOẠCH NĂM 2026
 | | | | | ĐVT: Triệu đồng
STT | Danh mục dự án | Kế hoạch vốn năm 2026 | Đơn vị tư vấn | Đơn vị giám sát | Công ty bảo hiểm
1 | Đường thôn | 100 | Công ty A | Công ty B | Công ty C
"""
    assert len(read(contractors).projects) == 1
    answers = tuple((name, "note") for name in ("Xã Bằng Mạc", "Xã Chi Lăng", "Phường Tam Thanh"))
    register = read(_ALLOTMENT + _ROWS, options=ReadingOptions(mapping=answers))
    assert [project.name for project in register.projects] == ["Hỗ trợ đường thôn", "Nhà văn hóa"]


def test_the_finding_names_the_sheet() -> None:
    told = finding("units_in_columns", cell="PBO 2007!E7", value="Viện NL NT", count=14)
    assert told.message.startswith("Trang tính PBO 2007 là")
    assert (told.sheet, told.cell) == ("PBO 2007", "E7")
