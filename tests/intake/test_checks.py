"""Registers that contradict themselves, one fault each, with the finding expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.model import Severity
from tests.intake.drawn import codes, plans

if TYPE_CHECKING:
    from tests.intake.conftest import Read

PLAN = "KẾ HOẠCH NĂM 2026\nĐVT: triệu đồng\n"
FAULTS = {
    "control_total_differs": """
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
A | Dự án chuyển tiếp | | 500
1 | Đường A | 7000001 | 300
""",
    "split_differs": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | <
^ | ^ | Tổng số | NSTW
1 | Đường A | 300 | 250
""",
    "plan_over_investment": """
STT | Tên dự án | Tổng mức đầu tư | Kế hoạch vốn năm 2026
1 | Đường A | 0.3 | 300
""",
    "disbursed_over_plan": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026
1 | Đường A | 300 | 631
""",
    "amount_negative": """
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | -300
""",
    "rate_differs": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026 | Tỷ lệ (%)
1 | Đường A | 300 | 150 | 80
""",
    "remaining_differs": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026 | Còn lại
1 | Đường A | 300 | 100 | 20
""",
    "figures_of_other_year": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2025
1 | Đường A | 300 | 100
""",
    "plan_of_other_year": """
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2025
1 | Đường A | 7000001 | 300
""",
    "column_repeated": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Kế hoạch vốn năm 2026
1 | Đường A | 300 | 310
""",
    "column_unlabelled": """
STT | Tên dự án | Kế hoạch vốn năm 2026 |
1 | Đường A | 300 | 300000000
""",
    "column_unknown": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Cột lạ
1 | Đường A | 300 | 25
""",
    "code_unreadable": """
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
1 | Đường A | chưa có mã | 300
""",
    "name_missing": """
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
1 | | 7000001 | 300
""",
    "name_differs": """
STT | Tên dự án | Mã dự án | Nguồn vốn | Kế hoạch vốn năm 2026
1 | Đường thôn Khòn Nưa | 7000001 | NSTW | 300
2 | Đường thôn Khòn Nưa 1 | 7000001 | NS xã | 200
""",
    "class_unreadable": """
STT | Tên dự án | KCM / CT | Kế hoạch vốn năm 2026
1 | Đường A | chưa rõ | 300
""",
    "class_missing": """
STT | Tên dự án | Kế hoạch vốn năm 2026
A | Dự án chuyễn típ | 300
1 | Đường A | 300
B | Dự án khởi công mới | 300
1 | Đường B | 300
""",
    "date_unreadable": """
STT | Tên dự án | Ngày khởi công | Kế hoạch vốn năm 2026
1 | Đường A | '31/6/2026 | 300
""",
    "completed_before_start": """
STT | Tên dự án | Thời gian KC-HT | Kế hoạch vốn năm 2026
1 | Đường A | '2026-2024 | 300
""",
    "source_missing": """
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | 300
- | | 300
""",
    "source_unclear": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | <
^ | ^ | Trong đó: | Trong đó:
^ | ^ | Ngân sách tỉnhh | NSTW
1 | Đường A | 300 | 100
""",
    "project_repeated": """
STT | Tên dự án | Mã dự án | Kế hoạch vốn năm 2026
1 | Đường A | 7000001 | 300
2 | Đường A | 7000001 | 300
""",
    "part_unclear": """
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026 | <
^ | ^ | ^ | KLHT | Tam ungg chua thuu
1 | Đường A | 300 | 100 | 50
""",
    "number_style_assumed": """
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | '12.500
""",
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_and_refuses_nothing(read: Read, code: str) -> None:
    register = read(PLAN + FAULTS[code].lstrip("\n"))
    assert code in codes(register, Severity.WARNING)
    found = next(finding for finding in register.findings if finding.code == code)
    assert found.sheet == "Bảng 1"
    assert found.cell is not None


VOUCHERS = """
DANH SÁCH CHỨNG TỪ NĂM 2026
ĐVT: đồng
STT | Số chứng từ | Ngày chứng từ | Mã dự án | Số KBNN duyệt | Thu hồi tạm ứng
"""


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "voucher_repeated",
            "1 | A1 | '05/02/2026 | 7000001 | 300 | 0\n2 | A1 | '05/02/2026 | 7000001 | 300 | 0",
        ),
        ("recovery_over_approved", "1 | A1 | '05/02/2026 | 7000001 | 300 | 400"),
        ("voucher_of_other_year", "1 | A1 | '05/02/2025 | 7000001 | 300 | 0"),
        (
            "control_total_differs",
            "1 | A1 | '05/02/2026 | 7000001 | 300 | 0\n | Tổng cộng | | | 900 | 0",
        ),
    ],
)
def test_a_payment_list_against_itself(read: Read, code: str, lines: str) -> None:
    assert code in codes(read(VOUCHERS + lines), Severity.WARNING)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("voucher_date_unreadable", "1 | A1 | tháng hai | 7000001 | 300 | 0"),
        ("voucher_without_project", "1 | A1 | '05/02/2026 | | 300 | 0"),
        ("voucher_without_amount", "1 | A1 | '05/02/2026 | 7000001 | | 10"),
    ],
)
def test_a_payment_that_cannot_be_placed_refuses_the_file(
    read: Read, code: str, lines: str
) -> None:
    assert code in codes(read(VOUCHERS + lines), Severity.ERROR)


def test_a_code_that_lost_its_zeros_gets_them_back(read: Read) -> None:
    register = read(f"{PLAN}STT | Tên dự án | Mã dự án | KHV 2026\n1 | Đường A | 123456 | 300")
    assert register.projects[0].code == "0123456"
    assert plans(register.projects[0]) == {(None, "current"): 300}
