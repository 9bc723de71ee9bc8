"""Registers with one table: headers, numbering, headings, totals in their usual variety."""

from __future__ import annotations

from bench.recognition.elements import Amount, Field, Group, Header, Layout, Page, Rows, Split
from bench.recognition.layouts.columns import (
    CLASS,
    CODE,
    DECISION,
    DISBURSED,
    INVESTMENT,
    LEFT,
    NAME,
    NOTE,
    OWNER,
    PLACE,
    PLAN,
    RATE,
    REPORT,
    SOURCE,
    SPAN,
    STT,
    TIER,
    TMDT,
    column,
    with_sources,
    with_tranches,
)
from bench.recognition.spellings import SOURCES

_DECREE = "(Kèm theo Nghị quyết số 30/NQ-HĐND ngày 26/12/2025 của HĐND xã)"
_SIGNED = ({1: "Người lập biểu", 4: "CHỦ TỊCH"},)

PLAIN: tuple[Layout, ...] = (
    Layout(
        "council annex",
        "header",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    OWNER,
                    PLACE,
                    TIER,
                    SPAN,
                    DECISION,
                    INVESTMENT,
                    *with_sources(
                        "Kế hoạch vốn năm {year}", spelled=SOURCES["short"], of=Amount("plan")
                    ),
                    NOTE,
                ),
                titles=("DANH MỤC KẾ HOẠCH ĐẦU TƯ CÔNG NĂM {year}", _DECREE),
                header=Header(numbering="formula"),
                rows=Rows((Group("class", "A"), Group("sector", "I")), total="first"),
                footers=_SIGNED,
                merged_titles=True,
            ),
        ),
        as_of="2025-12-26",
    ),
    Layout(
        "one header row",
        "header",
        (
            Page(
                (STT, CODE, NAME, OWNER, CLASS, TMDT, PLAN, DISBURSED, RATE, NOTE),
                titles=REPORT,
                rows=Rows(total="last", total_label="Tổng cộng"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "rows per source with dashes",
        "sources",
        (
            Page(
                (STT, NAME, CODE, PLAN, DISBURSED, LEFT),
                titles=REPORT,
                rows=Rows(
                    (Group("class", "I", "short"),),
                    total="last",
                    total_label="Tổng cộng",
                    split=Split(),
                ),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "rows per source merged",
        "sources",
        (
            Page(
                (STT, NAME, CODE, OWNER, SOURCE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(total="first", split=Split(form="merged")),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "rows per source blank",
        "sources",
        (
            Page(
                (STT, NAME, CODE, OWNER, SOURCE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(total="last", total_label="Tổng", split=Split(form="blank")),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "one line per source",
        "sources",
        (
            Page(
                (STT, CODE, NAME, SOURCE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(total="last", total_label="Tổng cộng", split=Split(form="line")),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "source codes and plan years",
        "sources",
        (
            Page(
                (
                    STT,
                    CODE,
                    NAME,
                    column("Mã nguồn", of=Field("source")),
                    column("Năm KHV", of=Field("plan_year")),
                    column("KHV giao", of=Amount("plan", tranche=None)),
                    column("Lũy kế giải ngân đến {date}", of=Amount("disbursed", tranche=None)),
                ),
                titles=("THEO DÕI GIẢI NGÂN NĂM {year}",),
                rows=Rows(split=Split("both", "line")),
            ),
        ),
        as_of=2,
        sources="codes",
    ),
    Layout(
        "carry-over columns",
        "tranches",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    *with_tranches(
                        "Vốn kế hoạch năm",
                        of=Amount("plan"),
                        total="Tổng số",
                        carryover="Vốn kế hoạch năm trước được phép kéo dài (nếu có)",
                        current="Vốn kế hoạch giao trong năm",
                    ),
                    *with_tranches(
                        "Lũy kế vốn giải ngân từ đầu năm đến ngày {date}",
                        of=Amount("disbursed"),
                        total="Tổng số",
                        carryover="Vốn kéo dài",
                        current="Vốn kế hoạch năm {year}",
                    ),
                ),
                titles=REPORT,
                header=Header(numbering="(1)"),
                rows=Rows((Group("sector", "I"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "carry-over as heading",
        "tranches",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    OWNER,
                    column("Kế hoạch vốn giao", of=Amount("plan", tranche=None)),
                    column("Lũy kế giải ngân đến {date}", of=Amount("disbursed", tranche=None)),
                ),
                titles=REPORT,
                rows=Rows((Group("tranche", "A"), Group("class", "I", "short")), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "class headings without numbers",
        "headings",
        (
            Page(
                (STT, NAME, OWNER, TMDT, PLAN),
                rows=Rows(
                    (Group("class", "", "short", upper=True),),
                    total="last",
                    total_label="Cộng",
                    restart=False,
                ),
            ),
        ),
    ),
    Layout(
        "class headings in the STT column",
        "headings",
        (
            Page(
                (
                    column("TT", of=Field("ordinal")),
                    column("Tên công trình", of=Field("name")),
                    PLAN,
                ),
                rows=Rows((Group("class", "", "works", place="ordinal"),)),
            ),
        ),
    ),
    Layout(
        "numbered 1.1 below groups",
        "headings",
        (
            Page(
                (STT, NAME, OWNER, PLAN),
                rows=Rows(
                    (Group("class", "I"), Group("sector", "1")), ordinals="1.1", total="first"
                ),
            ),
        ),
    ),
    Layout(
        "header labels split over rows",
        "header",
        (
            Page(
                (
                    STT,
                    column("Danh mục dự án công trình", of=Field("name")),
                    column("Mã dự án", of=Field("code")),
                    OWNER,
                    column("Kế hoạch vốn năm {year}", of=Amount("plan")),
                    column("Giải ngân đến {date}", of=Amount("disbursed")),
                ),
                titles=REPORT,
                header=Header("words", "1", depth=3),
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "unmerged header of three rows",
        "header",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    DECISION,
                    INVESTMENT,
                    *with_sources(
                        "Kế hoạch vốn năm {year}", spelled=SOURCES["long"], of=Amount("plan")
                    ),
                    *with_sources(
                        "Lũy kế giải ngân từ đầu năm đến ngày {date}",
                        spelled=SOURCES["long"],
                        of=Amount("disbursed"),
                    ),
                ),
                titles=REPORT,
                header=Header("first_cell", "A"),
                rows=Rows((Group("class", "A"),), total="first"),
            ),
        ),
        as_of=2,
    ),
)
