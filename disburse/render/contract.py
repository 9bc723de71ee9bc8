"""The JSON of ``status``: every project judged.

Amounts are integers in đồng or null, days are ISO dates, percentages are numbers. The keys are
those of the contract in ``docs``; a few more stand beside them and none is ever left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from disburse.model import MilestoneState, ProjectClass
from disburse.render import messages
from disburse.render.listings import status_listing
from disburse.render.records import Row, rate, rows, total
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning

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
    ids = [row["project_id"] for row in kept]
    milestones, sources = (
        _by_project(assessment.milestones, ids),
        _by_project(assessment.sources, ids),
    )
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


def status_text(
    assessment: Assessment, *, owner: str | None = None, project: str | None = None
) -> str:
    """Write `status_document` for a person to read."""
    return status_listing(status_document(assessment, owner=owner, project=project))


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


def _by_project(frame: pd.DataFrame, project_ids: list[int]) -> defaultdict[int, list[Row]]:
    """Rows of some projects, told apart."""
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows(frame[frame["project_id"].isin(project_ids)]):
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
