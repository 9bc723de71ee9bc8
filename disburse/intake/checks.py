"""Cross-checks of what was read; each finding shows both figures, none corrects anything."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from disburse.intake.findings import finding, money
from disburse.intake.outline import Placed, Role
from disburse.model import Tranche

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from disburse.intake.columns import Column
    from disburse.intake.layout import Layout
    from disburse.model import Disbursement, Finding, Project

_TOTALLED = frozenset({"plan", "disbursed", "total_investment", "allocated", "remaining"})
_MOST_WHOLE_UNITS = 3
_RATE_TOLERANCE = 0.006
_PERCENT = 100


def control_totals(layout: Layout, placed: Sequence[Placed]) -> list[Finding]:
    """Total and group rows against the projects they cover (rounding of the sheet tolerated)."""
    columns = [c for c in layout.columns if c.meaning in _TOTALLED and c.index in layout.values]
    parts = _parts(placed)
    projects = [item.line.row for item in placed if item.role is Role.PROJECT]
    if not projects:
        return []
    findings: list[Finding] = []
    for index, item in enumerate(placed):
        if item.role is Role.GROUP:
            scopes = [_group_scope(placed, index)]
        elif item.role is Role.TOTAL:
            scopes = _total_scopes(placed, index, projects)
        else:
            continue
        for column in columns:
            findings += _difference(
                layout, column, item, [scope for scope in scopes if scope], parts
            )
    return findings


def _group_scope(placed: Sequence[Placed], index: int) -> list[int]:
    line = placed[index].line
    return [
        p.line.row for p in placed if p.role is Role.PROJECT and any(g is line for g in p.groups)
    ]


def _total_scopes(placed: Sequence[Placed], index: int, projects: list[int]) -> list[list[int]]:
    """What a total row may cover: everything, its group, or what stands since the last total."""
    before = [i for i in range(index) if placed[i].role is Role.TOTAL]
    since = placed[before[-1] + 1 : index] if before else placed[:index]
    until = next((i for i in range(index + 1, len(placed)) if placed[i].role is Role.TOTAL), None)
    groups = placed[index - 1].groups if index else ()
    scopes = [projects, [p.line.row for p in since if p.role is Role.PROJECT]]
    scopes += [
        [p.line.row for p in placed if p.role is Role.PROJECT and any(g is group for g in p.groups)]
        for group in groups
    ]
    scopes.append([p.line.row for p in placed[index + 1 : until] if p.role is Role.PROJECT])
    return scopes


def _parts(placed: Sequence[Placed]) -> dict[int, list[int]]:
    """The rows per source of each project, by the project's row."""
    parts: dict[int, list[int]] = {}
    for item in placed:
        if item.project is not None and item.role is Role.SPLIT:
            parts.setdefault(placed[item.project].line.row, []).append(item.line.row)
    return parts


def _amount(layout: Layout, column: Column, row: int, parts: list[int]) -> int:
    """A project's amount: its own row's, its parts' where that is empty, both where they add up."""
    own = layout.amount(column, row)
    below = sum(layout.amount(column, part) or 0 for part in parts)
    if own is None or not parts:
        return below if own is None else own
    return own + below if layout.content("source", row) != "" else own


def _difference(
    layout: Layout,
    column: Column,
    item: Placed,
    scopes: list[list[int]],
    parts: dict[int, list[int]],
) -> list[Finding]:
    stated = layout.amount(column, item.line.row)
    if stated is None or not scopes:
        return []
    sums = [
        sum(_amount(layout, column, row, parts.get(row, [])) for row in scope) for scope in scopes
    ]
    if any(
        abs(stated - found) <= _tolerance(layout, column, scope)
        for found, scope in zip(sums, scopes, strict=True)
    ):
        return []
    if not stated and item.role is Role.GROUP:
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
        plan = _sum(row.amount for row in project.plans if row.tranche is Tranche.CURRENT)
        findings += _plan_checks(project, plan) + _disbursed_checks(project)
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
    stated = [(row.cell, row.amount) for row in project.plans]
    stated += [(row.cell, row.amount) for row in project.disbursements]
    findings += [
        finding("amount_negative", cell=cell, value=money(amount), name=project.name)
        for cell, amount in stated
        if amount < 0
    ]
    return findings


def _disbursed_checks(project: Project) -> list[Finding]:
    findings = []
    for tranche in Tranche:
        plan = _sum(row.amount for row in project.plans if row.tranche is tranche)
        rows = [row for row in _actual(project) if row.tranche is tranche]
        latest = max((row.to_date for row in rows), default=None)
        disbursed = latest_disbursed(project, tranche)
        if disbursed is None or plan is None or disbursed <= plan or latest is None:
            continue
        cell = next(row.cell for row in rows if row.to_date == latest)
        findings.append(
            finding(
                "disbursed_over_plan", cell=cell, value=money(disbursed), name=project.name,
                plan=money(plan), date=f"{latest:%d/%m/%Y}",
            )
        )  # fmt: skip
    return findings


def latest_disbursed(project: Project, tranche: Tranche) -> int | None:
    """The actual cumulative figure at the latest date the file gives; None where it gives none."""
    rows = [row for row in _actual(project) if row.tranche is tranche]
    latest = max((row.to_date for row in rows), default=None)
    return _sum(row.amount for row in rows if row.to_date == latest)


def _actual(project: Project) -> list[Disbursement]:
    return [row for row in project.disbursements if not row.estimate]


def _sum(amounts: Iterable[int]) -> int | None:
    found = list(amounts)
    return sum(found) if found else None


def rate_checks(layout: Layout, placed: Sequence[Placed]) -> list[Finding]:
    """A rate column against disbursed over plan, where one plan and one disbursed column stand."""
    rate = layout.single.get("rate")
    plan = next((c for group in layout.plans for c in group.totals), None)
    actual = [g for g in layout.disbursements if not g.estimate]
    done = next((c for group in actual for c in group.totals), None)
    columns = [c for c in layout.columns if c.meaning == "rate"]
    if rate is None or plan is None or done is None or len(actual) > 1 or len(columns) > 1:
        return []
    findings: list[Finding] = []
    for item in placed:
        if item.role is Role.PROJECT:
            findings += _rate_difference(layout, rate, plan, done, item.line.row)
    return findings


def _rate_difference(
    layout: Layout, rate: Column, plan: Column, done: Column, row: int
) -> list[Finding]:
    stated = layout.table.sheet.cell(layout.table.body[row], rate.index)
    planned, disbursed = layout.amount(plan, row), layout.amount(done, row)
    if not isinstance(stated, float) or not planned or disbursed is None:
        return []
    actual = disbursed / planned
    if any(abs(value - actual) <= _RATE_TOLERANCE for value in (stated, stated / _PERCENT)):
        return []
    return [
        finding(
            "rate_differs",
            cell=layout.cell(rate, row),
            value=stated,
            found=f"{actual * _PERCENT:.1f}".replace(".", ","),
        )
    ]


def date_checks(projects: Iterable[Project], as_of: date) -> list[Finding]:
    """Disbursement dated after the report itself."""
    late = {
        row.to_date: row.cell
        for project in projects
        for row in _actual(project)
        if row.to_date > as_of
    }
    return [
        finding(
            "figures_after_report", cell=cell, value=f"{day:%d/%m/%Y}", as_of=f"{as_of:%d/%m/%Y}"
        )
        for day, cell in late.items()
    ]
