"""What the ledger was given: the list of imports, each with its findings, and undoing one."""

from __future__ import annotations

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File, Redirect, Template

from disburse.accounts.audit import record
from disburse.accounts.rights import Right, may
from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import history, undo
from disburse.ledger.stored_differences import changed_by
from disburse.ledger.stored_findings import findings_of
from disburse.model import ImportRecord
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.differing import grouped
from disburse.web.finding_words import on_pages
from disburse.web.pages import back_to, page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor
from disburse.web.website import Site


@get("/imports", access=Access.READER, include_in_schema=False)
async def import_list(request: Asked, site: GivenSite) -> Template:
    """List every import, the latest first."""
    records = history(site.reading)
    return page(request, "imports", records=list(reversed(records)))


@get("/imports/{import_id:int}", access=Access.READER, include_in_schema=False)
async def import_page(
    request: Asked, site: GivenSite, person: GivenPerson, import_id: FromPath[int]
) -> Template:
    """Show one import."""
    found, changed = _found(site, import_id), changed_by(site.reading, import_id)
    return page(
        request,
        "import",
        record=found,
        changes=changed and changed.changes,
        differences=grouped(changed.differences) if changed else [],
        findings=on_pages(findings_of(site.reading, import_id)),
        may_undo=may(person.role, Right.UPLOAD),
    )


@get("/imports/{import_id:int}/file", access=Access.READER, include_in_schema=False)
async def import_file(site: GivenSite, import_id: FromPath[int]) -> File:
    """Hand out the file as it was received."""
    found = _found(site, import_id)
    path = site.settings.uploads / found.stored_path
    if not path.exists():
        raise NotFoundException
    return File(path, filename=found.file, media_type="application/octet-stream")


@post(
    "/imports/{import_id:int}/undo",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def undo_import(
    request: Asked, site: GivenSite, person: GivenPerson, import_id: FromPath[int]
) -> Redirect:
    """Take an import out of force; one undone already stays so."""
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        try:
            undone = undo(ledger, import_id, by=person.name, at=at)
        except LedgerError as refusal:
            if refusal.code == "unknown_import":
                raise NotFoundException from refusal
            return back_to(f"/imports/{import_id}")
        record(ledger, Action.UNDONE, "import", import_id, by=by, at=at, old={"file": undone.file})
    return back_to(f"/imports/{import_id}", "undone")


def _found(site: Site, import_id: FromPath[int]) -> ImportRecord:
    for one in history(site.reading):
        if one.import_id == import_id:
            return one
    raise NotFoundException


HANDLERS = [import_list, import_page, import_file, undo_import]
