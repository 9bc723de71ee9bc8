"""The annual plan, an annex of the council's resolution: ``ke-hoach-dau-tu-cong-2026.xlsx``."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from builder.document import Column, Document, Kind, Level, Row, add_up
from builder.layout import annex_heading, notes, ordinal_row, signatures, unit_line
from builder.model import GROUP_HEADINGS, MILLION, Source, Tranche
from builder.truth import ENTRIES
from builder.truth_of_file import FileTruth, ProjectTruth, SourceTruth

if TYPE_CHECKING:
    from builder.model import Entry

_DECISION = "Quyết định đầu tư"
_INVESTMENT = "TMĐT"
_PLAN = "Kế hoạch vốn năm 2026"
_LOCAL = (_PLAN, "Trong đó", "Ngân sách địa phương")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")

_COLUMNS = (
    Column("ordinal", ("STT",), 5, Kind.CENTRED, "1"),
    Column("name", ("Danh mục dự án",), 34, Kind.TEXT, "2"),
    Column("code", ("Mã dự án",), 9.5, Kind.CENTRED, "3"),
    Column("owner", ("Chủ đầu tư",), 16, Kind.TEXT, "4"),
    Column("location", ("Địa điểm xây dựng",), 13, Kind.TEXT, "5"),
    Column("scale", ("Năng lực thiết kế",), 13, Kind.TEXT, "6"),
    Column("period", ("Thời gian KC-HT",), 9, Kind.CENTRED, "7"),
    Column(
        "decision",
        (_DECISION, "Số quyết định; ngày, tháng, năm ban hành"),
        14,
        Kind.CENTRED,
        "8",
    ),
    Column(
        "total_investment",
        (_DECISION, _INVESTMENT, "Tổng số (tất cả các nguồn vốn)"),
        10,
        number="9",
    ),
    Column("central_investment", (_DECISION, _INVESTMENT, "Trong đó: NSTW"), 9.5, number="10"),
    Column("allocated", ("Lũy kế vốn đã bố trí đến hết năm 2025",), 9.5, number="11"),
    Column("plan", (_PLAN, "Tổng số"), 9.5, number="12=13+…+17", formula="SUM(M{row}:Q{row})"),
    Column(Source.CENTRAL, (_PLAN, "Trong đó", Source.CENTRAL), 9.5, number="13"),
    Column(Source.PROVINCE, (*_LOCAL, Source.PROVINCE), 9.5, number="14"),
    Column(Source.COMMUNE, (*_LOCAL, Source.COMMUNE), 9.5, number="15"),
    Column(Source.LAND, (*_LOCAL, Source.LAND), 9.5, number="16"),
    Column(Source.LOTTERY, (*_LOCAL, Source.LOTTERY), 9.5, number="17"),
    Column("carryover", ("Vốn năm 2025 kéo dài sang năm 2026",), 9.5, number="18"),
    Column("note", ("Ghi chú",), 14, Kind.TEXT, "19"),
)
_LAST = len(_COLUMNS) - 1


def plan_register() -> FileTruth:
    """The annual plan as the council adopted it on 26 December 2025."""
    document = Document(
        sheet="Phụ lục KH 2026",
        titles=(
            *annex_heading(
                _LAST,
                "PHỤ LỤC",
                "KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026 CỦA XÃ BẰNG MẠC",
                "(Kèm theo Nghị quyết số 30/NQ-HĐND ngày 26/12/2025 của Hội đồng nhân dân "
                "xã Bằng Mạc)",
            ),
            unit_line(_LAST, "ĐVT: Triệu đồng"),
        ),
        columns=_COLUMNS,
        rows=_rows(),
        footer=(
            *notes(
                _LAST,
                "Ghi chú: Vốn năm 2025 kéo dài sang năm 2026 không tính trong kế hoạch vốn năm "
                "2026 tại cột 12.",
            ),
            *signatures(_LAST, "", "", ("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH")),
        ),
        unit=MILLION,
    )
    return FileTruth(
        name="ke-hoach-dau-tu-cong-2026.xlsx",
        document=document,
        kind="register",
        unit="triệu đồng",
        as_of=date(2025, 12, 26),
        projects=tuple(_truth(entry) for entry in ENTRIES),
        states_class=True,
    )


def _rows() -> tuple[Row, ...]:
    """Total first, then classes A to D, sectors I, II … within, projects numbered within."""
    rows = [ordinal_row(Level.TOTAL, "", "TỔNG SỐ")]
    classes = []
    for letter, (group, members) in zip(
        "ABCD", groupby(ENTRIES, key=lambda entry: entry.group), strict=True
    ):
        classes.append(len(rows))
        heading = ordinal_row(Level.CLASS, letter, GROUP_HEADINGS[group])
        rows.append(heading)
        heading.parts = _add_sectors(rows, list(members))
    rows[0].parts = tuple(classes)
    add_up(rows, _COLUMNS)
    return tuple(rows)


def _add_sectors(rows: list[Row], members: list[Entry]) -> tuple[int, ...]:
    sectors = []
    by_sector = groupby(members, key=lambda entry: entry.sector)
    for roman, (sector, entries) in zip(_ROMAN, by_sector, strict=False):
        heading = ordinal_row(Level.SECTOR, roman, sector)
        sectors.append(len(rows))
        rows.append(heading)
        first = len(rows)
        rows.extend(_project(number, entry) for number, entry in enumerate(entries, start=1))
        heading.parts = tuple(range(first, len(rows)))
    return tuple(sectors)


def _project(number: int, entry: Entry) -> Row:
    return Row(
        Level.PROJECT,
        {
            "ordinal": number,
            "name": entry.name,
            "code": entry.code,
            "owner": entry.owner,
            "location": entry.location,
            "scale": entry.scale or None,
            "period": entry.period,
            "decision": entry.decision,
            "total_investment": entry.total_investment,
            "central_investment": entry.central_investment,
            "allocated": entry.allocated,
            "plan": sum(entry.plan.values()),
            **{str(source): amount for source, amount in entry.plan.items()},
            "carryover": sum(entry.carryover.values()) or None,
            "note": entry.note,
        },
    )


def _truth(entry: Entry) -> ProjectTruth:
    current = [
        SourceTruth(source, Tranche.CURRENT, plan=amount)
        for source, amount in entry.plans(Tranche.CURRENT).items()
    ]
    carryover = sum(entry.carryover.values())
    if carryover:
        current.append(SourceTruth(None, Tranche.CARRYOVER, plan=carryover))
    return ProjectTruth(entry, tuple(current))
