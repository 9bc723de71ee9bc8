"""The schedules: when each runs next, how its last run ended, and running one now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.commands.wording import wording as command_wording
from disburse.errors import OperatorError
from disburse.render import formats
from disburse.schedule import runs
from disburse.schedule.overview import overview
from disburse.schedule.planned import Name
from disburse.schedule.running import LATE_AFTER, Runner
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.mail_words import kind_name, period_name
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disburse.accounts.records import Person
    from disburse.schedule.overview import Entry
    from disburse.schedule.periods import Period
    from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class Line:
    """One schedule as shown; ``waiting``: a period that fell due and that nobody took up."""

    title: str
    entry: Entry
    waiting: Period | None
    told: str


@get("/schedule", access=Access.ADMIN, include_in_schema=False, sync_to_thread=True)
def schedule_page(request: Asked, site: GivenSite) -> Template:
    """List every schedule."""
    return _show(request, site)


@post("/schedule/{schedule:str}/run", access=Access.ADMIN, include_in_schema=False)
async def run_schedule(
    request: Asked, site: GivenSite, person: GivenPerson, schedule: FromPath[str]
) -> Redirect | Template:
    """Make the run of today's period; made before, it brings nothing new."""
    if schedule not in set(Name):
        raise NotFoundException
    return await site.heavy_work(_run, request, site, person, Name(schedule))


def _run(request: Asked, site: Site, person: Person, name: Name) -> Redirect | Template:
    by, at, day = actor(request, person), site.now(), site.today()
    told = {"schedule": name.value, "as_of": day.isoformat()}
    with site.ledger() as ledger:
        record(ledger, Action.SCHEDULE_RUN, "schedule", None, by=by, at=at, new=told)
    try:
        ran = _runner(site).run_now(name, day)
    except OperatorError as refusal:
        return _show(request, site, str(refusal))
    return back_to("/schedule", f"run_{ran.result.value}")


def _show(request: Asked, site: Site, problem: str | None = None) -> Template:
    settings = site.settings.schedule
    return page(
        request,
        "schedule",
        status_code=400 if problem else 200,
        lines=_lines(site),
        runs_here=settings.in_serve,
        sends=settings.send_mail,
        period_name=period_name,
        problem=problem,
    )


def _lines(site: Site) -> list[Line]:
    runner, at = _runner(site), site.now()
    calendar = runner.calendar(at.date())
    with site.ledger() as ledger:
        entries, begun = overview(ledger, runner, at), runs.begun_at(ledger)
    found = []
    for entry in entries:
        due = calendar.latest(entry.name, at - LATE_AFTER)
        missed = due is not None and begun is not None and due.due_at >= begun
        taken = entry.last is not None and due is not None and entry.last.due_at >= due.due_at
        waiting = due if missed and not taken else None
        told = _counts(entry.last.counts) if entry.last else ""
        found.append(Line(kind_name(entry.name), entry, waiting, told))
    return found


def _counts(counts: Mapping[str, int]) -> str:
    """Word what a run brought; of what is zero only the first, which says what it is about."""
    words = command_wording()["schedule_counts"]
    listed = enumerate(counts.items())
    told = [(key, count) for place, (key, count) in listed if count or not place]
    return ", ".join(f"{formats.count(count)} {words[key]}" for key, count in told)


def _runner(site: Site) -> Runner:
    return Runner(site.database, site.settings, site.clock)


HANDLERS = [schedule_page, run_schedule]
