"""Layouts put together at random from the habits the others show one by one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bench.recognition import labels
from bench.recognition.elements import (
    Amount,
    Column,
    Field,
    Group,
    Header,
    Layout,
    Page,
    Rate,
    Rows,
    Split,
)
from bench.recognition.layouts.columns import column, with_sources, with_tranches
from bench.recognition.spellings import CLASSES, SOURCES

if TYPE_CHECKING:
    from random import Random

MIXED_COUNT = 200
_UNITS = {
    "đồng": ("ĐVT: đồng", "Đơn vị tính: đồng", "Đvt: Đồng"),
    "nghìn đồng": ("ĐVT: 1.000 đồng", "Đơn vị: nghìn đồng", "ĐVT: Ngàn đồng"),
    "triệu đồng": (
        "ĐVT: Triệu đồng",
        "Đơn vị tính: triệu đồng",
        "ĐVT: Tr.đồng",
        "Đơn vị: Triệu VNĐ",
    ),
    "tỷ đồng": ("Đvt: tỷ đồng", "Đơn vị tính: Tỷ đồng"),
}
_FORMATS = (
    (".xlsx", "utf-8-sig", ";"), (".xlsx", "utf-8-sig", ";"), (".xls", "utf-8-sig", ";"),
    (".ods", "utf-8-sig", ";"), (".csv", "utf-8-sig", ";"), (".csv", "utf-16", "\t"), (".csv", "utf-8", ","),
)  # fmt: skip
_NUMBERS = ("number", "number", "number", "vn", "en", "spaces", "nbsp")
_NUMBERING = ("", "1", "(1)", "A", "[1]", "text", "formula")
_ORDINALS = (
    (("A", "I", "1"), ("1", "-", "(1)", "a")),
    (("I", "1", "a"), ("-", "+", "1.1")),
    (("A", "I"), ("1", "1.", "(1)")),
    (("I.", "1."), ("a)", "-")),
    (("(1)",), ("a", "-")),
    (("",), ("1", "1.", "01")),
    (("*",), ("1",)),
)
_SPAN_FORMS = ("{}-{}", "{} - {}", "{}–{}", "Năm {} đến {}")
_PLAN_SCOPES = (
    "Kế hoạch vốn năm {year}",
    "KH vốn năm {year}",
    "Vốn kế hoạch năm {year}",
    "Kế hoạch năm {year}",
)
_DONE_SCOPES = (
    "Lũy kế giải ngân đến ngày {date}", "Giải ngân đến {date}", "Đã giải ngân đến hết ngày {date}",
    "Lũy kế vốn giải ngân từ đầu năm đến hết {date}",
)  # fmt: skip
_TOTALS = ("TỔNG SỐ", "TỔNG CỘNG", "Tổng số", "Tổng cộng", "Tổng", "CỘNG")
_NOISE = (
    (labels.SECTOR, Field("sector")), (labels.LOCATION, Field("location")), (labels.TIER, Field("tier")),
    (labels.SCALE, Field("scale")), (labels.DECISION, Field("decision")),
    (labels.ALLOCATED, Amount("allocated")), (labels.MEDIUM_TERM, Amount("medium_term")),
    (labels.WORK_DONE[:4], Amount("work_done")),
)  # fmt: skip


def mixed_layout(seed: int) -> Layout:
    """One layout of many habits; the same seed gives the same."""
    dice = random.Random(f"mixed {seed}")
    suffix, encoding, mark = dice.choice(_FORMATS)
    unit = dice.choice(tuple(_UNITS))
    rows = _rows(dice)
    columns = _columns(dice, rows)
    page = Page(
        columns,
        titles=dice.choice(
            (("BÁO CÁO GIẢI NGÂN NĂM {year}",), ("UBND XÃ BẰNG MẠC", "BIỂU THEO DÕI NĂM {year}"))
        ),
        unit=unit,
        unit_line=dice.choice(_UNITS[unit]),
        unit_place=dice.choice(("left", "right")),
        header=_header(dice, columns),
        rows=rows,
        origin=dice.choice(((0, 0), (0, 0), (3, 0), (1, 2))),
        blanks=dice.choice((0, 0, 12)),
        merged_titles=dice.random() < 0.5,  # noqa: PLR2004 - half of them
    )
    numbers = dice.choice(_NUMBERS)
    return Layout(
        f"mixed {seed:02d}",
        "mixed",
        (page,),
        suffix,
        encoding,
        mark,
        numbers,
        nil=dice.choice(("", "", "0", "-")) if numbers != "number" else dice.choice(("", "0")),
        text=dice.choice(("", "", "", "nfd", "spaced")),
        as_of=2,
        sources=dice.choice(("short", "abbreviated", "long", "capital")),
    )


def _rows(dice: Random) -> Rows:
    ordinals, below = dice.choice(_ORDINALS)
    depth = dice.randrange(len(ordinals) + 1)
    levels = dice.sample(("class", "sector", "owner", "source"), depth)
    groups = tuple(
        Group(
            by,
            style,
            _wording(dice, by),
            amounts=dice.random() < 0.8,
            upper=by in {"class", "source"} and dice.random() < 0.3,
        )
        for by, style in zip(levels, ordinals, strict=False)
    )
    split = None
    if "source" not in levels and dice.random() < 0.4:  # noqa: PLR2004 - a chance
        split = dice.choice(
            (
                Split(),
                Split(bullet="+"),
                Split(form="merged"),
                Split(form="line"),
                Split(form="blank"),
            )
        )
        below = tuple(style for style in below if split.form != "label" or style not in {"-", "+"})
    used = [style.strip(".()") for style in ordinals[:depth]]
    below = tuple(style for style in below if style.strip(".()") not in used and _fits(style, used))
    return Rows(
        groups,
        dice.choice(below or ("1",)) if groups else "1",
        restart=dice.random() < 0.7,  # noqa: PLR2004 - a chance
        total=dice.choice(("first", "last", "last", "")),
        total_label=dice.choice(_TOTALS),
        split=split,
    )


def _fits(style: str, used: list[str]) -> bool:
    """Decimals only stand below whole numbers."""
    return style != "1.1" or used[-1:] == ["1"]


def _wording(dice: Random, by: str) -> str:
    return {
        "class": dice.choice(("", "short", "works", "year", "bare")),
        "source": dice.choice(("origin", "capital")),
    }.get(by, "")


def _columns(dice: Random, rows: Rows) -> tuple[Column, ...]:
    grouped = {group.by for group in rows.groups}
    lined = rows.split is not None and rows.split.form != "label"
    known = (
        [column(dice.choice(labels.CODE), of=Field("code"))] if lined or dice.random() < 0.7 else []
    )
    if "owner" not in grouped:
        known.append(column(dice.choice(labels.OWNER), of=Field("owner")))
    if "class" not in grouped:
        style = dice.choice(tuple(CLASSES))
        known.append(
            column(dice.choice(("Phân loại", "KCM / CT", "Loại dự án")), of=Field("class", style))
        )
    if dice.random() < 0.5:  # noqa: PLR2004 - a chance
        known.append(
            column(dice.choice(labels.TIMESPAN), of=Field("timespan", dice.choice(_SPAN_FORMS)))
        )
    if "source" not in grouped and not lined and dice.random() < 0.7:  # noqa: PLR2004 - a chance
        known.append(column(dice.choice(labels.INVESTMENT), of=Amount("investment")))
    known += [
        column(dice.choice(spelled), of=of)
        for spelled, of in dice.sample(_NOISE, dice.randrange(5))
    ]
    dice.shuffle(known)
    tail = (
        (column(dice.choice(labels.NOTE), of=Field("text", "Theo dõi")),)
        if dice.random() < 0.6
        else ()
    )
    return (
        column(dice.choice(labels.ORDINAL), of=Field("ordinal")),
        column(dice.choice(labels.NAME), of=Field("name")),
        *known,
        *((column("Nguồn vốn", of=Field("source")),) if lined else ()),
        *_money(dice, rows),
        *tail,
    )


def _money(dice: Random, rows: Rows) -> tuple[Column, ...]:
    by_row = rows.split is not None or any(group.by == "source" for group in rows.groups)
    form = dice.choice(("plain", "tranches") if by_row else ("plain", "sources", "tranches"))
    plan, done = dice.choice(_PLAN_SCOPES), dice.choice(_DONE_SCOPES)
    spelled = SOURCES[dice.choice(("short", "long", "capital"))]
    total = dice.choice(("Tổng số", "Tổng cộng"))
    if form == "sources":
        split = dice.choice(("Trong đó", None, "Chia ra"))
        return (
            *with_sources(plan, spelled=spelled, of=Amount("plan"), total=total, split=split),
            *with_sources(done, spelled=spelled, of=Amount("disbursed"), total=total, split=split),
            *_rates(dice),
        )
    if form == "tranches":
        scope = dice.choice(("Kế hoạch vốn", "Vốn kế hoạch năm"))
        names = {
            "carryover": "Vốn kéo dài năm {last} sang {year}",
            "current": "Vốn giao trong năm {year}",
        }
        return (
            *with_tranches(scope, of=Amount("plan"), total=total, **names),
            *with_tranches(done, of=Amount("disbursed"), total=total, **names),
        )
    return (column(plan, of=Amount("plan")), column(done, of=Amount("disbursed")), *_rates(dice))


def _rates(dice: Random) -> tuple[Column, ...]:
    rate = column(dice.choice(labels.RATE), of=Rate(fraction=dice.random() < 0.3))  # noqa: PLR2004 - a chance
    rest = column(dice.choice(labels.REMAINING), of=Amount("remaining"))
    return dice.choice(((), (rate,), (rate, rest), (rest,)))


def _header(dice: Random, columns: tuple[Column, ...]) -> Header:
    depth = max(len(item.path) for item in columns)
    styles = (
        ("merged", "merged", "first_cell", "repeated")
        if depth > 1
        else ("merged", "merged", "words")
    )
    style = dice.choice(styles)
    return Header(
        style,
        dice.choice(_NUMBERING),
        depth=dice.choice((0, 3)) if style in {"merged", "words"} else 0,
        gap=dice.choice((0, 0, 1)),
        repeat=dice.choice((0, 0, 0, 4)),
    )


MIXED: tuple[Layout, ...] = tuple(mixed_layout(seed) for seed in range(MIXED_COUNT))
