"""Plans and disbursements of drawn registers, by source, tranche and date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.model import Kind, Tranche
from tests.intake.drawn import MILLION, codes, disbursed, plans

if TYPE_CHECKING:
    from tests.intake.conftest import Read


def test_one_line_per_project_and_source_and_plan_year(read: Read) -> None:
    register = read("""
THEO DÕI GIẢI NGÂN NĂM 2026
ĐVT: triệu đồng
TT | Mã dự án | Tên công trình | Mã nguồn | Năm KHV | KHV giao | Lũy kế giải ngân đến 31/3/2026
1 | 8119291 | Đường trục xã | 69 | 2025 | 100 | 60
2 | 8119291 | Đường trục xã | 43 | 2026 | 400 | 150
""")
    assert len(register.projects) == 1
    assert plans(register.projects[0]) == {("69", "carryover"): 100, ("43", "current"): 400}
    assert disbursed(register.projects[0]) == {
        ("69", "carryover", "2026-03-31"): 60,
        ("43", "current", "2026-03-31"): 150,
    }


def test_carry_over_beside_the_year_and_their_total(read: Read) -> None:
    register = read("""
BÁO CÁO THÁNG 3 NĂM 2026
 | | | | | | ĐVT: triệu đồng
STT | Nội dung | Vốn kế hoạch năm | < | < | Lũy kế giải ngân đến hết tháng trước | < | <
^ | ^ | Tổng số | Vốn kế hoạch năm trước được phép kéo dài | Kế hoạch giao trong năm | Tổng số | Vốn kéo dài | Kế hoạch năm
A | B | '1=2+3 | 2 | 3 | '4=5+6 | 5 | 6
1 | Đường A | 500 | 100 | 400 | 90 | 30 | 60
""")
    project = register.projects[0]
    assert plans(project) == {(None, "carryover"): 100, (None, "current"): 400}
    assert disbursed(project) == {
        (None, "carryover", "2026-02-28"): 30,
        (None, "current", "2026-02-28"): 60,
    }


def test_estimates_are_kept_apart(read: Read) -> None:
    register = read("""
BÁO CÁO THÁNG 3/2026
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | Lũy kế giải ngân đến hết tháng trước | Ước lũy kế giải ngân đến hết tháng báo cáo
1 | Đường A | 400 | 60 | 90
""")
    rows = register.projects[0].disbursements
    assert [(row.to_date, row.amount // MILLION, row.estimate) for row in rows] == [
        (date(2026, 2, 28), 60, False),
        (date(2026, 3, 31), 90, True),
    ]


def test_volume_and_advance_add_up(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | Lũy kế giải ngân đến 30/9/2026 | <
^ | ^ | ^ | Thanh toán khối lượng hoàn thành | Tạm ứng chưa thu hồi
1 | Đường A | 400 | 60 | 30
""")
    row = register.projects[0].disbursements[0]
    assert (row.amount, row.volume, row.advance) == (90 * MILLION, 60 * MILLION, 30 * MILLION)


def test_text_amounts_in_vietnamese_style(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | Giải ngân đến 30/9/2026
1 | Đường A | '1.306,5 | '12.500
2 | Đường B | '12.500 | '-
3 | Đường C | '(1.250) | '250
""")
    amounts = [sum(row.amount for row in p.plans) for p in register.projects]
    assert amounts == [1_306_500_000, 12_500 * MILLION, -1250 * MILLION]


def test_treasury_vouchers(read: Read) -> None:
    register = read("""
DANH SÁCH CHỨNG TỪ THANH TOÁN NĂM 2026
ĐVT: đồng
STT | Số chứng từ | Ngày chứng từ | Mã dự án | Tên dự án | Năm kế hoạch | Loại thanh toán | Số KBNN duyệt | Thu hồi tạm ứng
1 | GRV-01 | '05/02/2026 | 7000001 | Đường A | 2026 | Tạm ứng | 300000000 | 0
2 | GRV-02 | '20/04/2026 | 7000001 | Đường A | 2026 | Thanh toán KLHT | 500000000 | 200000000
3 | GRV-03 | '21/04/2026 | 7000002 | Đường B | 2025 | Thanh toán KLHT | 100000000 |
 | Tổng cộng | | | | | | 900000000 | 200000000
""")
    assert codes(register) == []
    assert register.kind is Kind.PAYMENTS
    assert register.as_of == date(2026, 4, 21)
    assert [(v.approved - v.advance_recovered) // MILLION for v in register.vouchers] == [
        300,
        300,
        100,
    ]
    assert register.vouchers[2].tranche is Tranche.CARRYOVER


def test_plan_in_its_initial_changed_and_adjusted_form(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | < | <
^ | ^ | Ban đầu | Điều chỉnh tăng/giảm | Sau điều chỉnh
1 | Đường A | 300 | 50 | 350
""")
    assert plans(register.projects[0]) == {(None, "current"): 350}


def test_half_month_columns_are_a_time_series(read: Read) -> None:
    register = read("""
THEO DÕI GIẢI NGÂN NĂM 2026
ĐVT: triệu đồng
TT | Tên công trình | KHV giao | Lũy kế giải ngân đến 31/3/2026 | Giải ngân từ 1/4/26-15/4/26 | Giải ngân từ 16/4/26-30/4/26 | Giải ngân tháng 5
1 | Đường A | 1000 | 100 | 50 | 25 |
""")
    assert disbursed(register.projects[0]) == {
        (None, "current", "2026-03-31"): 100,
        (None, "current", "2026-04-15"): 150,
        (None, "current", "2026-04-30"): 175,
    }
