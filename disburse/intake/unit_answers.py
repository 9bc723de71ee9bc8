"""The unit of a table that states none, by a person's word: told with the file, or remembered.

A remembered unit is used only where the amounts themselves bear it out: read in it they are of the
size they had when the question was answered, while units lie a thousand apart.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from statistics import median_low
from typing import TYPE_CHECKING

from disburse.answers import SheetAnswer, of_one_size
from disburse.findings import finding, money
from disburse.intake.columns import FIGURES
from disburse.intake.layout import read_amounts
from disburse.intake.tablereading import table_unit
from disburse.intake.units import unit_name, unit_value

if TYPE_CHECKING:
    from disburse.answers import RememberedAnswer
    from disburse.intake.columns import Column
    from disburse.intake.context import FileContext
    from disburse.intake.table import Table
    from disburse.model import Finding

_ROWS = 1000
"""So many rows tell the size of a table's amounts."""
_FARTHEST_COLUMN = 100
"""One column may lie farther off than all together: of a plan little is disbursed in January."""


def unit_answer(
    table: Table,
    columns: tuple[Column, ...],
    context: FileContext,
    *,
    told: str | None,
    before: RememberedAnswer | None,
) -> tuple[SheetAnswer | None, list[Finding]]:
    """The answer by which to read a table whose unit is missing; None where there is none."""
    worth = unit_value(told or (before.value if before else ""))
    if worth is None or not _asked(table, columns, context):
        return None, []
    amounts = _amounts(table, columns, worth)
    usual = _usual(amounts)
    if told:
        return SheetAnswer(None, "", unit_name(worth), usual), []
    if before is None or before.usual_amount is None or usual is None:
        return None, []
    strange = _strange(amounts, before.usual_amount)
    note = finding(
        "unit_not_used_again" if strange else "unit_used_again",
        cell=table.sheet.reference(table.header_rows[0], min(table.labels)),
        value=before.value,
        amount=money(strange or usual),
        usual=money(before.usual_amount),
        **given(before),
    )
    again = SheetAnswer(None, "", before.value, before.usual_amount, before.answer_id)
    return (None if strange else again), [note]


def given(answer: RememberedAnswer) -> dict[str, str]:
    """By whom and when an answer was given, and its number, for the wording of a finding."""
    day = f"{datetime.fromisoformat(answer.answered_at):%d/%m/%Y}"
    return {"person": answer.answered_by, "day": day, "number": str(answer.answer_id)}


def _asked(table: Table, columns: tuple[Column, ...], context: FileContext) -> bool:
    _, problems = table_unit(table, columns, replace(context, told_unit=None))
    return any(problem.code == "unit_missing" for problem in problems)


def _amounts(table: Table, columns: tuple[Column, ...], unit: int) -> list[list[int]]:
    """Sizes of the amounts other than nil in each column of figures without a unit of its own."""
    bare = tuple(c for c in columns if c.meaning in FIGURES and c.unit is None)
    values, _, _ = read_amounts(replace(table, body=table.body[:_ROWS]), bare, unit)
    return [[abs(amount) for amount in column if amount] for column in values.values()]


def _usual(amounts: list[list[int]]) -> int | None:
    sizes = [size for column in amounts for size in column]
    return median_low(sizes) if sizes else None


def _strange(amounts: list[list[int]], before: int) -> int | None:
    """An amount that speaks for another unit: the middle one of all, else that of a column."""
    usual = _usual(amounts)
    if not of_one_size(usual, before):
        return usual
    middles = [median_low(column) for column in amounts if column]
    far = (m for m in middles if not before <= m * _FARTHEST_COLUMN <= before * _FARTHEST_COLUMN**2)
    return next(far, None)
