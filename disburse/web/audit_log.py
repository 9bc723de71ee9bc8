"""The audit log: who did what, when and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from urllib.parse import urlencode

from litestar import get
from litestar.response import Template

from disburse.accounts import audit, people
from disburse.accounts.audit import Filter
from disburse.accounts.records import AuditEntry, Person
from disburse.text import day_of
from disburse.web.access import Access
from disburse.web.audit_wording import (
    Changed,
    action_names,
    changes_of,
    subject_name,
    subject_of,
    subject_path,
)
from disburse.web.pages import page
from disburse.web.providing import Asked, GivenSite, GivenView
from disburse.web.view import View
from disburse.zone import VIETNAM

PAGE = 100
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, as the address says it; an empty text asks for everything.

    ``first`` and ``last`` are days, both included; ``before`` is the last entry of the page above.
    """

    person: str = ""
    action: str = ""
    first: str = ""
    last: str = ""
    before: str = ""

    def link(self, **changed: str) -> str:
        """Address of the same list with something changed."""
        given = {name: value for name, value in asdict(replace(self, **changed)).items() if value}
        return "/audit" + (f"?{urlencode(given)}" if given else "")

    def wanted(self) -> Filter:
        """Turn it into what the log takes; what makes no sense in it is left aside."""
        return Filter(
            person_id=_number(self.person),
            action=self.action or None,
            since=_moment(self.first, time.min),
            until=_moment(self.last, time.max),
            before=_number(self.before),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words; ``path`` leads to what it is about, if that has a page."""

    entry: AuditEntry
    action: str
    subject: str
    path: str | None
    changes: list[Changed]


def query_of(given: Mapping[str, str]) -> Query:
    """Read a query from an address."""
    return Query(**{name: given.get(name, "").strip() for name in Query.__dataclass_fields__})


@get("/audit", access=Access.ADMIN, include_in_schema=False)
async def audit_page(request: Asked, site: GivenSite, view: GivenView) -> Template:
    """Show the entries asked for, the latest first, a hundred to a page."""
    query = query_of(request.query_params)
    listed = audit.entries(site.reading, query.wanted(), limit=PAGE + 1)
    everybody = people.everybody(site.reading)
    return page(
        request,
        "audit",
        query=query,
        lines=_lines(listed[:PAGE], _names(view, everybody)),
        older=query.link(before=str(listed[PAGE - 1].entry_id)) if len(listed) > PAGE else None,
        people=everybody,
        actions=action_names(),
    )


def _lines(listed: list[AuditEntry], known: Mapping[tuple[str, str], str]) -> list[Line]:
    names = action_names()
    return [
        Line(
            entry,
            names.get(entry.action, entry.action),
            subject_name(subject_of(entry), known),
            subject_path(subject_of(entry)),
            changes_of(entry),
        )
        for entry in listed
    ]


def _names(view: View, everybody: list[Person]) -> dict[tuple[str, str], str]:
    """Accounts by their address, projects by their name."""
    names = {("person", str(one.person_id)): one.email for one in everybody}
    projects = view.standing.projects.values()
    return names | {("project", str(row["project_id"])): row["name"] or "" for row in projects}


def _moment(day: str, of_day: time) -> datetime | None:
    try:
        return datetime.combine(day_of(day), of_day, VIETNAM)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


HANDLERS = [audit_page]
