"""``report``: the summary workbook and the warning page of a day, letters, periodic reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disburse.clock import now, today
from disburse.commands.answer import Answer
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.wording import error, wording
from disburse.documents import letters_of, period_report, write_letters, write_period_report
from disburse.model import Level
from disburse.paths import REPORTS
from disburse.pipeline import Issue, evaluate, report
from disburse.render.word.periods import PeriodKind, period_of

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace

    from disburse.commands.answer import Context
    from disburse.frames import Assessment
    from disburse.pipeline import Reports
    from disburse.progress import Progress
    from disburse.render.word.reports import PeriodReport
    from disburse.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is made beside the workbook and the page."""

    letters: bool = True
    period: PeriodKind | None = None


_USUAL = Wanted()


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``report``."""
    period = PeriodKind(options.period) if options.period else None
    wanted = Wanted(letters=not options.no_letters, period=period)
    return answer(context, options.as_of, options.out, wanted)


def answer(context: Context, day: date | None, out: Path | None, wanted: Wanted) -> Answer:
    """Make the reports of a day, today's unless another is named, and present them."""
    settings = settings_of(context.database)
    as_of, folder = day or today(), out or REPORTS
    with opened_ledger(context.database) as ledger:
        assessment, reports = make(ledger, as_of, settings, folder, context.progress, wanted=wanted)
    return Answer(
        lambda: document(assessment, reports),
        lambda: told(document(assessment, reports)),
    )


def make(  # noqa: PLR0913 (what to make, of what and where: nothing to group)
    ledger: sqlite3.Connection,
    as_of: date,
    settings: Settings,
    folder: Path,
    progress: Progress,
    *,
    wanted: Wanted = _USUAL,
) -> tuple[Assessment, Reports]:
    """Evaluate a day and write its reports below ``folder``, in words of the operator's errors."""
    assessment = evaluate(ledger, as_of, settings.thresholds, progress)
    if assessment.projects.empty:
        raise error("nothing_in_force", as_of=f"{as_of:%d/%m/%Y}")
    target = folder / as_of.isoformat()
    issue = Issue(settings.office, target, now())
    try:
        reports = report(ledger, assessment, issue, progress)
        if wanted.letters:
            with progress.stage("letters"):
                drafted = letters_of(ledger, assessment, settings.office, settings.letters)
                paths = write_letters(ledger, drafted, target, issue.recorded_at)
            reports = replace(reports, letters=paths)
        if wanted.period:
            with progress.stage("period_report"):
                made = _period_report(ledger, assessment, settings, wanted.period)
                document, form = write_period_report(made, target)
            reports = replace(reports, period_report=document, form=form)
    except PermissionError as refusal:
        raise error("busy_file", path=refusal.filename2 or target) from refusal
    except OSError as refusal:
        raise error("no_folder", path=target) from refusal
    return assessment, reports


def _period_report(
    ledger: sqlite3.Connection, assessment: Assessment, settings: Settings, kind: PeriodKind
) -> PeriodReport:
    period = period_of(kind, assessment.as_of, assessment.decision.budget_year)
    return period_report(ledger, assessment, period, settings.office, settings.letters)


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
        "letters": [str(path) for path in reports.letters],
        "period_report": reports.period_report and str(reports.period_report),
        "form": reports.form and str(reports.form),
    }


def told(made: dict[str, Any]) -> str:
    """Say where the reports of a day are and what they count, from their `document`."""
    words, day = wording()["report"], date.fromisoformat(made["as_of"])
    lines = [words["done"].format(**{**made, "as_of": f"{day:%d/%m/%Y}"})]
    if made["letters"]:
        count = len(made["letters"])
        lines.append(words["letters"].format(count=count, folder=Path(made["letters"][0]).parent))
    if made["period_report"]:
        lines.append(words["period_report"].format(**made))
    return "\n".join(lines)
