"""A table read by what people said of it: now with its file, or before of one of its layout."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from disburse.answers import SheetAnswer
from disburse.findings import finding
from disburse.intake.column_sets import told, with_orphans, with_totals, without_hidden
from disburse.intake.columns import PATH_STEP, Column, interpret
from disburse.intake.fingerprint import fingerprint, heading_keys, single_headings
from disburse.intake.tablereading import TableReading, read_table
from disburse.intake.unit_answers import given, unit_answer
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.answers import RememberedAnswer
    from disburse.intake.context import FileContext
    from disburse.intake.options import ReadingOptions
    from disburse.intake.table import Table
    from disburse.model import Finding


@dataclass(frozen=True, slots=True)
class AnsweredTable:
    """A table with its columns understood; ``remembered`` are the answers to its very layout."""

    table: Table
    columns: tuple[Column, ...]
    fingerprint: str
    remembered: dict[str, RememberedAnswer] = field(default_factory=dict)
    answers: tuple[SheetAnswer, ...] = ()
    findings: tuple[Finding, ...] = ()


def answered(table: Table, year: int | None, options: ReadingOptions) -> AnsweredTable:
    """Understand the columns of a table, by a person's word where there is one."""
    keys = heading_keys(table.labels)
    layout = fingerprint(keys)
    known = {one.heading_key: one for one in options.remembered if one.fingerprint == layout}
    own = tuple(interpret(index, labels, year) for index, labels in table.labels.items())
    said = _said(table, keys, known, options)
    by_word = {c.index: told(c, said[c.index].value, year) for c in own if c.index in said}
    plain = {column.index: column for column in _settled(table, own, {})}
    used = [
        answer
        for index, answer in said.items()
        if answer.heading_key in known or plain[index].name != by_word[index].name
    ]
    notes = [
        _note(table, plain[index], by_word[index], known[answer.heading_key])
        for index, answer in said.items()
        if answer.answer_id is not None
    ]
    columns = _settled(table, own, by_word)
    return AnsweredTable(table, columns, layout, known, tuple(used), tuple(notes))


def _settled(
    table: Table, own: tuple[Column, ...], by_word: dict[int, Column]
) -> tuple[Column, ...]:
    """The columns settled together, except that nothing changes what a person said of one."""
    columns = tuple(by_word.get(column.index, column) for column in own)
    settled = without_hidden(with_orphans(with_totals(columns)), table.sheet.hidden_columns)
    return tuple(by_word.get(column.index, column) for column in settled)


def _said(
    table: Table,
    keys: dict[int, str],
    known: dict[str, RememberedAnswer],
    options: ReadingOptions,
) -> dict[int, SheetAnswer]:
    """The answer to each column that has one; what is said of this very file goes first."""
    alone = single_headings(keys)
    said = {
        alone[key]: SheetAnswer(_path(table, alone[key]), key, one.value, None, one.answer_id)
        for key, one in known.items()
        if key in alone
    }
    for header, value in options.mapping:
        for index in () if ambiguous(table, header) else named(table, header):
            key = keys[index] if keys[index] in alone else ""
            said[index] = SheetAnswer(_path(table, index), key, value)
    return said


def _path(table: Table, index: int) -> str:
    return PATH_STEP.join(table.labels[index])


def named(table: Table, header: str) -> list[int]:
    """The columns a user means by a heading: those of this path, else those ending in it."""
    wanted = fold(header)
    exact = [index for index, path in table.labels.items() if fold(PATH_STEP.join(path)) == wanted]
    return exact or [index for index, path in table.labels.items() if fold(path[-1]) == wanted]


def ambiguous(table: Table, header: str) -> bool:
    """Whether a heading names columns of different paths: which of them is meant?"""
    return len({table.labels[index] for index in named(table, header)}) > 1


def _note(table: Table, own: Column, now: Column, before: RememberedAnswer) -> Finding:
    """Said of every answer used again: never in silence, and louder against our own reading."""
    contrary = own.meaning not in {"unknown", "orphan"} and own.name != now.name
    return finding(
        "answer_against_heading" if contrary else "answer_used_again",
        cell=table.sheet.reference(table.header_rows[1], own.index),
        value=own.path,
        field=before.value,
        own=own.name,
        **given(before),
    )


def read_answered(
    one: AnsweredTable, context: FileContext, options: ReadingOptions
) -> TableReading:
    """Read a table, in the unit told, stated or remembered."""
    unit, findings = unit_answer(
        one.table, one.columns, context, told=options.unit, before=one.remembered.get("")
    )
    reading = read_table(
        one.table, one.columns, replace(context, told_unit=unit.value) if unit else context
    )
    answers = (*one.answers, unit) if unit else one.answers
    sheet = replace(reading.sheet, fingerprint=one.fingerprint, answers=answers)
    return replace(reading, sheet=sheet, findings=[*one.findings, *findings, *reading.findings])
