"""What owners tell of their projects, and what the office answers; each is a record that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar import post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.accounts.wording import wording as accounts_wording
from disburse.casework_model import (
    Acknowledgement,
    Answer,
    Author,
    CapitalProposal,
    Cause,
    ExpectedAmount,
    MonthlyPlan,
    Obstacle,
    ObstacleState,
    ProgressNote,
    ProposalState,
)
from disburse.ledger import casework
from disburse.ledger.errors import LedgerError
from disburse.model import Tranche
from disburse.web import entered
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.entered import EntryError
from disburse.web.pages import back_to
from disburse.web.project_page import refused_form
from disburse.web.providing import Asked, GivenSite, GivenView
from disburse.web.signing_in import actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.casework_model import Statement
    from disburse.web.view import View
    from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What any form of casework sends; each kind uses its own part of it."""

    form: str = ""
    text: str = ""
    about: str = ""
    amount: str = ""
    month: str = ""
    day: str = ""
    source: str = ""
    tranche: str = Tranche.CURRENT.value
    direction: str = "down"
    cause: str = Cause.OTHER.value
    responsible: str = ""
    state: str = ""
    warning_code: str = ""
    milestone_id: str = ""
    since: str = ""


def _monthly_plan(form: CaseForm) -> MonthlyPlan:
    return MonthlyPlan(entered.month(form.month), entered.planned_amount(form.amount))


def _expected(form: CaseForm) -> ExpectedAmount:
    return ExpectedAmount(entered.day(form.day), entered.planned_amount(form.amount))


def _note(form: CaseForm) -> ProgressNote:
    return ProgressNote(entered.words(form.text))


def _proposal(form: CaseForm) -> CapitalProposal:
    size = abs(entered.amount(form.amount))
    if not size:
        raise EntryError("nothing")
    signed = -size if form.direction == "down" else size
    source = entered.optional_words(form.source) or None
    return CapitalProposal(source, Tranche(form.tranche), signed, entered.words(form.text))


def _acknowledgement(form: CaseForm) -> Acknowledgement:
    """Explain a warning; that it is open is seen to by `_explainable`."""
    milestone = form.milestone_id or None
    since = entered.day(form.since)
    return Acknowledgement(form.warning_code, milestone, since, entered.words(form.text))


def _obstacle(form: CaseForm) -> Obstacle:
    return Obstacle(
        Cause(form.cause),
        entered.words(form.text),
        entered.optional_words(form.responsible),
        entered.optional_day(form.day),
        ObstacleState(form.state or ObstacleState.OPEN),
    )


def _answer(form: CaseForm) -> Answer:
    state = ProposalState(form.state) if form.state else None
    return Answer(entered.words(form.text), state)


def _explainable(form: CaseForm, view: View, project_id: int) -> bool:
    """Whether the warning an owner explains is open."""
    open_ones = view.standing.warnings.get(project_id, [])
    known = {(one.code, one.milestone_id or "", one.since.isoformat()) for one in open_ones}
    return (form.warning_code, form.milestone_id, form.since) in known


def _taking(
    path: str, access: Access, statement_of: Callable[[CaseForm], Statement]
) -> HTTPRouteHandler:
    """Make the handler of one kind of statement, all of which are taken alike."""

    @post(
        f"/projects/{{project_id:int}}/{path}",
        access=access,
        include_in_schema=False,
        sync_to_thread=True,
    )
    def add(
        request: Asked,
        site: GivenSite,
        view: GivenView,
        project_id: FromPath[int],
        data: URLEncodedBody[CaseForm],
    ) -> Redirect | Template:
        return _recorded(request, site, view, project_id, data, statement_of)

    return add


def _recorded(  # noqa: PLR0913, PLR0917 (everything a form handler is given)
    request: Asked,
    site: Site,
    view: View,
    project_id: int,
    form: CaseForm,
    statement_of: Callable[[CaseForm], Statement],
) -> Redirect | Template:
    """Record a statement on a project the person may see; show what cannot be used at the form."""
    view.project(project_id)
    person, at = view.person, site.now()
    if statement_of is _answer and not form.about:
        raise NotFoundException
    if statement_of is _acknowledgement and not _explainable(form, view, project_id):
        return refused_form(request, view, project_id, str(EntryError("gone")), form)
    try:
        statement = statement_of(form)
        about = int(form.about) if form.about else None
    except EntryError as problem:
        return refused_form(request, view, project_id, str(problem), form)
    except ValueError:
        return refused_form(request, view, project_id, str(EntryError("choice")), form)
    author = Author(person.name, accounts_wording()["roles"][person.role])
    with site.ledger() as ledger:
        try:
            made = casework.add(ledger, project_id, statement, about=about, author=author, at=at)
        except (LedgerError, ValueError):
            return refused_form(request, view, project_id, str(EntryError("choice")), form)
        told = {"project_id": project_id, "kind": type(statement).__name__}
        record(
            ledger, Action.RECORDED, "casework", made.number, by=actor(request, person), at=at,
            new=told,
        )  # fmt: skip
    return back_to(f"/projects/{project_id}", "recorded")


HANDLERS = [
    _taking("monthly-plan", Access.OWNER, _monthly_plan),
    _taking("expected", Access.OWNER, _expected),
    _taking("note", Access.OWNER, _note),
    _taking("proposal", Access.OWNER, _proposal),
    _taking("acknowledgement", Access.OWNER, _acknowledgement),
    _taking("obstacle", Access.CASEWORK, _obstacle),
    _taking("answer", Access.OFFICE, _answer),
]
