"""Columns of text under a heading that says nothing we know, told by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.groups import bare_name, class_named, named_source
from disburse.intake.vocabulary import vocabulary
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import Finding

_MOST = 0.8
_FEWEST = 2


def text_questions(layout: Layout, rows: Sequence[int]) -> list[Finding]:
    """Columns that hold classes, owners or sources, or may hold the names, without saying so."""
    return _nameless(layout) + [
        finding(
            "column_unknown", cell=layout.heading(column.index), value=column.path,
            count=len(texts), candidates=(field, "note"),
        )
        for column in layout.columns
        if column.meaning == "unknown" and (texts := _texts(layout, column, rows))
        for field in _fields(texts)
        if field not in layout.single
    ]  # fmt: skip


def _texts(layout: Layout, column: Column, rows: Sequence[int]) -> list[str]:
    cells = (layout.table.sheet.cell(layout.table.body[row], column.index) for row in rows)
    return [cell for cell in cells if isinstance(cell, str) and cell.strip()]


def _fields(texts: list[str]) -> list[str]:
    """The fields that most of the texts could stand in, the likeliest first."""
    return [
        field
        for field, is_one in _VALUES.items()
        if len(texts) >= _FEWEST and sum(map(is_one, texts)) >= _MOST * len(texts)
    ][:1]


def _is_owner(text: str) -> bool:
    return fold(bare_name(text)).startswith(vocabulary().row["owner_prefix"])


def _is_source(text: str) -> bool:
    return named_source(text) is not None


def _is_class(text: str) -> bool:
    return class_named(text, None) is not None


_VALUES: dict[str, Callable[[str], bool]] = {
    "source": _is_source,
    "owner": _is_owner,
    "class": _is_class,
}


def _nameless(layout: Layout) -> list[Finding]:
    """Projects known by code alone, though a column whose heading says nothing may name them."""
    texts = [column for column in layout.columns if column.meaning == "unknown"]
    if "name" in layout.single or not texts:
        return []
    column = texts[0]
    cell = layout.heading(column.index)
    asked = finding(
        "name_column_missing", cell=cell, value=column.path, candidates=("name", "note")
    )
    return [asked]
