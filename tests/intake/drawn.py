"""What drawn registers were read as, in short forms that tests can compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.model import Project, Severity, Tranche

if TYPE_CHECKING:
    from disburse.model import Register

MILLION = 1_000_000


def plans(project: Project) -> dict[tuple[str | None, str], int]:
    return {(row.source, row.tranche.value): row.amount // MILLION for row in project.plans}


def disbursed(project: Project) -> dict[tuple[str | None, str, str], int]:
    return {
        (row.source, row.tranche.value, row.to_date.isoformat()): row.amount // MILLION
        for row in project.disbursements
        if not row.estimate
    }


def table(register: Register) -> list[tuple[str, int | None, str | None]]:
    return [
        (
            project.name,
            sum(row.amount for row in project.plans if row.tranche is Tranche.CURRENT) // MILLION,
            project.project_class.value if project.project_class else None,
        )
        for project in register.projects
    ]


def codes(register: Register, severity: Severity | None = None) -> list[str]:
    return [f.code for f in register.findings if severity is None or f.severity is severity]
