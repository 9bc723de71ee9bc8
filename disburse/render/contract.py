"""The JSON of the command line: what ``status``, ``import`` and ``inspect`` print.

Amounts are integers in đồng or null, days are ISO dates, percentages are numbers. The keys are
those of the contract in ``docs``; a few more stand beside them and none is ever left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from disburse.model import MilestoneState, ProjectClass, Tranche
from disburse.render import messages
from disburse.render.listings import PROJECTS_LISTED, import_listing, status_listing
from disburse.render.records import Row, rate, rows, total
from disburse.render.sums import read_projects
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from disburse.differences import ProjectDifference
    from disburse.frames import Assessment
    from disburse.model import Changes, EarlyWarning, Finding, Project, Register, Stored
    from disburse.render.sums import SourceSum

Document = dict[str, Any]
Origins = dict[int | str, str]
AMOUNTS = ("plan", "disbursed", "plan_carryover", "disbursed_carryover")


def status_document(
    assessment: Assessment, *, owner: str | None = None, project: str | None = None
) -> Document:
    """Every project judged, as the JSON of ``status``.

    ``owner`` keeps one owner's projects, spelling and case aside; ``project`` the one of a code.
    Totals speak of the projects kept, ``totals.commune`` always of the whole commune.
    """
    kept = select(rows(assessment.projects), owner=owner, project=project)
    milestones = _by_project(rows(assessment.milestones))
    sources = _by_project(rows(assessment.sources))
    early_warnings = warnings_by_project(assessment.warnings)
    files = file_names(assessment)
    return {
        "as_of": assessment.as_of.isoformat(),
        "figures_date": _iso(assessment.figures_date),
        "projects": [
            {
                **_project(row, files),
                "milestones": [_milestone(one) for one in milestones[row["project_id"]]],
                "warnings": [_warning(one) for one in early_warnings[row["project_id"]]],
                "by_source": [_source(one, files) for one in sources[row["project_id"]]],
            }
            for row in kept
        ],
        "totals": {
            **_totals(kept),
            "commune": next((_milestone(row) for row in rows(assessment.commune)), None),
        },
    }


def import_document(
    register: Register,
    stored: Stored | None,
    changes: Changes | None,
    differences: Sequence[ProjectDifference] | None = None,
    *,
    most_projects: int | None = None,
) -> Document:
    """One file as understood and what storing it did, as the JSON of ``import`` and ``inspect``.

    ``stored`` is None for a dry run, ``changes`` and ``differences`` where the file was held
    against no ledger.
    ``most_projects`` bounds the projects listed; the totals always speak of all.
    """
    totals = _amounts()
    projects, count = [], 0
    for count, (project, parts) in enumerate(read_projects(register), 1):
        _add(parts, totals)
        if most_projects is None or count <= most_projects:
            projects.append(_read_project(project, parts))
    return {
        "file": register.file,
        "sha256": register.sha256,
        "kind": register.kind.value,
        "as_of": _iso(register.as_of),
        "budget_year": register.budget_year,
        "import_id": None if stored is None else stored.import_id,
        "stored": stored is not None and stored.stored,
        "sheets": [asdict(sheet) for sheet in register.sheets],
        "projects": projects,
        "totals": {"projects": count, **totals},
        "changes": None if changes is None else asdict(changes),
        "differences": None if differences is None else to_builtins(differences),
        "findings": [_finding(finding) for finding in register.findings],
    }


def _finding(finding: Finding) -> Document:
    """A finding; only one that is a question names candidates."""
    document = asdict(finding)
    if not finding.candidates:
        del document["candidates"]
    return document


def status_text(
    assessment: Assessment, *, owner: str | None = None, project: str | None = None
) -> str:
    """Write `status_document` for a person to read."""
    return status_listing(status_document(assessment, owner=owner, project=project))


def import_text(
    register: Register,
    stored: Stored | None,
    changes: Changes | None,
    differences: Sequence[ProjectDifference] | None = None,
) -> str:
    """Write `import_document` for a person to read."""
    parts = (register, stored, changes, differences)
    return import_listing(import_document(*parts, most_projects=PROJECTS_LISTED))


def select(projects: list[Row], *, owner: str | None, project: str | None) -> list[Row]:
    """Keep the rows of one owner (folded equality), of one project code, or of both."""
    wanted = None if owner is None else fold(owner)
    return [
        row
        for row in projects
        if (wanted is None or fold(row["owner"] or "") == wanted)
        and (project is None or row["code"] == project.strip())
    ]


def warnings_by_project(
    early_warnings: Iterable[EarlyWarning],
) -> defaultdict[int, list[EarlyWarning]]:
    """Early warnings of each project, in the order given."""
    grouped: defaultdict[int, list[EarlyWarning]] = defaultdict(list)
    for early_warning in early_warnings:
        grouped[early_warning.project_id].append(early_warning)
    return grouped


def file_names(assessment: Assessment) -> Origins:
    """File of each import and, under the cell that stands for it, each correction in words.

    ``files.get(import_id or cell)`` names the origin of a figure.
    """
    files: Origins = {row["import_id"]: row["file"] for row in rows(assessment.imports)}
    by_hand = {one.cell: messages.correction_place(one) for one in assessment.corrections}
    return files | by_hand


def reason(row: Row, files: Origins) -> str:
    """Why a project row stands in its class, as a sentence with cell and file."""
    file = files.get(row["reason_import_id"] or row["reason_cell"])
    return messages.class_reason(
        row["reason_code"], row["reason_evidence"], row["reason_cell"], file
    )


def _by_project(listed: list[Row]) -> defaultdict[int, list[Row]]:
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in listed:
        grouped[row["project_id"]].append(row)
    return grouped


def _project(row: Row, files: Origins) -> Document:
    return {
        "code": row["code"],
        "name": row["name"],
        "owner": row["owner"],
        "class": row["project_class"],
        "class_reason": reason(row, files),
        **{name: row[name] for name in AMOUNTS},
        "rate_percent": _percent(row["rate_basis_points"]),
        "total_investment": row["total_investment"],
        "figures_date": _iso(row["figures_date"]),
    }


def _milestone(row: Row) -> Document:
    pending = row["state"] == MilestoneState.PENDING
    return {
        "id": row["milestone_id"],
        "due": _iso(row["due"]),
        "required_percent": _percent(row["required_basis_points"]),
        "event": row["event"],
        "required": row["required"],
        "actual": row["actual"],
        "shortfall": row["shortfall"],
        "state": row["state"],
        "risk": row["risk"] if pending else None,
        "days_left": row["days_left"],
        "per_week": row["per_week"],
        "clause": row["clause"],
    }


def _warning(early_warning: EarlyWarning) -> Document:
    return {
        "level": early_warning.level.value,
        "code": early_warning.code,
        "message": messages.warning_text(early_warning),
        "since": early_warning.since.isoformat(),
        "milestone": early_warning.milestone_id,
    }


def _source(row: Row, files: Origins) -> Document:
    return {
        "source": row["source"],
        "tranche": row["tranche"],
        "plan": row["plan"],
        "plan_cell": row["plan_cell"],
        "plan_file": files.get(row["plan_import_id"] or row["plan_cell"]),
        "disbursed": row["disbursed"],
        "disbursed_cell": row["disbursed_cell"],
        "disbursed_file": files.get(row["disbursed_import_id"]),
        "disbursed_to": _iso(row["disbursed_to"]),
    }


def _read_project(project: Project, source_sums: tuple[SourceSum, ...]) -> Document:
    amounts = _amounts()
    _add(source_sums, amounts)
    return {
        "code": project.code,
        "name": project.name,
        "owner": project.owner,
        "class": project.project_class,
        **amounts,
        "by_source": [
            {
                "source": one.source,
                "tranche": one.tranche,
                "plan": one.plan,
                "disbursed": one.disbursed,
            }
            for one in source_sums
        ],
        "cells": project.cells,
    }


def _amounts() -> dict[str, int | None]:
    """Nothing stated of any amount, by the names of `AMOUNTS`."""
    return dict.fromkeys(AMOUNTS)


def _add(source_sums: tuple[SourceSum, ...], amounts: dict[str, int | None]) -> None:
    """Add what a project has by source to amounts named as in `AMOUNTS`."""
    for one in source_sums:
        current = one.tranche is Tranche.CURRENT
        if one.plan is not None:
            name = "plan" if current else "plan_carryover"
            amounts[name] = (amounts[name] or 0) + one.plan
        if one.disbursed is not None:
            name = "disbursed" if current else "disbursed_carryover"
            amounts[name] = (amounts[name] or 0) + one.disbursed


def _totals(projects: list[Row]) -> Document:
    sums = {name: total(row[name] for row in projects) for name in AMOUNTS}
    classes = [row["project_class"] for row in projects]
    return {
        "projects": len(projects),
        **sums,
        "rate_percent": _percent(rate(sums["disbursed"], sums["plan"])),
        "classes": {one.value: classes.count(one.value) for one in ProjectClass},
    }


def _percent(basis_points: int | None) -> float | None:
    return None if basis_points is None else basis_points / 100


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
