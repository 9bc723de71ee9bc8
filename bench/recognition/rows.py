"""The rows of a table in order: totals, headings, projects, rows below projects, subtotals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from bench.recognition.spellings import CLASSES, SOURCES, TRANCHES
from bench.recognition.truth import OWNERS, SECTORS, YEAR
from bench.recognition.truth import SOURCES as SOURCE_ORDER
from bench.recognition.values import Slice
from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.recognition.elements import Group, Layout, Rows, Split
    from bench.recognition.truth import TrueProject
    from bench.recognition.vouchers import TrueVoucher

WORDS = {"year": YEAR, "last": YEAR - 1, "next": YEAR + 1}
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDER: dict[str, tuple[object, ...]] = {
    "class": tuple(ProjectClass),
    "owner": OWNERS,
    "sector": SECTORS,
    "source": SOURCE_ORDER,
    "tranche": tuple(Tranche),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row to draw; ``kind`` is total, heading, project, split, subtotal or voucher.

    ``described`` says whether the descriptive cells are written, ``span`` over how many rows
    ordinal and name are merged from here.
    """

    kind: str
    ordinal: str
    label: str
    part: Slice
    group: Group | None = None
    project: TrueProject | None = None
    described: bool = True
    amounts: bool = True
    span: int = 1
    voucher: TrueVoucher | None = None


def table_rows(rows: Rows, whole: Slice, layout: Layout) -> list[Row]:
    """Every row of a table's body."""
    if rows.vouchers:
        made = list(_payments(rows, whole))
    else:
        made = list(_level(_Plan(rows, layout, count(1)), whole, rows.groups, ""))
    total = Row("total", rows.total_ordinal, rows.total_label, whole)
    first = [total] if rows.total in {"first", "both"} else []
    last = [total] if rows.total in {"last", "both"} else []
    return first + made + last


def _payments(rows: Rows, whole: Slice) -> Iterator[Row]:
    for number, voucher in enumerate(whole.vouchers, start=1):
        part = Slice(
            (voucher.project,), voucher.money.source, voucher.money.tranche, vouchers=(voucher,)
        )
        name = rows.name_prefix + voucher.project.name
        yield Row("voucher", str(number), name, part, project=voucher.project, voucher=voucher)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for every row; ``through`` numbers projects on where a layout does not restart."""

    rows: Rows
    layout: Layout
    through: Iterator[int]


def _level(plan: _Plan, part: Slice, groups: tuple[Group, ...], parent: str) -> Iterator[Row]:
    rows = plan.rows
    if not groups:
        for index, project in enumerate(part.projects):
            place = index + 1 if rows.restart else next(plan.through)
            number = ordinal(rows.ordinals, place, parent)
            yield from _project_rows(plan, part, project, number)
        return
    group, below = groups[0], groups[1:]
    for index, (key, members) in enumerate(_members(group, part)):
        number = ordinal(group.ordinals, index + 1, parent)
        label = _label(group, key, plan.layout)
        yield Row("heading", number, label, members, group, amounts=group.amounts)
        yield from _level(plan, members, below, number or parent)
        if rows.subtotals and len(groups) == len(rows.groups):
            text = rows.subtotals.format(ordinal=number, label=label)
            yield Row("subtotal", "", text, members)


def _members(group: Group, part: Slice) -> Iterator[tuple[object, Slice]]:
    for key in _ORDER[group.by]:
        inside = _inside(group.by, key, part)
        if inside.projects:
            yield key, inside


def _inside(by: str, key: object, part: Slice) -> Slice:
    """The part of a slice under one key of a level of headings."""
    if by == "class":
        return replace(part, projects=_having(part, "project_class", key))
    if by not in {"source", "tranche"}:
        return replace(part, projects=_having(part, by, key))
    tranche = key if isinstance(key, Tranche) else part.tranche
    source = part.source if isinstance(key, Tranche) else str(key)
    narrowed = replace(part, source=source, tranche=tranche)
    chosen = tuple(project for project in part.projects if narrowed.money(project))
    return replace(narrowed, projects=chosen)


def _having(part: Slice, name: str, key: object) -> tuple[TrueProject, ...]:
    return tuple(project for project in part.projects if getattr(project, name) == key)


def _label(group: Group, key: object, layout: Layout) -> str:
    if isinstance(key, ProjectClass):
        text = CLASSES[group.labels][key].format(**WORDS)
    elif isinstance(key, Tranche):
        text = TRANCHES[group.labels][key].format(**WORDS)
    elif group.by == "source":
        text = SOURCES[group.labels or layout.sources][str(key)]
    else:
        text = str(key)
    return group.indent + (text.upper() if group.upper else text)


def _project_rows(plan: _Plan, part: Slice, project: TrueProject, number: str) -> Iterator[Row]:
    one = replace(part, projects=(project,))
    name = plan.rows.name_prefix + project.name
    split = plan.rows.split
    parts = [] if split is None else _parts(split.by, one)
    if split is None or (split.form in {"merged", "blank"} and len(parts) == 1):
        whole = parts[0] if parts else one
        yield Row("project", number, name, whole, project=project)
    elif split.form == "label":
        yield Row("project", number, name, one, project=project, amounts=split.whole)
        for piece in parts:
            label = split.prefix + part_label(split.by, piece, plan.layout)
            yield Row("split", split.bullet, label, piece, project=project, described=False)
    else:
        yield from _lines(split, parts, Row("project", number, name, one, project=project))


def _lines(split: Split, parts: list[Slice], first: Row) -> Iterator[Row]:
    """A row to each part: the first row's number and name repeated, merged or left blank."""
    span = len(parts) if split.form == "merged" else 1
    yield replace(first, part=parts[0], span=span)
    for piece in parts[1:]:
        if split.form == "line":
            yield replace(first, kind="split", part=piece)
        else:
            yield Row("split", "", "", piece, project=first.project, described=False)


def _parts(by: str, one: Slice) -> list[Slice]:
    """The slices of one project; "both" splits by source and tranche together."""
    cut = [one]
    if by in {"source", "both"}:
        cut = [_inside("source", key, part) for part in cut for key in _ORDER["source"]]
    if by in {"tranche", "both"}:
        cut = [_inside("tranche", key, part) for part in cut for key in _ORDER["tranche"]]
    return [part for part in cut if part.projects]


def part_label(by: str, piece: Slice, layout: Layout) -> str:
    """How a part of a project's money is named."""
    if by == "tranche" and piece.tranche is not None:
        return TRANCHES[""][piece.tranche].format(**WORDS)
    return SOURCES[layout.sources][str(piece.source)]


def ordinal(style: str, index: int, parent: str) -> str:
    """A number in a style: A, I, 1, 01, 1., (1), 1), a, a), i, -, +, 1.1 (below its parent)."""
    match style:
        case "A" | "a" | "a)":
            return chr(ord(style[0]) + index - 1) + style[1:]
        case "I" | "I.":
            return _ROMANS[index - 1] + style[1:]
        case "1.1":
            return f"{parent.rstrip('.')}.{index}"
        case "01":
            return f"{index:02d}"
        case "1" | "1." | "(1)" | "1)":
            return style.replace("1", str(index))
        case _:
            return style
