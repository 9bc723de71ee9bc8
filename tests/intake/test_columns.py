"""Headings of real registers and the field each must be read as."""

from __future__ import annotations

import pytest

from disburse.intake.column_sets import with_totals
from disburse.intake.columns import interpret

ORDINAL = "STT, TT, Số TT, #, Stt, S.T.T, Số thứ tự, SốTT"
NAME = (
    "Danh mục dự án|DANH MỤC|Danh mục ngành/dự án|Nội dung|Tên công trình|Tên dự án|"
    "Tên danh mục công trình/dự án|Dự án|Danh mục công trình, dự án|Tên công trình, dự án|"
    "Tên dự án/công trình|Nguồn vốn/Danh mục dự án|Chương trình/dự án|Công trình"
)
CODE = "Mã dự án|Mã số dự án|Mã dự án đầu tư|Mã DA|Mã số DA|Mã TABMIS|Mã số dự án đầu tư"
OWNER = (
    "Chủ đầu tư|Chủ Đầu Tư|Chủ đầu tư / Ban QLDA|Chủ đầu tư /\nĐơn vị GPMB|CĐT|Đơn vị thực hiện|"
    "Đơn vị quản lý|Đầu mối giao KH"
)
TOTAL_INVESTMENT = (
    "TMĐT|TMDT|TMĐT/ TDT|Tổng mức đầu tư|Tổng giá trị|Dự toán được duyệt|TM ĐT|T.M.Đ.T|"
    "Tổng mức ĐT|Tổng MĐT|TMĐT được duyệt|Dự toán|GT quyết toán được duyệt"
)
ALLOCATED = (
    "Lũy kế vốn đã bố trí đến hết năm trước năm kế hoạch|Đã bố trí đến hết KH năm 2025|"
    "Lũy kế vốn đã bố trí từ khởi công đến hết năm 2025|Lũy kế bố trí vốn đến hết kế hoạch năm|"
    "LK vốn đã bố trí đến 31/12/2025|Luỹ kế vốn đã giao|Đã cấp đến hết 2025"
)
PLAN = (
    "Kế hoạch năm kế hoạch|Kế hoạch năm|KH vốn năm|Kế hoạch vốn (Triệu đồng)|Kế hoạch vốn giao|"
    "Vốn Phân Bổ (đ)|Vốn kế hoạch năm 2026|Vốn kế hoạch giao trong năm|Kế hoạch vốn năm|KHV 2026|"
    "KH 2026|Kế hoạch vốn 2026|KH vốn giao năm 2026|KH vốn được giao|KH vốn sau điều chỉnh|Tổng KHV|"
    "KH vốn 2026 (đã điều chỉnh)|Kế hoạch(dự toán) được sử dụng trong năm|Kế hoạch được giao năm hiện hành"
)
CARRYOVER = (
    "Kế hoạch vốn năm trước được cấp có thẩm quyền cho phép kéo dài sang năm KH (nếu có)|"
    "Vốn kế hoạch năm trước được phép kéo dài (nếu có)|KH vốn kéo dài|Vốn kéo dài|"
    "Số vốn kéo dài các năm trước sang năm hiện hành|KHV kéo dài 2025 sang 2026|Vốn chuyển nguồn"
)
DISBURSED = (
    "Lũy kế giải ngân từ đầu năm đến tháng báo cáo|Đã giải ngân|Đã Giải Ngân (đ)|"
    "Giải ngân 6 tháng đầu năm|Kinh phí đã thanh toán, giải ngân|GN đến 30/9|Giải ngân đến nay|"
    "Lũy kế vốn giải ngân từ đầu năm đến hết tháng trước liền kề|GN lũy kế|Số đã giải ngân|"
    "Giá trị giải ngân lũy kế trong năm (triệu đồng)|KBNN đã thanh toán|Giải ngân đến ngày 15/9/2026|Lũy kế GN"
)
RATE = "Tỷ lệ (%)|Tỷ Lệ Giải Ngân (%)|Tỷ lệ % giải ngân vốn so với KH năm|Tỉ lệ|TL %|Tỷ lệ GN|% giải ngân|Đạt %"
REMAINING = "Còn lại|Số kinh phí chưa GN|Vốn còn lại chưa giải ngân|Còn phải giải ngân"


def spellings(field: str, joined: str, mark: str = "|") -> list[tuple[str, str]]:
    return [(spelling.strip(), field) for spelling in joined.split(mark)]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *spellings("ordinal", ORDINAL, ", "),
        *spellings("name", NAME),
        *spellings("code", CODE),
        *spellings("owner", OWNER),
        *spellings("total_investment", TOTAL_INVESTMENT),
        *spellings("allocated", ALLOCATED),
        *spellings("plan_current", PLAN),
        *spellings("plan_carryover", CARRYOVER),
        *spellings("disbursed_current", DISBURSED),
        *spellings("rate", RATE),
        *spellings("remaining", REMAINING),
    ],
)
def test_every_spelling_of_the_field_survey(label: str, name: str) -> None:
    assert interpret(0, (label,), 2026).name == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("Kế hoạch vốn năm 2026", "Trong đó", "NSTW"), "plan_current[NSTW]"),
        (
            ("Kế hoạch vốn năm 2026", "Trong đó", "Quỹ đất tái định cư"),
            "plan_current[Quỹ đất tái định cư]",
        ),
        (("Kế hoạch vốn năm 2026", "Ban đầu"), "plan_initial"),
        (("Kế hoạch vốn năm 2026", "Điều chỉnh tăng/giảm"), "plan_change"),
        (("Kế hoạch vốn năm 2026", "Sau điều chỉnh"), "plan_current"),
        (("Kế hoạch vốn năm 2025",), "plan_other"),
        (("KH đầu tư trung hạn vốn NSTW giai đoạn 2026-2030",), "medium_term"),
        (("Quyết định đầu tư", "TMĐT", "Tổng số (tất cả các nguồn vốn)"), "total_investment"),
        (("Quyết định đầu tư", "Số quyết định; ngày, tháng, năm ban hành"), "decision"),
        (
            ("Lũy kế giải ngân đến hết tháng trước", "Vốn kéo dài", "Tạm ứng chưa thu hồi"),
            "disbursed_carryover_advance",
        ),
        (("Ước lũy kế vốn giải ngân từ đầu năm đến hết tháng báo cáo",), "estimate_current"),
        (("Lũy kế vốn giải ngân từ khởi công đến hết ngày 31/12/2025",), "disbursed_since_start"),
        (("Khối lượng thực hiện từ khởi công đến hết 2025",), "work_done"),
        (("Giải ngân từ 1/4/26-15/4/26",), "disbursed_period"),
        (("Địa điểm mở tài khoản",), "note"),
        (("Kế họach vốm năm",), "plan_current"),
        (("Cột lạ",), "unknown"),
    ],
)
def test_label_paths(path: tuple[str, ...], name: str) -> None:
    assert interpret(0, path, 2026).name == name


def test_a_total_over_both_tranches_is_no_plan_of_the_year() -> None:
    paths = (
        ("Vốn kế hoạch năm", "Tổng số"),
        ("Vốn kế hoạch năm", "Vốn kéo dài"),
        ("Vốn kế hoạch năm", "Kế hoạch giao trong năm"),
    )
    columns = with_totals(tuple(interpret(i, path, 2026) for i, path in enumerate(paths)))
    assert [column.tranche for column in columns] == ["total", "carryover", "current"]
