"""Registers by how they show carried-over money beside the year's own."""

from __future__ import annotations

from bench.recognition.elements import (
    Amount,
    Field,
    Header,
    Layout,
    Only,
    Page,
    Rows,
    Split,
)
from bench.recognition.layouts.columns import (
    CARRYOVER,
    CODE,
    CURRENT,
    DISBURSED,
    NAME,
    PLAN,
    REPORT,
    SOURCE,
    STT,
    column,
)
from bench.recognition.spellings import SOURCES
from bench.recognition.truth import SOURCES as SOURCE_KEYS

TRANCHED: tuple[Layout, ...] = (
    Layout(
        "carry-over and sources in columns",
        "tranches",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Kế hoạch vốn năm {year}", "Tổng số", of=Amount("plan", tranche=None)),
                    *(
                        column(
                            "Kế hoạch vốn năm {year}",
                            "Vốn kéo dài năm {last} sang",
                            SOURCES["short"][s],
                            of=Amount("plan", s, CARRYOVER),
                        )
                        for s in SOURCE_KEYS
                    ),
                    *(
                        column(
                            "Kế hoạch vốn năm {year}",
                            "Vốn giao trong năm",
                            SOURCES["short"][s],
                            of=Amount("plan", s, CURRENT),
                        )
                        for s in SOURCE_KEYS
                    ),
                ),
                header=Header(numbering="1"),
                rows=Rows(total="first"),
            ),
        ),
    ),
    Layout(
        "carry-over by its own sheet",
        "sheets",
        (
            Page(
                (STT, NAME, CODE, PLAN, DISBURSED),
                titles=("KẾ HOẠCH VỐN VÀ GIẢI NGÂN NĂM {year}",),
                name=f"KH {2026}",
                rows=Rows(total="first"),
                only=Only(tranche=CURRENT),
            ),
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Kế hoạch vốn kéo dài", of=Amount("plan", tranche=CARRYOVER)),
                    column(
                        "Lũy kế giải ngân đến ngày {date}",
                        of=Amount("disbursed", tranche=CARRYOVER),
                    ),
                ),
                titles=("VỐN NĂM {last} KÉO DÀI SANG NĂM {year}",),
                name="Kéo dài",
                rows=Rows(total="first"),
                only=Only(tranche=CARRYOVER),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "rows per tranche below a project",
        "tranches",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Kế hoạch vốn", of=Amount("plan", tranche=None)),
                    column("Giải ngân đến {date}", of=Amount("disbursed", tranche=None)),
                ),
                titles=REPORT,
                rows=Rows(total="last", split=Split("tranche")),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "tranche column",
        "tranches",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("Loại kế hoạch vốn", of=Field("tranche")),
                    SOURCE,
                    column("Kế hoạch vốn", of=Amount("plan", tranche=None)),
                    column("Đã giải ngân đến {date}", of=Amount("disbursed", tranche=None)),
                ),
                titles=REPORT,
                rows=Rows(split=Split("both", "line")),
            ),
        ),
        as_of=2,
    ),
)
