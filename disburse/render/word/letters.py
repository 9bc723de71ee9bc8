"""Reminder letters: one to each owner with projects behind the milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from disburse.render import formats, messages
from disburse.render.records import rate
from disburse.render.word.figures import SUMMED, by_owner, said_figures
from disburse.render.word.slow import slow_projects, sums
from disburse.render.word.wording import frame, letterhead, sentence
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from disburse.casework_model import Casework
    from disburse.correspondence import KeptLetter
    from disburse.frames import Assessment
    from disburse.render.office import Office
    from disburse.render.records import Row
    from disburse.render.word.settings import LetterSettings
    from disburse.render.word.slow import SlowProject
    from disburse.rules import Decision

TEMPLATE = "cong-van-don-doc.docx"
LISTED = 5
"""Projects told in the letter itself; its annex has them all."""
_ADJUSTMENT = "plan_adjustment"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says. Amounts in đồng, the rate in hundredths of a percent.

    ``total`` counts all projects of the owner, ``awaiting`` those whose past milestone cannot be
    judged yet; the sums are over all of them. ``projects`` are the slow ones. ``due_round``: the
    last due date that has passed. ``context`` is what every template knows besides.
    """

    owner: str
    as_of: date
    due_round: date
    reply_due: date
    figures: str
    total: int
    plan: int | None
    disbursed: int | None
    plan_carryover: int | None
    disbursed_carryover: int | None
    awaiting: int
    projects: tuple[SlowProject, ...]
    demands: tuple[str, ...]
    follows: str
    adjust_before: date | None
    context: Mapping[str, object]

    @property
    def rate(self) -> int | None:
        """Disbursement rate of all projects of the owner."""
        return rate(self.disbursed, self.plan)

    @property
    def listed(self) -> tuple[SlowProject, ...]:
        """Those told in the letter itself."""
        return self.projects[:LISTED]

    @property
    def left_out(self) -> int:
        """Slow projects that stand in the annex alone."""
        return len(self.projects) - len(self.listed)

    @property
    def missed(self) -> int:
        """Projects that missed a milestone."""
        return sum(one.behind for one in self.projects)

    @property
    def at_risk(self) -> int:
        """Projects that missed none but are at risk of missing the next."""
        return len(self.projects) - self.missed

    @property
    def not_started(self) -> int:
        """Projects whose construction did not start in time."""
        return sum(one.held.event is not None for one in self.projects)

    @property
    def notes(self) -> str:
        """Remark below the table, if there is any."""
        silent = sum(one.disbursed is None for one in self.projects)
        return sentence("annex", "without_figures", count=formats.count(silent)) if silent else ""


def letters(
    assessment: Assessment,
    office: Office,
    settings: LetterSettings,
    casework: Mapping[int, Casework],
    earlier: Mapping[str, KeptLetter],
) -> tuple[Letter, ...]:
    """Draft a letter to each owner with slow projects, in alphabetical order.

    ``casework`` by project; ``earlier``: by folded owner, the letter each one follows. Only owners
    of projects in the assessment are written to; projects without an owner have nobody to ask.
    """
    slow: dict[str, list[SlowProject]] = {}
    for one in slow_projects(assessment, casework):
        slow.setdefault(fold(one.owner or ""), []).append(one)
    slow.pop("", None)
    if not slow:
        return ()
    context = {
        **frame(assessment.as_of, assessment.figures_date, assessment.decision, office),
        "head": letterhead(settings),
    }
    owners = by_owner(assessment)
    drafting = _Drafting(assessment, office, settings, context)
    return tuple(
        _letter(drafting, owners[key], tuple(slow[key]), earlier.get(key)) for key in sorted(slow)
    )


def write_letter(letter: Letter, path: Path) -> None:
    """Write a letter as a Word file; the same letter, the same bytes. Raises OSError."""
    from disburse.render.word.filling import fill

    context = {**letter.context, "letter": letter, "slow": sums(letter.projects)}
    fill(TEMPLATE, context, path)


def due_round(decision: Decision, as_of: date) -> date:
    """Return the last due date before ``as_of``; without one, the first day of the year."""
    past = [one.due for one in decision.milestones if one.due < as_of]
    return max(past, default=date(decision.budget_year, 1, 1))


def file_name(owner: str) -> str:
    """Name a letter's file after its owner, without what file systems do not take."""
    return f"don-doc-{fold(owner)[:80].strip().replace('%', '').replace(' ', '-')}.docx"


@dataclass(frozen=True, slots=True)
class _Drafting:
    """What all letters of a day share."""

    assessment: Assessment
    office: Office
    settings: LetterSettings
    context: Mapping[str, object]


def _letter(
    drafting: _Drafting,
    owner: Row,
    projects: tuple[SlowProject, ...],
    before: KeptLetter | None,
) -> Letter:
    as_of, decision = drafting.assessment.as_of, drafting.assessment.decision
    return Letter(
        owner=owner["owner"],
        as_of=as_of,
        due_round=due_round(decision, as_of),
        reply_due=as_of + timedelta(days=drafting.settings.reply_days),
        figures=said_figures(owner["first"], owner["last"], stated=owner["stated"]),
        total=owner["projects"],
        **{name: owner[name] for name in SUMMED},
        awaiting=owner["awaiting"],
        projects=projects,
        demands=_demands(decision, projects),
        follows=_follows(before, owner["owner"], drafting) if before else "",
        adjust_before=_adjustment(decision, as_of),
        context=drafting.context,
    )


def _demands(decision: Decision, projects: tuple[SlowProject, ...]) -> tuple[str, ...]:
    """The decision's own words for every milestone the projects are held against."""
    cited = {demand.milestone_id for one in projects for demand in one.held.all}
    return tuple(
        sentence(
            "demand",
            "quoted",
            project_class=messages.label("project_class", one.project_class).lower(),
            quote=one.quote,
            clause=one.clause,
        )
        for one in decision.milestones
        if one.milestone_id in cited
    )


def _adjustment(decision: Decision, as_of: date) -> date | None:
    """Return the last day for adjusting the plan, while it is still to come."""
    days = [one.due for one in decision.limits if one.limit_id == _ADJUSTMENT]
    return next((day for day in days if day > as_of), None)


def _follows(before: KeptLetter, owner: str, drafting: _Drafting) -> str:
    """Refer to the letter before: its number, whether it was answered, what was promised."""
    as_of = drafting.assessment.as_of
    dispatch, reply = before.dispatch, before.reply
    values: dict[str, object] = {
        "authority": drafting.office.authority,
        "letter_symbol": drafting.settings.letter_symbol,
        "owner": owner,
        "as_of": formats.day(as_of),
        "drafted_on": formats.day(before.draft.as_of),
        "reply_due": formats.day(before.draft.reply_due),
        "symbol": dispatch and dispatch.symbol,
        "issued_on": formats.day(dispatch and dispatch.issued_on),
        "text": reply and reply.text,
    }
    said = [sentence("follows", _standing(before, as_of), **values)]
    if reply and reply.promised_on:
        key = "promise_passed" if reply.promised_on < as_of else "promised"
        said.append(
            sentence("follows", key, owner=owner, promised_on=formats.day(reply.promised_on))
        )
    return " ".join(said)


def _standing(before: KeptLetter, as_of: date) -> str:
    if before.reply:
        return "answered" if before.dispatch else "answered_unnumbered"
    if before.dispatch is None:
        return "drafted"
    return "unanswered" if before.overdue(as_of) else "waiting"
