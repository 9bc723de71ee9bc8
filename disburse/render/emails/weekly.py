"""The weekly mail: where things stand, what changed since the last one, what is due next.

The office's speaks of the whole commune and names the red projects; an owner's speaks of the
owner's projects alone, and is made from an assessment that holds no others.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from disburse.render import charts
from disburse.render.emails import pictures
from disburse.render.emails.pictures import Bar
from disburse.render.emails.projects import broken, by_urgency, explained, items
from disburse.render.emails.summary import summarize
from disburse.render.emails.writing import write
from disburse.render.records import rows

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from disburse.frames import Assessment
    from disburse.render.emails.projects import Item
    from disburse.render.emails.records import Mail, Scope
    from disburse.render.records import Row

RED_LISTED = 10
OWN_LISTED = 30
DRAWN = 12
_SOURCES = 4
_SIX_DAYS = timedelta(days=6)


def weekly_mail(scope: Scope, monday: date) -> Mail:
    """Write the mail of the week begun on ``monday``."""
    return _of_commune(scope, monday) if scope.owner is None else _of_owner(scope, monday)


def _of_commune(scope: Scope, monday: date) -> Mail:
    chart = charts.chart_data(scope.assessment)
    report = summarize(scope.assessment)
    reds = report.levels[0].projects
    red = by_urgency(scope.assessment)[: min(reds, RED_LISTED)]
    return write(
        "weekly",
        scope.sender,
        (pictures.course(chart),),
        **_common(scope, monday),
        report=report,
        chart=chart,
        items=items(scope.assessment, red, scope.said),
        left_out=reds - len(red),
    )


def _of_owner(scope: Scope, monday: date) -> Mail:
    listed = by_urgency(scope.assessment)[:OWN_LISTED]
    shown = items(scope.assessment, listed, scope.said)
    drawn = tuple(map(_bar, shown[:DRAWN]))
    return write(
        "weekly_owner",
        scope.sender,
        (pictures.bars(drawn),),
        **_common(scope, monday),
        report=summarize(scope.assessment),
        owner=scope.owner,
        items=shown,
        drawn=len(drawn),
        left_out=len(scope.assessment.projects) - len(listed),
        unexplained=sum(one.unexplained for one in shown),
    )


def _common(scope: Scope, monday: date) -> dict[str, Any]:
    return {
        "monday": monday,
        "sunday": monday + _SIX_DAYS,
        "week": monday.isocalendar().week,
        "dues": scope.dues,
        "explained": explained(scope.assessment, scope.said),
        "broken": broken(scope.assessment, scope.said),
        "sources": _sources(scope.assessment),
    }


def _sources(assessment: Assessment) -> tuple[Row, ...]:
    """The latest files the figures come from."""
    listed = sorted(rows(assessment.imports), key=lambda one: (one["as_of"], one["import_id"]))
    return tuple(reversed(listed[-_SOURCES:]))


def _bar(item: Item) -> Bar:
    required = item.following["required_basis_points"] if item.following else None
    return Bar(item.number, item.row["rate_basis_points"], required)
