"""Rows that leave a doubt: money without a name, a class or a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.intake.findings import finding
from disburse.intake.groups import bare_name
from disburse.intake.outline import Placed, Role

if TYPE_CHECKING:
    from disburse.intake.layout import Layout
    from disburse.model import Finding, Project


def row_findings(layout: Layout, placed: list[Placed], projects: list[Project]) -> list[Finding]:
    """All of them, in the order of their kinds."""
    return (
        _unlabelled(layout, placed)
        + _unclassed(layout, placed, projects)
        + _unsourced(layout, placed)
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
    ]
