"""Registers by how they show dates and parts of a figure."""

from __future__ import annotations

from bench.recognition.elements import (
    Amount,
    Field,
    Group,
    Header,
    Layout,
    Page,
    Rows,
)
from bench.recognition.layouts.columns import (
    CODE,
    DISBURSED,
    LEFT,
    NAME,
    NOTE,
    PLAN,
    RATE,
    REPORT,
    STT,
    column,
    with_tranches,
)

FIGURES: tuple[Layout, ...] = (
    Layout(
        "several dates side by side",
        "dates",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    *(
                        column("Lũy kế giải ngân", "Đến {date}", of=Amount("disbursed", date=d))
                        for d in range(3)
                    ),
                    RATE,
                ),
                titles=REPORT,
                rows=Rows((Group("class", "I", "year"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "quarters as periods",
        "dates",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    column("Lũy kế giải ngân đến hết quý I/{year}", of=Amount("disbursed", date=0)),
                    column("Giải ngân quý II/{year}", of=Amount("period", date=1)),
                    column("Giải ngân quý III/{year}", of=Amount("period", date=2)),
                ),
                titles=("THEO DÕI GIẢI NGÂN NĂM {year}",),
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "spans from day to day",
        "dates",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    column("Giải ngân từ 01/01/{year} đến {date}", of=Amount("disbursed", date=0)),
                    column("Giải ngân từ 1/4/26-30/6/26", of=Amount("period", date=1)),
                    column("Giải ngân từ 1/7/26-30/9/26", of=Amount("period", date=2)),
                ),
                titles=("THEO DÕI GIẢI NGÂN NĂM {year}",),
                rows=Rows(),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "volume and advance",
        "parts",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    column("Lũy kế vốn giải ngân đến {date}", "Tổng số", of=Amount("disbursed")),
                    column(
                        "Lũy kế vốn giải ngân đến {date}",
                        "Thanh toán khối lượng hoàn thành",
                        of=Amount("disbursed", part="volume"),
                    ),
                    column(
                        "Lũy kế vốn giải ngân đến {date}",
                        "Vốn tạm ứng theo chế độ chưa thu hồi",
                        of=Amount("disbursed", part="advance"),
                    ),
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "volume and advance without a total",
        "parts",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    column(
                        "Giải ngân đến {date}", "TT KLHT", of=Amount("disbursed", part="volume")
                    ),
                    column(
                        "Giải ngân đến {date}",
                        "Tạm ứng chưa thu hồi",
                        of=Amount("disbursed", part="advance"),
                    ),
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "plan initial, changed, adjusted",
        "parts",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Kế hoạch vốn năm {year}", "Đã giao đầu năm", of=Amount("initial")),
                    column(
                        "Kế hoạch vốn năm {year}",
                        "Điều chỉnh tăng (+), giảm (-)",
                        of=Amount("change"),
                    ),
                    column("Kế hoạch vốn năm {year}", "Kế hoạch sau điều chỉnh", of=Amount("plan")),
                    DISBURSED,
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "estimate beside the actual",
        "parts",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    PLAN,
                    column(
                        "Khối lượng thực hiện từ đầu năm đến ngày 15 của tháng báo cáo",
                        of=Amount("work_done"),
                    ),
                    column("Lũy kế vốn giải ngân từ đầu năm đến {date}", of=Amount("disbursed")),
                    column("Ước lũy kế vốn giải ngân đến hết 31/12/{year}", of=Amount("estimate")),
                    LEFT,
                    NOTE,
                ),
                titles=REPORT,
                rows=Rows((Group("class", "I"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "circular 37 form 01a",
        "forms",
        (
            Page(
                (
                    STT,
                    column("Nội dung", of=Field("name")),
                    column("Mã dự án đầu tư", of=Field("code")),
                    column("Tổng mức đầu tư", of=Amount("investment")),
                    *with_tranches(
                        "Vốn kế hoạch năm {year}",
                        of=Amount("plan"),
                        total="Tổng số",
                        carryover="Vốn kế hoạch năm trước được phép kéo dài (nếu có)",
                        current="Vốn kế hoạch giao trong năm",
                    ),
                    *with_tranches(
                        "Lũy kế vốn giải ngân từ đầu năm đến hết tháng trước liền kề",
                        of=Amount("disbursed", date=1),
                        total="Tổng số",
                        carryover="Vốn kế hoạch năm trước kéo dài",
                        current="Vốn kế hoạch giao trong năm",
                    ),
                    *with_tranches(
                        "Ước lũy kế vốn giải ngân từ đầu năm đến hết tháng báo cáo",
                        of=Amount("estimate", date=1),
                        total="Tổng số",
                        carryover="Vốn kế hoạch năm trước kéo dài",
                        current="Vốn kế hoạch giao trong năm",
                    ),
                    NOTE,
                ),
                titles=(
                    "TÌNH HÌNH THỰC HIỆN VÀ GIẢI NGÂN KẾ HOẠCH VỐN ĐẦU TƯ CÔNG",
                    "Tháng 7 năm {year}",
                ),
                header=Header(numbering="(1)"),
                rows=Rows((Group("class", "I"), Group("sector", "1")), ordinals="-", total="first"),
            ),
        ),
        as_of=1,
    ),
)
