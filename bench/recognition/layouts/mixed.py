"""Layouts put together at random from the habits the others show one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition import labels
from bench.recognition.elements import (
    Amount,
    Column,
    Content,
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
from bench.recognition.truth import dice_for

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
    (".xlsx", "utf-8-sig", ";"),
    (".xlsx", "utf-8-sig", ";"),
    (".xls", "utf-8-sig", ";"),
    (".ods", "utf-8-sig", ";"),
    (".csv", "utf-8-sig", ";"),
    (".csv", "utf-16", "\t"),
    (".csv", "utf-8", ","),
)
_NUMBERS = ("number", "number", "number", "vn", "en", "spaces", "nbsp")
_NUMBERING = ("", "1", "(1)", "A", "[1]", "text", "formula")
_ORDINALS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
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
    "Lũy kế giải ngân đến ngày {date}",
    "Giải ngân đến {date}",
    "Đã giải ngân đến hết ngày {date}",
    "Lũy kế vốn giải ngân từ đầu năm đến hết {date}",
)
_TITLES = (
    ("BÁO CÁO GIẢI NGÂN NĂM {year}",),
    ("UBND XÃ BẰNG MẠC", "BIỂU THEO DÕI NĂM {year}"),
)
_TOTALS = ("TỔNG SỐ", "TỔNG CỘNG", "Tổng số", "Tổng cộng", "Tổng", "CỘNG")
_CLASS_LABELS = ("Phân loại", "KCM / CT", "Loại dự án")
_NOISE: tuple[tuple[tuple[str, ...], Content], ...] = (
    (labels.SECTOR, Field("sector")),
    (labels.LOCATION, Field("location")),
    (labels.TIER, Field("tier")),
    (labels.SCALE, Field("scale")),
    (labels.DECISION, Field("decision")),
    (labels.ALLOCATED, Amount("allocated")),
    (labels.MEDIUM_TERM, Amount("medium_term")),
    (labels.WORK_DONE[:4], Amount("work_done")),
)
_SPLITS = (
    Split(),
    Split(bullet="+"),
    Split(form="merged"),
    Split(form="line"),
    Split(form="blank"),
)


def mixed_layout(seed: int) -> Layout:
    """One layout of many habits; the same seed gives the same."""
    dice = dice_for(f"mixed {seed}")
    suffix, encoding, mark = dice.choice(_FORMATS)
    numbers = dice.choice(_NUMBERS)
    return Layout(
        f"mixed {seed:03d}",
        "mixed",
        (_page(dice),),
        suffix,
        encoding,
        mark,
        numbers,
        nil=dice.choice(("", "0") if numbers == "number" else ("", "", "0", "-")),
        text=dice.choice(("", "", "", "nfd", "spaced")),
        as_of=2,
        sources=dice.choice(("short", "abbreviated", "long", "capital")),
    )


def _page(dice: Random) -> Page:
    unit = dice.choice(tuple(_UNITS))
    rows = _rows(dice)
    columns = _columns(dice, rows)
    return Page(
        columns,
        titles=dice.choice(_TITLES),
        unit=unit,
        unit_line=dice.choice(_UNITS[unit]),
        unit_place=dice.choice(("left", "right")),
        header=_header(dice, columns),
        rows=rows,
        origin=dice.choice(((0, 0), (0, 0), (3, 0), (1, 2))),
        blanks=dice.choice((0, 0, 12)),
        merged_titles=_chance(dice, 0.5),
    )


def _chance(dice: Random, share: float) -> bool:
    return dice.random() < share


def _rows(dice: Random) -> Rows:
    ordinals, below = dice.choice(_ORDINALS)
    depth = dice.randrange(len(ordinals) + 1)
    levels = dice.sample(("class", "sector", "owner", "source"), depth)
    split = None
    if "source" not in levels and _chance(dice, 0.4):
        split = dice.choice(_SPLITS)
    return Rows(
        tuple(_group(dice, by, style) for by, style in zip(levels, ordinals, strict=False)),
        dice.choice(_below(below, ordinals[:depth], split)),
        restart=_chance(dice, 0.7),
        total=dice.choice(("first", "last", "last", "")),
        total_label=dice.choice(_TOTALS),
        split=split,
    )


def _below(styles: tuple[str, ...], above: tuple[str, ...], split: Split | None) -> tuple[str, ...]:
    """The numbering styles left for projects: none that a heading or a row below them has.

    Decimals only stand below whole numbers.
    """
    used = [style.strip(".()") for style in above]
    bullets = {"-", "+"} if split is not None and split.form == "label" else set()
    left = tuple(
        style
        for style in styles
        if style.strip(".()") not in {*used, *bullets} and (style != "1.1" or used[-1:] == ["1"])
    )
    return left or ("1",)


def _group(dice: Random, by: str, style: str) -> Group:
    wording = {
        "class": dice.choice(("", "short", "works", "year", "bare")),
        "source": dice.choice(("origin", "capital")),
    }
    return Group(
        by,
        style,
        wording.get(by, ""),
        amounts=_chance(dice, 0.8),
        upper=by in wording and _chance(dice, 0.3),
    )


def _columns(dice: Random, rows: Rows) -> tuple[Column, ...]:
    lined = rows.split is not None and rows.split.form != "label"
    known = _descriptive(dice, rows, lined=lined)
    dice.shuffle(known)
    note = column(dice.choice(labels.NOTE), of=Field("text", "Theo dõi"))
    return (
        column(dice.choice(labels.ORDINAL), of=Field("ordinal")),
        column(dice.choice(labels.NAME), of=Field("name")),
        *known,
        *((column("Nguồn vốn", of=Field("source")),) if lined else ()),
        *_money(dice, rows),
        *((note,) if _chance(dice, 0.6) else ()),
    )


def _descriptive(dice: Random, rows: Rows, *, lined: bool) -> list[Column]:
    """Codes where rows could be taken for parts; no total investment where projects repeat."""
    grouped = {group.by for group in rows.groups}
    known: list[Column] = []
    if lined or rows.ordinals in {"-", "+"} or _chance(dice, 0.7):
        known.append(column(dice.choice(labels.CODE), of=Field("code")))
    if "owner" not in grouped:
        known.append(column(dice.choice(labels.OWNER), of=Field("owner")))
    if "class" not in grouped:
        style = dice.choice(tuple(CLASSES))
        known.append(column(dice.choice(_CLASS_LABELS), of=Field("class", style)))
    if _chance(dice, 0.5):
        span = Field("timespan", dice.choice(_SPAN_FORMS))
        known.append(column(dice.choice(labels.TIMESPAN), of=span))
    if "source" not in grouped and not lined and _chance(dice, 0.7):
        known.append(column(dice.choice(labels.INVESTMENT), of=Amount("investment")))
    noise = dice.sample(_NOISE, dice.randrange(5))
    return [*known, *(column(dice.choice(spelled), of=of) for spelled, of in noise)]


def _money(dice: Random, rows: Rows) -> tuple[Column, ...]:
    by_row = rows.split is not None or any(group.by == "source" for group in rows.groups)
    form = dice.choice(("plain", "tranches") if by_row else ("plain", "sources", "tranches"))
    if form == "sources":
        return _by_source(dice)
    if form == "tranches":
        return _by_tranche(dice)
    plan, done = dice.choice(_PLAN_SCOPES), dice.choice(_DONE_SCOPES)
    return (
        column(plan, of=Amount("plan")),
        column(done, of=Amount("disbursed")),
        *_rates(dice),
    )


def _by_source(dice: Random) -> tuple[Column, ...]:
    plan, done = dice.choice(_PLAN_SCOPES), dice.choice(_DONE_SCOPES)
    spelled = SOURCES[dice.choice(("short", "long", "capital"))]
    total = dice.choice(("Tổng số", "Tổng cộng"))
    split = dice.choice(("Trong đó", None, "Chia ra"))
    return (
        *with_sources(plan, spelled=spelled, of=Amount("plan"), total=total, split=split),
        *with_sources(done, spelled=spelled, of=Amount("disbursed"), total=total, split=split),
        *_rates(dice),
    )


def _by_tranche(dice: Random) -> tuple[Column, ...]:
    scope = dice.choice(("Kế hoạch vốn", "Vốn kế hoạch năm"))
    total = dice.choice(("Tổng số", "Tổng cộng"))
    over, own = "Vốn kéo dài năm {last} sang {year}", "Vốn giao trong năm {year}"
    plan, done = Amount("plan"), Amount("disbursed")
    return (
        *with_tranches(scope, of=plan, total=total, carryover=over, current=own),
        *with_tranches(
            dice.choice(_DONE_SCOPES), of=done, total=total, carryover=over, current=own
        ),
    )


def _rates(dice: Random) -> tuple[Column, ...]:
    rate = column(dice.choice(labels.RATE), of=Rate(fraction=_chance(dice, 0.3)))
    rest = column(dice.choice(labels.REMAINING), of=Amount("remaining"))
    return dice.choice(((), (rate,), (rate, rest), (rest,)))


def _header(dice: Random, columns: tuple[Column, ...]) -> Header:
    deep = max(len(item.path) for item in columns) > 1
    style = dice.choice(
        ("merged", "merged", "first_cell", "repeated") if deep else ("merged", "merged", "words")
    )
    return Header(
        style,
        dice.choice(_NUMBERING),
        depth=dice.choice((0, 3)) if style in {"merged", "words"} else 0,
        gap=dice.choice((0, 0, 1)),
        repeat=dice.choice((0, 0, 0, 4)),
    )


MIXED: tuple[Layout, ...] = tuple(mixed_layout(seed) for seed in range(MIXED_COUNT))
