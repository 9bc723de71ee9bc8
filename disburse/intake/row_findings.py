"""Rows that leave a doubt: money without a name, a class or a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.groups import (
    bare_name,
    class_named,
    heading_owner,
    heading_source,
    heading_tranche,
    is_source,
)
from disburse.intake.outline import Line, Placed, Role

if TYPE_CHECKING:
    from disburse.intake.layout import Layout
    from disburse.model import Finding, Project


def row_findings(layout: Layout, placed: list[Placed], projects: list[Project]) -> list[Finding]:
    """All of them, in the order of their kinds."""
    return (
        _unlabelled(layout, placed)
        + _unclassed(layout, placed, projects)
        + _unsourced(layout, placed)
        + _source_cells_empty(layout, placed)
        + _unclear_headings(layout, placed)
    )


def _unlabelled(layout: Layout, placed: list[Placed]) -> list[Finding]:
    last = max((i for i, item in enumerate(placed) if item.role is Role.PROJECT), default=-1)
    return [
        finding("row_unlabelled", cell=layout.cell(layout.columns[0], item.line.row))
        for item in placed[:last]
        if item.role is Role.UNLABELLED and item.line.amounts
    ]


def _unclassed(layout: Layout, placed: list[Placed], projects: list[Project]) -> list[Finding]:
    """Projects without a class in a table where others have one: a heading may be misspelt."""
    rows = [item.line.row for item in placed if item.role is Role.PROJECT]
    without = [
        row for row, project in zip(rows, projects, strict=True) if not project.project_class
    ]
    if not without or len(without) == len(rows):
        return []
    column = layout.single.get("name", layout.columns[0])
    return [finding("class_missing", cell=layout.cell(column, row)) for row in without]


def _unsourced(layout: Layout, placed: list[Placed]) -> list[Finding]:
    """Rows under a project with money, but neither a source nor a tranche named."""
    return [
        finding("source_missing", cell=layout.cell(layout.columns[0], item.line.row))
        for item in placed
        if item.role is Role.SPLIT
        and item.line.amounts
        and not item.line.source
        and not bare_name(item.line.name)
        and "source" not in layout.single
    ]


def _source_cells_empty(layout: Layout, placed: list[Placed]) -> list[Finding]:
    """Rows with money and an empty cell in a column that names the source of most others.

    A project whose parts below name theirs needs none of its own.
    """
    column = layout.single.get("source")
    if column is None:
        return []
    split = {item.project for item in placed if item.role is Role.SPLIT and item.line.source}
    rows = [
        item
        for index, item in enumerate(placed)
        if item.role in {Role.PROJECT, Role.SPLIT} and item.line.amounts and index not in split
    ]
    empty = [item for item in rows if not item.line.source and not is_source(item.line)]
    if len(empty) * 2 >= len(rows):
        return []
    cells = (layout.cell(column, item.line.row) for item in empty)
    return [finding("source_missing", cell=cell) for cell in cells]


def _unclear_headings(layout: Layout, placed: list[Placed]) -> list[Finding]:
    """Unnumbered rows that end a group of an owner, a class or a source and name none themselves.

    What stands below them no longer belongs to that group: a remark may have been taken for one.
    """
    column = layout.single.get("name", layout.columns[0])
    used = {group.row for item in placed if item.role is Role.PROJECT for group in item.groups}
    groups = [item for item in placed if item.role is Role.GROUP and item.line.row in used]
    open_at: dict[int, Line] = {}
    findings = []
    for item in groups:
        line, depth = item.line, len(item.groups)
        before = None if line.ordinal else open_at.get(depth)
        open_at = {above: one for above, one in open_at.items() if above < depth}
        if not line.ordinal:
            open_at[depth] = line
        if before is not None and _says(before) and not _says(line):
            cell = layout.cell(column, line.row)
            told = finding("heading_unclear", cell=cell, value=line.name, group=before.name)
            findings.append(told)
    return findings


def _says(line: Line) -> bool:
    """Whether a heading names what its projects are read with."""
    owner, source = heading_owner([line.name]), heading_source([line.name])
    return bool(owner or source or class_named(line.name, None) or heading_tranche(line.name))
