"""Registers by how they show sources, tranches, dates and parts of a figure."""

from __future__ import annotations

from bench.recognition.elements import (
    Amount,
    Field,
    Group,
    Header,
    Layout,
    Only,
    Page,
    Rows,
    Split,
)
from bench.recognition.layouts.columns import (
    CODE,
    DISBURSED,
    NAME,
    OWNER,
    PLAN,
    RATE,
    REPORT,
    STT,
    TMDT,
    column,
    with_sources,
)
from bench.recognition.spellings import SOURCES
from bench.recognition.truth import SOURCES as SOURCE_KEYS

_MONTH = ("BÁO CÁO TÌNH HÌNH THỰC HIỆN VÀ GIẢI NGÂN VỐN ĐẦU TƯ CÔNG THÁNG 9 NĂM {year}",)


def _source_pages() -> tuple[Page, ...]:
    return tuple(
        Page(
            (STT, NAME, CODE, OWNER, PLAN, DISBURSED),
            titles=(
                "KẾ HOẠCH VỐN VÀ GIẢI NGÂN NĂM {year}",
                f"Nguồn vốn: {SOURCES['long'][source]}",
            ),
            name=f"Biểu {number}",
            rows=Rows((Group("class", "A", "short"),), total="first"),
            only=Only(source=source),
        )
        for number, source in enumerate(SOURCE_KEYS, start=1)
    )


SOURCED: tuple[Layout, ...] = (
    Layout(
        "source headings",
        "sources",
        (
            Page(
                (STT, NAME, CODE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows((Group("source", "I", "origin"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "source headings over classes",
        "sources",
        (
            Page(
                (STT, NAME, CODE, OWNER, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(
                    (Group("source", "A", "capital", upper=True), Group("class", "I", "short")),
                    total="first",
                ),
            ),
        ),
        as_of=2,
    ),
    Layout("one sheet per source", "sheets", _source_pages(), as_of=2),
    Layout(
        "rows per source with plus and indent",
        "sources",
        (
            Page(
                (STT, NAME, CODE, TMDT, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(
                    (Group("class", "I"), Group("sector", "1")),
                    ordinals="-",
                    total="first",
                    split=Split(bullet="+", prefix="   "),
                ),
            ),
        ),
        as_of=2,
        sources="long",
    ),
    Layout(
        "rows per source without bullets",
        "sources",
        (
            Page(
                (STT, NAME, CODE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(
                    total="last", total_label="Tổng cộng", split=Split(bullet="", prefix="- Vốn ")
                ),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "rows per source with figures there alone",
        "sources",
        (
            Page(
                (STT, NAME, CODE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(total="last", total_label="TỔNG CỘNG", split=Split(whole=False)),
            ),
        ),
        as_of=2,
        sources="abbreviated",
    ),
    Layout(
        "source columns for plan and disbursement",
        "sources",
        (
            Page(
                (
                    STT,
                    NAME,
                    OWNER,
                    TMDT,
                    *with_sources(
                        "KH vốn năm {year}", spelled=SOURCES["short"], of=Amount("plan"), split=None
                    ),
                    *with_sources(
                        "Giải ngân đến {date}",
                        spelled=SOURCES["short"],
                        of=Amount("disbursed"),
                        split=None,
                    ),
                    RATE,
                ),
                titles=REPORT,
                header=Header(numbering="(1)"),
                rows=Rows((Group("owner", "I"),), total="first", restart=False),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "source columns without a total",
        "sources",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    *with_sources(
                        "Kế hoạch vốn năm {year}",
                        spelled=SOURCES["abbreviated"],
                        of=Amount("plan"),
                        total=None,
                        split=None,
                    ),
                    DISBURSED,
                ),
                titles=REPORT,
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "sources of the total investment too",
        "sources",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Quyết định đầu tư", "Số QĐ", of=Field("decision")),
                    column(
                        "Quyết định đầu tư",
                        "TMĐT",
                        "Tổng số (tất cả các nguồn vốn)",
                        of=Amount("investment"),
                    ),
                    column(
                        "Quyết định đầu tư",
                        "TMĐT",
                        "Trong đó: NSTW",
                        of=Amount("medium_term", "NSTW"),
                    ),
                    column("Kế hoạch trung hạn 5 năm 2026-2030", of=Amount("medium_term")),
                    column("Lũy kế vốn đã bố trí đến hết năm {last}", of=Amount("allocated")),
                    *with_sources(
                        "Kế hoạch vốn năm {year}", spelled=SOURCES["capital"], of=Amount("plan")
                    ),
                ),
                header=Header(numbering="1"),
                rows=Rows((Group("class", "A"),), total="first"),
            ),
        ),
    ),
)
