"""``report``: the summary workbook and the warning page of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from disburse.clock import now, today
from disburse.commands.answer import Answer
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.wording import error, wording
from disburse.model import Level
from disburse.paths import REPORTS
from disburse.pipeline import Issue, evaluate, report

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace
    from pathlib import Path

    from disburse.commands.answer import Context
    from disburse.frames import Assessment
    from disburse.pipeline import Reports
    from disburse.progress import Progress
    from disburse.settings import Settings


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``report``."""
    settings = settings_of(context.database)
    as_of, folder = options.as_of or today(), options.out or REPORTS
    with opened_ledger(context.database) as ledger:
        assessment, reports = make(ledger, as_of, settings, folder, context.progress)
    return Answer(
        lambda: document(assessment, reports),
        lambda: told(document(assessment, reports)),
    )


def make(
    ledger: sqlite3.Connection, as_of: date, settings: Settings, folder: Path, progress: Progress
) -> tuple[Assessment, Reports]:
    """Evaluate a day and write its reports below ``folder``, in words of the operator's errors."""
    assessment = evaluate(ledger, as_of, settings.thresholds, progress)
    if assessment.projects.empty:
        raise error("nothing_in_force", as_of=f"{as_of:%d/%m/%Y}")
    target = folder / as_of.isoformat()
    try:
        reports = report(ledger, assessment, Issue(settings.office, target, now()), progress)
    except PermissionError as refusal:
        raise error("busy_file", path=refusal.filename2 or target) from refusal
    except OSError as refusal:
        raise error("no_folder", path=target) from refusal
    return assessment, reports


def document(assessment: Assessment, reports: Reports) -> dict[str, Any]:
    """Paths of the reports and what they count."""
    levels = [warning.level for warning in assessment.warnings]
    return {
        "as_of": assessment.as_of.isoformat(),
        "summary": str(reports.summary),
        "warning_page": str(reports.warning_page),
        "projects": len(assessment.projects),
        "warnings": {level.value: levels.count(level) for level in Level},
        "cleared": len(assessment.cleared),
    }


def told(made: dict[str, Any]) -> str:
    """Say where the reports of a day are and what they count, from their `document`."""
    day = date.fromisoformat(made["as_of"])
    return wording()["report"]["done"].format(**{**made, "as_of": f"{day:%d/%m/%Y}"})
