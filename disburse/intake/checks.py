"""Cross-checks of what was read; each finding shows both figures, none corrects anything."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from disburse.findings import finding, money
from disburse.intake.outline import Placed, Role
from disburse.model import Tranche

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import CapitalPlan, Disbursement, Finding, Project

_TOTALLED = frozenset({"plan", "disbursed", "total_investment", "allocated", "remaining"})
_MOST_WHOLE_UNITS = 3
_TRANCHES = tuple(Tranche)


def control_totals(layout: Layout, placed: Sequence[Placed]) -> list[Finding]:
    """Total and group rows against the projects they cover (rounding of the sheet tolerated)."""
    projects = [item.line.row for item in placed if item.role is Role.PROJECT]
    parts = _parts(placed)
    groups = _group_scopes(placed)
    columns = [
        (column, _amounts(layout, column, projects, parts))
        for column in layout.columns
        if column.meaning in _TOTALLED and column.index in layout.values
    ]
    findings: list[Finding] = []
    for index, item in enumerate(placed):
        if item.role is Role.GROUP:
            scopes = [groups.get(item.line.row, [])]
        elif item.role is Role.TOTAL:
            scopes = _total_scopes(placed, index, projects, groups)
        else:
            continue
        for column, amounts in columns:
            findings += _difference(layout, column, item, scopes, amounts)
    return findings


def _group_scopes(placed: Sequence[Placed]) -> dict[int, list[int]]:
    """The projects under each group, by the group's row."""
    scopes: dict[int, list[int]] = {}
    for item in placed:
        if item.role is Role.PROJECT:
            for group in item.groups:
                scopes.setdefault(group.row, []).append(item.line.row)
    return scopes


def _total_scopes(
    placed: Sequence[Placed], index: int, projects: list[int], groups: dict[int, list[int]]
) -> list[list[int]]:
    """What a total row may cover: everything, its group, or what stands since the last total."""
    before = takewhile(lambda item: item.role is not Role.TOTAL, reversed(placed[:index]))
    after = takewhile(lambda item: item.role is not Role.TOTAL, placed[index + 1 :])
    own = placed[index - 1].groups if index else ()
    return [
        projects,
        [item.line.row for item in before if item.role is Role.PROJECT],
        *(groups.get(group.row, []) for group in own),
        [item.line.row for item in after if item.role is Role.PROJECT],
    ]


def _parts(placed: Sequence[Placed]) -> dict[int, list[int]]:
    """The rows per source of each project, by the project's row."""
    parts: dict[int, list[int]] = {}
    for item in placed:
        if item.project is not None and item.role is Role.SPLIT:
            parts.setdefault(placed[item.project].line.row, []).append(item.line.row)
    return parts


def _amounts(
    layout: Layout, column: Column, projects: list[int], parts: dict[int, list[int]]
) -> dict[int, int]:
    """Each project's amount by its row: its own, its parts' where empty, both where they add."""
    values = layout.values[column.index]
    amounts = {row: values[row] or 0 for row in projects}
    for row, below in parts.items():
        split = sum(values[part] or 0 for part in below)
        if values[row] is None or layout.content("source", row) != "":
            amounts[row] += split
    return amounts


def _difference(
    layout: Layout,
    column: Column,
    item: Placed,
    scopes: list[list[int]],
    amounts: dict[int, int],
) -> list[Finding]:
    stated = layout.amount(column, item.line.row)
    if stated is None or (not stated and item.role is Role.GROUP):
        return []
    sums = []
    for scope in scopes:
        sums.append(sum([amounts[row] for row in scope]))
        if sums[-1] == stated or abs(stated - sums[-1]) <= _tolerance(layout, column, scope):
            return []
    return [
        finding(
            "control_total_differs",
            cell=layout.cell(column, item.line.row),
            value=money(stated),
            label=column.path,
            row=item.line.name or item.line.ordinal,
            stated=money(stated),
            found=money(sums[0]),
            difference=money(stated - sums[0]),
            count=len(scopes[0]),
        )
    ]


def _tolerance(layout: Layout, column: Column, rows: list[int]) -> int:
    """Half the last decimal shown, for each row added up; three rows at most for whole units."""
    unit = column.unit or layout.unit or 1
    decimals = max((_decimals(layout.amount(column, row) or 0, unit) for row in rows), default=0)
    count = len(rows) + 1 if decimals else min(len(rows) + 1, _MOST_WHOLE_UNITS)
    return max(int(Decimal(unit) / 2 / 10**decimals * count), 1)


def _decimals(amount: int, unit: int) -> int:
    decimals = 0
    while amount % unit and unit > 1:
        unit //= 10
        decimals += 1
    return decimals


def project_checks(projects: Iterable[Project]) -> list[Finding]:
    """Figures of a project that contradict each other or common sense."""
    findings: list[Finding] = []
    for project in projects:
        planned: dict[Tranche, int] = {}
        for row in project.plans:
            planned[row.tranche] = planned.get(row.tranche, 0) + row.amount
        findings += _plan_checks(project, planned.get(Tranche.CURRENT))
        findings += _disbursed_checks(project, planned)
    return findings


def _plan_checks(project: Project, plan: int | None) -> list[Finding]:
    cell = project.cells.get("plan")
    findings = []
    if plan is not None and project.total_investment and plan > project.total_investment:
        findings.append(
            finding(
                "plan_over_investment", cell=cell, value=money(plan), name=project.name,
                investment=money(project.total_investment),
            )
        )  # fmt: skip
    stated: list[CapitalPlan | Disbursement] = [*project.plans, *project.disbursements]
    negative = [row for row in stated if row.amount < 0]
    findings += [
        finding("amount_negative", cell=row.cell, value=money(row.amount), name=project.name)
        for row in negative
    ]
    return findings


def _disbursed_checks(project: Project, planned: dict[Tranche, int]) -> list[Finding]:
    findings = []
    for tranche in _TRANCHES:
        rows = _latest(project, tranche) if tranche in planned else []
        disbursed, plan = sum([row.amount for row in rows]), planned.get(tranche, 0)
        if rows and disbursed > plan:
            findings.append(
                finding(
                    "disbursed_over_plan", cell=rows[0].cell, value=money(disbursed),
                    name=project.name, plan=money(plan), date=f"{rows[0].to_date:%d/%m/%Y}",
                )
            )  # fmt: skip
    return findings


def _latest(project: Project, tranche: Tranche) -> list[Disbursement]:
    """The actual figures of a tranche at the latest date the file gives for it."""
    rows = [one for one in project.disbursements if one.tranche is tranche and not one.estimate]
    if len(rows) > 1:
        latest = max([row.to_date for row in rows])
        rows = [row for row in rows if row.to_date == latest]
    return rows


def date_checks(projects: Sequence[Project], as_of: date, year: int | None) -> list[Finding]:
    """Disbursement dated after the report itself, or in another year than the register's."""
    cells = {
        row.to_date: row.cell
        for project in projects
        for row in project.disbursements
        if not row.estimate
    }
    findings = []
    for day, cell in cells.items():
        shown = f"{day:%d/%m/%Y}"
        if day > as_of:
            told = f"{as_of:%d/%m/%Y}"
            findings.append(finding("figures_after_report", cell=cell, value=shown, as_of=told))
        if year is not None and day.year != year:
            findings.append(finding("figures_of_other_year", cell=cell, value=shown, year=year))
    return findings
