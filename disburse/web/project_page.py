"""One project with everything known of it, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from disburse.accounts.rights import Right, may
from disburse.casework_model import Cause, DateField
from disburse.ledger import casework, corrections
from disburse.ledger.letters import kept_letters
from disburse.ledger.project_history import project_history
from disburse.ledger.warning_history import history as warning_history
from disburse.model import ProjectClass, Tranche
from disburse.render.contract import reason
from disburse.web.pages import page
from disburse.web.providing import site_of
from disburse.web.timeline import timeline

if TYPE_CHECKING:
    import sqlite3

    from litestar.response import Template

    from disburse.correspondence import KeptLetter
    from disburse.web.providing import Asked
    from disburse.web.view import View


class FilledForm(Protocol):
    """What a form sent, by the names of its fields; ``form`` tells which of the page's it was."""

    @property
    def form(self) -> str:
        """Name it."""


def project_context(ledger: sqlite3.Connection, view: View, project_id: int) -> dict[str, Any]:
    """Gather what the page shows. Raises 404 for a project the person may not see."""
    row = view.project(project_id)
    standing = view.standing
    mentions = project_history(ledger, project_id)
    corrected = corrections.history(ledger, project_id)
    cases = casework.of_project(ledger, project_id)
    spells = warning_history(ledger, project_id)
    explained = {
        (one.statement.warning_code, one.statement.milestone_id, one.statement.since): one
        for one in cases.acknowledgements
    }
    return {
        "view": view,
        "row": row,
        "reason": reason(row, standing.files),
        "milestones": standing.milestones.get(project_id, []),
        "warnings": standing.warnings.get(project_id, []),
        "sources": standing.sources.get(project_id, []),
        "files": standing.files,
        "mentions": mentions,
        "corrections": list(reversed(corrected)),
        "cases": cases,
        "explained": explained,
        "events": timeline(mentions, corrected, cases, spells),
        "letters": _letters(ledger, view, row["owner"]),
        "may_decide": may(view.person.role, Right.DECIDE),
        "may_answer": may(view.person.role, Right.ANSWER),
        "causes": [one.value for one in Cause],
        "classes": [one.value for one in ProjectClass],
        "date_fields": [one.value for one in DateField],
        "tranches": [one.value for one in Tranche],
        "problem": None,
        "typed": None,
    }


def _letters(ledger: sqlite3.Connection, view: View, owner: str | None) -> list[KeptLetter]:
    """The letters to the project's owner, the latest first; he sees those that reached him."""
    if owner is None:
        return []
    whole = may(view.person.role, Right.READ_ALL)
    kept = kept_letters(ledger, owner=owner)
    return [one for one in reversed(kept) if whole or one.went_out]


def refused_form(
    request: Asked, view: View, project_id: int, problem: str, typed: FilledForm
) -> Template:
    """Show the page again with what could not be used of a form, filled in as it was sent."""
    with site_of(request).ledger() as ledger:
        context = project_context(ledger, view, project_id)
    return page(
        request, "project", status_code=400, **{**context, "problem": problem, "typed": typed}
    )
