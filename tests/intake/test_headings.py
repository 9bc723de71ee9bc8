"""Rows that head others though nothing numbers them: told by their place or by sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.intake.drawn import codes, plans, table

if TYPE_CHECKING:
    from tests.intake.conftest import Read

_CODED = """
KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026
 | | | ĐVT: Triệu đồng
STT | Danh mục dự án | Mã dự án | Kế hoạch vốn năm 2026
"""
_OWNED = """
KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026
 | | | ĐVT: Triệu đồng
STT | Danh mục dự án | Chủ đầu tư | Kế hoạch vốn năm 2026
"""


def test_sources_head_the_projects_that_add_up_to_them(read: Read) -> None:
    """Numbers run on, so only the sums tell."""
    register = read(
        _CODED
        + """ | Vốn ngân sách trung ương | | 150
1 | Cầu Bản Tẳng | '7000001 | 100
2 | Cầu Nà Pe | '7000002 | 50
 | Vốn ngân sách tỉnh | | 70
3 | Cầu Kéo Phầy | '7000003 | 30
4 | Cầu Bản Tẳng | '7000001 | 40
"""
    )
    assert codes(register) == ["as_of_first_day"]
    assert {project.code: plans(project) for project in register.projects} == {
        "7000001": {
            ("Vốn ngân sách trung ương", "current"): 100,
            ("Vốn ngân sách tỉnh", "current"): 40,
        },
        "7000002": {("Vốn ngân sách trung ương", "current"): 50},
        "7000003": {("Vốn ngân sách tỉnh", "current"): 30},
    }


def test_sources_before_numbers_that_start_anew_head_them_whatever_the_sums(read: Read) -> None:
    register = read(
        _CODED
        + """ | Vốn ngân sách trung ương | | 999
1 | Cầu Bản Tẳng | '7000001 | 100
 | Vốn ngân sách tỉnh | | 30
1 | Cầu Kéo Phầy | '7000003 | 30
"""
    )
    assert codes(register) == ["control_total_differs", "as_of_first_day"]
    assert [plans(project) for project in register.projects] == [
        {("Vốn ngân sách trung ương", "current"): 100},
        {("Vốn ngân sách tỉnh", "current"): 30},
    ]


def test_sources_below_a_project_are_its_parts(read: Read) -> None:
    """An abbreviation in capitals is no heading, "Trong đó:" is nothing at all."""
    register = read(
        _CODED
        + """1 | Cầu Bản Tẳng | '7000001 | 100
 | Trong đó: | |
 | NSTW | | 60
 | NS tỉnh | | 40
2 | Cầu Nà Pe | '7000002 | 50
 | NSTW | | 50
3 | Cầu Kéo Phầy | '7000003 | 50
 | NSTW | | 50
"""
    )
    assert codes(register) == ["as_of_first_day"]
    assert [plans(project) for project in register.projects] == [
        {("NSTW", "current"): 60, ("NS tỉnh", "current"): 40},
        {("NSTW", "current"): 50},
        {("NSTW", "current"): 50},
    ]


def test_sources_without_an_amount_are_headings(read: Read) -> None:
    register = read(
        _CODED
        + """A | Dự án chuyển tiếp | |
 | Vốn ngân sách tỉnh | |
1 | Cầu Bản Tẳng | '7000001 | 100
 | Vốn ngân sách xã | |
2 | Cầu Nà Pe | '7000002 | 50
"""
    )
    assert [plans(project) for project in register.projects] == [
        {("Vốn ngân sách tỉnh", "current"): 100},
        {("Vốn ngân sách xã", "current"): 50},
    ]


def test_without_numbers_a_bare_row_heads_the_rows_that_add_up_to_it(read: Read) -> None:
    register = read(
        _OWNED
        + """ | Giao thông | | 150
 | Cầu Bản Tẳng | UBND xã Bằng Mạc | 100
 | Cầu Nà Pe | UBND xã Bằng Mạc | 50
 | Giáo dục | | 70
 | Trường Mầm non | UBND xã Bằng Mạc | 70
 | Cầu Kéo Phầy | | 90
"""
    )
    assert [name for name, _, _ in table(register)] == [
        "Cầu Bản Tẳng", "Cầu Nà Pe", "Trường Mầm non", "Cầu Kéo Phầy",
    ]  # fmt: skip


def test_a_misspelt_class_heading_without_numbers_ends_the_class_before(read: Read) -> None:
    register = read(
        _OWNED
        + """ | Các dự án chuyển tiếp | | 100
 | Cầu Bản Tẳng | UBND xã Bằng Mạc | 100
 | Các dự án khi công mới năm 2026 | | 50
 | Cầu Nà Pe | UBND xã Bằng Mạc | 50
"""
    )
    assert table(register) == [("Cầu Bản Tẳng", 100, "continuing"), ("Cầu Nà Pe", 50, None)]
    assert codes(register) == ["class_missing", "heading_unclear", "as_of_first_day"]


def test_a_remark_between_projects_ends_no_owner(read: Read) -> None:
    register = read(
        _CODED
        + """ | UBND xã Bằng Mạc | |
1 | Cầu Bản Tẳng | '7000001 | 100
 | Tạm dừng theo Văn bản số 12/UBND-KT | |
2 | Cầu Nà Pe | '7000002 | 50
 | Ban QLDA khu vực | |
1 | Cầu Kéo Phầy | '7000003 | 50
"""
    )
    assert codes(register) == ["as_of_first_day"]
    owners = [project.owner for project in register.projects]
    assert owners == ["UBND xã Bằng Mạc", "UBND xã Bằng Mạc", "Ban QLDA khu vực"]


def test_a_row_that_may_be_heading_or_remark_is_asked_about(read: Read) -> None:
    register = read(
        _CODED
        + """ | UBND xã Bằng Mạc | |
1 | Cầu Bản Tẳng | '7000001 | 100
 | Đã được HĐND xã chấp thuận | |
2 | Cầu Nà Pe | '7000002 | 50
"""
    )
    (asked,) = (f for f in register.findings if f.code == "heading_unclear")
    assert (asked.cell, asked.value) == ("B6", "Đã được HĐND xã chấp thuận")
    assert "UBND xã Bằng Mạc" in asked.message


def test_sector_headings_without_numbers_are_nothing_to_ask_about(read: Read) -> None:
    register = read(
        _CODED
        + """ | Giao thông | |
1 | Cầu Bản Tẳng | '7000001 | 100
 | Giáo dục | |
1 | Trường Mầm non | '7000002 | 50
 | Người lập biểu | |
"""
    )
    assert codes(register) == ["as_of_first_day"]


def test_a_heading_is_told_though_the_first_project_below_has_lost_its_number(read: Read) -> None:
    register = read(
        _CODED
        + """ | Chuyển tiếp | |
1 | Cầu Bản Tẳng | '7000001 | 100
 | Khởi công mới | |
 | Cầu Nà Pe | '7000002 | 50
3 | Cầu Kéo Phầy | '7000003 | 50
"""
    )
    assert [kind for _, _, kind in table(register)] == ["continuing", "new_start", "new_start"]
