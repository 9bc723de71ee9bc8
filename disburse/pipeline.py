"""The stages in order, each timed by the `Progress` it is given.

A file is `read`, then held against the ledger and stored by `take_in`; inspecting it and rehearsing
its import are the same calls, ended earlier. What the ledger holds is judged by `evaluate` and
written out by `report`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from disburse.paths import LAW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from disburse.answers import RememberedAnswer
    from disburse.differences import Comparison, ProjectDifference
    from disburse.frames import Assessment
    from disburse.intake.options import ReadingOptions
    from disburse.model import Changes, Project, Register, Stored
    from disburse.progress import Progress
    from disburse.render.office import Office
    from disburse.rules import Thresholds


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who brings a file, when, and where its original is kept."""

    uploads: Path
    uploaded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file as read; ``changes`` once held against a ledger, ``stored`` once given to it.

    ``differences`` are what the changes count; what holding it against the ledger found doubtful
    stands with the findings of the register. ``remembered`` are the answers of this file that the
    ledger keeps for later ones like it.
    """

    register: Register
    changes: Changes | None = None
    stored: Stored | None = None
    differences: tuple[ProjectDifference, ...] | None = None
    remembered: tuple[RememberedAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """In whose name reports are made, where they go, and when."""

    office: Office
    folder: Path
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Reports:
    """The files written for one day."""

    summary: Path
    warning_page: Path
    letters: tuple[Path, ...] = ()
    period_report: Path | None = None
    form: Path | None = None


def read(
    path: Path,
    options: ReadingOptions | Callable[[], ReadingOptions],
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
    early: Callable[[Sequence[Project]], None] | None = None,
) -> Register:
    """Read a file as it is, in a process of its own; ``meanwhile`` is done while that works.

    ``early`` is shown projects while more are read; most likely they will stand as they are.

    ``options`` may be a function that finds them while that process starts. The findings of the
    register say whether it may go further. Raises OSError, and what ``options`` raises.
    """
    from disburse.intake.isolation import IsolatedReading

    with progress.stage("read", file=path.name), IsolatedReading(path, options) as reading:
        if meanwhile is not None:
            meanwhile()
        if early is not None:
            for projects in reading.early():
                early(projects)
        return reading.result()


def take_in(
    register: Register,
    original: Path,
    ledger: sqlite3.Connection,
    receipt: Receipt | None,
    progress: Progress,
) -> TakenIn:
    """Hold a register against the ledger and store it; without ``receipt`` only hold it against.

    Raises ValueError for a register that is refused, and LedgerError.
    """
    from disburse.ledger.answers import remembered_with
    from disburse.ledger.imports import compare, store

    if receipt is None:
        with progress.stage("compare"):
            return _compared(register, compare(ledger, register))
    with progress.stage("store"):
        stored = store(
            ledger,
            register,
            original,
            uploads=receipt.uploads,
            uploaded_by=receipt.uploaded_by,
            recorded_at=receipt.recorded_at,
        )
    kept = remembered_with(ledger, stored.import_id) if stored.stored and stored.import_id else ()
    return replace(_compared(register, stored), stored=stored, remembered=kept)


def _compared(register: Register, found: Comparison | Stored) -> TakenIn:
    findings = (*register.findings, *found.findings)
    return TakenIn(
        replace(register, findings=findings), found.changes, differences=found.differences
    )


def evaluate(
    ledger: sqlite3.Connection,
    as_of: date,
    thresholds: Thresholds,
    progress: Progress,
    *,
    known_on: datetime | None = None,
) -> Assessment:
    """Judge every project as of a day, by what the ledger knew at ``known_on``.

    Raises LawError and LedgerError.
    """
    from disburse.law.decision import decision_for
    from disburse.law.loader import load_decisions
    from disburse.ledger.early_warnings import previous
    from disburse.ledger.queries import evidence, plan_years
    from disburse.monitor.assess import assess
    from disburse.monitor.measure import needed_dates

    with progress.stage("gather", as_of=as_of):
        decision = decision_for(load_decisions(LAW), as_of, plan_years(ledger, known_on))
        # A list to take the evidence out of: judged, it need not stay beside the assessment.
        known = [
            evidence(
                ledger,
                as_of=as_of,
                budget_year=decision.budget_year,
                needed_dates=needed_dates(decision, as_of, thresholds),
                known_on=known_on,
            )
        ]
        warned, warned_on = previous(ledger, as_of)
    with progress.stage("assess"):
        return assess(known.pop(), decision, thresholds, warned, warned_on)


def report(
    ledger: sqlite3.Connection, assessment: Assessment, issue: Issue, progress: Progress
) -> Reports:
    """Write the workbook and the page, then record which warnings opened, stayed or cleared.

    Each file appears whole or not at all. Raises OSError; PermissionError where a file of an
    earlier run is held open.
    """
    from disburse.files import written_whole
    from disburse.ledger.early_warnings import record
    from disburse.render.excel import write_summary

    reports = Reports(issue.folder / "tong-hop.xlsx", issue.folder / "canh-bao.html")
    issue.folder.mkdir(parents=True, exist_ok=True)
    with progress.stage("workbook"), written_whole(reports.summary) as path:
        write_summary(assessment, issue.office, path)
    from disburse.render.pages import warning_page  # not beside the workbook in memory

    with progress.stage("page"), written_whole(reports.warning_page) as path:
        page = warning_page(assessment, issue.office)
        path.write_text(page, encoding="utf-8", newline="\n")
    with progress.stage("record"):
        record(ledger, assessment, recorded_at=issue.recorded_at)
    return reports
