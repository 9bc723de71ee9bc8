"""What the office itself states of a project: its class, its dates, its plan; withdrawn at will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.casework_model import ClassDecision, DateCorrection, DateField, PlanCorrection
from disburse.ledger import corrections
from disburse.ledger.errors import LedgerError
from disburse.model import ProjectClass, Tranche
from disburse.web import entered
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.entered import EntryError
from disburse.web.pages import back_to
from disburse.web.project_page import refused_form
from disburse.web.providing import Asked, GivenSite, GivenView
from disburse.web.signing_in import actor

if TYPE_CHECKING:
    from disburse.casework_model import Change
    from disburse.web.view import View

_KINDS = ("class", "date", "plan")


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """What the forms of corrections send; each kind uses its own part of it."""

    form: str = ""
    kind: str = ""
    reason: str = ""
    project_class: str = ""
    field: str = ""
    day: str = ""
    source: str = ""
    tranche: str = Tranche.CURRENT.value
    amount: str = ""


@post(
    "/projects/{project_id:int}/corrections",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def correct(
    request: Asked,
    site: GivenSite,
    view: GivenView,
    project_id: FromPath[int],
    data: URLEncodedBody[CorrectionForm],
) -> Redirect | Template:
    """Record a correction; what the ledger held before is kept beside it."""
    view.project(project_id)
    by, at = actor(request, view.person), site.now()
    try:
        change = _change(data, view)
    except EntryError as problem:
        return refused_form(request, view, project_id, str(problem), data)
    except ValueError:
        return refused_form(request, view, project_id, str(EntryError("choice")), data)
    with site.ledger() as ledger:
        made = corrections.correct(ledger, project_id, change, by=view.person.name, at=at)
        record(
            ledger, Action.CORRECTED, "project", project_id, by=by, at=at,
            old={made.field: made.old}, new={made.field: made.new, "correction": made.number},
        )  # fmt: skip
    return back_to(f"/projects/{project_id}", "corrected")


@post(
    "/projects/{project_id:int}/corrections/{number:int}/withdraw",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def withdraw(
    request: Asked,
    site: GivenSite,
    view: GivenView,
    project_id: FromPath[int],
    number: FromPath[int],
) -> Redirect:
    """Take a correction back; one withdrawn already stays so."""
    view.project(project_id)
    by, at = actor(request, view.person), site.now()
    with site.ledger() as ledger:
        if number not in {one.number for one in corrections.history(ledger, project_id)}:
            raise NotFoundException
        try:
            taken = corrections.withdraw(ledger, number, by=view.person.name, at=at)
        except LedgerError:
            return back_to(f"/projects/{project_id}")
        told = {taken.field: taken.new, "correction": number}
        record(ledger, Action.WITHDRAWN, "project", project_id, by=by, at=at, old=told)
    return back_to(f"/projects/{project_id}", "withdrawn")


def _change(form: CorrectionForm, view: View) -> Change:
    """Read the form. Raises EntryError, and ValueError for a choice that is none."""
    if form.kind not in _KINDS:
        raise ValueError(form.kind)
    reason = entered.words(form.reason)
    year = view.standing.assessment.decision.budget_year
    if form.kind == "class":
        return ClassDecision(year, ProjectClass(form.project_class), reason)
    if form.kind == "date":
        value = entered.day(form.day).isoformat() if form.day.strip() else None
        return DateCorrection(DateField(form.field), value, reason)
    return PlanCorrection(
        year,
        entered.optional_words(form.source) or None,
        Tranche(form.tranche),
        entered.day(form.day),
        entered.planned_amount(form.amount),
        reason,
    )


HANDLERS = [correct, withdraw]
