"""Layouts of real registers, drawn as text, and what must be read from them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.intake.reading import ReadingOptions
from disburse.model import Kind, Project, ProjectClass, Severity, Tranche

if TYPE_CHECKING:
    from disburse.model import Register
    from tests.intake.conftest import Read

MILLION = 1_000_000


def plans(project: Project) -> dict[tuple[str | None, str], int]:
    return {(row.source, row.tranche.value): row.amount // MILLION for row in project.plans}


def disbursed(project: Project) -> dict[tuple[str | None, str, str], int]:
    return {
        (row.source, row.tranche.value, row.to_date.isoformat()): row.amount // MILLION
        for row in project.disbursements
        if not row.estimate
    }


def table(register: Register) -> list[tuple[str, int | None, str | None]]:
    return [
        (
            project.name,
            sum(row.amount for row in project.plans if row.tranche is Tranche.CURRENT) // MILLION,
            project.project_class.value if project.project_class else None,
        )
        for project in register.projects
    ]


def codes(register: Register, severity: Severity | None = None) -> list[str]:
    return [f.code for f in register.findings if severity is None or f.severity is severity]


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


def test_rows_per_source_under_a_project(read: Read) -> None:
    register = read("""
BÁO CÁO GIẢI NGÂN THÁNG 9/2026
 | | | Đơn vị tính: triệu đồng
TT | Tên công trình | Mã DA | Kế hoạch vốn năm 2026 | Lũy kế giải ngân đến 30/9/2026
1 | Đường Nà Pe | 7000001 | 1000 | 450
- | NSTW | | 800 | 400
- | Ngân sách tỉnh | | 200 | 50
2 | Kênh Khuổi Mươi | 7000002 | 500 |
 | Tổng cộng | | 1500 | 450
""")
    assert codes(register) == []
    assert register.as_of == date(2026, 9, 30)
    assert plans(register.projects[0]) == {
        ("NSTW", "current"): 800,
        ("Ngân sách tỉnh", "current"): 200,
    }
    assert disbursed(register.projects[0]) == {
        ("NSTW", "current", "2026-09-30"): 400,
        ("Ngân sách tỉnh", "current", "2026-09-30"): 50,
    }
    assert disbursed(register.projects[1]) == {(None, "current", "2026-09-30"): 0}
    assert register.projects[0].cells["disbursed"] == "Bảng 1!E4"


def test_rows_per_source_with_number_and_name_merged_over_them(read: Read) -> None:
    register = read("""
KẾ HOẠCH VỐN NĂM 2026
 | | | ĐVT: triệu đồng
STT | Tên dự án | Nguồn vốn | Kế hoạch vốn 2026
1 | Đường Nà Pe | NSTW | 800
^ | ^ | NS tỉnh | 200
2 | Trạm y tế | XSKT | 300
^ | ^ | NS xã | 100
""")
    assert [plans(project) for project in register.projects] == [
        {("NSTW", "current"): 800, ("NS tỉnh", "current"): 200},
        {("XSKT", "current"): 300, ("NS xã", "current"): 100},
    ]


def test_groups_numbered_1_and_projects_1_1_without_codes(read: Read) -> None:
    register = read("""
KẾ HOẠCH VỐN NĂM 2026 (triệu đồng)
STT | Danh mục dự án | Chủ đầu tư | Kế hoạch vốn năm 2026
 | TỔNG SỐ | | 600
I | Dự án chuyển tiếp | | 500
1 | Giao thông | | 500
1.1 | Đường A | UBND xã | 300
1.2 | Đường B | UBND xã | 200
2 | Thủy lợi | |
II | Dự án khởi công mới | | 100
1 | Giáo dục | | 100
1.1 | Trường C | UBND xã | 100
""")
    assert codes(register) == ["as_of_first_day"]
    assert table(register) == [
        ("Đường A", 300, "continuing"),
        ("Đường B", 200, "continuing"),
        ("Trường C", 100, "new_start"),
    ]


def test_unnumbered_class_headings_between_numbered_projects(read: Read) -> None:
    register = read("""
KẾ HOẠCH NĂM 2026
ĐVT: triệu đồng
STT | Danh mục dự án | Kế hoạch vốn năm 2026
 | Dự án chuyển tiếp | 500
1 | Đường A | 300
2 | Đường B | 200
 | Dự án khởi công mới | 100
3 | Trường C | 100
 | Cộng | 600
""")
    assert "control_total_differs" not in codes(register)
    assert table(register) == [
        ("Đường A", 300, "continuing"),
        ("Đường B", 200, "continuing"),
        ("Trường C", 100, "new_start"),
    ]


def test_a_class_column_and_no_numbering(read: Read) -> None:
    register = read("""
ĐVT: đồng
Mã dự án | Tên dự án | KCM / CT | Kế hoạch vốn 2026 | Giải ngân đến ngày 30/06/2026
7000001 | Đường A | CT | 300000000 | 100000000
7000002 | Trường B | KCM | 200000000 |
7000003 | Kênh C | Hoàn thành | 100000000 | 100000000
""")
    assert [p.project_class for p in register.projects] == [
        ProjectClass.CONTINUING,
        ProjectClass.NEW_START,
        ProjectClass.COMPLETED,
    ]
    assert register.as_of == date(2026, 6, 30)
    assert register.sheets[0].unit == "đồng"


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


def test_group_title_in_the_ordinal_column(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
TT | Tên công trình | Kế hoạch vốn năm 2026
Công trình chuyển tiếp | < | 300
1 | Đường A | 300
Công trình khởi công mới | < | 200
1 | Đường B | 200
""")
    assert table(register) == [("Đường A", 300, "continuing"), ("Đường B", 200, "new_start")]


def test_subtotal_rows_are_control_totals_not_projects(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
A | Dự án chuyển tiếp |
1 | Đường A | 300
2 | Đường B | 100
 | Cộng nhóm A | 400
B | Dự án khởi công mới |
1 | Đường C | 200
 | Cộng nhóm B | 200
 | Tổng cộng | 600
""")
    assert "control_total_differs" not in codes(register)
    assert [name for name, _, _ in table(register)] == ["Đường A", "Đường B", "Đường C"]


def test_ghost_rows_and_blank_rows_do_not_end_the_table(read: Read) -> None:
    blank = "\n".join(" | | 0" for _ in range(30))
    register = read(f"""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường A | 300
{blank}
2 | Đường B | 100
""")
    assert [name for name, _, _ in table(register)] == ["Đường A", "Đường B"]


def test_ordinal_3_10_and_restarting_numbers(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
3 | Giao thông | 400
'3.9 | Đường A | 300
'3.10 | Đường B | 100
4 | Giáo dục | 50
'4.1 | Trường C | 50
""")
    assert [name for name, _, _ in table(register)] == ["Đường A", "Đường B", "Trường C"]


def test_bold_dashes_under_groups_are_projects_when_they_have_codes(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Nội dung | Mã dự án | Kế hoạch vốn năm 2026
I | Vốn ngân sách tỉnh | | 400
- | Đường A | 7000001 | 300
- | Đường B | 7000002 | 100
""")
    assert table(register) == [("Đường A", 300, None), ("Đường B", 100, None)]
    assert plans(register.projects[0]) == {("Vốn ngân sách tỉnh", "current"): 300}


def test_plan_in_its_initial_changed_and_adjusted_form(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026 | < | <
^ | ^ | Ban đầu | Điều chỉnh tăng/giảm | Sau điều chỉnh
1 | Đường A | 300 | 50 | 350
""")
    assert plans(register.projects[0]) == {(None, "current"): 350}


def test_owner_headings_name_the_owner(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
I | Ban QLDA đầu tư xây dựng khu vực | 300
1 | Đường A | 300
II | UBND xã Bằng Mạc | 100
1 | Đường B | 100
""")
    assert [p.owner for p in register.projects] == [
        "Ban QLDA đầu tư xây dựng khu vực",
        "UBND xã Bằng Mạc",
    ]


def test_a_name_continued_on_the_next_line(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
1 | Đường liên thôn từ Khòn Nưa | 300
 | đến Nà Canh |
2 | Đường B | 100
""")
    assert [name for name, _, _ in table(register)] == [
        "Đường liên thôn từ Khòn Nưa đến Nà Canh",
        "Đường B",
    ]


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


def test_a_year_later_than_the_budget_year_makes_a_completed_heading_a_continuing_one(
    read: Read,
) -> None:
    register = read("""
KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026
ĐVT: triệu đồng
STT | Tên dự án | Kế hoạch vốn năm 2026
A | Các dự án hoàn thành, bàn giao trước ngày 31/12/2025 |
1 | Đường A | 300
B | Các dự án dự kiến hoàn thành năm 2026 |
1 | Đường B | 300
C | Các dự án chuyển tiếp hoàn thành sau năm 2026 |
1 | Đường C | 300
D | Dự án hoàn thành năm 2026 |
1 | Đường D | 300
E | Chuẩn bị đầu tư |
1 | Đường E | 300
""")
    assert [kind for _, _, kind in table(register)] == [
        "completed",
        "continuing",
        "continuing",
        "continuing",
        "unclassified",
    ]
