"""Payment lists: the Treasury's vouchers, and cumulative figures alone."""

from __future__ import annotations

from bench.recognition.elements import Amount, Field, Layout, Page, Rows
from bench.recognition.layouts.columns import CODE, DISBURSED, NAME, OWNER, SOURCE, STT, column

_TITLE = ("DANH SÁCH CHỨNG TỪ THANH TOÁN VỐN ĐẦU TƯ NĂM {year}",)
_NUMBER = column("Số chứng từ", of=Field("voucher_number"))
_KIND = column("Loại thanh toán", of=Field("voucher_kind"))
_APPROVED = column("Số KBNN duyệt", of=Amount("approved"))
_RECOVERED = column("Thu hồi tạm ứng", of=Amount("recovered"))


def _day(style: str) -> Field:
    return Field("voucher_date", style)


PAID: tuple[Layout, ...] = (
    Layout(
        "vouchers",
        "payments",
        (
            Page(
                (
                    STT,
                    _NUMBER,
                    column("Ngày chứng từ", of=_day("")),
                    CODE,
                    NAME,
                    SOURCE,
                    column("Năm kế hoạch", of=Field("plan_year")),
                    _KIND,
                    _APPROVED,
                    _RECOVERED,
                ),
                titles=_TITLE,
                unit="đồng",
                unit_line="ĐVT: đồng",
                rows=Rows(total="last", total_label="Tổng cộng", vouchers=True),
            ),
        ),
        as_of="last_payment",
        payments=True,
    ),
    Layout(
        "vouchers with requested and transferred",
        "payments",
        (
            Page(
                (
                    STT,
                    column("Chứng từ", "Số", of=Field("voucher_number")),
                    column("Chứng từ", "Ngày, tháng", of=_day("text")),
                    CODE,
                    NAME,
                    OWNER,
                    _KIND,
                    column("Số tiền", "Đề nghị thanh toán", of=Amount("approved")),
                    column("Số tiền", "KBNN duyệt", of=Amount("approved")),
                    column("Số tiền", "Thu hồi tạm ứng", of=Amount("recovered")),
                    column("Số tiền", "Chuyển cho đơn vị thụ hưởng", of=Amount("transferred")),
                ),
                titles=_TITLE,
                unit="đồng",
                unit_line="Đơn vị: đồng",
                rows=Rows(total="first", total_label="Tổng cộng", vouchers=True),
            ),
        ),
        as_of="last_payment",
        payments=True,
        numbers="vn",
    ),
    Layout(
        "vouchers as csv",
        "payments",
        (
            Page(
                (
                    _NUMBER,
                    column("Ngày thanh toán", of=_day("text")),
                    CODE,
                    column("Tên dự án", of=Field("name")),
                    column("Mã nguồn vốn", of=Field("source")),
                    _APPROVED,
                    _RECOVERED,
                ),
                titles=(),
                unit="đồng",
                unit_line="ĐVT: đồng",
                unit_place="left",
                rows=Rows(vouchers=True),
            ),
        ),
        ".csv",
        as_of="last_payment",
        payments=True,
    ),
    Layout(
        "cumulative figures alone",
        "payments",
        (
            Page(
                (STT, CODE, NAME, DISBURSED),
                titles=("SỐ LIỆU GIẢI NGÂN NĂM {year} CỦA KHO BẠC NHÀ NƯỚC",),
                unit="đồng",
                unit_line="ĐVT: đồng",
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
        payments=True,
    ),
    Layout(
        "code and figure alone",
        "payments",
        (
            Page(
                (CODE, column("Lũy kế giải ngân", of=Amount("disbursed"))),
                titles=("Lũy kế giải ngân đến ngày {date}",),
                unit="đồng",
                unit_line="ĐVT: đồng",
                unit_place="left",
            ),
        ),
        as_of=2,
        payments=True,
    ),
)
