"""What people answered to questions of files, kept for later files, and taking an answer back."""

from __future__ import annotations

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from disburse.accounts.audit import record
from disburse.accounts.rights import Right, may
from disburse.ledger.answers import answers, withdraw
from disburse.ledger.errors import LedgerError
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor


@get("/answers", access=Access.READER, include_in_schema=False)
async def answer_list(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """List every answer remembered, the latest first, withdrawn ones included."""
    listed = list(reversed(answers(site.reading)))
    return page(request, "answers", answers=listed, may_remove=may(person.role, Right.UPLOAD))


@post(
    "/answers/{answer_id:int}/withdraw",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def withdraw_answer(
    request: Asked, site: GivenSite, person: GivenPerson, answer_id: FromPath[int]
) -> Redirect:
    """Let later files be asked again; an answer withdrawn already stays so."""
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        try:
            gone = withdraw(ledger, answer_id, by=person.name, at=at)
        except LedgerError as refusal:
            if refusal.code == "unknown_answer":
                raise NotFoundException from refusal
            return back_to("/answers")
        told = {"heading": gone.heading, "value": gone.value, "file": gone.file}
        record(ledger, Action.FORGOTTEN, "answer", answer_id, by=by, at=at, old=told)
    return back_to("/answers", "forgotten")


HANDLERS = [answer_list, withdraw_answer]
