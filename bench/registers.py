"""Writes a register of any number of projects, as large as the bench wants it.

24 columns, a three-row merged header, a numbering row, a total row and a heading per project
class; amounts in triệu đồng; figures of disbursement to 30 September 2026.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET = "Danh mục dự án"
HEADER_ROW = 5
"""First header row, counted from 1; the header takes three rows and the numbering row one."""

_TITLES = (
    "PHỤ LỤC",
    "TÌNH HÌNH THỰC HIỆN KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026",
    "(Số liệu giải ngân đến ngày 30/9/2026)",
    "ĐVT: Triệu đồng",
)
_DECISION, _INVESTMENT = "Quyết định đầu tư", "TMĐT"
_PLAN, _PAID = "Kế hoạch vốn năm 2026", "Lũy kế giải ngân đến ngày 30/9/2026"
_PATHS: tuple[tuple[str, ...], ...] = (
    ("STT",),
    ("Mã dự án",),
    ("Danh mục dự án",),
    ("Chủ đầu tư",),
    ("Địa điểm xây dựng",),
    ("Nhóm dự án",),
    ("Thời gian KC-HT",),
    (_DECISION, "Số quyết định; ngày, tháng, năm ban hành"),
    (_DECISION, _INVESTMENT, "Tổng số (tất cả các nguồn vốn)"),
    (_DECISION, _INVESTMENT, "Trong đó: NSTW"),
    ("Lũy kế vốn đã bố trí đến hết năm 2025",),
    (_PLAN, "Tổng số"),
    (_PLAN, "Trong đó", "NSTW"),
    (_PLAN, "Trong đó", "Ngân sách tỉnh"),
    (_PLAN, "Trong đó", "Ngân sách xã"),
    (_PLAN, "Trong đó", "Tiền sử dụng đất"),
    ("Vốn năm 2025 kéo dài sang năm 2026",),
    (_PAID, "Vốn kéo dài"),
    (_PAID, "Kế hoạch năm 2026", "Tổng số"),
    (_PAID, "Kế hoạch năm 2026", "Trong đó: tạm ứng chưa thu hồi"),
    ("Tỷ lệ giải ngân (%)",),
    ("Còn lại",),
    ("Ngày khởi công",),
    ("Khó khăn, vướng mắc",),
)
_GROUPS = (
    (
        "A",
        "Các dự án hoàn thành, bàn giao, đưa vào sử dụng trước ngày 31/12/2025",
        0.2,
        "2024-2025",
        "15/8/2024",
    ),
    ("B", "Các dự án chuyển tiếp", 0.45, "2025-2027", "10/6/2025"),
    ("C", "Các dự án khởi công mới năm 2026", 0.3, "2026-2027", "20/5/2026"),
    ("D", "Chuẩn bị đầu tư", 0.05, "2027-2029", None),
)
_WORKS = ("Đường giao thông", "Nhà lớp học", "Nhà văn hóa", "Kênh mương", "Cấp nước sinh hoạt")
_OWNERS = 40
_HAMLETS = 120
_SUMMED = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21)

Row = list[str | int | float | None]


def write_register(path: Path, projects: int) -> None:
    """Write a register of so many projects; the same number gives the same file."""
    groups = _groups(projects)
    everything = [row for _, _, rows in groups for row in rows]
    with Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "num_format": "#,##0.0"})
        amount = book.add_format({"num_format": "#,##0.0"})
        _header(sheet, book.add_format({"bold": True, "text_wrap": True, "border": 1}))
        lines = [(_total("", "TỔNG SỐ", everything), bold)]
        for letter, heading, rows in groups:
            lines.append((_total(letter, heading, rows), bold))
            lines.extend((row, amount) for row in rows)
        for at, (row, style) in enumerate(lines, start=HEADER_ROW + 3):
            sheet.write_row(at, 0, row, style)


def _header(sheet: Worksheet, style: Format) -> None:
    for at, title in enumerate(_TITLES):
        sheet.write_string(at, 0, title)
    for level in range(3):
        for left, right, label in _spans(level):
            leaf = all(len(_PATHS[place]) == level + 1 for place in range(left, right + 1))
            top, bottom = HEADER_ROW - 1 + level, HEADER_ROW + 1 if leaf else HEADER_ROW - 1 + level
            if (top, left) == (bottom, right):
                sheet.write_string(top, left, label, style)
            else:
                sheet.merge_range(top, left, bottom, right, label, style)
    sheet.write_row(HEADER_ROW + 2, 0, [str(number) for number in range(1, len(_PATHS) + 1)])


def _spans(level: int) -> Iterator[tuple[int, int, str]]:
    """Columns that share their label path down to a level: first, last, label."""
    left = 0
    while left < len(_PATHS):
        path, right = _PATHS[left][: level + 1], left
        while right + 1 < len(_PATHS) and _PATHS[right + 1][: level + 1] == path:
            right += 1
        if len(path) == level + 1:
            yield left, right, path[-1]
        left = right + 1


def _groups(projects: int) -> list[tuple[str, str, list[Row]]]:
    random = Random(projects)  # noqa: S311 - the same register every time, no secret
    groups, made = [], 0
    for letter, heading, share, period, start in _GROUPS:
        count = projects - made if letter == "D" else round(projects * share)
        rows = [
            _project(random, made + number, number, period, start) for number in range(1, count + 1)
        ]
        groups.append((letter, heading, rows))
        made += count
    return groups


def _project(random: Random, serial: int, number: int, period: str, start: str | None) -> Row:
    """One project; amounts are thousandths of triệu đồng until they are written."""
    plan = [random.randrange(0, 2_000_000, 500) for _ in range(4)]
    plan[0] += 100_000
    total, carryover = sum(plan), random.choice((0, 0, 0, 250_000))
    disbursed = total * random.randrange(101) // 100
    allocated = random.randrange(100_000, 2_000_000, 500) if period < "2026" else 0
    investment = total + allocated + 1_000_000
    hamlet, owner = serial % _HAMLETS + 1, serial % _OWNERS + 1
    return [
        number,
        f"{1_000_000 + serial:07d}"[-7:] if serial % 10 else f"{serial:07d}",
        f"{random.choice(_WORKS)} thôn {hamlet}, tuyến số {serial}",
        f"Ban QLDA đầu tư xây dựng khu vực {owner}",
        f"Thôn {hamlet}",
        "C",
        period,
        f"Số {serial}/QĐ-UBND ngày 12/6/2024",
        investment / 1000,
        (investment // 2) / 1000,
        allocated / 1000 or None,
        total / 1000,
        *(part / 1000 or None for part in plan),
        carryover / 1000 or None,
        carryover // 2 / 1000 or None,
        disbursed / 1000,
        disbursed // 10 / 1000,
        round(disbursed / total * 100, 1),
        (total - disbursed) / 1000,
        start,
        "Vướng giải phóng mặt bằng" if random.randrange(5) == 0 else None,
    ]


def _total(ordinal: str, name: str, rows: list[Row]) -> Row:
    row: Row = [None] * len(_PATHS)
    row[0], row[2] = ordinal or None, name
    for column in _SUMMED:
        row[column] = round(sum(float(each[column] or 0) for each in rows), 3)
    plan, disbursed = float(row[11] or 0), float(row[18] or 0)
    row[20] = round(disbursed / plan * 100, 1) if plan else None
    return row


def main() -> None:
    """Write the register named on the command line."""
    parser = argparse.ArgumentParser(description=write_register.__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--projects", type=int, default=10_000)
    arguments = parser.parse_args()
    write_register(arguments.path, arguments.projects)


if __name__ == "__main__":
    main()
