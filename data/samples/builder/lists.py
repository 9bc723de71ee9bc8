"""Cumulative disbursement lists of several dates, in four formats and two units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from builder.document import Column, Document, Kind, Level, Row, add_up
from builder.layout import heading, notes, ordinal_row, signatures, unit_line
from builder.model import HEADS, MILLION, Owner, Tranche
from builder.payments import paid
from builder.truth import ENTRIES
from builder.truth_of_file import FileTruth, ProjectTruth, SourceTruth

if TYPE_CHECKING:
    from builder.document import Value
    from builder.model import Entry

_PLAN = "Kế hoạch vốn năm 2026"
_OLD_PLAN = "Vốn năm 2025 kéo dài sang năm 2026"
_ROMAN = ("I", "II", "III", "IV", "V", "VI")

LATE_COUNT = ("8075018", date(2026, 10, 19))
"""One owner's list of 31 October counts only what the Treasury had paid by this day."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes one list differ from the others."""

    to_date: date
    suffix: str
    unit: int
    unit_line: str
    heads: bool = False
    starts: bool = True
    carryover: bool = False
    by_owner: bool = False


_SHAPES = (
    _Shape(date(2026, 3, 31), "xlsx", MILLION, "ĐVT: Triệu đồng", heads=True, starts=False),
    _Shape(date(2026, 6, 30), "csv", MILLION, "Đơn vị tính: triệu đồng"),
    _Shape(date(2026, 8, 31), "ods", 1, "Đơn vị tính: đồng", by_owner=True),
    _Shape(date(2026, 9, 30), "xls", MILLION, "ĐVT: Triệu đồng"),
    _Shape(date(2026, 10, 31), "xlsx", MILLION, "ĐVT: Triệu đồng", heads=True, carryover=True),
)


def disbursement_lists() -> tuple[FileTruth, ...]:
    """The lists to the end of March, June, August, September and October 2026."""
    return tuple(_list(shape) for shape in _SHAPES)


def paid_as_listed(entry: Entry, tranche: Tranche, to_date: date) -> int:
    """The owner's figure, which for one project and date lags behind the Treasury's."""
    code, counted_to = LATE_COUNT
    late = entry.code == code and to_date == date(2026, 10, 31)
    return paid(entry, tranche, counted_to if late else to_date).amount


def _list(shape: _Shape) -> FileTruth:
    columns = _columns(shape)
    last = len(columns) - 1
    day = f"{shape.to_date.day}/{shape.to_date.month}/{shape.to_date.year}"
    document = Document(
        sheet=f"GN {shape.to_date:%d.%m.%Y}",
        titles=(
            *heading(
                last,
                ("UBND XÃ BẰNG MẠC", "PHÒNG KINH TẾ"),
                f"TỔNG HỢP GIẢI NGÂN VỐN ĐẦU TƯ CÔNG NĂM 2026 ĐẾN NGÀY {day}",
                "(Số liệu đã được Kho bạc Nhà nước kiểm soát chi)",
            ),
            unit_line(last, shape.unit_line),
        ),
        columns=columns,
        rows=_rows(shape, columns),
        footer=(
            *(() if shape.carryover else notes(last, _NOTE)),
            *signatures(last, "", "NGƯỜI LẬP BIỂU", ("PHÒNG KINH TẾ", "TRƯỞNG PHÒNG")),
        ),
        unit=shape.unit,
        numbered=False,
        header_height=36 if shape.carryover else 60,
        font_size=11,
    )
    return FileTruth(
        name=f"giai-ngan-luy-ke-{shape.to_date}.{shape.suffix}",
        document=document,
        kind="register",
        unit="đồng" if shape.unit == 1 else "triệu đồng",
        as_of=shape.to_date,
        projects=tuple(_truth(shape, entry) for entry in ENTRIES),
        disbursed_to=shape.to_date,
        known_differences=_differences(shape),
    )


_NOTE = "Ghi chú: Số liệu trong biểu không bao gồm vốn năm 2025 kéo dài sang năm 2026."


def _columns(shape: _Shape) -> tuple[Column, ...]:
    day = f"{shape.to_date.day}/{shape.to_date.month}/{shape.to_date.year}"
    to_day = f"Lũy kế giải ngân đến ngày {day}"
    wide = 17.0 if shape.unit == 1 else 11.5
    leading = [
        Column("ordinal", ("STT",), 5, Kind.CENTRED),
        Column("code", ("Mã dự án",), 10, Kind.CENTRED),
        Column("name", ("Tên dự án",), 44, Kind.TEXT),
        Column("owner", ("Chủ đầu tư",), 22, Kind.TEXT),
    ]
    if shape.heads:
        leading.append(Column("head", ("Lãnh đạo phụ trách",), 20, Kind.TEXT))
    if shape.starts:
        leading.append(Column("start", ("Ngày khởi công",), 12, Kind.DATE))
    plan = [Column("plan", (_PLAN,), wide)]
    disbursed = [Column("paid", (to_day,), wide)]
    if shape.carryover:
        plan = [
            Column("plan", ("Kế hoạch vốn", _PLAN), wide),
            Column("old", ("Kế hoạch vốn", _OLD_PLAN), wide),
        ]
        disbursed = [
            Column("paid", (to_day, "Kế hoạch năm 2026"), wide),
            Column("old_paid", (to_day, "Vốn kéo dài"), wide),
        ]
    letters = _letters([*leading, *plan, *disbursed])
    ratio = "ROUND({paid}{{row}}/{plan}{{row}}*100,1)".format(**letters)
    left = "{plan}{{row}}-{paid}{{row}}".format(**letters)
    return (
        *leading,
        *plan,
        *disbursed,
        Column("rate", ("Tỷ lệ giải ngân (%)",), 9, Kind.RATE, formula=ratio),
        Column("left", ("Còn lại",), wide, formula=left),
        Column("obstacle", ("Khó khăn, vướng mắc",), 40, Kind.TEXT),
    )


def _letters(columns: list[Column]) -> dict[str, str]:
    return {column.key: chr(ord("A") + place) for place, column in enumerate(columns)}


def _rows(shape: _Shape, columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """A total row, last in the plain lists and first where owners head the groups."""
    rows = _owner_groups(shape) if shape.by_owner else _flat(shape)
    add_up(rows, columns)
    for row in rows:
        plan, amount = row.values.get("plan"), row.values.get("paid")
        if isinstance(plan, int) and isinstance(amount, int):
            row.values["rate"] = (amount * 2_000 + plan) // (2 * plan) / 10
            row.values["left"] = plan - amount
    return tuple(rows)


def _flat(shape: _Shape) -> list[Row]:
    rows = [_project(shape, number, entry) for number, entry in enumerate(ENTRIES, start=1)]
    total = Row(Level.TOTAL, {"name": "TỔNG CỘNG"}, tuple(range(len(rows))))
    return [*rows, total]


def _owner_groups(shape: _Shape) -> list[Row]:
    rows = [Row(Level.TOTAL, {"name": "TỔNG SỐ"})]
    groups = []
    for roman, owner in zip(_ROMAN, Owner, strict=True):
        heading_row = ordinal_row(Level.CLASS, roman, owner)
        groups.append(len(rows))
        rows.append(heading_row)
        first = len(rows)
        owned = [entry for entry in ENTRIES if entry.owner is owner]
        rows.extend(_project(shape, number, entry) for number, entry in enumerate(owned, start=1))
        heading_row.parts = tuple(range(first, len(rows)))
    rows[0].parts = tuple(groups)
    return rows


def _project(shape: _Shape, number: int, entry: Entry) -> Row:
    start = entry.construction_start
    plan, carryover = sum(entry.plan.values()), sum(entry.carryover.values())
    values: dict[str, Value] = {
        "ordinal": number,
        "code": entry.code,
        "name": entry.name,
        "owner": entry.owner,
        "head": HEADS[entry.owner],
        "start": start if start and start <= shape.to_date else None,
        "plan": plan,
        "paid": paid_as_listed(entry, Tranche.CURRENT, shape.to_date),
        "obstacle": _obstacle(shape, entry),
    }
    if carryover:
        values["old"] = carryover
        values["old_paid"] = paid_as_listed(entry, Tranche.CARRYOVER, shape.to_date)
    return Row(Level.PROJECT, values)


def _obstacle(shape: _Shape, entry: Entry) -> str | None:
    """Obstacles are reported from the end of June, while money of the plan is left."""
    done = paid(entry, Tranche.CURRENT, shape.to_date).amount == sum(entry.plan.values())
    early = shape.to_date < date(2026, 6, 30)
    return None if done or early else entry.obstacle


def _truth(shape: _Shape, entry: Entry) -> ProjectTruth:
    current = SourceTruth(
        None,
        Tranche.CURRENT,
        sum(entry.plan.values()),
        paid_as_listed(entry, Tranche.CURRENT, shape.to_date),
    )
    if not (shape.carryover and entry.carryover):
        return ProjectTruth(entry, (current,))
    old = SourceTruth(
        None,
        Tranche.CARRYOVER,
        sum(entry.carryover.values()),
        paid_as_listed(entry, Tranche.CARRYOVER, shape.to_date),
    )
    return ProjectTruth(entry, (current, old))


def _differences(shape: _Shape) -> dict[str, int]:
    """Treasury vouchers minus the owner's list, by project code, where they differ."""
    return {
        entry.code: gap
        for entry in ENTRIES
        if (
            gap := paid(entry, Tranche.CURRENT, shape.to_date).amount
            - paid_as_listed(entry, Tranche.CURRENT, shape.to_date)
        )
    }
