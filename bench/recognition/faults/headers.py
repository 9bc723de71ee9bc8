"""Faults above the rows: units, dates, years, labels, merges, columns nobody named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.recognition.elements import Amount
from bench.recognition.faults.damage import (
    Damage,
    Fault,
    amounts_of,
    cell,
    headers,
    insert_column,
    insert_rows,
    labels_of,
    page_unit,
    set_cell,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from bench.recognition.drawing import Drawn, Place

_DAY = re.compile(
    r"(?i)\s*(tính )?(từ 01/01/\d{4} )?(đến|từ)?( ngày)?\s*"
    r"\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?"
)
_PERIOD = re.compile(r"(?i)\s*-\s*\d{1,2}/\d{1,2}/\d{2,4}|(tháng|quý) [IVX\d]+")
_UNIT = re.compile(r"(?i)\b[đð]vt|[đð]ơn vị")
_LONGEST_UNIT_LINE = 40
_FEWEST_COLUMNS = 3
_MEANT = ("name", "code", "owner", "plan", "disbursed", "investment", "class", "timespan")


def _texts_above(drawn: Drawn) -> Iterator[tuple[Place, str]]:
    """Texts in and above the header of every table."""
    for sheet, _, last in headers(drawn):
        grid = drawn.grid(sheet)
        for (row, column), value in list(grid.cells.items()):
            if row <= last and isinstance(value, str):
                yield (sheet, row, column), value


def _unit_lines(drawn: Drawn) -> list[Place]:
    return [
        place
        for place, text in _texts_above(drawn)
        if _UNIT.search(text) and len(text) < _LONGEST_UNIT_LINE
    ]


def _missing_unit(drawn: Drawn, _: Random) -> Damage | None:
    places = _unit_lines(drawn)
    told = any("đồng" in text.lower() for place, text in _texts_above(drawn) if place not in places)
    if not places or told or any(column.unit for column in drawn.contents.values()):
        return None
    for place in places:
        set_cell(drawn, place, None)
    return Damage(tuple(places), must_report=True, anywhere=True)


def _conflicting_unit(drawn: Drawn, _: Random) -> Damage | None:
    places = _unit_lines(drawn)
    if not places:
        return None
    sheet, row = places[0][:2]
    insert_rows(drawn, sheet, row, 1)
    is_million = page_unit(drawn, sheet) == "triệu đồng"
    other = "Đơn vị tính: nghìn đồng" if is_million else "ĐVT: triệu đồng"
    set_cell(drawn, (sheet, row, 0), other)
    return Damage(((sheet, row, 0),), must_report=True, anywhere=True)


def _missing_date(drawn: Drawn, _: Random) -> Damage | None:
    """No day for the disbursed figures anywhere."""
    dated = [
        (place, text)
        for place, text in _texts_above(drawn)
        if re.search(r"\d{1,2}[/.]\d{1,2}|(?i:tháng|quý) [IVX\d]", text)
    ]
    if not labels_of(drawn, "disbursed") or drawn.layout.suffix == ".ods":
        return None
    for place, text in dated:
        bare = _PERIOD.sub("", _DAY.sub("", text))
        set_cell(drawn, place, bare.strip() or "Giải ngân")
    return (
        Damage(tuple(place for place, _ in dated), must_report=True, anywhere=True)
        if dated
        else None
    )


def _impossible_day(drawn: Drawn, _: Random) -> Damage | None:
    """A 31st of June over the disbursed column."""
    places = [
        place
        for place, text in _texts_above(drawn)
        if "30/09/2026" in text and place in set(_scopes(drawn, "disbursed"))
    ]
    for place in places:
        set_cell(drawn, place, str(cell(drawn, place)).replace("30/09/2026", "31/06/2026"))
    return Damage(tuple(places), must_report=True, anywhere=True) if places else None


def _scopes(drawn: Drawn, *names: str) -> list[Place]:
    """Every label in the header rows above some columns, their parents' too."""
    found = []
    for sheet, first, last in headers(drawn):
        columns = {place[2] for place in labels_of(drawn, *names) if place[0] == sheet}
        for row in range(first, last + 1):
            found += [(sheet, row, column) for column in columns]
    return found


def _stale_year(drawn: Drawn, dice: Random) -> Damage | None:
    """Last year's number left in the heading of the plan column."""
    places = [
        place
        for place in _scopes(drawn, "plan")
        if "2026" in str(cell(drawn, place)) and "2025" not in str(cell(drawn, place))
    ]
    titled = any("2026" in text for place, text in _texts_above(drawn) if place not in places)
    if not places or not titled:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, str(cell(drawn, place)).replace("2026", "2025"))
    return Damage((place,), must_report=True, anywhere=True)


def _misspelt(count: int) -> Callable[[Drawn, Random], Damage | None]:
    """Letters left out, doubled or exchanged in one heading."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [p for p in labels_of(drawn, *_MEANT) if _letters(str(cell(drawn, p))) > 4 * count]
        if not places:
            return None
        place = dice.choice(places)
        text = str(cell(drawn, place))
        for _ in range(count):
            text = _slip(text, dice)
        set_cell(drawn, place, text)
        return Damage((place,))

    return strike


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _slip(text: str, dice: Random) -> str:
    letters = [at for at, letter in enumerate(text) if letter.isalpha()]
    at = dice.choice(letters)
    match dice.randrange(3):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case _:
            return text[:at] + dice.choice("aeiknot") + text[at + 1 :]


def _unknown_label(text: str) -> Callable[[Drawn, Random], Damage | None]:
    """A heading nobody could know over a column of money."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [
            place
            for place in labels_of(drawn, "plan", "disbursed", "investment")
            if _has_figures(drawn, place) and not (text and _is_source(drawn, place))
        ]
        if not places:
            return None
        place = dice.choice(places)
        set_cell(drawn, place, text)
        return Damage((place,))

    return strike


def _is_source(drawn: Drawn, place: Place) -> bool:
    """A source may bear any name, so no heading of one is unknown."""
    held = drawn.contents[place[0], place[2]].content
    return isinstance(held, Amount) and held.source is not None


def _has_figures(drawn: Drawn, place: Place) -> bool:
    kinds = ("project", "split")
    measures = ("plan", "disbursed", "investment")
    return any(
        p[0] == place[0] and p[2] == place[2] for p in amounts_of(drawn, *kinds, measures=measures)
    )


def _broken_merges(drawn: Drawn, _: Random) -> Damage | None:
    """Every merge of the header undone, as a copy into another program does."""
    ends = {sheet: last for sheet, _, last in headers(drawn)}
    broken = False
    for grid in drawn.grids:
        kept = [merge for merge in grid.merges if merge[0] > ends.get(grid.name, -1)]
        broken |= len(kept) < len(grid.merges)
        grid.merges = kept
    return Damage((), anywhere=True) if broken else None


def _scratch(
    *, hidden: bool, beside: bool, factor: int, label: str = ""
) -> Callable[[Drawn, Random], Damage | None]:
    """A column of somebody's own sums in another unit, without a heading."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        sheet, first, _ = next(headers(drawn))
        grid = drawn.grid(sheet)
        columns = sorted(column for where, column in drawn.contents if where == sheet)
        if not beside and (grid.merges or len(columns) < _FEWEST_COLUMNS):
            return None
        at = columns[-1] + 2 if beside else dice.choice(columns[2:])
        if not beside:
            insert_column(drawn, sheet, at)
        for (where, row, column), amount in list(drawn.amounts.items()):
            held = drawn.contents[where, column].content
            if where == sheet and isinstance(held, Amount) and held.measure == "plan":
                grid.put(row, at, amount // factor)
        if label:
            grid.put(first, at, label)
        if hidden:
            grid.hidden_columns.add(at)
        return Damage(((sheet, first, at),))

    return strike


def _same_heading_twice(drawn: Drawn, dice: Random) -> Damage | None:
    """A second column under the very heading of the plan, with other figures."""
    if drawn.layout.numbers != "number":
        return None
    places = [p for p in labels_of(drawn, "plan") if _has_figures(drawn, p)]
    sheets = {p[0] for p in places}
    if len(places) != 1 or len(sheets) != 1:
        return None
    sheet, row, column = places[0]
    last = max(c for where, c in drawn.contents if where == sheet)
    set_cell(drawn, (sheet, row, last + 1), cell(drawn, places[0]))
    for (where, at, held), amount in list(drawn.amounts.items()):
        if where == sheet and held == column:
            set_cell(drawn, (sheet, at, last + 1), amount // 1_000_000 + dice.randrange(2, 90))
    return Damage(((sheet, row, last + 1), places[0]), must_report=True)


def _invisible(drawn: Drawn, _: Random) -> Damage | None:
    """Zero-width spaces inside every label."""
    for place in labels_of(drawn, *_MEANT):
        text = str(cell(drawn, place))
        set_cell(drawn, place, text[:3] + "\u200b" + text[3:])
    return Damage((), anywhere=True)


HEADER_FAULTS = (
    Fault("missing unit", _missing_unit),
    Fault("conflicting unit", _conflicting_unit),
    Fault("missing date", _missing_date),
    Fault("impossible day in a heading", _impossible_day),
    Fault("stale year in a heading", _stale_year),
    Fault("heading misspelt by a letter", _misspelt(1)),
    Fault("heading misspelt by two letters", _misspelt(2)),
    Fault("unknown heading", _unknown_label("Chỉ tiêu XYZ")),
    Fault("heading missing", _unknown_label("")),
    Fault("header merges undone", _broken_merges),
    Fault("scratch column at the side", _scratch(hidden=False, beside=True, factor=1)),
    Fault("hidden scratch column at the side", _scratch(hidden=True, beside=True, factor=1)),
    Fault("scratch column between", _scratch(hidden=False, beside=False, factor=1000)),
    Fault(
        "unknown column between",
        _scratch(hidden=False, beside=False, factor=1000, label="Đối soát nội bộ"),
    ),
    Fault("one heading on two columns", _same_heading_twice),
    Fault("invisible letters in labels", _invisible),
)
