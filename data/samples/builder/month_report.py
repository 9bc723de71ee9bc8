"""The report of October 2026 in form 01a of Circular 37/2025: ``bieu-01a-thang-10-2026.xlsx``."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from builder.document import Column, Document, Kind, Level, Line, Row, add_up
from builder.layout import annex_heading, ordinal_row, signatures, unit_line
from builder.model import GROUP_HEADINGS, MILLION, SOURCE_CODES, Source, Tranche
from builder.payments import paid
from builder.truth import ENTRIES
from builder.truth_of_file import FileTruth, ProjectTruth, SourceTruth

if TYPE_CHECKING:
    from builder.document import Value
    from builder.model import Entry

_TO_DATE = date(2026, 9, 30)
_MONTH_END = date(2026, 10, 31)
_ESTIMATE_STEP = 5 * MILLION
_PLAN = "Vốn kế hoạch năm 2026"
_PAID = "Lũy kế giải ngân từ đầu năm đến hết tháng trước"
_ESTIMATE = "Ước lũy kế giải ngân từ đầu năm đến hết tháng báo cáo"
_OLD = "Vốn kế hoạch các năm trước kéo dài"
_NEW = "Vốn kế hoạch năm 2026"
_VOLUME = "Thanh toán khối lượng hoàn thành"
_ADVANCE = "Vốn tạm ứng theo chế độ chưa thu hồi"

_COLUMNS = (
    Column("ordinal", ("STT",), 5, Kind.CENTRED),
    Column("name", ("Nội dung",), 42, Kind.TEXT, "1"),
    Column("source", ("Mã nguồn",), 7, Kind.CENTRED, "2"),
    Column("plan_all", (_PLAN, "Tổng số"), 11, number="3=4+6", formula="E{row}+G{row}"),
    Column("plan_old", (_PLAN, "Vốn kéo dài các năm trước sang năm 2026"), 10, number="4"),
    Column("plan_pm", (_PLAN, "Vốn giao trong năm", "Thủ tướng Chính phủ giao"), 10, number="5"),
    Column("plan_new", (_PLAN, "Vốn giao trong năm", "Địa phương triển khai"), 10.5, number="6"),
    Column("paid_all", (_PAID, "Tổng số"), 11, number="7=8+11", formula="I{row}+L{row}"),
    Column("paid_old", (_PAID, _OLD, "Tổng số"), 10, number="8=9+10", formula="J{row}+K{row}"),
    Column("volume_old", (_PAID, _OLD, _VOLUME), 10, number="9"),
    Column("advance_old", (_PAID, _OLD, _ADVANCE), 10, number="10"),
    Column("paid_new", (_PAID, _NEW, "Tổng số"), 10.5, number="11=12+13", formula="M{row}+N{row}"),
    Column("volume_new", (_PAID, _NEW, _VOLUME), 10.5, number="12"),
    Column("advance_new", (_PAID, _NEW, _ADVANCE), 10.5, number="13"),
    Column("estimate_all", (_ESTIMATE, "Tổng số"), 11, number="14=15+16", formula="P{row}+Q{row}"),
    Column("estimate_old", (_ESTIMATE, _OLD), 10, number="15"),
    Column("estimate_new", (_ESTIMATE, _NEW), 10.5, number="16"),
    Column("note", ("Ghi chú",), 14, Kind.TEXT, "17"),
)
_LAST = len(_COLUMNS) - 1


def month_report() -> FileTruth:
    """Paid to the end of September, estimated to the end of October."""
    document = Document(
        sheet="Bieu 01a",
        titles=_titles(),
        columns=_COLUMNS,
        rows=_rows(),
        footer=tuple(
            signatures(
                _LAST,
                "Bằng Mạc, ngày      tháng 10 năm 2026",
                "NGƯỜI LẬP BIỂU",
                ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            )
        ),
        unit=MILLION,
        header_height=34,
    )
    return FileTruth(
        name="bieu-01a-thang-10-2026.xlsx",
        document=document,
        kind="register",
        unit="triệu đồng",
        as_of=_TO_DATE,
        projects=tuple(_truth(entry) for entry in ENTRIES),
        disbursed_to=_TO_DATE,
        states_class=True,
        states_code=False,
        states_owner=False,
    )


def _titles() -> tuple[tuple[Line, ...], ...]:
    return (
        (
            Line("ỦY BAN NHÂN DÂN", 0, 2),
            Line("Biểu số 01a/TTKHN", _LAST - 3, _LAST, bold=True),
        ),
        (Line("XÃ BẰNG MẠC", 0, 2, bold=True),),
        *annex_heading(
            _LAST,
            "TÌNH HÌNH THỰC HIỆN VÀ GIẢI NGÂN VỐN ĐẦU TƯ CÔNG",
            "THÁNG 10 NĂM 2026",
            "(Kèm theo Báo cáo số      /BC-UBND ngày      /10/2026 của UBND xã Bằng Mạc)",
        ),
        unit_line(_LAST, "Đơn vị tính: triệu đồng"),
    )


def _rows() -> tuple[Row, ...]:
    rows = [ordinal_row(Level.TOTAL, "", "TỔNG SỐ")]
    classes = []
    for letter, (group, members) in zip(
        "ABCD", groupby(ENTRIES, key=lambda entry: entry.group), strict=True
    ):
        heading = ordinal_row(Level.CLASS, letter, GROUP_HEADINGS[group])
        classes.append(len(rows))
        rows.append(heading)
        projects = []
        for number, entry in enumerate(members, start=1):
            projects.append(len(rows))
            _add_project(rows, number, entry)
        heading.parts = tuple(projects)
    rows[0].parts = tuple(classes)
    add_up(rows, _COLUMNS)
    return tuple(rows)


def _add_project(rows: list[Row], number: int, entry: Entry) -> None:
    """A project's row and under it one row per source, both tranches side by side."""
    project = Row(Level.PROJECT, {"ordinal": number, "name": entry.name})
    rows.append(project)
    first = len(rows)
    rows.extend(
        Row(Level.SOURCE, _amounts(entry, source))
        for source in Source
        if source in entry.plan or source in entry.carryover
    )
    project.parts = tuple(range(first, len(rows)))


def _amounts(entry: Entry, source: Source) -> dict[str, Value]:
    new, old = entry.plan.get(source), entry.carryover.get(source)
    paid_new = paid(entry, Tranche.CURRENT, _TO_DATE, source)
    paid_old = paid(entry, Tranche.CARRYOVER, _TO_DATE, source)
    ahead_new, ahead_old = (
        _estimate(entry, source, Tranche.CURRENT),
        _estimate(entry, source, Tranche.CARRYOVER),
    )
    return {
        "ordinal": "-",
        "name": source,
        "source": SOURCE_CODES[source],
        "plan_all": (new or 0) + (old or 0),
        "plan_old": old,
        "plan_pm": new if source is Source.CENTRAL else None,
        "plan_new": new,
        "paid_all": paid_new.amount + paid_old.amount,
        "paid_old": paid_old.amount if old else None,
        "volume_old": paid_old.volume if old else None,
        "advance_old": paid_old.advance if old else None,
        "paid_new": paid_new.amount,
        "volume_new": paid_new.volume,
        "advance_new": paid_new.advance,
        "estimate_all": (ahead_new or 0) + (ahead_old or 0),
        "estimate_old": ahead_old,
        "estimate_new": ahead_new,
    }


def _estimate(entry: Entry, source: Source, tranche: Tranche) -> int | None:
    """What is expected by the end of the month, rounded as estimates are."""
    plan = entry.plans(tranche).get(source)
    if plan is None:
        return None
    known = paid(entry, tranche, _TO_DATE, source).amount
    coming = paid(entry, tranche, _MONTH_END, source).amount
    rounded = -(-coming // _ESTIMATE_STEP) * _ESTIMATE_STEP
    return max(known, min(rounded, plan))


def _truth(entry: Entry) -> ProjectTruth:
    return ProjectTruth(
        entry,
        tuple(
            SourceTruth(source, tranche, plan, paid(entry, tranche, _TO_DATE, source).amount)
            for tranche in Tranche
            for source, plan in entry.plans(tranche).items()
        ),
    )
