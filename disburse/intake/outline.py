"""The hierarchy of a table's rows: which are projects, groups, rows per source, totals.

Registers number their rows in nested styles (A, I, 1, 1.1, (1), a, -, +). A style is deeper than
the styles open when it first appears; meeting an open style again closes the deeper ones.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from disburse.intake.groups import is_heading, is_remark, is_source, is_total
from disburse.intake.headings import BULLETS, NONE, TITLE, headings_by_sums, opens_group

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROMAN = re.compile(r"[IVX]+")
_DECIMAL = re.compile(r"[0-9A-Z]+([.\-][0-9]+)+\.?")
_STEP = re.compile(r"[.\-]\d")
_STYLES = (
    ("digit", re.compile(r"\d+\.?")),
    ("decimal", _DECIMAL),
    ("roman", re.compile(r"[IVX]+\.?")),
    ("upper", re.compile(r"[A-ZĐ]\.?")),
    ("paren", re.compile(r"\(\d+\)|\d+\)")),
    ("lower", re.compile(r"[a-zđ]\.?")),
    ("lower_paren", re.compile(r"\(?[a-zđ]\)")),
    ("roman_lower", re.compile(r"[ivx]+\.?")),
)


class Role(StrEnum):
    """What a row is."""

    PROJECT = "project"
    SPLIT = "split"
    GROUP = "group"
    TOTAL = "total"
    CONTINUATION = "continuation"
    UNLABELLED = "unlabelled"


class Line(msgspec.Struct, frozen=True, gc=False):
    """What matters of a row to place it; ``described`` says it has owner, place, dates, …"""

    row: int
    ordinal: str
    name: str
    code: str | None = None
    source: str | None = None
    described: bool = False
    amounts: bool = False
    inside_merge: bool = False
    indent: int = 0


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A line with its role; ``groups`` are the open group lines, outermost first.

    ``project`` is the position (in the list of placed lines) of the project a split or
    continuation belongs to.
    """

    line: Line
    role: Role
    groups: tuple[Line, ...] = ()
    project: int | None = None


def outline(lines: list[Line], figures: Sequence[int | None] = ()) -> list[Placed]:
    """Give every line its role, in the order of the sheet.

    ``figures`` is the leading amount column, by `Line.row`: where names and numbers leave a doubt,
    sums tell which rows head others.
    """
    styles = _indented(lines, _styles(lines))
    levels = _levels(lines, styles, headings_by_sums(lines, styles, figures))
    coded = any(line.code for line in lines)
    sourced = any(line.source for line in lines)
    numbered = any(style not in {NONE, TITLE} for style in styles)
    return _place(_Table(lines, styles, levels, coded, numbered, sourced))


@dataclass(frozen=True, slots=True)
class _Table:
    lines: list[Line]
    styles: list[str]
    levels: list[int]
    coded: bool
    numbered: bool
    sourced: bool

    def children(self, position: int) -> list[int]:
        """The lines under one line, whatever their depth."""
        found = []
        for below in range(position + 1, len(self.lines)):
            if is_total(self.lines[below]):
                continue
            if self.levels[below] <= self.levels[position]:
                break
            found.append(below)
        return found


def _styles(lines: list[Line]) -> list[str]:
    styles: list[str] = []
    letter = ""
    for line in lines:
        style = _style(line, letter)
        if style == "upper":
            letter = line.ordinal[0]
        styles.append(style)
    return styles


def _indented(lines: list[Line], styles: list[str]) -> list[str]:
    """Without any numbering, the spaces before the names are the outline, where they differ."""
    indents = {line.indent for line in lines if line.name}
    if len(indents) == 1 or any(style != NONE for style in styles):
        return styles
    return [f"indent{line.indent}" if line.name else NONE for line in lines]


def _style(line: Line, letter: str) -> str:
    """The numbering style; a lone C, D, I, V or X is a letter only where the letters lead to it."""
    ordinal = line.ordinal
    if not ordinal:
        return line.name[0] if line.name[:1] in set(BULLETS) and len(line.name) > 1 else NONE
    if ordinal in BULLETS:
        return ordinal
    bare = ordinal.rstrip(".")
    if len(bare) == 1 and _ROMAN.fullmatch(bare) and letter and ord(bare) == ord(letter) + 1:
        return "upper"
    style = next((name for name, pattern in _STYLES if pattern.fullmatch(ordinal)), NONE)
    return f"{style}{len(_STEP.findall(ordinal))}" if style == "decimal" else style


def _levels(lines: list[Line], styles: list[str], heads: frozenset[int]) -> list[int]:
    """Depth of each line by the open styles; an unnumbered heading opens above the projects."""
    stack: list[str] = []
    levels: list[int] = []
    coded = {style for line, style in zip(lines, styles, strict=True) if line.code}
    for position, (line, style) in enumerate(zip(lines, styles, strict=True)):
        if style == NONE and not line.code:
            if position in heads or opens_group(lines, position, stack):
                styles[position] = TITLE
                stack = _open_title(stack, coded)
                levels.append(len(stack) - 1)
            else:
                levels.append(len(stack))
            continue
        stack = [*stack[: stack.index(style)], style] if style in stack else [*stack, style]
        levels.append(len(stack) - 1)
    return levels


def _open_title(stack: list[str], coded: set[str]) -> list[str]:
    if TITLE in stack:
        return stack[: stack.index(TITLE) + 1]
    kept = next(
        (depth for depth, style in enumerate(stack) if style in coded or style == "digit"),
        len(stack),
    )
    return [*stack[:kept], TITLE]


def _project_styles(table: _Table) -> set[str]:
    """The styles projects are numbered in: those of coded rows, else the commonest of leaf rows."""
    coded = {style for line, style in zip(table.lines, table.styles, strict=True) if line.code}
    if coded:
        return coded - {NONE}
    leaves = Counter(
        style
        for position, (line, style) in enumerate(zip(table.lines, table.styles, strict=True))
        if (line.amounts or line.described)
        and style not in {NONE, TITLE, *BULLETS}
        and not is_source(line)
        and not any(_may_be_project(table, child) for child in table.children(position))
    )
    return {leaves.most_common(1)[0][0]} if leaves else set()


def _splits(table: _Table, position: int) -> bool:
    """Whether a line could only be a part of a project: a source, a dash, a row without a name."""
    line = table.lines[position]
    bullet = table.styles[position] in set(BULLETS)
    return not line.code and (is_source(line) or bullet or not line.name) and not line.described


def _may_be_project(table: _Table, position: int) -> bool:
    """Neither a part of a project nor a bare text such as a signature."""
    line = table.lines[position]
    return not _splits(table, position) and (line.amounts or line.described or bool(line.code))


def _place(table: _Table) -> list[Placed]:
    placed: list[Placed] = []
    groups: list[tuple[int, Line]] = []
    project: int | None = None
    projects = _project_styles(table)
    for position, line in enumerate(table.lines):
        role = _role(table, position, projects, None if project is None else placed[project].line)
        level = table.levels[position]
        if role in {Role.GROUP, Role.PROJECT} and table.styles[position] != NONE:
            groups = [group for group in groups if group[0] < level]
        if role in {Role.GROUP, Role.TOTAL}:
            project = None
        parents = tuple([group[1] for group in groups])
        owner = project if role in {Role.SPLIT, Role.CONTINUATION} else None
        placed.append(Placed(line, role, parents, owner))
        if role is Role.PROJECT:
            project = position
        elif role is Role.GROUP:
            groups.append((level, line))
    return placed


def _role(table: _Table, position: int, projects: set[str], project: Line | None) -> Role:
    line = table.lines[position]
    if is_total(line):
        return Role.TOTAL
    if line.code:
        return Role.SPLIT if project is not None and _same_project(line, project) else Role.PROJECT
    if not line.ordinal and table.styles[position] in {NONE, TITLE}:
        return _unnumbered_role(table, position, project)
    return _numbered_role(table, position, projects, project)


def _same_project(line: Line, project: Line) -> bool:
    part = not line.ordinal and (not line.name or is_source(line))
    again = line.name == project.name and line.source is not None
    return line.code == project.code and (part or again)


def _unnumbered_role(table: _Table, position: int, project: Line | None) -> Role:
    line = table.lines[position]
    if table.styles[position] == TITLE:
        return Role.GROUP
    if project is not None and (
        is_source(line)
        or line.source
        or line.inside_merge
        or (line.name and line.amounts and not table.sourced)
    ):
        return Role.SPLIT if table.numbered else _flat_role(line)
    if not line.name or (is_remark(line) and not line.amounts):
        return Role.UNLABELLED
    if not table.numbered:
        return _flat_role(line)
    if project is not None and not line.amounts and not line.name[0].isupper():
        return Role.CONTINUATION
    return Role.PROJECT if line.described and line.amounts else Role.GROUP


def _flat_role(line: Line) -> Role:
    """A table without numbering: whatever has figures or a description is a project."""
    if is_source(line) or not line.name:
        return Role.SPLIT
    return Role.PROJECT if line.amounts or line.described else Role.GROUP


def _numbered_role(table: _Table, position: int, projects: set[str], project: Line | None) -> Role:
    line, style = table.lines[position], table.styles[position]
    children = table.children(position)
    over_projects = bool(children) and any(_may_be_project(table, child) for child in children)
    coded = any(table.lines[child].code for child in children)
    if coded or (over_projects and style not in projects):
        return Role.GROUP
    if project is not None and _splits(table, position) and style not in projects:
        return Role.SPLIT
    if style in projects and (line.amounts or line.described or not table.coded):
        return Role.GROUP if is_heading(line) and not line.described else Role.PROJECT
    bare = bool(projects) and style not in projects and not line.described
    if over_projects or bare or is_heading(line) or not (line.amounts or line.described):
        return Role.GROUP
    return Role.PROJECT
