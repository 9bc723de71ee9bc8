"""Registers of several sheets, and with noise around the table."""

from __future__ import annotations

from dataclasses import replace

from bench.recognition.elements import (
    Amount,
    Field,
    Group,
    Header,
    Layout,
    Only,
    Page,
    Rows,
)
from bench.recognition.layouts.columns import (
    CODE,
    DISBURSED,
    LEFT,
    NAME,
    NOTE,
    OWNER,
    PLACE,
    PLAN,
    RATE,
    REPORT,
    SPAN,
    STT,
    TIER,
    TMDT,
    column,
)
from bench.recognition.layouts.pages import GROUPED, PAGE, SIMPLE
from bench.recognition.truth import OWNERS
from disburse.model import ProjectClass

_COVER = Page(
    (),
    titles=("UBND XÃ BẰNG MẠC", "HỒ SƠ KẾ HOẠCH ĐẦU TƯ CÔNG NĂM {year}", "Kính gửi: HĐND xã"),
    name="Bìa",
)
_STALE = replace(
    PAGE,
    name="Cũ",
    hidden=True,
    ignored=True,
    titles=("BÁO CÁO GIẢI NGÂN NĂM {last}",),
    rows=Rows(total="first"),
    columns=(
        STT,
        NAME,
        CODE,
        column("Kế hoạch vốn năm {last}", of=Amount("medium_term")),
        column("Giải ngân đến 31/12/{last}", of=Amount("allocated")),
    ),
)


def _by_owner(number: int, owner: str) -> Page:
    return Page(
        (STT, NAME, CODE, PLAN, DISBURSED),
        titles=(*REPORT, f"Chủ đầu tư: {owner}"),
        name=f"CĐT {number}",
        rows=Rows((Group("class", "I"),), total="first"),
        only=Only(owner=owner),
    )


SHEETS: tuple[Layout, ...] = (
    Layout(
        "table away from A1",
        "noise",
        (
            Page(
                (STT, NAME, CODE, OWNER, PLAN, DISBURSED),
                titles=REPORT,
                header=Header(gap=2),
                origin=(4, 2),
                rows=Rows((Group("owner", "I"),), total="first"),
            ),
        ),
        as_of=2,
    ),
    Layout("cover sheet", "sheets", (_COVER, replace(PAGE, name="Phụ lục 1")), as_of=2),
    Layout("hidden stale sheet", "sheets", (PAGE, _STALE), as_of=2),
    Layout(
        "one sheet per owner",
        "sheets",
        tuple(_by_owner(n, o) for n, o in enumerate(OWNERS, 1)),
        as_of=2,
    ),
    Layout(
        "one sheet per class",
        "sheets",
        tuple(
            Page(
                (STT, NAME, CODE, OWNER, TMDT, PLAN, DISBURSED),
                titles=(*REPORT, text),
                name=f"Biểu {n}",
                rows=Rows(total="last"),
                only=Only(project_class=kind),
            )
            for n, (kind, text) in enumerate(
                (
                    (
                        ProjectClass.COMPLETED,
                        "CÁC DỰ ÁN HOÀN THÀNH, BÀN GIAO TRƯỚC NGÀY 31/12/{last}",
                    ),
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
            Page(
                (STT, NAME, CODE, OWNER, PLAN),
                titles=("I. KẾ HOẠCH VỐN NĂM {year}",),
                rows=Rows(total="first"),
            ),
            Page(
                (
                    column("TT", of=Field("ordinal")),
                    CODE,
                    column("Tên công trình", of=Field("name")),
                    DISBURSED,
                ),
                titles=("II. KẾT QUẢ GIẢI NGÂN",),
                unit="đồng",
                unit_line="ĐVT: đồng",
                stacked=True,
                rows=Rows(total="last"),
            ),
        ),
        as_of=2,
    ),
    Layout(
        "short labels in the last header row",
        "noise",
        (replace(PAGE, header=Header("low", "1")),),
        as_of=2,
    ),
    Layout(
        "header repeated down the sheet",
        "noise",
        (replace(PAGE, header=Header(repeat=5)),),
        as_of=2,
    ),
    Layout("blank rows", "noise", (replace(SIMPLE, blanks=250),), as_of=2),
    Layout("ghost rows of zeros", "noise", (replace(SIMPLE, blanks=40, ghosts=40),), as_of=2),
    Layout(
        "signatures and notes below",
        "noise",
        (
            replace(
                PAGE,
                footers=(
                    {},
                    {1: "Ghi chú: số liệu do Kho bạc Nhà nước khu vực cung cấp."},
                    {6: "Bằng Mạc, ngày 02 tháng 10 năm 2026"},
                    {1: "NGƯỜI LẬP BIỂU", 3: "KẾ TOÁN TRƯỞNG", 6: "TM. ỦY BAN NHÂN DÂN"},
                    {6: "CHỦ TỊCH"},
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
                    STT,
                    NAME,
                    column("Cán bộ phụ trách", of=Field("head")),
                    CODE,
                    PLACE,
                    TIER,
                    column("Năng lực thiết kế", of=Field("scale")),
                    SPAN,
                    OWNER,
                    column("Nhà Thầu Thi Công", of=Field("text", "Công ty TNHH xây lắp")),
                    column("Lũy kế vốn đã bố trí đến hết KH năm {last}", of=Amount("allocated")),
                    column("Giá trị thực hiện đã nghiệm thu A-B", of=Amount("work_done")),
                    TMDT,
                    PLAN,
                    DISBURSED,
                    RATE,
                    LEFT,
                    column("Nội dung vướng mắc, khó khăn", of=Field("text", "Chậm GPMB")),
                    NOTE,
                ),
                titles=REPORT,
                rows=GROUPED,
                header=Header(numbering="gap"),
            ),
        ),
        as_of=2,
    ),
)
