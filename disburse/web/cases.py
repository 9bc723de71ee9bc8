"""What waits for the office across all projects: obstacles, proposals, explanations, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import get
from litestar.response import Template

from disburse.casework_model import Acknowledgement, CapitalProposal, ProgressNote, ProposalState
from disburse.ledger.casework import cases, open_obstacles
from disburse.web.access import Access
from disburse.web.pages import page
from disburse.web.providing import Asked, GivenSite, GivenView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from disburse.casework_model import Case
    from disburse.web.view import View


@get("/cases", access=Access.READER, include_in_schema=False)
async def case_list(request: Asked, site: GivenSite, view: GivenView) -> Template:
    """List what is open, the nearest deadline and the latest word first."""
    proposals = (
        one for one in cases(site.reading, CapitalProposal) if one.decision is ProposalState.OPEN
    )
    return page(
        request,
        "cases_list",
        view=view,
        obstacles=_seen(open_obstacles(site.reading), view),
        proposals=_unanswered(proposals, view),
        explanations=_unanswered(cases(site.reading, Acknowledgement), view),
        notes=_unanswered(cases(site.reading, ProgressNote), view),
    )


def _unanswered(listed: Iterable[Case[Any]], view: View) -> list[Case[Any]]:
    waiting = [one for one in _seen(listed, view) if one.answer is None]
    return sorted(waiting, key=lambda one: one.latest.number, reverse=True)


def _seen(listed: Iterable[Case[Any]], view: View) -> list[Case[Any]]:
    """Those of projects in force on the day."""
    return [one for one in listed if one.project_id in view.standing.projects]


HANDLERS = [case_list]
