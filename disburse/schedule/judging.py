"""The day judged for a run, with what changed since the last mail and what people said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from disburse.casework_model import ExpectedAmount
from disburse.ledger import early_warnings
from disburse.ledger.casework import acknowledgements, cases
from disburse.monitor.early_warnings import cleared_warnings
from disburse.pipeline import evaluate
from disburse.render.emails.records import Explanation, Promise, Said
from disburse.schedule import runs

if TYPE_CHECKING:
    import sqlite3

    from disburse.casework_model import Acknowledgement, Case
    from disburse.frames import Assessment
    from disburse.schedule.work import Work

_DAY = timedelta(days=1)


def judged(work: Work) -> Assessment:
    """Judge the day of a run and record its warnings; again, nothing is recorded.

    Raises LawError and LedgerError.
    """
    assessment = evaluate(work.ledger, work.as_of, work.settings.thresholds, work.progress)
    if not assessment.projects.empty:
        early_warnings.record(work.ledger, assessment, recorded_at=work.at)
    return assessment


def since_last_mail(work: Work, assessment: Assessment) -> Assessment:
    """Hold an assessment against the day of the last mail of its kind instead of the day before.

    Without an earlier mail nothing is held against anything.
    """
    last = runs.day_before(work.ledger, work.period, work.as_of)
    if last is None:
        return replace(assessment, previous=(), cleared=(), previous_as_of=None)
    warned, day = early_warnings.previous(work.ledger, last + _DAY)
    cleared = cleared_warnings(assessment.warnings, warned)
    return replace(assessment, previous=warned, cleared=cleared, previous_as_of=day)


def said(connection: sqlite3.Connection, as_of: date) -> Said:
    """Gather explanations of warnings, and the last promise of each project due by a day."""
    explained = {key: _explanation(case) for key, case in acknowledgements(connection).items()}
    promises: dict[int, Promise] = {}
    for case in cases(connection, ExpectedAmount):
        day, amount = case.statement.expected_on, case.statement.amount
        known = promises.get(case.project_id)
        if amount is not None and day <= as_of and (known is None or known.expected_on < day):
            promises[case.project_id] = Promise(day, amount)
    return Said(explained, promises)


def _explanation(case: Case[Acknowledgement]) -> Explanation:
    latest, answer = case.latest, case.answer
    return Explanation(
        text=latest.statement.text,
        by=latest.author.name,
        made_on=date.fromisoformat(latest.made_at[:10]),
        answer=answer.statement.text if answer else None,
    )
