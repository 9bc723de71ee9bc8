"""The Treasury's voucher list to 15 November 2026: ``chung-tu-kho-bac-2026.xlsx``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from builder.document import Column, Document, Kind, Level, Line, Row, add_up
from builder.layout import signatures, unit_line
from builder.model import Tranche
from builder.payments import paid, payments
from builder.truth import ENTRIES
from builder.truth_of_file import FileTruth, ProjectTruth, SourceTruth

if TYPE_CHECKING:
    from builder.model import Entry, Payment

_TO_DATE = date(2026, 11, 15)
_VOUCHER = "Chứng từ"
_AMOUNT = "Số tiền"
_YEARS = {Tranche.CURRENT: 2026, Tranche.CARRYOVER: 2025}
_TRANCHES = {Tranche.CURRENT: "Kế hoạch năm", Tranche.CARRYOVER: "Vốn kéo dài"}

_COLUMNS = (
    Column("ordinal", ("STT",), 5, Kind.CENTRED),
    Column("number", (_VOUCHER, "Số chứng từ"), 13, Kind.CENTRED),
    Column("date", (_VOUCHER, "Ngày chứng từ"), 12, Kind.DATE),
    Column("code", ("Mã dự án",), 10, Kind.CENTRED),
    Column("name", ("Tên dự án",), 44, Kind.TEXT),
    Column("owner", ("Chủ đầu tư",), 24, Kind.TEXT),
    Column("year", ("Năm kế hoạch vốn",), 9, Kind.CENTRED),
    Column("tranche", ("Loại vốn",), 13, Kind.CENTRED),
    Column("source", ("Nguồn vốn",), 17, Kind.CENTRED),
    Column("kind", ("Loại thanh toán",), 22, Kind.TEXT),
    Column("requested", (_AMOUNT, "Số đề nghị thanh toán"), 16),
    Column("approved", (_AMOUNT, "Số KBNN duyệt"), 16),
    Column("recovered", (_AMOUNT, "Thu hồi tạm ứng"), 16),
    Column("tax", (_AMOUNT, "Thuế GTGT"), 14),
    Column("transferred", (_AMOUNT, "Chuyển cho đơn vị thụ hưởng"), 16),
)
_LAST = len(_COLUMNS) - 1


def voucher_list() -> FileTruth:
    """Every voucher of the year, by date; sums agree with the lists but for one known gap."""
    everything = payments()
    document = Document(
        sheet="Chứng từ",
        titles=_titles(),
        columns=_COLUMNS,
        rows=_rows(everything),
        footer=tuple(
            signatures(
                _LAST,
                "Ngày 16 tháng 11 năm 2026",
                "NGƯỜI LẬP BIỂU",
                ("PHÒNG GIAO DỊCH SỐ 7", "TRƯỞNG PHÒNG"),
            )
        ),
        unit=1,
        numbered=False,
        header_height=32,
    )
    return FileTruth(
        name="chung-tu-kho-bac-2026.xlsx",
        document=document,
        kind="payments",
        unit="đồng",
        as_of=_TO_DATE,
        projects=tuple(_truth(entry) for entry in ENTRIES if _paid_anything(entry)),
        disbursed_to=_TO_DATE,
        vouchers={
            "count": len(everything),
            "approved": sum(each.approved for each in everything),
            "advance_recovered": sum(each.advance_recovered for each in everything),
        },
    )


def _titles() -> tuple[tuple[Line, ...], ...]:
    return (
        (Line("KHO BẠC NHÀ NƯỚC KHU VỰC VI", 0, 4),),
        (Line("PHÒNG GIAO DỊCH SỐ 7", 0, 4, bold=True),),
        (Line("BẢNG KÊ CHỨNG TỪ THANH TOÁN VỐN ĐẦU TƯ NĂM 2026", 0, _LAST, bold=True, size=14),),
        (Line("(Từ ngày 01/01/2026 đến ngày 15/11/2026)", 0, _LAST, italic=True),),
        (Line("Đơn vị: Ủy ban nhân dân xã Bằng Mạc (06475)", 0, _LAST),),
        unit_line(_LAST, "Đơn vị tính: đồng"),
    )


def _rows(everything: tuple[Payment, ...]) -> tuple[Row, ...]:
    rows = [_row(number, payment) for number, payment in enumerate(everything, start=1)]
    rows.append(Row(Level.TOTAL, {"name": "TỔNG CỘNG"}, tuple(range(len(rows)))))
    add_up(rows, _COLUMNS)
    return tuple(rows)


def _row(number: int, payment: Payment) -> Row:
    entry = payment.entry
    return Row(
        Level.PROJECT,
        {
            "ordinal": number,
            "number": f"{number:04d}/GRV-26",
            "date": payment.paid_on,
            "code": entry.code,
            "name": entry.name,
            "owner": entry.owner,
            "year": _YEARS[payment.tranche],
            "tranche": _TRANCHES[payment.tranche],
            "source": payment.source,
            "kind": payment.kind,
            "requested": payment.requested,
            "approved": payment.approved,
            "recovered": payment.advance_recovered or None,
            "tax": payment.tax or None,
            "transferred": payment.transferred,
        },
    )


def _paid_anything(entry: Entry) -> bool:
    return any(paid(entry, tranche, _TO_DATE).amount for tranche in Tranche)


def _truth(entry: Entry) -> ProjectTruth:
    return ProjectTruth(
        entry,
        tuple(
            SourceTruth(source, tranche, disbursed=amount)
            for tranche in Tranche
            for source in entry.plans(tranche)
            if (amount := paid(entry, tranche, _TO_DATE, source).amount)
        ),
    )
