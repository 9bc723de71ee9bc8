"""Columns that layouts are put together from."""

from __future__ import annotations

from bench.recognition.elements import Amount, Column, Content, Field, Rate
from bench.recognition.truth import SOURCES
from disburse.model import Tranche

CARRYOVER, CURRENT = Tranche.CARRYOVER, Tranche.CURRENT
REPORT = ("BÁO CÁO KẾT QUẢ GIẢI NGÂN VỐN ĐẦU TƯ CÔNG NĂM {year}",)


def column(*labels: str, of: Content, unit: str | None = None) -> Column:
    """A column by its labels from the top."""
    return Column(labels, of, unit)


STT = column("STT", of=Field("ordinal"))
NAME = column("Danh mục dự án", of=Field("name"))
CODE = column("Mã dự án", of=Field("code"))
OWNER = column("Chủ đầu tư", of=Field("owner"))
PLACE = column("Địa điểm XD", of=Field("location"))
TIER = column("Nhóm dự án", of=Field("tier"))
CLASS = column("KCM / CT", of=Field("class", "column"))
SPAN = column("Thời gian KC-HT", of=Field("timespan", "{}-{}"))
DECISION = column("Quyết định đầu tư", "Số QĐ; ngày, tháng, năm", of=Field("decision"))
INVESTMENT = column("Quyết định đầu tư", "TMĐT", of=Amount("investment"))
TMDT = column("TMĐT", of=Amount("investment"))
PLAN = column("Kế hoạch vốn năm {year}", of=Amount("plan"))
DISBURSED = column("Lũy kế giải ngân đến ngày {date}", of=Amount("disbursed"))
RATE = column("Tỷ lệ (%)", of=Rate())
LEFT = column("Còn lại", of=Amount("remaining"))
NOTE = column("Ghi chú", of=Field("note"))
SOURCE = column("Nguồn vốn", of=Field("source"))


def with_sources(
    *labels: str,
    spelled: dict[str, str],
    of: Amount,
    total: str | None = "Tổng số",
    split: str | None = "Trong đó",
) -> tuple[Column, ...]:
    """A total and one column per source under it."""
    whole = () if total is None else (column(*labels, total, of=of),)
    under = labels if split is None else (*labels, split)
    parts = tuple(
        column(*under, spelled[source], of=Amount(of.measure, source, of.tranche, of.date))
        for source in SOURCES
    )
    return (*whole, *parts)


def with_tranches(
    *labels: str, of: Amount, carryover: str, current: str, total: str | None = None
) -> tuple[Column, ...]:
    """Carried-over money and the year's own under one heading, and their total."""
    whole = (
        ()
        if total is None
        else (column(*labels, total, of=Amount(of.measure, None, None, of.date)),)
    )
    parts = (
        column(*labels, carryover, of=Amount(of.measure, None, CARRYOVER, of.date)),
        column(*labels, current, of=Amount(of.measure, None, CURRENT, of.date)),
    )
    return (*whole, *parts)
