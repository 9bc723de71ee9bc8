"""Registers by unit, number style, text habits and file format."""

from __future__ import annotations

from dataclasses import replace

from bench.recognition.elements import (
    Amount,
    Column,
    Field,
    Group,
    Layout,
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
    REPORT,
    SOURCE,
    STT,
    column,
)
from bench.recognition.layouts.pages import FLAT, GROUPED, PAGE, SIMPLE


def _unit(name: str, unit: str, line: str, place: str = "right") -> Layout:
    page = replace(PAGE, unit=unit, unit_line=line, unit_place=place)
    return Layout(name, "units", (page,), as_of=2)


def _numbers(name: str, style: str, nil: str = "", unit: str = "triệu đồng") -> Layout:
    page = replace(PAGE, unit=unit, unit_line=f"ĐVT: {unit}")
    return Layout(name, "numbers", (page,), numbers=style, nil=nil, as_of=2)


UNITS: tuple[Layout, ...] = (
    _unit("unit đồng", "đồng", "Đơn vị tính: đồng"),
    _unit("unit nghìn", "nghìn đồng", "ĐVT: 1.000 đồng"),
    _unit("unit ngàn đồng", "nghìn đồng", "Đơn vị: Ngàn đồng", "left"),
    _unit("unit triệu abbreviated", "triệu đồng", "ĐVT: Tr.đồng"),
    _unit("unit triệu as a number", "triệu đồng", "Đơn vị: 1.000.000 đồng"),
    _unit("unit tỷ", "tỷ đồng", "Đvt: tỷ đồng"),
    Layout(
        "unit in the title",
        "units",
        (
            replace(
                PAGE,
                titles=("KẾ HOẠCH VÀ GIẢI NGÂN VỐN NĂM {year} (ĐVT: triệu đồng)",),
                unit_line="",
            ),
        ),
        as_of=2,
    ),
    Layout(
        "unit in each column",
        "units",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("TMĐT (Triệu đồng)", of=Amount("investment")),
                    column("Vốn Phân Bổ (đ)", of=Amount("plan"), unit="đồng"),
                    column("Đã Giải Ngân đến {date} (đ)", of=Amount("disbursed"), unit="đồng"),
                ),
                titles=REPORT,
                unit_line="",
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "unit of one column differs",
        "units",
        (
            Page(
                (
                    STT,
                    NAME,
                    CODE,
                    column("TMĐT (tỷ đồng)", of=Amount("investment"), unit="tỷ đồng"),
                    PLAN,
                    DISBURSED,
                ),
                titles=REPORT,
                rows=GROUPED,
            ),
        ),
        as_of=2,
    ),
    Layout(
        "units per sheet",
        "units",
        (
            Page((STT, NAME, CODE, OWNER, PLAN), name="Kế hoạch", rows=Rows(total="first")),
            Page(
                (STT, NAME, CODE, DISBURSED),
                name="Giải ngân",
                titles=REPORT,
                unit="đồng",
                unit_line="Đơn vị tính: đồng",
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
)

NUMBERS: tuple[Layout, ...] = (
    _numbers("numbers as Vietnamese text", "vn", "-"),
    _numbers("numbers as English text", "en", "0"),
    _numbers("numbers with spaces", "spaces"),
    _numbers("numbers with non-breaking spaces", "nbsp", "-"),
    _numbers("numbers as plain text", "plain", "0"),
    _numbers("đồng as Vietnamese text", "vn", "", unit="đồng"),
    _numbers("đồng as English text", "en", "-", unit="đồng"),
    _numbers("tỷ as Vietnamese text", "vn", "", unit="tỷ đồng"),
    Layout(
        "codes that lost their leading zeros",
        "numbers",
        (
            replace(
                SIMPLE, columns=(STT, column("Mã số dự án", of=Field("code", "number")), *FLAT[2:])
            ),
        ),
        as_of=2,
    ),
)

TEXTS: tuple[Layout, ...] = (
    Layout("decomposed text", "text", (PAGE,), text="nfd", as_of=2),
    Layout("lookalike letters", "text", (PAGE,), text="lookalike", as_of=2),
    Layout("stray spaces", "text", (PAGE,), text="spaced", as_of=2),
    Layout(
        "line breaks in labels",
        "text",
        (
            Page(
                (
                    column("Số\nTT", of=Field("ordinal")),
                    column("Danh mục\ncông trình, dự án", of=Field("name")),
                    column("Chủ đầu tư /\nĐơn vị GPMB", of=Field("owner")),
                    column("Kế hoạch\nvốn năm\n{year}", of=Amount("plan")),
                    column("Lũy kế giải ngân\nđến ngày {date}", of=Amount("disbursed")),
                ),
                titles=REPORT,
                rows=GROUPED,
            ),
        ),
        as_of=2,
    ),
    Layout(
        "everything in capitals",
        "text",
        (
            Page(
                tuple(
                    Column(
                        tuple(label.upper() if "{" not in label else label for label in c.path),
                        c.content,
                    )
                    for c in FLAT
                ),
                titles=REPORT,
                rows=Rows((Group("class", "I", upper=True),), total="first"),
            ),
        ),
        as_of=2,
    ),
)

FORMATS: tuple[Layout, ...] = (
    Layout("csv semicolon", "formats", (SIMPLE,), ".csv", as_of=2),
    Layout("csv comma", "formats", (SIMPLE,), ".csv", "utf-8", ",", as_of=2),
    Layout("csv tab utf-16", "formats", (SIMPLE,), ".txt", "utf-16", "\t", as_of=2),
    Layout("csv of a three-row header", "formats", (PAGE,), ".csv", as_of=2),
    Layout(
        "csv with grouped Vietnamese numbers", "formats", (PAGE,), ".csv", numbers="vn", as_of=2
    ),
    Layout(
        "csv with quoted English numbers", "formats", (SIMPLE,), ".csv", "utf-8", ",", "en", as_of=2
    ),
    Layout("ods", "formats", (PAGE,), ".ods", as_of=2),
    Layout("ods with sheets", "formats", UNITS[-1].pages, ".ods", as_of=2),
    Layout("xls", "formats", (PAGE,), ".xls", as_of=2),
    Layout(
        "xls with merged rows per source",
        "formats",
        (
            Page(
                (STT, NAME, CODE, SOURCE, PLAN, DISBURSED),
                titles=REPORT,
                rows=Rows(split=Split(form="merged")),
            ),
        ),
        ".xls",
        as_of=2,
    ),
)


WRITTEN: tuple[Layout, ...] = (*UNITS, *NUMBERS, *TEXTS, *FORMATS)
