"""Columns and cells that leave a doubt, told by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.model import Severity
from tests.intake.drawn import codes, plans

if TYPE_CHECKING:
    from disburse.model import Finding, Register
    from tests.intake.conftest import Read

_TITLE = """
BÁO CÁO GIẢI NGÂN VỐN ĐẦU TƯ CÔNG NĂM 2026
 | | | ĐVT: Triệu đồng
"""


def _found(register: Register, code: str) -> list[Finding]:
    return [finding for finding in register.findings if finding.code == code]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("UBND xã Bằng Mạc", "Ban QLDA khu vực", "UBND xã Bằng Mạc"), "owner"),
        (("NSTW", "Ngân sách xã", "NSTW"), "source"),
        (("CT", "KCM", "HT"), "class"),
    ],
)
def test_values_tell_what_a_heading_does_not(
    read: Read, values: tuple[str, ...], field: str
) -> None:
    rows = "\n".join(
        f"{number} | Cầu số {number} | {value} | 100" for number, value in enumerate(values, 1)
    )
    header = "STT | Danh mục dự án | Cột phụ | Kế hoạch vốn năm 2026\n"
    (asked,) = _found(read(_TITLE + header + rows), "column_unknown")
    assert (asked.cell, asked.value, asked.candidates[0]) == ("C3", "Cột phụ", field)


def test_a_second_column_of_owners_and_one_of_remarks_are_left_alone(read: Read) -> None:
    register = read(
        _TITLE
        + """STT | Danh mục dự án | Chủ đầu tư | Bên nhận | Cột phụ | Kế hoạch vốn năm 2026
1 | Cầu Bản Tẳng | Ban QLDA khu vực | UBND xã Bằng Mạc | Đang thẩm định | 100
2 | Cầu Nà Pe | Ban QLDA khu vực | UBND xã Bằng Mạc | Đang thẩm định | 50
"""
    )
    assert codes(register, Severity.WARNING) == []


def test_an_empty_source_cell_among_filled_ones_is_said(read: Read) -> None:
    register = read(
        _TITLE
        + """STT | Danh mục dự án | Mã dự án | Nguồn vốn | Kế hoạch vốn năm 2026
1 | Cầu Bản Tẳng | '7000001 | NSTW | 100
1 | Cầu Bản Tẳng | '7000001 | | 40
2 | Cầu Nà Pe | '7000002 | NS xã | 50
"""
    )
    assert [finding.cell for finding in _found(register, "source_missing")] == ["D5"]


def test_a_project_whose_parts_name_their_sources_needs_none(read: Read) -> None:
    register = read(
        _TITLE
        + """STT | Danh mục dự án | Mã dự án | Nguồn vốn | Kế hoạch vốn năm 2026
1 | Cầu Bản Tẳng | '7000001 | | 100
 | | | NSTW | 60
 | | | NS xã | 40
2 | Cầu Nà Pe | '7000002 | | 50
 | | | NS xã | 50
"""
    )
    assert codes(register, Severity.WARNING) == []
    assert plans(register.projects[0]) == {("NSTW", "current"): 60, ("NS xã", "current"): 40}


_ADVANCE = """STT | Danh mục dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/09/2026 | <
^ | ^ | ^ | {} | {}
1 | Cầu Bản Tẳng | 100 | 60 | 20
2 | Cầu Nà Pe | 50 | 30 | 10
"""


@pytest.mark.parametrize(
    ("label", "part", "asked"),
    [
        ("", "Tạm ứng chưa thu hồi", True),
        ("Tổng số", "Tạm ứng chưa thu hồi", False),
        ("", "Trong đó: tạm ứng", False),
    ],
)
def test_an_advance_beside_a_column_without_its_own_label(
    read: Read, label: str, part: str, *, asked: bool
) -> None:
    register = read(_TITLE + _ADVANCE.format(label, part))
    assert bool(_found(register, "part_unclear")) == asked


_SOURCES = """STT | Danh mục dự án | Kế hoạch vốn năm 2026 | < | <
^ | ^ | | NS tỉnh | NS xã
1 | Cầu Bản Tẳng | {} | 60 | 40
2 | Cầu Nà Pe | {} | | 50
"""


@pytest.mark.parametrize(
    ("first", "second", "asked"), [("100", "50", False), ("", "50", True), ("30", "", True)]
)
def test_a_column_without_its_own_label_is_a_total_only_by_its_figures(
    read: Read, first: str, second: str, *, asked: bool
) -> None:
    register = read(_TITLE + _SOURCES.format(first, second))
    found = [finding.cell for finding in _found(register, "total_unclear")]
    assert found == (["C4"] if asked else [])


@pytest.mark.parametrize(("second", "asked"), [("50", True), ("5000", False)])
def test_a_total_under_last_years_heading_is_known_by_its_figures(
    read: Read, second: str, *, asked: bool
) -> None:
    register = read(
        _TITLE
        + f"""STT | Danh mục dự án | KH vốn năm 2025 | KH vốn năm 2026 | <
^ | ^ | ^ | NS tỉnh | NS xã
1 | Cầu Bản Tẳng | 100 | 60 | 40
2 | Cầu Nà Pe | {second} | | 50
"""
    )
    assert bool(_found(register, "plan_of_other_year")) == asked


def test_a_payment_list_asks_about_its_columns_too(read: Read) -> None:
    register = read(
        """
DANH SÁCH CHỨNG TỪ THANH TOÁN NĂM 2026
 | | | | Đơn vị: đồng
Số chứng từ | Ngày chứng từ | Mã dự án | Dakh mục dự kn | KBNN duyệt | Thu hi tạn ứg
GRV-1 | '05/02/2026 | '8581434 | Sân thể thao thôn Khòn Nưa | 1000000 | 500000
GRV-2 | '07/02/2026 | '7761412 | Nhà bán trú | 2000000 | 300000
"""
    )
    assert len(register.vouchers) == 2
    (name,) = _found(register, "name_column_missing")
    assert (name.cell, name.candidates[0]) == ("D3", "name")
    assert [finding.cell for finding in _found(register, "column_unknown")] == ["F3"]
