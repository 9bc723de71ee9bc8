"""Headers repeated down a sheet with a slip of the pen in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.drawn import codes, table

if TYPE_CHECKING:
    from tests.intake.conftest import Read

_HEADER = "STT | Danh mục dự án | Chủ đầu tư | Kế hoạch vốn năm 2026"
_SHEET = """
DANH MỤC KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026
 | | | ĐVT: Triệu đồng
{}
A | Các dự án chuyển tiếp | | 700
1 | Cầu Bản Tẳng | UBND xã Bằng Mạc | 300
{}
2 | Cầu Nà Pe | UBND xã Bằng Mạc | 400
{}
B | Dự án khởi công mới năm 2026 | | 900
1 | Cầu Kéo Phầy | UBND xã Bằng Mạc | 900
"""
_SLIPS = (
    ("Danh mục dự án", "Dakh mục dự kn"),
    ("Chủ đầu tư", "Củ đầu tr"),
    ("Chủ đầu tư", "CHU DẤU TƯ"),
    ("Kế hoạch vốn", "Kế hoch vn"),
    ("STT", "ST"),
)


@pytest.mark.parametrize(("label", "misspelt"), _SLIPS)
@pytest.mark.parametrize("copy", range(3))
def test_a_slip_in_one_copy_costs_nothing(read: Read, label: str, misspelt: str, copy: int) -> None:
    headers = [_HEADER] * 3
    headers[copy] = _HEADER.replace(label, misspelt)
    register = read(_SHEET.format(*headers))
    assert codes(register) == ["as_of_first_day"]
    assert len(register.sheets) == 1
    assert register.sheets[0].header_rows == (3, 3)
    assert table(register) == [
        ("Cầu Bản Tẳng", 300, "continuing"),
        ("Cầu Nà Pe", 400, "continuing"),
        ("Cầu Kéo Phầy", 900, "new_start"),
    ]
    assert {project.owner for project in register.projects} == {"UBND xã Bằng Mạc"}


@pytest.mark.parametrize(
    ("label", "other"),
    [("Kế hoạch vốn", "Kế hoạch vốn NSTW"), ("Chủ đầu tư", "Địa điểm")],
)
def test_a_header_that_says_something_else_begins_another_table(
    read: Read, label: str, other: str
) -> None:
    headers = [_HEADER, _HEADER, _HEADER.replace(label, other)]
    assert len(read(_SHEET.format(*headers)).sheets) == 2


def test_sources_nearly_alike_stay_apart(read: Read) -> None:
    header = "STT | Danh mục dự án | Chủ đầu tư | Kế hoạch vốn năm 2026 NSTW"
    headers = [header, header, header.replace("NSTW", "NSĐP")]
    register = read(_SHEET.format(*headers))
    sources = [row.source for project in register.projects for row in project.plans]
    assert sources == ["NSTW", "NSTW", "NSĐP"]
