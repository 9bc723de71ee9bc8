"""Registers by unit, number style, text habits, file format, sheets and noise around the table."""

from __future__ import annotations

from dataclasses import replace

from bench.recognition.elements import (
    Amount,
    Column,
    Field,
    Group,
    Header,
    Layout,
    Only,
    Page,
    Rows,
    Split,
)  # fmt: skip
from bench.recognition.layouts.columns import (
    CARRYOVER,
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
)  # fmt: skip
from bench.recognition.spellings import SOURCES
from bench.recognition.truth import OWNERS
from disburse.model import ProjectClass

_FLAT = (STT, CODE, NAME, OWNER, CLASS, TMDT, PLAN, DISBURSED)
_GROUPED = Rows((Group("class", "A"), Group("sector", "I")), total="first")
_WIDE = (
    STT, NAME, CODE, OWNER, DECISION, INVESTMENT,
    *with_sources("Kế hoạch vốn năm {year}", spelled=SOURCES["short"], of=Amount("plan")),
    *with_sources("Lũy kế giải ngân đến {date}", spelled=SOURCES["short"], of=Amount("disbursed")),
)  # fmt: skip
_PAGE = Page(_WIDE, titles=REPORT, header=Header(numbering="1"), rows=_GROUPED)
_SIMPLE = Page(_FLAT, titles=REPORT, rows=Rows(total="last"))


def _unit(name: str, unit: str, line: str, place: str = "right") -> Layout:
    page = replace(_PAGE, unit=unit, unit_line=line, unit_place=place)
    return Layout(name, "units", (page,), as_of=2)


def _numbers(name: str, style: str, nil: str = "", **changes: str) -> Layout:
    return Layout(name, "numbers", (replace(_PAGE, **changes),), numbers=style, nil=nil, as_of=2)


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
        (replace(_PAGE, titles=("KẾ HOẠCH VÀ GIẢI NGÂN VỐN NĂM {year} (ĐVT: triệu đồng)",), unit_line=""),),
        as_of=2,
    ),
    Layout(
        "unit in each column",
        "units",
        (
            Page(
                (
                    STT, NAME, CODE,
                    column("TMĐT (Triệu đồng)", of=Amount("investment")),
                    column("Vốn Phân Bổ (đ)", of=Amount("plan"), unit="đồng"),
                    column("Đã Giải Ngân đến {date} (đ)", of=Amount("disbursed"), unit="đồng"),
                ),
                titles=REPORT, unit_line="", rows=Rows(total="last"),
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
                    STT, NAME, CODE, column("TMĐT (tỷ đồng)", of=Amount("investment"), unit="tỷ đồng"),
                    PLAN, DISBURSED,
                ),
                titles=REPORT, rows=_GROUPED,
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
                (STT, NAME, CODE, DISBURSED), name="Giải ngân", titles=REPORT, unit="đồng",
                unit_line="Đơn vị tính: đồng", rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
)  # fmt: skip

NUMBERS: tuple[Layout, ...] = (
    _numbers("numbers as Vietnamese text", "vn", "-"),
    _numbers("numbers as English text", "en", "0"),
    _numbers("numbers with spaces", "spaces"),
    _numbers("numbers with non-breaking spaces", "nbsp", "-"),
    _numbers("numbers as plain text", "plain", "0"),
    _numbers("đồng as Vietnamese text", "vn", "", unit="đồng", unit_line="ĐVT: đồng"),
    _numbers("đồng as English text", "en", "-", unit="đồng", unit_line="ĐVT: đồng"),
    _numbers("tỷ as Vietnamese text", "vn", "", unit="tỷ đồng", unit_line="ĐVT: tỷ đồng"),
    Layout("codes that lost their leading zeros", "numbers",
           (replace(_SIMPLE, columns=(STT, column("Mã số dự án", of=Field("code", "number")), *_FLAT[2:])),), as_of=2),
)  # fmt: skip

TEXTS: tuple[Layout, ...] = (
    Layout("decomposed text", "text", (_PAGE,), text="nfd", as_of=2),
    Layout("lookalike letters", "text", (_PAGE,), text="lookalike", as_of=2),
    Layout("stray spaces", "text", (_PAGE,), text="spaced", as_of=2),
    Layout(
        "line breaks in labels",
        "text",
        (
            Page(
                (
                    column("Số\nTT", of=Field("ordinal")), column("Danh mục\ncông trình, dự án", of=Field("name")),
                    column("Chủ đầu tư /\nĐơn vị GPMB", of=Field("owner")),
                    column("Kế hoạch\nvốn năm\n{year}", of=Amount("plan")),
                    column("Lũy kế giải ngân\nđến ngày {date}", of=Amount("disbursed")),
                ),
                titles=REPORT, rows=_GROUPED,
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
                    Column(tuple(label.upper() if "{" not in label else label for label in c.path), c.content)
                    for c in _FLAT
                ),
                titles=REPORT, rows=Rows((Group("class", "I", upper=True),), total="first"),
            ),
        ),
        as_of=2,
    ),
)  # fmt: skip

FORMATS: tuple[Layout, ...] = (
    Layout("csv semicolon", "formats", (_SIMPLE,), ".csv", as_of=2),
    Layout("csv comma", "formats", (_SIMPLE,), ".csv", "utf-8", ",", as_of=2),
    Layout("csv tab utf-16", "formats", (_SIMPLE,), ".txt", "utf-16", "\t", as_of=2),
    Layout("csv of a three-row header", "formats", (_PAGE,), ".csv", as_of=2),
    Layout("csv with grouped Vietnamese numbers", "formats", (_PAGE,), ".csv", numbers="vn", as_of=2),
    Layout("csv with quoted English numbers", "formats", (_SIMPLE,), ".csv", "utf-8", ",", "en", as_of=2),
    Layout("ods", "formats", (_PAGE,), ".ods", as_of=2),
    Layout("ods with sheets", "formats", UNITS[-1].pages, ".ods", as_of=2),
    Layout("xls", "formats", (_PAGE,), ".xls", as_of=2),
    Layout(
        "xls with merged rows per source", "formats",
        (Page((STT, NAME, CODE, SOURCE, PLAN, DISBURSED), titles=REPORT, rows=Rows(split=Split(form="merged"))),),
        ".xls", as_of=2,
    ),
)  # fmt: skip

_COVER = Page(
    (),
    titles=("UBND XÃ BẰNG MẠC", "HỒ SƠ KẾ HOẠCH ĐẦU TƯ CÔNG NĂM {year}", "Kính gửi: HĐND xã"),
    name="Bìa",
)
_STALE = replace(
    _PAGE, name="Cũ", hidden=True, ignored=True, titles=("BÁO CÁO GIẢI NGÂN NĂM {last}",),
    rows=Rows(total="first"),
    columns=(STT, NAME, CODE, column("Kế hoạch vốn năm {last}", of=Amount("medium_term")),
             column("Giải ngân đến 31/12/{last}", of=Amount("allocated"))),
)  # fmt: skip


def _by_owner(number: int, owner: str) -> Page:
    return Page(
        (STT, NAME, CODE, PLAN, DISBURSED), titles=(*REPORT, f"Chủ đầu tư: {owner}"), name=f"CĐT {number}",
        rows=Rows((Group("class", "I"),), total="first"), only=Only(owner=owner),
    )  # fmt: skip


SHEETS: tuple[Layout, ...] = (
    Layout("cover sheet", "sheets", (_COVER, replace(_PAGE, name="Phụ lục 1")), as_of=2),
    Layout("hidden stale sheet", "sheets", (_PAGE, _STALE), as_of=2),
    Layout("one sheet per owner", "sheets", tuple(_by_owner(n, o) for n, o in enumerate(OWNERS, 1)), as_of=2),
    Layout(
        "one sheet per class",
        "sheets",
        tuple(
            Page(
                (STT, NAME, CODE, OWNER, TMDT, PLAN, DISBURSED), titles=(*REPORT, text), name=f"Biểu {n}",
                rows=Rows(total="last"), only=Only(project_class=kind),
            )
            for n, (kind, text) in enumerate(
                (
                    (ProjectClass.COMPLETED, "CÁC DỰ ÁN HOÀN THÀNH, BÀN GIAO TRƯỚC NGÀY 31/12/{last}"),
                    (ProjectClass.CONTINUING, "CÁC DỰ ÁN CHUYỂN TIẾP"),
                    (ProjectClass.NEW_START, "CÁC DỰ ÁN KHỞI CÔNG MỚI NĂM {year}"),
                ),
                1,
            )
        ),
        as_of=2,
    ),
    Layout(
        "two stacked tables",
        "sheets",
        (
            Page((STT, NAME, CODE, OWNER, PLAN), titles=("I. KẾ HOẠCH VỐN NĂM {year}",), rows=Rows(total="first")),
            Page(
                (column("TT", of=Field("ordinal")), CODE, column("Tên công trình", of=Field("name")), DISBURSED),
                titles=("II. KẾT QUẢ GIẢI NGÂN",), unit="đồng", unit_line="ĐVT: đồng", stacked=True,
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout("header repeated down the sheet", "noise", (replace(_PAGE, header=Header(repeat=5)),), as_of=2),
    Layout("blank rows", "noise", (replace(_SIMPLE, blanks=250),), as_of=2),
    Layout("ghost rows of zeros", "noise", (replace(_SIMPLE, blanks=40, ghosts=40),), as_of=2),
    Layout(
        "signatures and notes below",
        "noise",
        (
            replace(
                _PAGE,
                footers=(
                    {}, {1: "Ghi chú: số liệu do Kho bạc Nhà nước khu vực cung cấp."},
                    {6: "Bằng Mạc, ngày 02 tháng 10 năm 2026"},
                    {1: "NGƯỜI LẬP BIỂU", 3: "KẾ TOÁN TRƯỞNG", 6: "TM. ỦY BAN NHÂN DÂN"}, {6: "CHỦ TỊCH"},
                ),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "unknown columns between",
        "noise",
        (
            Page(
                (
                    STT, NAME, column("Cán bộ phụ trách", of=Field("head")), CODE, PLACE, TIER,
                    column("Năng lực thiết kế", of=Field("scale")), SPAN, OWNER,
                    column("Nhà Thầu Thi Công", of=Field("text", "Công ty TNHH xây lắp")),
                    column("Lũy kế vốn đã bố trí đến hết KH năm {last}", of=Amount("allocated")),
                    column("Giá trị thực hiện đã nghiệm thu A-B", of=Amount("work_done")), TMDT,
                    PLAN, DISBURSED, RATE, LEFT, column("Nội dung vướng mắc, khó khăn", of=Field("text", "Chậm GPMB")), NOTE,
                ),
                titles=REPORT, rows=_GROUPED, header=Header(numbering="gap"),
            ),
        ),
        as_of=2,
    ),
)  # fmt: skip


def _dates(name: str, *columns: Column) -> Layout:
    return Layout(
        name, "dates", (Page((STT, NAME, CODE, *columns, TMDT, PLAN), rows=Rows(total="last")),)
    )


_START = "Ngày khởi công"
DATES: tuple[Layout, ...] = (
    _dates("start and completion years", column("KC", of=Field("started", "year")), column("HT", of=Field("completed", "year"))),
    _dates("span under one heading", column("Thời gian", "Khởi công", of=Field("started", "year")),
           column("Thời gian", "Hoàn thành", of=Field("completed", "year"))),
    _dates("span with dashes", column("Thời gian thực hiện", of=Field("timespan", "{} – {}"))),
    _dates("construction start as date", column(_START, of=Field("construction_start"))),
    _dates("construction start as text", column(_START, of=Field("construction_start", "text"))),
    _dates("construction start in short", column(_START, of=Field("construction_start", "short"))),
    _dates("construction start by month", column(_START, of=Field("construction_start", "month"))),
    _dates("construction start by quarter", column(_START, of=Field("construction_start", "quarter"))),
    _dates("construction start as serial number", column(_START, of=Field("construction_start", "serial"))),
)  # fmt: skip

HEADINGS: tuple[Layout, ...] = tuple(
    Layout(name, "headings", (Page((STT, NAME, OWNER, TMDT, PLAN, DISBURSED), titles=REPORT, rows=rows),), as_of=2)
    for name, rows in (
        ("three levels A I 1 and projects in dashes",
         Rows((Group("class", "A"), Group("sector", "I"), Group("owner", "1")), ordinals="-", total="first")),
        ("headings (1) and projects a", Rows((Group("class", "(1)", "short"),), ordinals="a", total="last")),
        ("headings with dots and projects (1)", Rows((Group("class", "I.", "bare"),), ordinals="(1)", total="first")),
        ("owner headings over classes", Rows((Group("owner", "A"), Group("class", "I", "year")), total="first")),
        ("headings without figures", Rows((Group("class", "A", amounts=False), Group("sector", "I", amounts=False)))),
        ("subtotals after each group",
         Rows((Group("class", "A", amounts=False),), total="last", total_label="TỔNG CỘNG (A+B+C)", subtotals="Cộng {ordinal}")),
        ("total on both ends", Rows((Group("class", "I"),), total="both", total_label="Tổng cộng")),
        ("total numbered", Rows((Group("class", "I"),), total="first", total_ordinal="*", total_label="Tổng số:")),
        ("no numbering at all", Rows((Group("class", ""), ), ordinals="", total="last")),
        ("numbering 01 02 through", Rows((Group("class", ""),), ordinals="01", restart=False, total="last")),
        ("sector headings alone", Rows((Group("sector", "*"),), ordinals="1.", total="first")),
        ("bullets before names", Rows((Group("class", "I"), Group("sector", "1")), ordinals="", name_prefix="- ", total="first")),
    )
)  # fmt: skip
FORMS: tuple[Layout, ...] = (*UNITS, *NUMBERS, *TEXTS, *FORMATS, *SHEETS, *DATES, *HEADINGS)
_KEPT = (CARRYOVER, with_tranches)
