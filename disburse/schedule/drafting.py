"""Files a run makes: the summary workbook, and the drafts of a month's or quarter's reports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from disburse.documents import letters_of, period_report, write_letters, write_period_report
from disburse.render.excel import write_summary
from disburse.render.word.periods import PeriodKind, period_of
from disburse.schedule.planned import Name
from disburse.send.records import Attachment

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.schedule.periods import Period
    from disburse.schedule.work import Work

FOLDER = "drafts"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": XLSX,
}
_MONTHS = 3
_ROMAN = ("I", "II", "III", "IV")


def workbook(work: Work, assessment: Assessment) -> Attachment:
    """Make the summary workbook of the whole commune."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tong-hop.xlsx"
        write_summary(assessment, work.settings.office, path)
        return Attachment(f"tong-hop-{assessment.as_of}.xlsx", XLSX, path.read_bytes())


def make_drafts(work: Work, assessment: Assessment) -> tuple[Attachment, ...]:
    """Draft what the office has to report, below ``drafts`` beside the database, and return it all.

    A month's drafts include the letters to owners with slow projects. Raises OSError.
    """
    office, letters = work.settings.office, work.settings.letters
    folder = work.database.parent / FOLDER / f"{work.period.name}-{work.period.key}"
    folder.mkdir(parents=True, exist_ok=True)
    kind = PeriodKind.MONTH if work.period.name is Name.MONTHLY else PeriodKind.QUARTER
    period = period_of(kind, assessment.as_of, assessment.decision.budget_year)
    report = period_report(work.ledger, assessment, period, office, letters)
    paths = [*write_period_report(report, folder)]
    if work.period.name is Name.MONTHLY:
        drafted = letters_of(work.ledger, assessment, office, letters)
        paths += write_letters(work.ledger, drafted, folder, work.at)
    made = (Attachment(path.name, _TYPES[path.suffix], path.read_bytes()) for path in paths)
    return (*made, workbook(work, assessment))


def label(period: Period) -> str:
    """Name the month or quarter reported: "tháng 10/2026", "quý III/2026"."""
    last = period.subject
    if period.name is Name.QUARTERLY:
        return f"quý {_ROMAN[last.month // _MONTHS - 1]}/{last.year}"
    return f"tháng {last.month}/{last.year}"
