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
)  # fmt: skip
from bench.recognition.layouts.columns import (
    CARRYOVER,
    CODE,
    CURRENT,
    DISBURSED,
    LEFT,
    NAME,
    NOTE,
    OWNER,
    PLAN,
    RATE,
    REPORT,
    SOURCE,
    STT,
    TMDT,
    column,
    with_sources,
    with_tranches,
)  # fmt: skip
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
                rows=Rows(total="last", total_label="Tổng cộng", split=Split(bullet="", prefix="- Vốn ")),
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
                    STT, NAME, OWNER, TMDT,
                    *with_sources("KH vốn năm {year}", spelled=SOURCES["short"], of=Amount("plan"), split=None),
                    *with_sources(
                        "Giải ngân đến {date}", spelled=SOURCES["short"], of=Amount("disbursed"), split=None
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
                    STT, NAME, CODE,
                    *with_sources(
                        "Kế hoạch vốn năm {year}", spelled=SOURCES["abbreviated"], of=Amount("plan"),
                        total=None, split=None,
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
                    STT, NAME, CODE,
                    column("Quyết định đầu tư", "Số QĐ", of=Field("decision")),
                    column("Quyết định đầu tư", "TMĐT", "Tổng số (tất cả các nguồn vốn)", of=Amount("investment")),
                    column("Quyết định đầu tư", "TMĐT", "Trong đó: NSTW", of=Amount("medium_term", "NSTW")),
                    column("Kế hoạch trung hạn 5 năm 2026-2030", of=Amount("medium_term")),
                    column("Lũy kế vốn đã bố trí đến hết năm {last}", of=Amount("allocated")),
                    *with_sources("Kế hoạch vốn năm {year}", spelled=SOURCES["capital"], of=Amount("plan")),
                ),
                header=Header(numbering="1"),
                rows=Rows((Group("class", "A"),), total="first"),
            ),
        ),
    ),
    Layout(
        "carry-over and sources in columns",
        "tranches",
        (
            Page(
                (
                    STT, NAME, CODE,
                    column("Kế hoạch vốn năm {year}", "Tổng số", of=Amount("plan", tranche=None)),
                    *(
                        column("Kế hoạch vốn năm {year}", "Vốn kéo dài năm {last} sang", SOURCES["short"][s],
                               of=Amount("plan", s, CARRYOVER))
                        for s in SOURCE_KEYS
                    ),
                    *(
                        column("Kế hoạch vốn năm {year}", "Vốn giao trong năm", SOURCES["short"][s],
                               of=Amount("plan", s, CURRENT))
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
                (STT, NAME, CODE, column("Kế hoạch vốn kéo dài", of=Amount("plan", tranche=CARRYOVER)),
                 column("Lũy kế giải ngân đến ngày {date}", of=Amount("disbursed", tranche=CARRYOVER))),
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
                (STT, NAME, CODE, column("Kế hoạch vốn", of=Amount("plan", tranche=None)),
                 column("Giải ngân đến {date}", of=Amount("disbursed", tranche=None))),
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
                (STT, NAME, CODE, column("Loại kế hoạch vốn", of=Field("tranche")), SOURCE,
                 column("Kế hoạch vốn", of=Amount("plan", tranche=None)),
                 column("Đã giải ngân đến {date}", of=Amount("disbursed", tranche=None))),
                titles=REPORT,
                rows=Rows(split=Split("both", "line")),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "several dates side by side",
        "dates",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    *(column("Lũy kế giải ngân", "Đến {date}", of=Amount("disbursed", date=d)) for d in range(3)),
                    RATE,
                ),
                titles=REPORT,
                rows=Rows((Group("class", "I", "year"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "quarters as periods",
        "dates",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    column("Lũy kế giải ngân đến hết quý I/{year}", of=Amount("disbursed", date=0)),
                    column("Giải ngân quý II/{year}", of=Amount("period", date=1)),
                    column("Giải ngân quý III/{year}", of=Amount("period", date=2)),
                ),
                titles=("THEO DÕI GIẢI NGÂN NĂM {year}",),
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "spans from day to day",
        "dates",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    column("Giải ngân từ 01/01/{year} đến {date}", of=Amount("disbursed", date=0)),
                    column("Giải ngân từ 1/4/26-30/6/26", of=Amount("period", date=1)),
                    column("Giải ngân từ 1/7/26-30/9/26", of=Amount("period", date=2)),
                ),
                titles=("THEO DÕI GIẢI NGÂN NĂM {year}",),
                rows=Rows(),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "volume and advance",
        "parts",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    column("Lũy kế vốn giải ngân đến {date}", "Tổng số", of=Amount("disbursed")),
                    column("Lũy kế vốn giải ngân đến {date}", "Thanh toán khối lượng hoàn thành",
                           of=Amount("disbursed", part="volume")),
                    column("Lũy kế vốn giải ngân đến {date}", "Vốn tạm ứng theo chế độ chưa thu hồi",
                           of=Amount("disbursed", part="advance")),
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "volume and advance without a total",
        "parts",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    column("Giải ngân đến {date}", "TT KLHT", of=Amount("disbursed", part="volume")),
                    column("Giải ngân đến {date}", "Tạm ứng chưa thu hồi", of=Amount("disbursed", part="advance")),
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "plan initial, changed, adjusted",
        "parts",
        (
            Page(
                (
                    STT, NAME, CODE,
                    column("Kế hoạch vốn năm {year}", "Đã giao đầu năm", of=Amount("initial")),
                    column("Kế hoạch vốn năm {year}", "Điều chỉnh tăng (+), giảm (-)", of=Amount("change")),
                    column("Kế hoạch vốn năm {year}", "Kế hoạch sau điều chỉnh", of=Amount("plan")),
                    DISBURSED,
                ),
                titles=REPORT,
                rows=Rows(total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "estimate beside the actual",
        "parts",
        (
            Page(
                (
                    STT, NAME, CODE, PLAN,
                    column("Khối lượng thực hiện từ đầu năm đến ngày 15 của tháng báo cáo", of=Amount("work_done")),
                    column("Lũy kế vốn giải ngân từ đầu năm đến {date}", of=Amount("disbursed")),
                    column("Ước lũy kế vốn giải ngân đến hết 31/12/{year}", of=Amount("estimate")),
                    LEFT, NOTE,
                ),
                titles=REPORT,
                rows=Rows((Group("class", "I"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "circular 37 form 01a",
        "forms",
        (
            Page(
                (
                    STT, column("Nội dung", of=Field("name")), column("Mã dự án đầu tư", of=Field("code")),
                    column("Tổng mức đầu tư", of=Amount("investment")),
                    *with_tranches(
                        "Vốn kế hoạch năm {year}", of=Amount("plan"), total="Tổng số",
                        carryover="Vốn kế hoạch năm trước được phép kéo dài (nếu có)",
                        current="Vốn kế hoạch giao trong năm",
                    ),
                    *with_tranches(
                        "Lũy kế vốn giải ngân từ đầu năm đến hết tháng trước liền kề",
                        of=Amount("disbursed", date=1),
                        total="Tổng số", carryover="Vốn kế hoạch năm trước kéo dài", current="Vốn kế hoạch giao trong năm",
                    ),
                    *with_tranches(
                        "Ước lũy kế vốn giải ngân từ đầu năm đến hết tháng báo cáo",
                        of=Amount("estimate", date=1),
                        total="Tổng số", carryover="Vốn kế hoạch năm trước kéo dài", current="Vốn kế hoạch giao trong năm",
                    ),
                    NOTE,
                ),
                titles=("TÌNH HÌNH THỰC HIỆN VÀ GIẢI NGÂN KẾ HOẠCH VỐN ĐẦU TƯ CÔNG", "Tháng 7 năm {year}"),
                header=Header(numbering="(1)"),
                rows=Rows((Group("class", "I"), Group("sector", "1")), ordinals="-", total="first"),
            ),
        ),
        as_of=1,
    ),
)  # fmt: skip
