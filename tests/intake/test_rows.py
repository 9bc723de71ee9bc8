"""Rows of drawn registers: projects, groups, totals, parts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.model import ProjectClass
from tests.intake.drawn import codes, disbursed, plans, table

if TYPE_CHECKING:
    from tests.intake.conftest import Read


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


def test_signatures_below_the_last_row_per_source_change_nothing(read: Read) -> None:
    register = read("""
ĐVT: triệu đồng
STT | Nội dung | Kế hoạch vốn năm 2026
1 | Đường A | 300
- | NSTW | 200
- | Ngân sách xã | 100

NGƯỜI LẬP BIỂU | | CHỦ TỊCH
""")
    assert plans(register.projects[0]) == {
        ("NSTW", "current"): 200,
        ("Ngân sách xã", "current"): 100,
    }
