"""Stage 3: the rows of a register as projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.intake.dates import iso_date
from disburse.intake.descriptions import (
    described_cells,
    description_findings,
    project_code,
    span,
    text_of,
)
from disburse.intake.findings import finding
from disburse.intake.groups import (
    bare_name,
    class_named,
    heading_owner,
    heading_source,
    heading_tranche,
    named_source,
    row_tranche,
)
from disburse.intake.outline import Line, Placed, Role, outline
from disburse.intake.row_findings import row_findings
from disburse.intake.statements import Part, disbursements, plans
from disburse.intake.workbook import UNCOMPUTED
from disburse.model import Project, ProjectClass, Tranche
from disburse.text import clean

if TYPE_CHECKING:
    from disburse.intake.layout import AmountGroup, Layout
    from disburse.intake.workbook import Cell
    from disburse.model import CapitalPlan, Disbursement, Finding

_DESCRIPTIVE = (
    "owner", "location", "tier", "scale", "timespan", "started", "completed", "decision", "sector",
    "construction_start", "class",
)  # fmt: skip
_UNREADABLE = {UNCOMPUTED[:2]: "formula_uncomputed"} | dict.fromkeys(
    ("#D", "#R", "#N", "#V"), "formula_error"
)
_LONGEST_ORDINAL = len("VIII.1")


@dataclass(frozen=True, slots=True)
class Reading:
    """A table's rows understood: projects, and every placed line for the checks."""

    projects: list[Project]
    placed: list[Placed]
    findings: list[Finding]


def read_projects(layout: Layout, budget_year: int | None) -> Reading:
    """Read the projects of one table, with findings on the rows they come from."""
    placed = outline(_lines(layout))
    parts: dict[int, list[Placed]] = {}
    for item in placed:
        if item.project is not None:
            parts.setdefault(item.project, []).append(item)
    findings: list[Finding] = []
    projects = [
        _project(layout, item, parts.get(index, []), budget_year, findings)
        for index, item in enumerate(placed)
        if item.role is Role.PROJECT
    ]
    findings += row_findings(layout, placed, projects)
    return Reading(projects, placed, findings)


def _lines(layout: Layout) -> list[Line]:
    merged = _merged_rows(layout)
    filled = _filled_positions(layout)
    telling = [layout.single[field].index for field in _DESCRIPTIVE if field in layout.single]
    lines = []
    for position, row in enumerate(layout.table.body):
        cells = layout.table.sheet.rows[row]
        described = any(cells[column] != "" for column in telling)
        line = _line(
            layout, position, described=described, filled=position in filled, inside=row in merged
        )
        if line.ordinal or line.name or line.code or line.amounts:
            lines.append(line)
    return lines


def _line(layout: Layout, position: int, *, described: bool, filled: bool, inside: bool) -> Line:
    ordinal = text_of(layout.content("ordinal", position)) or ""
    name = text_of(layout.content("name", position)) or ""
    if not name and len(ordinal) > _LONGEST_ORDINAL:
        ordinal, name = "", ordinal
    return Line(
        row=position,
        ordinal=ordinal,
        name=name,
        code=project_code(layout.content("code", position)),
        source=text_of(layout.content("source", position)),
        described=described,
        amounts=filled,
        inside_merge=inside,
        indent=_indent(layout.content("name", position)),
    )


def _indent(cell: Cell) -> int:
    return len(cell) - len(cell.lstrip()) if isinstance(cell, str) else 0


def _filled_positions(layout: Layout) -> set[int]:
    """Positions with an amount other than nil: rows of zeros are ghosts, not projects.

    What cannot be read counts in numbered rows; elsewhere it is a signature or a note.
    """
    unread = {
        position
        for positions in layout.unreadable.values()
        for position in positions
        if 0 < len(str(layout.content("ordinal", position))) <= _LONGEST_ORDINAL
    }
    return unread | {
        position
        for values in layout.values.values()
        for position, amount in enumerate(values)
        if amount
    }


def _merged_rows(layout: Layout) -> set[int]:
    """Rows under the first of a vertical merge over the name column."""
    column = layout.single["name"].index if "name" in layout.single else None
    return {
        row
        for merge in layout.table.sheet.merges
        if column is not None and merge.first_column <= column <= merge.last_column
        for row in range(merge.first_row + 1, merge.last_row + 1)
    }


def _project(
    layout: Layout, item: Placed, below: list[Placed], year: int | None, findings: list[Finding]
) -> Project:
    position = item.line.row
    headings = [group.name or group.ordinal for group in item.groups]
    main = _part(layout, item, headings, year)
    splits = [_part(layout, row, headings, year) for row in below if row.role is Role.SPLIT]
    _report_unreadable(layout, [main, *splits], findings)
    claimed, evidence, class_cell = _claimed_class(layout, item, year)
    started, completed = span(layout, position)
    cells = described_cells(layout, position)
    if class_cell:
        cells["class"] = class_cell
    plan_rows = plans(layout, main, splits, findings)
    disbursed_rows = disbursements(layout, main, splits, findings)
    cells |= _amount_cells(layout, position, plan_rows, disbursed_rows)
    investment = layout.single.get("total_investment")
    project = Project(
        sheet=layout.table.sheet.name,
        row=layout.table.body[position] + 1,
        code=item.line.code,
        name=_name(item, below),
        owner=text_of(layout.content("owner", position)) or heading_owner(headings) or layout.owner,
        head=text_of(layout.content("head", position)),
        project_class=claimed,
        class_evidence=evidence,
        tier=text_of(layout.content("tier", position)),
        location=text_of(layout.content("location", position)),
        started=started,
        completed=completed,
        construction_start=iso_date(layout.content("construction_start", position)),
        site_handover=iso_date(layout.content("site_handover", position)),
        handed_over=iso_date(layout.content("handed_over", position)),
        total_investment=None if investment is None else layout.amount(investment, position),
        plans=tuple(plan_rows),
        disbursements=tuple(disbursed_rows),
        cells=cells,
    )
    findings += description_findings(layout, position, project)
    return project


def _name(item: Placed, below: list[Placed]) -> str:
    """The name with its continuation lines; the code where there is none."""
    lines = [item.line.name, *(row.line.name for row in below if row.role is Role.CONTINUATION)]
    return bare_name(" ".join(lines)) or (item.line.code or "")


def _part(layout: Layout, item: Placed, headings: list[str], year: int | None) -> Part:
    """A row's source by its own name ("- NSTW"), its source column, or what stands above it."""
    line = item.line
    named = unlisted = None
    if item.role is Role.SPLIT and not line.inside_merge:
        named = named_source(line.name)
        unlisted = None if row_tranche(line.name) else bare_name(line.name)
    source = named or line.source or unlisted or heading_source(headings) or layout.source
    tranche = _row_tranche(layout, item, headings, year)
    return Part(line.row, source or None, tranche, by_itself=line.source is not None)


def _row_tranche(
    layout: Layout, item: Placed, headings: list[str], year: int | None
) -> Tranche | None:
    """Carried-over money by the row's own column or plan year, its name or a heading above it."""
    position = item.line.row
    stated = iso_date(layout.content("plan_year", position))
    if stated and year is not None:
        return Tranche.CARRYOVER if int(stated[:4]) < year else Tranche.CURRENT
    own = row_tranche(str(layout.content("tranche", position)))
    if own is None and item.role is Role.SPLIT:
        own = row_tranche(item.line.name)
    carried = any(heading_tranche(text) is Tranche.CARRYOVER for text in headings)
    return own or (Tranche.CARRYOVER if carried else layout.tranche)


def _claimed_class(
    layout: Layout, item: Placed, year: int | None
) -> tuple[ProjectClass | None, str | None, str | None]:
    """The class a class column states, else the innermost heading that names one."""
    text = text_of(layout.content("class", item.line.row))
    if text and (stated := class_named(text, year)):
        return stated, text, layout.cell(layout.single["class"], item.line.row)
    for group in reversed(item.groups):
        if (named := class_named(group.name or group.ordinal, year)) is not None:
            column = layout.single["name"] if group.name and "name" in layout.single else None
            cell = layout.cell(column or layout.columns[0], group.row)
            return named, clean(group.name or group.ordinal), cell
    return layout.claim or (None, None, None)


def _amount_cells(
    layout: Layout, position: int, plans: list[CapitalPlan], disbursements: list[Disbursement]
) -> dict[str, str]:
    """The cells of the project's totals; where a row has none, of its first part."""
    actual = [item for item in disbursements if not item.estimate]
    latest = max(actual, key=lambda item: item.to_date, default=None)
    newest = tuple(
        group
        for group in layout.disbursements
        if latest is not None and not group.estimate and group.to_date == latest.to_date
    )
    found = {
        "plan": _total_cell(layout, layout.plans, position) or next((p.cell for p in plans), None),
        "disbursed": _total_cell(layout, newest, position) or (latest.cell if latest else None),
    }
    return {name: cell for name, cell in found.items() if cell}


def _total_cell(layout: Layout, groups: tuple[AmountGroup, ...], position: int) -> str | None:
    for tranche in ("current", "total"):
        for group in groups:
            for column in group.totals if group.tranche == tranche else ():
                if layout.amount(column, position) is not None:
                    return layout.cell(column, position)
    return None


def _report_unreadable(layout: Layout, parts: list[Part], findings: list[Finding]) -> None:
    if not any(layout.unreadable.values()):
        return
    positions = {part.position for part in parts}
    for column in layout.columns:
        for position in layout.unreadable.get(column.index, ()):
            if position in positions:
                cell = layout.cell(column, position)
                value = layout.table.sheet.cell(layout.table.body[position], column.index)
                code = _UNREADABLE.get(str(value)[:2], "amount_unreadable")
                findings.append(finding(code, cell=cell, value=value, label=column.path))
