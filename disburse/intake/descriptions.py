"""The descriptive columns of a table: codes, names, dates, places; and what is wrong in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.dates import iso_date, time_span
from disburse.intake.groups import class_named
from disburse.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from disburse.intake.layout import Layout
    from disburse.intake.workbook import Cell
    from disburse.model import Finding, PartialDate, Project

    Texts = Sequence[str | None]
    Dates = Sequence[PartialDate | None]

CODE_DIGITS = 7
LONGEST_ORDINAL = len("VIII.1")
_FEWEST_CODE_DIGITS = 5
_LONGEST_CODE = 20
_LARGEST_CODE = 10**15
_SPACED_DIGITS = re.compile(r"[\d\s.]+")
_LEADING_CODE = re.compile(rf"(\d{{{CODE_DIGITS}}})(?!\d)")
_CELLS = ("code", "name", "owner", "head", "tier", "location", "class")
_DATES = ("construction_start", "site_handover", "handed_over", "started", "completed", "timespan")


@dataclass(frozen=True, slots=True)
class Descriptions:
    """The columns read whole: each field has an entry for every position of the body.

    Texts are in store form. ``given`` names the cells of the fields: field, raw contents and what
    stands before the row number in a reference. ``doubtful`` are the positions that
    `description_findings` must look at: it finds nothing in the others.
    """

    ordinals: Sequence[str]
    names: Sequence[str]
    indents: Sequence[int]
    codes: Texts
    sources: Texts
    owners: Texts
    heads: Texts
    classes: Texts
    tiers: Texts
    locations: Texts
    spans: Sequence[tuple[PartialDate | None, PartialDate | None]]
    construction_starts: Dates
    site_handovers: Dates
    handed_over: Dates
    given: tuple[tuple[str, Sequence[Cell], str], ...]
    doubtful: frozenset[int]


def describe(layout: Layout) -> Descriptions:
    """Read the descriptive columns of a table, column by column."""
    names = column_cells(layout, "name")
    ordinals, titles = _ordinals_and_names(layout, names)
    codes = [project_code(cell) for cell in column_cells(layout, "code")]
    spans = _spans(layout)
    return Descriptions(
        ordinals=ordinals,
        names=titles,
        indents=[len(one) - len(one.lstrip()) if type(one) is str else 0 for one in names],
        codes=codes,
        sources=_texts(layout, "source"),
        owners=_texts(layout, "owner"),
        heads=_texts(layout, "head"),
        classes=_texts(layout, "class"),
        tiers=_texts(layout, "tier"),
        locations=_texts(layout, "location"),
        spans=spans,
        construction_starts=_dates(layout, "construction_start"),
        site_handovers=_dates(layout, "site_handover"),
        handed_over=_dates(layout, "handed_over"),
        given=_given(layout),
        doubtful=frozenset(_doubtful(layout, codes, spans)),
    )


def column_cells(layout: Layout, field: str) -> Sequence[Cell]:
    """The raw contents of a field's column over the body, "" where there is no such column."""
    column = layout.single.get(field)
    if column is None:
        return ("",) * len(layout.table.body)
    return layout.contents[column.index]


def _ordinals_and_names(layout: Layout, names: Sequence[Cell]) -> tuple[list[str], list[str]]:
    """Both as text; a name that slipped into the ordinals' column stands alone in its row."""
    ordinals = [text or "" for text in _texts(layout, "ordinal")]
    titles = [text or "" for text in _texts_of(names)]
    for position, ordinal in enumerate(ordinals):
        if len(ordinal) > LONGEST_ORDINAL and not titles[position]:
            ordinals[position], titles[position] = "", ordinal
    return ordinals, titles


def _texts(layout: Layout, field: str) -> Texts:
    if field not in layout.single:
        return [None] * len(layout.table.body)
    return _texts_of(column_cells(layout, field))


def _texts_of(cells: Sequence[Cell]) -> list[str | None]:
    return [clean(cell) or None if type(cell) is str else text_of(cell) for cell in cells]


def _dates(layout: Layout, field: str) -> Dates:
    if field not in layout.single:
        return [None] * len(layout.table.body)
    return [iso_date(cell) for cell in column_cells(layout, field)]


def _spans(layout: Layout) -> list[tuple[PartialDate | None, PartialDate | None]]:
    """Start and completion, by their own columns or the one for both."""
    both = [time_span(cell) for cell in column_cells(layout, "timespan")]
    if "started" not in layout.single and "completed" not in layout.single:
        return both
    starts, ends = _dates(layout, "started"), _dates(layout, "completed")
    return [
        (start or span[0], end or span[1])
        for span, start, end in zip(both, starts, ends, strict=True)
    ]


def _given(layout: Layout) -> tuple[tuple[str, Sequence[Cell], str], ...]:
    return tuple(
        (field, column_cells(layout, field), layout.references[layout.single[field].index])
        for field in _CELLS
        if field in layout.single
    )


def _doubtful(
    layout: Layout,
    codes: Texts,
    spans: Sequence[tuple[PartialDate | None, PartialDate | None]],
) -> Iterator[int]:
    """Positions where a descriptive cell may be unreadable, missing or contradict another."""
    single, cells = layout.single, partial(column_cells, layout)
    pairs = zip(cells("code"), codes, strict=True)
    yield from (p for p, (cell, code) in enumerate(pairs) if code is None and cell != "")
    if "name" in single:
        yield from (p for p, cell in enumerate(cells("name")) if cell == "")
    if "class" in single:
        stated = enumerate(cells("class"))
        yield from (p for p, c in stated if c != "" and class_named(str(c), None) is None)
    for field in single.keys() & set(_DATES):
        texts = ((p, cell) for p, cell in enumerate(cells(field)) if isinstance(cell, str) and cell)
        yield from (position for position, text in texts if time_span(text) == (None, None))
    starts = enumerate(spans)
    yield from (p for p, (start, end) in starts if start and end and end < start)


def project_code(cell: Cell) -> str | None:
    """A code as text: one that lost its leading zeros gets them back to seven digits.

    A remark beside the code ("8226762 (TABMIS)") is left out.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        whole = 0 < cell < _LARGEST_CODE and cell == int(cell)
        return str(int(cell)).zfill(CODE_DIGITS) if whole else None
    if not isinstance(cell, str) or not cell.strip():
        return None
    if cell.isascii() and cell.isdigit() and len(cell) >= _FEWEST_CODE_DIGITS:
        return cell.zfill(CODE_DIGITS)
    text = clean(cell)
    digits = re.sub(r"\D", "", text)
    if _SPACED_DIGITS.fullmatch(text) and len(digits) >= _FEWEST_CODE_DIGITS:
        return digits.zfill(CODE_DIGITS)
    if " " not in text and len(text) <= _LONGEST_CODE and text not in "-+*":
        return text
    leading = _LEADING_CODE.match(text)
    return leading[1] if leading else None


def text_of(cell: Cell) -> str | None:
    """A cell's text in store form; a whole number without its decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)) or None


def description_findings(layout: Layout, position: int, project: Project) -> list[Finding]:
    """Descriptive cells that say something we could not read, or that contradict each other."""
    found = []
    code = layout.content("code", position)
    if project.code is None and code != "":
        cell = layout.cell(layout.single["code"], position)
        found.append(finding("code_unreadable", cell=cell, value=code))
    if "name" in layout.single and layout.content("name", position) == "":
        cell = layout.cell(layout.single["name"], position)
        found.append(finding("name_missing", cell=cell, value=project.code or ""))
    stated = layout.content("class", position)
    if stated != "" and class_named(str(stated), None) is None:
        cell = layout.cell(layout.single["class"], position)
        found.append(finding("class_unreadable", cell=cell, value=stated))
    return found + _date_findings(layout, position, project)


def _date_findings(layout: Layout, position: int, project: Project) -> list[Finding]:
    found = [
        finding("date_unreadable", cell=layout.cell(layout.single[field], position), value=text)
        for field in _DATES
        if field in layout.single
        and isinstance(text := layout.content(field, position), str)
        and any(letter.isalnum() for letter in text)
        and time_span(text) == (None, None)
    ]
    started, completed = project.started, project.completed
    if started and completed and completed < started[: len(completed)]:
        field = "timespan" if "timespan" in layout.single else "completed"
        cell = layout.cell(layout.single[field], position)
        found.append(finding("completed_before_start", cell=cell, value=completed, started=started))
    return found
