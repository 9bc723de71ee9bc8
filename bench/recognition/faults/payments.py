"""Faults in payment lists: dates, amounts, projects, the same payment twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.faults.damage import (
    Damage,
    Fault,
    amounts_of,
    body_rows,
    cell,
    columns_of,
    controlled,
    fields_of,
    insert_rows,
    set_amount,
    set_cell,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.recognition.drawing import Drawn


def _cell_of(field: str, text: str | None) -> Callable[[Drawn, Random], Damage | None]:
    """Another text, or none, in a payment's descriptive cell."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = fields_of(drawn, field, "voucher")
        if not places:
            return None
        place = dice.choice(places)
        set_cell(drawn, place, text)
        return Damage((place,), must_report=True)

    return strike


def _amount_text(drawn: Drawn, dice: Random) -> Damage | None:
    places = amounts_of(drawn, "voucher", measures=("approved",))
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, "xem phụ lục")
    return Damage((place,), must_report=True)


def _amount_wrong(drawn: Drawn, dice: Random) -> Damage | None:
    places = [
        p for p in amounts_of(drawn, "voucher", measures=("approved",)) if controlled(drawn, p)
    ]
    if not places:
        return None
    place = dice.choice(places)
    set_amount(drawn, place, drawn.amounts[place] * 10)
    return Damage((place,), must_report=True)


def _without_project(drawn: Drawn, dice: Random) -> Damage | None:
    """Neither code nor name on a payment."""
    rows = body_rows(drawn, "voucher")
    if not rows:
        return None
    sheet, row = dice.choice(rows)
    places = tuple((sheet, row, column) for column in columns_of(drawn, sheet, "code", "name"))
    for place in places:
        set_cell(drawn, place, None)
    return Damage(places, must_report=True)


def _repeated(drawn: Drawn, dice: Random) -> Damage | None:
    """A payment's line pasted a second time, number and all."""
    rows = body_rows(drawn, "voucher")
    if not rows:
        return None
    sheet, row = dice.choice(rows)
    insert_rows(drawn, sheet, row + 1, 1)
    for (at, column), value in list(drawn.grid(sheet).cells.items()):
        if at == row:
            set_cell(drawn, (sheet, row + 1, column), value)
    number = columns_of(drawn, sheet, "voucher_number")[0]
    return Damage(((sheet, row, number), (sheet, row + 1, number)), must_report=True)


def _recovered_more(drawn: Drawn, dice: Random) -> Damage | None:
    """More advance recovered than was approved."""
    places = amounts_of(drawn, "voucher", measures=("recovered",))
    if not places:
        return None
    place = dice.choice(places)
    approved = columns_of(drawn, place[0], "approved")[-1]
    set_amount(drawn, place, drawn.amounts[place[0], place[1], approved] + 5_000_000)
    return Damage((place,), must_report=True)


def _later_year(drawn: Drawn, dice: Random) -> Damage | None:
    """A payment of another year in a list of this one."""
    places = [
        p for p in fields_of(drawn, "voucher_date", "voucher") if isinstance(cell(drawn, p), str)
    ]
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, str(cell(drawn, place)).replace("2026", "2062"))
    return Damage((place,), must_report=True)


PAYMENT_FAULTS = (
    Fault("payment on an impossible day", _cell_of("voucher_date", "31/02/2026")),
    Fault("payment without a date", _cell_of("voucher_date", None)),
    Fault("payment dated by month alone", _cell_of("voucher_date", "Tháng 3")),
    Fault("payment of a wrong year", _later_year),
    Fault("words for a payment", _amount_text),
    Fault("payment ten times too large", _amount_wrong),
    Fault("payment without a project", _without_project),
    Fault("payment repeated", _repeated),
    Fault("more recovered than paid", _recovered_more),
)
