"""What each schedule does. Every job may be done again: the outbox and the ledger hold it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from disburse.accounts.records import Role
from disburse.model import Level
from disburse.monitor.selection import of_owner
from disburse.pipeline import evaluate
from disburse.render.emails.countdown import countdown_mail
from disburse.render.emails.records import Scope
from disburse.render.emails.reminders import (
    drafts_mail,
    duties_mail,
    figures_mail,
    waiting_mail,
)
from disburse.render.emails.weekly import weekly_mail
from disburse.schedule import recipients
from disburse.schedule.drafting import label, make_drafts, workbook
from disburse.schedule.judging import judged, said, since_last_mail
from disburse.schedule.mailing import Content, post
from disburse.schedule.planned import Name
from disburse.schedule.work import due_lines, legal_dates
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.frames import Assessment
    from disburse.render.emails.records import Mail
    from disburse.schedule.recipients import Group
    from disburse.schedule.work import Work

    Counts = dict[str, int]

_AHEAD = timedelta(days=30)
_STAFF = frozenset({Role.STAFF})
_NOTHING: Counts = {"projects": 0}


def daily(work: Work) -> Counts:
    """Judge the day and record which warnings opened, stayed or cleared."""
    assessment = judged(work)
    levels = [one.level for one in assessment.warnings]
    return {
        "projects": len(assessment.projects),
        **{level.value: levels.count(level) for level in Level},
        "cleared": len(assessment.cleared),
    }


def weekly(work: Work) -> Counts:
    """Write to leaders and staff of the commune, to each owner of the owner's projects."""
    assessment = since_last_mail(work, judged(work))
    if assessment.projects.empty:
        return _NOTHING
    scope_of = _scopes(work, assessment)

    def make(group: Group) -> Content | None:
        scope = scope_of(group)
        if scope.assessment.projects.empty:
            return None
        mail = weekly_mail(scope, work.period.subject)
        return Content(mail, () if group.owner else (workbook(work, assessment),))

    return post(work, _everybody(work), make, optional=True)


def countdown(work: Work) -> Counts:
    """Write of the milestones of one due day to the office and to owners who have to reach them."""
    assessment = judged(work)
    scope_of = _scopes(work, assessment)

    def make(group: Group) -> Content | None:
        return _content(countdown_mail(scope_of(group), work.period.subject))

    return post(work, _everybody(work), make, optional=False)


def stale(work: Work) -> Counts:
    """Ask owners for figures that are missing or old; tell the staff who was asked."""
    assessment, owners = judged(work), recipients.owners(work.ledger)
    scope_of, days = _scopes(work, assessment), work.settings.thresholds.stale_days
    asked = frozenset(fold(one.owner or "") for one in owners)

    def make(group: Group) -> Content | None:
        scope = scope_of(group)
        if group.owner is None:
            return _content(waiting_mail(scope, work.period.subject, days, asked))
        return _content(figures_mail(scope, work.period.subject, days))

    groups = (recipients.office(work.ledger, _STAFF), *owners)
    return post(work, groups, make, optional=False)


def legal(work: Work) -> Counts:
    """Remind the office of everything the law wants by one day, owners of what is theirs."""
    day = work.period.subject
    listed = legal_dates(work.settings.schedule, day, day)

    def make(group: Group) -> Content | None:
        dues = due_lines(listed, owner=group.owner is not None)
        return _content(duties_mail(dues, work.as_of, group.owner, work.sender))

    return post(work, _everybody(work), make, optional=False)


def drafts(work: Work) -> Counts:
    """Draft the reports of a month or quarter, as of its last day, and send them to the staff."""
    assessment = evaluate(work.ledger, work.as_of, work.settings.thresholds, work.progress)
    if assessment.projects.empty:
        return _NOTHING
    files = make_drafts(work, assessment)
    scope_of = _scopes(work, assessment)

    def make(group: Group) -> Content:
        names = tuple(one.name for one in files)
        return Content(drafts_mail(scope_of(group), label(work.period), names), files)

    groups = (recipients.office(work.ledger, _STAFF),)
    return {"files": len(files), **post(work, groups, make, optional=False)}


JOBS: dict[Name, Callable[[Work], Counts]] = {
    Name.DAILY: daily,
    Name.MONTHLY: drafts,
    Name.QUARTERLY: drafts,
    Name.WEEKLY: weekly,
    Name.COUNTDOWN: countdown,
    Name.STALE: stale,
    Name.LEGAL: legal,
}


def _everybody(work: Work) -> tuple[Group, ...]:
    return (recipients.office(work.ledger), *recipients.owners(work.ledger))


def _scopes(work: Work, assessment: Assessment) -> Callable[[Group], Scope]:
    """Give each group what it may see, and nothing else to make its mail from."""
    dates = legal_dates(work.settings.schedule, work.at.date(), work.at.date() + _AHEAD)
    told = said(work.ledger, work.as_of)
    whole = Scope(assessment, None, told, due_lines(dates, owner=False), work.sender)

    def scope(group: Group) -> Scope:
        if group.owner is None:
            return whole
        own, dues = of_owner(assessment, group.owner), due_lines(dates, owner=True)
        return replace(whole, assessment=own, owner=group.owner, dues=dues)

    return scope


def _content(mail: Mail | None) -> Content | None:
    return None if mail is None else Content(mail)
