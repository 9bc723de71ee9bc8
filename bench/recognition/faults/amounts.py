"""Faults in amounts: wrong marks, wrong powers of ten, wrong sums, text where money belongs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bench.recognition.elements import Amount, Rate
from bench.recognition.faults.damage import (
    Damage,
    Fault,
    amounts_of,
    cell,
    columns_of,
    controlled,
    page_unit,
    set_amount,
    set_cell,
)  # fmt: skip
from bench.recognition.values import UNITS, number_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.recognition.drawing import Drawn, Place

_MONEY = ("plan", "disbursed")
_ALL = (*_MONEY, "investment")
_GROUPED = 1000
"""The least number that is written with a mark between its thousands."""


def _one_of(drawn: Drawn, dice: Random, *kinds: str, measures: tuple[str, ...]) -> Place | None:
    """A random amount of a row whose column a total controls."""
    places = [p for p in amounts_of(drawn, *kinds, measures=measures) if controlled(drawn, p)]
    return dice.choice(places) if places else None


def _in_unit(drawn: Drawn, place: Place) -> Decimal:
    unit = drawn.contents[place[0], place[2]].unit or page_unit(drawn, place[0])
    return Decimal(drawn.amounts[place]) / UNITS[unit]


def _typed(style: str) -> Callable[[Drawn, Random], Damage | None]:
    """One amount typed as text in a style of its own."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        place = _one_of(drawn, dice, "project", measures=_ALL)
        if place is None or drawn.layout.numbers != "number":
            return None
        set_cell(drawn, place, number_text(_in_unit(drawn, place), style))
        return Damage((place,))

    return strike


def _other_mark(drawn: Drawn, dice: Random) -> Damage | None:
    """An English decimal point in a sheet of Vietnamese texts, or the other way round."""
    if drawn.layout.numbers not in {"vn", "en"}:
        return None
    places = [
        place
        for place in amounts_of(drawn, "project", measures=_ALL)
        if controlled(drawn, place) and _in_unit(drawn, place) >= _GROUPED
    ]
    if not places:
        return None
    place = dice.choice(places)
    other = {"vn": "en", "en": "vn"}[drawn.layout.numbers]
    set_cell(drawn, place, number_text(_in_unit(drawn, place), other))
    return Damage((place,))


def _scaled(
    numerator: int, denominator: int, measures: tuple[str, ...]
) -> Callable[[Drawn, Random], Damage | None]:
    """One amount some powers of ten too large or too small."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        place = _one_of(drawn, dice, "project", measures=measures)
        if place is None:
            return None
        wrong = drawn.amounts[place] * numerator // denominator
        if not wrong:
            return None
        set_amount(drawn, place, wrong)
        return Damage((place,), must_report=True)

    return strike


def _small_investment(drawn: Drawn, dice: Random) -> Damage | None:
    """A total investment a thousand times too small and below the plan, with no total over it."""
    places = [
        place
        for place in amounts_of(drawn, "project", measures=("investment",))
        if _planned(drawn, place) > drawn.amounts[place] // 1000
    ]
    if not places:
        return None
    place = dice.choice(places)
    set_amount(drawn, place, drawn.amounts[place] // 1000)
    for (sheet, row, column), _ in list(drawn.amounts.items()):
        if (
            sheet == place[0]
            and column == place[2]
            and drawn.kinds[sheet, row] in {"total", "heading"}
        ):
            set_cell(drawn, (sheet, row, column), None)
    return Damage((place,), must_report=True)


def _planned(drawn: Drawn, place: Place) -> int:
    columns = columns_of(drawn, place[0], "plan")
    return max(
        (drawn.amounts.get((place[0], place[1], column), 0) for column in columns), default=0
    )


def _wrong_sum(*kinds: str) -> Callable[[Drawn, Random], Damage | None]:
    """A total or heading that its projects do not add up to."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = amounts_of(drawn, *kinds, measures=_ALL)
        if not places:
            return None
        place = dice.choice(places)
        set_amount(
            drawn, place, drawn.amounts[place] + dice.choice((1, -1, 3)) * 100_000_000 + 7_000_000
        )
        return Damage((place,), must_report=True)

    return strike


def _wrong_split(drawn: Drawn, dice: Random) -> Damage | None:
    """A source column that does not fit the total column beside it."""
    places = [
        place
        for place in amounts_of(drawn, "project", measures=_MONEY)
        if isinstance(held := drawn.contents[place[0], place[2]].content, Amount) and held.source
    ]
    wholes = [
        p
        for p in places
        if any(
            isinstance(other := drawn.contents[p[0], c].content, Amount) and other.source is None
            for c in columns_of(drawn, p[0], _measure_of(drawn, p))
        )
    ]
    if not wholes:
        return None
    place = dice.choice(wholes)
    set_amount(drawn, place, drawn.amounts[place] + 90_000_000)
    return Damage((place,), must_report=True)


def _measure_of(drawn: Drawn, place: Place) -> str:
    held = drawn.contents[place[0], place[2]].content
    return held.measure if isinstance(held, Amount) else ""


def _wrong_below(drawn: Drawn, dice: Random) -> Damage | None:
    """A row per source that does not fit the project's own figure above it."""
    split = next((page.rows.split for page in drawn.layout.pages if page.rows.split), None)
    places = amounts_of(drawn, "split", measures=_MONEY)
    if split is None or split.form != "label" or not split.whole or not places:
        return None
    place = dice.choice(places)
    set_amount(drawn, place, drawn.amounts[place] + 90_000_000)
    return Damage((place,), must_report=True)


def _negative(drawn: Drawn, dice: Random) -> Damage | None:
    """An amount with a minus before it."""
    place = _one_of(drawn, dice, "project", measures=_MONEY)
    if place is None or drawn.layout.numbers != "number":
        return None
    value = cell(drawn, place)
    if not isinstance(value, int | float):
        return None
    set_cell(drawn, place, -value)
    return Damage((place,), must_report=True)


def _text(text: str, *, must_report: bool = True) -> Callable[[Drawn, Random], Damage | None]:
    """Words where an amount belongs; ``{}`` stands for the amount."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = amounts_of(drawn, "project", measures=_MONEY)
        if not places:
            return None
        place = dice.choice(places)
        plain = number_text(_in_unit(drawn, place), "plain")
        set_cell(drawn, place, text.format(plain, plain[:-1] or "1", plain[-1]))
        return Damage((place,), must_report=must_report)

    return strike


def _wrong_rate(drawn: Drawn, dice: Random) -> Damage | None:
    places = [
        (sheet, row, column)
        for (sheet, row), kind in drawn.kinds.items()
        if kind == "project"
        for (where, column), held in drawn.contents.items()
        if where == sheet
        and isinstance(held.content, Rate)
        and (row, column) in drawn.grid(sheet).cells
    ]
    if not places:
        return None
    place = dice.choice(places)
    value = cell(drawn, place)
    if not isinstance(value, int | float):
        return None
    set_cell(drawn, place, round(value / 2 + 7, 2))
    return Damage((place,), must_report=True)


def _wrong_remaining(drawn: Drawn, dice: Random) -> Damage | None:
    places = amounts_of(drawn, "project", measures=("remaining",))
    if not places:
        return None
    place = dice.choice(places)
    set_amount(drawn, place, drawn.amounts[place] + 250_000_000)
    return Damage((place,), must_report=True)


def _falling(drawn: Drawn, dice: Random) -> Damage | None:
    """A cumulative figure lower than at an earlier date of the same row."""
    rows: dict[tuple[str, int], dict[int, Place]] = {}
    for place in amounts_of(drawn, "project", measures=("disbursed",)):
        held = drawn.contents[place[0], place[2]].content
        if isinstance(held, Amount) and held.source is None and held.part is None:
            rows.setdefault(place[:2], {})[held.date % 3] = place
    several = [dated for dated in rows.values() if len(dated) > 1]
    if not several:
        return None
    dated = dice.choice(several)
    place = dated[max(dated)]
    set_amount(drawn, place, max(drawn.amounts[place] // 50, 100_000))
    return Damage((place,), must_report=True)


def _column_in_another_unit(drawn: Drawn, dice: Random) -> Damage | None:
    """The whole total investment column in billions beside a table in millions."""
    sheets = sorted({place[0] for place in amounts_of(drawn, "project", measures=("investment",))})
    if not sheets:
        return None
    sheet = dice.choice(sheets)
    column = columns_of(drawn, sheet, "investment")[0]
    if drawn.contents[sheet, column].unit or not columns_of(drawn, sheet, "plan"):
        return None
    for place in [p for p in drawn.amounts if p[0] == sheet and p[2] == column]:
        set_amount(drawn, place, drawn.amounts[place] // 1000)
    return Damage(tuple(p for p in drawn.amounts if p[2] == column), must_report=True)


AMOUNT_FAULTS = (
    Fault("one amount as Vietnamese text", _typed("vn")),
    Fault("one amount as English text", _typed("en")),
    Fault("one amount with spaces", _typed("spaces")),
    Fault("one amount in the other style", _other_mark),
    Fault("investment a thousand times too small", _small_investment),
    Fault("amount a thousand times too small", _scaled(1, 1000, _ALL)),
    Fault("amount a thousand times too large", _scaled(1000, 1, _MONEY)),
    Fault("amount ten times too large", _scaled(10, 1, _MONEY)),
    Fault("disbursed many times the plan", _scaled(1000, 7, ("disbursed",))),
    Fault("wrong total", _wrong_sum("total")),
    Fault("wrong subtotal", _wrong_sum("heading", "subtotal")),
    Fault("sources beside do not add up", _wrong_split),
    Fault("sources below do not add up", _wrong_below),
    Fault("negative amount", _negative),
    Fault("words for an amount", _text("chưa có")),
    Fault("about an amount", _text("khoảng {}")),
    Fault("formula error for an amount", _text("#REF!")),
    Fault("letter O for a nought", _text("{1}O{2}")),
    Fault("two amounts in a cell", _text("{}+200")),
    Fault("footnote mark on an amount", _text("{} (1)", must_report=False)),
    Fault("wrong rate", _wrong_rate),
    Fault("wrong remainder", _wrong_remaining),
    Fault("cumulative figure falls", _falling),
    Fault("investment column in another unit", _column_in_another_unit),
)  # fmt: skip
