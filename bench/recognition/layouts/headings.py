"""Registers by how they write dates and number their rows."""

from __future__ import annotations

from bench.recognition.elements import (
    Column,
    Field,
    Group,
    Layout,
    Page,
    Rows,
)
from bench.recognition.layouts.columns import (
    CODE,
    DISBURSED,
    NAME,
    OWNER,
    PLAN,
    REPORT,
    STT,
    TMDT,
    column,
)


def _dates(name: str, *columns: Column) -> Layout:
    return Layout(
        name, "dates", (Page((STT, NAME, CODE, *columns, TMDT, PLAN), rows=Rows(total="last")),)
    )


_START = "Ngày khởi công"
DATES: tuple[Layout, ...] = (
    _dates(
        "start and completion years",
        column("KC", of=Field("started", "year")),
        column("HT", of=Field("completed", "year")),
    ),
    _dates(
        "span under one heading",
        column("Thời gian", "Khởi công", of=Field("started", "year")),
        column("Thời gian", "Hoàn thành", of=Field("completed", "year")),
    ),
    _dates("span with dashes", column("Thời gian thực hiện", of=Field("timespan", "{} – {}"))),
    _dates("construction start as date", column(_START, of=Field("construction_start"))),
    _dates("construction start as text", column(_START, of=Field("construction_start", "text"))),
    _dates("construction start in short", column(_START, of=Field("construction_start", "short"))),
    _dates("construction start by month", column(_START, of=Field("construction_start", "month"))),
    _dates(
        "construction start by quarter", column(_START, of=Field("construction_start", "quarter"))
    ),
    _dates(
        "construction start as serial number",
        column(_START, of=Field("construction_start", "serial")),
    ),
)

HEADINGS: tuple[Layout, ...] = tuple(
    Layout(
        name,
        "headings",
        (Page((STT, NAME, OWNER, TMDT, PLAN, DISBURSED), titles=REPORT, rows=rows),),
        as_of=2,
    )
    for name, rows in (
        (
            "three levels A I 1 and projects in dashes",
            Rows(
                (Group("class", "A"), Group("sector", "I"), Group("owner", "1")),
                ordinals="-",
                total="first",
            ),
        ),
        (
            "headings (1) and projects a",
            Rows((Group("class", "(1)", "short"),), ordinals="a", total="last"),
        ),
        (
            "headings with dots and projects (1)",
            Rows((Group("class", "I.", "bare"),), ordinals="(1)", total="first"),
        ),
        (
            "owner headings over classes",
            Rows((Group("owner", "A"), Group("class", "I", "year")), total="first"),
        ),
        (
            "headings without figures",
            Rows((Group("class", "A", amounts=False), Group("sector", "I", amounts=False))),
        ),
        (
            "subtotals after each group",
            Rows(
                (Group("class", "A", amounts=False),),
                total="last",
                total_label="TỔNG CỘNG (A+B+C)",
                subtotals="Cộng {ordinal}",
            ),
        ),
        ("total on both ends", Rows((Group("class", "I"),), total="both", total_label="Tổng cộng")),
        (
            "total numbered",
            Rows((Group("class", "I"),), total="first", total_ordinal="*", total_label="Tổng số:"),
        ),
        ("no numbering at all", Rows((Group("class", ""),), ordinals="", total="last")),
        (
            "numbering 01 02 through",
            Rows((Group("class", ""),), ordinals="01", restart=False, total="last"),
        ),
        ("sector headings alone", Rows((Group("sector", "*"),), ordinals="1.", total="first")),
        (
            "bullets before names",
            Rows(
                (Group("class", "I"), Group("sector", "1")),
                ordinals="",
                name_prefix="- ",
                total="first",
            ),
        ),
    )
)


_INDENTED = Layout(
    "headings by indentation alone",
    "headings",
    (
        Page(
            (NAME, CODE, OWNER, PLAN, DISBURSED),
            titles=REPORT,
            rows=Rows(
                (Group("class", ""), Group("sector", "", indent="   ")),
                ordinals="",
                name_prefix="      ",
                total="first",
            ),
        ),
    ),
    as_of=2,
)
OUTLINED: tuple[Layout, ...] = (*DATES, *HEADINGS, _INDENTED)
