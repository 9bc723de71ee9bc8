"""The rows of a table in order: totals, headings, projects, rows below projects, subtotals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bench.recognition.spellings import CLASSES, SOURCES, TRANCHES
from bench.recognition.truth import OWNERS, SECTORS, YEAR
from bench.recognition.truth import SOURCES as SOURCE_ORDER
from bench.recognition.values import Slice
from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.recognition.elements import Group, Layout, Rows
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
        made = list(_level(rows, whole, rows.groups, "", _Counter(), layout))
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


class _Counter:
    """Numbers projects on through the whole table where the layout does not restart."""

    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        self.value += 1
        return self.value


def _level(
    rows: Rows,
    part: Slice,
    groups: tuple[Group, ...],
    parent: str,
    counter: _Counter,
    layout: Layout,
) -> Iterator[Row]:
    if not groups:
        for index, project in enumerate(part.projects):
            place = index + 1 if rows.restart else counter.next()
            yield from _project_rows(
                rows, part, project, ordinal(rows.ordinals, place, parent), layout
            )
        return
    group, below = groups[0], groups[1:]
    for index, (key, members) in enumerate(_members(group, part)):
        number = ordinal(group.ordinals, index + 1, parent)
        label = _label(group, key, layout)
        yield Row("heading", number, label, members, group, amounts=group.amounts)
        yield from _level(rows, members, below, number or parent, counter, layout)
        if rows.subtotals and len(groups) == len(rows.groups):
            text = rows.subtotals.format(ordinal=number, label=label)
            yield Row("subtotal", "", text, members)


def _members(group: Group, part: Slice) -> Iterator[tuple[object, Slice]]:
    for key in _ORDER[group.by]:
        inside = _inside(group.by, key, part)
        if inside.projects:
            yield key, inside


def _inside(by: str, key: object, part: Slice) -> Slice:
    if by == "source":
        assert isinstance(key, str)  # noqa: S101 - narrows the type
        narrowed = replace(part, source=key)
    elif by == "tranche":
        assert isinstance(key, Tranche)  # noqa: S101 - narrows the type
        narrowed = replace(part, tranche=key)
    else:
        name = "project_class" if by == "class" else by
        chosen = tuple(p for p in part.projects if getattr(p, name) == key)
        return replace(part, projects=chosen)
    chosen = tuple(project for project in part.projects if narrowed.money(project))
    return replace(narrowed, projects=chosen)


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


def _project_rows(
    rows: Rows, part: Slice, project: TrueProject, number: str, layout: Layout
) -> Iterator[Row]:
    one = replace(part, projects=(project,))
    name = rows.name_prefix + project.name
    split = rows.split
    parts = [] if split is None else _parts(split.by, one)
    if split is None or (split.form != "line" and len(parts) < 2 and split.form != "label"):  # noqa: PLR2004
        whole = parts[0] if parts else one
        yield Row("project", number, name, whole, project=project)
    elif split.form == "label":
        yield Row("project", number, name, one, project=project, amounts=split.whole)
        for piece in parts:
            label = split.prefix + part_label(split.by, piece, layout)
            yield Row("split", split.bullet, label, piece, project=project, described=False)
    else:
        for index, piece in enumerate(parts):
            named = split.form == "line" or index == 0
            yield Row(
                "project" if index == 0 else "split",
                number if named else "",
                name if named else "",
                piece,
                project=project,
                described=named,
                span=len(parts) if split.form == "merged" and index == 0 else 1,
            )


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
    if by == "tranche":
        assert piece.tranche is not None  # noqa: S101 - narrows the type
        return TRANCHES[""][piece.tranche].format(**WORDS)
    return SOURCES[layout.sources][str(piece.source)]


def ordinal(style: str, index: int, parent: str) -> str:
    """A number in a style: A, I, 1, 01, 1., (1), 1), a, a), i, -, +, 1.1 (below its parent)."""
    match style:
        case "A":
            return chr(ord("A") + index - 1)
        case "a" | "a)":
            return chr(ord("a") + index - 1) + style[1:]
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
