"""Small registers to upload."""

from __future__ import annotations

UNIT = "ĐVT: triệu đồng"
HEADING = "STT;Mã dự án;Tên dự án;Chủ đầu tư;Kế hoạch vốn năm 2026;Lũy kế giải ngân năm 2026"
ROWS = (
    "1;9900001;Đường trục thôn A;UBND xã Bằng Mạc;1500;750",
    "2;9900002;Trường Mầm non B;Ban QLDA khu vực;2000;300",
)


def table(
    *rows: str, heading: str = HEADING, unit: str = UNIT, day: str | None = "31/10/2026"
) -> bytes:
    """Write a register as the bytes of a CSV file."""
    dated = f"Số liệu đến ngày {day}" if day else ""
    lines = ("DANH MỤC DỰ ÁN NĂM 2026", dated, unit, heading, *(rows or ROWS))
    return "\n".join(lines).encode()
