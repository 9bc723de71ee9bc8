"""The columns of one table settled together: the user's answers, totals, hidden scratch."""

from __future__ import annotations

from dataclasses import replace

from disburse.intake.columns import AMOUNT_MEASURES, BRACKETS, Column, interpret_as
from disburse.intake.vocabulary import vocabulary
from disburse.text import fold


def told(column: Column, field: str, year: int | None) -> Column:
    """A column by a person's word on its heading: "plan_current", "disbursed_total", "note"."""
    meaning, _, tranche = field.partition("_")
    if meaning in {"plan", "disbursed"} and tranche in {"current", "carryover", "total", ""}:
        return interpret_as(column, meaning, tranche or None, year)
    return interpret_as(column, field, None, year)


def with_totals(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Mark the "Tổng số" over both tranches: a total whose scope also holds a carry-over column."""
    totals = vocabulary().amount["total"]

    def settle(column: Column) -> Column:
        scope = column.labels[:-1]
        spans = scope and any(
            other.meaning == column.meaning
            and other.tranche == "carryover"
            and other.labels[: len(scope)] == scope
            for other in columns
        )
        leaf = fold(BRACKETS.sub(" ", column.labels[-1])).rstrip("0123456789 ")
        is_total = column.meaning in {"plan", "disbursed"} and leaf in totals
        return (
            replace(column, tranche="total")
            if is_total and spans and column.tranche != "carryover"
            else column
        )

    return tuple(settle(column) for column in columns)


def without_hidden(columns: tuple[Column, ...], hidden: frozenset[int]) -> tuple[Column, ...]:
    """A hidden amount column beside a visible one of the same name is somebody's scratch."""
    shown = {(c.name, c.period) for c in columns if c.index not in hidden}
    return tuple(
        replace(column, meaning="hidden")
        if column.index in hidden
        and column.meaning in AMOUNT_MEASURES
        and (column.name, column.period) in shown
        else column
        for column in columns
    )


def with_orphans(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Mark columns whose own label is missing under a heading that others share.

    An amount before the others is their total; anywhere else nobody can tell what it is.
    """
    splits = vocabulary().amount["split"]

    def orphaned(column: Column) -> bool:
        size = len(column.labels)
        under = [
            other.index
            for other in columns
            if len(other.labels) > size and other.labels[:size] == column.labels
        ]
        total = column.meaning in AMOUNT_MEASURES and fold(column.labels[-1]) not in splits
        return bool(under) and not (total and column.index < min(under))

    return tuple(
        replace(column, meaning="orphan") if orphaned(column) else column for column in columns
    )
