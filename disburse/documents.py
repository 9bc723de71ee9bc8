"""Letters and periodic reports, from the ledger to files: what `disburse.pipeline` leaves to it.

All are drafts that people go on working in: a file changed since it was written is left alone, and
the new draft stands beside it under a numbered name.
"""

from __future__ import annotations

import hashlib
import re
from functools import partial
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from disburse.correspondence import REMINDER, Draft
from disburse.files import written_whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from disburse.frames import Assessment
    from disburse.render.office import Office
    from disburse.render.word.letters import Letter
    from disburse.render.word.periods import Period
    from disburse.render.word.reports import PeriodReport
    from disburse.render.word.settings import LetterSettings

LETTERS = "cong-van"
_MOMENT_NAMES = ("created", "modified")
_MOMENT = re.compile(rf"<dcterms:(?:{'|'.join(_MOMENT_NAMES)})\b[^>]*>([^<]*)<")


def letters_of(
    ledger: sqlite3.Connection, assessment: Assessment, office: Office, settings: LetterSettings
) -> tuple[Letter, ...]:
    """Draft the letters of an assessment with what the ledger knows of its projects and owners.

    An assessment cut down to one owner gives that owner's letter alone.
    """
    from disburse.ledger.casework import of_projects
    from disburse.ledger.letters import earlier_letters
    from disburse.render.word.letters import due_round, letters

    before = earlier_letters(
        ledger, as_of=assessment.as_of, due_round=due_round(assessment.decision, assessment.as_of)
    )
    return letters(assessment, office, settings, of_projects(ledger), before)


def period_report(
    ledger: sqlite3.Connection,
    assessment: Assessment,
    period: Period,
    office: Office,
    settings: LetterSettings,
) -> PeriodReport:
    """Gather the report of a period with what the ledger knows beyond the assessment."""
    from disburse.ledger.casework import of_projects
    from disburse.ledger.form_figures import advances, estimates
    from disburse.render.word.form_01a import FormFigures
    from disburse.render.word.reports import report

    year = assessment.decision.budget_year
    figures = FormFigures(advances(ledger, assessment), estimates(ledger, year, period.end))
    return report(
        assessment, period, office, settings, casework=of_projects(ledger), figures=figures
    )


def write_letters(
    ledger: sqlite3.Connection, drafted: Iterable[Letter], folder: Path, recorded_at: datetime
) -> tuple[Path, ...]:
    """Write letters below ``folder`` and keep them in the ledger; return where they are.

    Letters of an earlier run that nobody has changed, to owners who are no longer asked, are
    removed. Raises OSError.
    """
    from disburse.ledger.letters import keep_drafts

    target, letters = folder / LETTERS, tuple(drafted)
    if not letters and not target.exists():
        return ()
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".writing-", dir=target) as aside:
        paths = tuple(_letter_written(one, target, Path(aside)) for one in letters)
    keep_drafts(ledger, map(_draft, letters, paths), at=recorded_at)
    for path in set(target.glob("*.docx")).difference(paths):
        if untouched(path):
            path.unlink()
    return paths


def write_period_report(made: PeriodReport, folder: Path) -> tuple[Path, Path]:
    """Write a report and its form 01a below ``folder``; return where they are. Raises OSError."""
    from disburse.render.word.form_workbook import write_form
    from disburse.render.word.reports import file_names, write_report

    folder.mkdir(parents=True, exist_ok=True)
    document, form = file_names(made.period)
    return (
        _written(folder / document, partial(write_report, made)),
        _written(folder / form, partial(write_form, made)),
    )


def untouched(path: Path) -> bool:
    """Tell whether an Office file is as it was written: those who change it say when they did."""
    try:
        with ZipFile(path) as packed:
            properties = packed.read("docProps/core.xml").decode()
    except (BadZipFile, KeyError, UnicodeDecodeError):
        return False
    moments = [one[1] for one in _MOMENT.finditer(properties)]
    return len(moments) == len(_MOMENT_NAMES) and len(set(moments)) == 1


def _letter_written(letter: Letter, target: Path, aside: Path) -> Path:
    """Write a letter aside, then put it into its place; return where that is."""
    from disburse.render.word.letters import file_name, write_letter

    path = _free(target / file_name(letter.owner))
    write_letter(letter, aside / path.name)
    return (aside / path.name).replace(path)


def _written(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file whole; return where it is."""
    free = _free(path)
    with written_whole(free) as unfinished:
        write(unfinished)
    return free


def _free(path: Path) -> Path:
    """Return a path, numbered where somebody has changed what stands there since."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in chain((path,), numbered) if not one.exists() or untouched(one))


def _draft(letter: Letter, path: Path) -> Draft:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    days = (letter.as_of, letter.due_round, letter.reply_due)
    return Draft(REMINDER, letter.owner, *days, len(letter.projects), str(path), sha256)
