"""Stage 3: the rows of a register as projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.dates import iso_date
from disburse.intake.descriptions import (
    LONGEST_ORDINAL,
    Descriptions,
    column_cells,
    describe,
    description_findings,
)
from disburse.intake.groups import (
    bare_name,
    class_named,
    named_source,
    row_tranche,
)
from disburse.intake.headings_above import Above, said_above
from disburse.intake.money_columns import Money, money_columns
from disburse.intake.outline import Line, Placed, Role, outline
from disburse.intake.row_findings import row_findings
from disburse.intake.statements import Part, disbursements, plans, total_cell
from disburse.intake.workbook import UNCOMPUTED
from disburse.model import Project, ProjectClass, Tranche

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from disburse.intake.context import Early
    from disburse.intake.layout import Layout
    from disburse.model import CapitalPlan, Disbursement, Finding

_DESCRIPTIVE = (
    "owner", "location", "tier", "scale", "timespan", "started", "completed", "decision", "sector",
    "construction_start", "class",
)  # fmt: skip
_UNREADABLE = {UNCOMPUTED[:2]: "formula_uncomputed"} | dict.fromkeys(
    ("#D", "#R", "#N", "#V"), "formula_error"
)


_EARLY = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A table's rows understood: projects, and every placed line for the checks."""

    projects: list[Project]
    placed: list[Placed]
    findings: list[Finding]


def read_projects(layout: Layout, budget_year: int | None, early: Early | None = None) -> Reading:
    """Read the projects of one table, with findings on the rows they come from.

    ``early`` is given every `_EARLY` of them at once.
    """
    described = describe(layout)
    placed = outline(_lines(layout, described), _leading_figures(layout))
    parts: dict[int, list[Placed]] = {}
    for item in placed:
        if item.project is not None:
            parts.setdefault(item.project, []).append(item)
    rows = _Rows(layout, described, money_columns(layout), budget_year)
    projects: list[Project] = []
    for index, item in enumerate(placed):
        if item.role is Role.PROJECT:
            projects.append(rows.project(item, parts.get(index, [])))
            if early is not None and len(projects) % _EARLY == 0:
                early(projects[-_EARLY:])
    return Reading(projects, placed, rows.findings + row_findings(layout, placed, projects))


def _leading_figures(layout: Layout) -> list[int | None]:
    """The first column of plans, else of other amounts, by position of the body."""
    leading = [*(c for group in layout.plans for c in group.totals), *layout.columns]
    return next((layout.values[c.index] for c in leading if c.index in layout.values), [])


def _lines(layout: Layout, told: Descriptions) -> list[Line]:
    merged = _merged_rows(layout)
    filled = _filled_positions(layout)
    described = _described_positions(layout)
    return [
        Line(
            position,
            ordinal,
            name,
            told.codes[position],
            told.sources[position],
            position in described,
            position in filled,
            row in merged,
            told.indents[position],
        )
        for position, (row, ordinal, name) in enumerate(
            zip(layout.table.body, told.ordinals, told.names, strict=True)
        )
        if ordinal or name or told.codes[position] or position in filled
    ]


def _described_positions(layout: Layout) -> set[int]:
    """Positions with owner, place, dates or the like."""
    return {
        position
        for name in _DESCRIPTIVE
        if name in layout.single
        for position, cell in enumerate(column_cells(layout, name))
        if cell != ""
    }


def _filled_positions(layout: Layout) -> set[int]:
    """Positions with an amount other than nil: rows of zeros are ghosts, not projects.

    What cannot be read counts in numbered rows; elsewhere it is a signature or a note.
    """
    unread = {
        position
        for positions in layout.unreadable.values()
        for position in positions
        if 0 < len(str(layout.content("ordinal", position))) <= LONGEST_ORDINAL
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table ready to be read row by row; what its headings say is worked out once for each."""

    layout: Layout
    told: Descriptions
    money: Money
    year: int | None
    findings: list[Finding] = field(default_factory=list)
    known: dict[tuple[int, ...], Above] = field(default_factory=dict)

    def project(self, item: Placed, below: Sequence[Placed]) -> Project:
        """Read one project with the rows that belong to it."""
        layout, told, position = self.layout, self.told, item.line.row
        above = self._above(item)
        main = self._part(item, above)
        splits = [self._part(row, above) for row in below if row.role is Role.SPLIT]
        _report_unreadable(layout, [main, *splits], self.findings)
        claimed, evidence, class_cell = self._claimed_class(position, above)
        plan_rows = plans(self.money, main, splits, self.findings)
        disbursed_rows = disbursements(layout, self.money, main, splits, self.findings)
        investment = layout.single.get("total_investment")
        started, completed = told.spans[position]
        project = Project(
            sheet=layout.table.sheet.name,
            row=layout.table.body[position] + 1,
            code=item.line.code,
            name=_name(item, below),
            owner=told.owners[position] or above.owner or layout.owner,
            head=told.heads[position],
            project_class=claimed,
            class_evidence=evidence,
            tier=told.tiers[position],
            location=told.locations[position],
            started=started,
            completed=completed,
            construction_start=told.construction_starts[position],
            site_handover=told.site_handovers[position],
            handed_over=told.handed_over[position],
            total_investment=None if investment is None else layout.amount(investment, position),
            plans=tuple(plan_rows),
            disbursements=tuple(disbursed_rows),
            cells=self._cells(position, class_cell, plan_rows, disbursed_rows),
        )
        if position in told.doubtful:
            self.findings.extend(description_findings(layout, position, project))
        return project

    def _above(self, item: Placed) -> Above:
        key = tuple([group.row for group in item.groups])
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = said_above(self.layout, item.groups, self.year)
        return known

    def _part(self, item: Placed, above: Above) -> Part:
        """A row's source by its own name ("- NSTW"), its source column, or what stands above it."""
        line = item.line
        named = unlisted = None
        if item.role is Role.SPLIT and not line.inside_merge:
            named = named_source(line.name)
            unlisted = None if row_tranche(line.name) else bare_name(line.name)
        source = named or line.source or unlisted or above.source or self.layout.source
        tranche = self._row_tranche(item, above)
        return Part(line.row, source or None, tranche, line.source is not None)

    def _row_tranche(self, item: Placed, above: Above) -> Tranche | None:
        """Carried-over money by the row's own column or plan year, its name or a heading."""
        layout, position = self.layout, item.line.row
        stated = iso_date(layout.content("plan_year", position))
        if stated and self.year is not None:
            return Tranche.CARRYOVER if int(stated[:4]) < self.year else Tranche.CURRENT
        text = layout.content("tranche", position)
        own = row_tranche(str(text)) if text != "" else None
        if own is None and item.role is Role.SPLIT:
            own = row_tranche(item.line.name)
        return own or (Tranche.CARRYOVER if above.carried else layout.tranche)

    def _claimed_class(
        self, position: int, above: Above
    ) -> tuple[ProjectClass | None, str | None, str | None]:
        """The class a class column states, else the innermost heading that names one."""
        text = self.told.classes[position]
        if text and (stated := class_named(text, self.year)):
            return stated, text, self.layout.cell(self.layout.single["class"], position)
        return above.claim

    def _cells(
        self,
        position: int,
        class_cell: str | None,
        stated: list[CapitalPlan],
        disbursed: list[Disbursement],
    ) -> dict[str, str]:
        """Cells of the fields given and of the totals; where a row has none, of its first part."""
        layout, money, number = self.layout, self.money, self.money.numbers[position]
        cells = {
            name: reference + number
            for name, contents, reference in self.told.given
            if contents[position] != ""
        }
        if investment := layout.single.get("total_investment"):
            cells["total_investment"] = layout.cell(investment, position)
        if class_cell:
            cells["class"] = class_cell
        planned = total_cell(money, money.plan_totals, position)
        if planned or stated:
            cells["plan"] = planned or stated[0].cell
        actual = [one for one in disbursed if not one.estimate]
        if actual:
            latest = actual[0] if len(actual) == 1 else max(actual, key=_day)
            totals = money.disbursed_totals.get(latest.to_date, ())
            cells["disbursed"] = total_cell(money, totals, position) or latest.cell
        return cells


def _day(figure: Disbursement) -> date:
    return figure.to_date


def _name(item: Placed, below: Sequence[Placed]) -> str:
    """The name with its continuation lines; the code where there is none."""
    more = [row.line.name for row in below if row.role is Role.CONTINUATION]
    return bare_name(" ".join([item.line.name, *more])) or (item.line.code or "")


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
