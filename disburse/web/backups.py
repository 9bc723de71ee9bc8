"""Downloading a copy of the whole ledger."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from litestar import get, post
from litestar.background_tasks import BackgroundTask
from litestar.response import File, Template

from disburse.accounts import audit
from disburse.accounts.audit import Filter, record
from disburse.ledger.backup import copy_ledger
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.pages import page
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor

_SQLITE = "application/vnd.sqlite3"


@get("/backup", access=Access.ADMIN, include_in_schema=False)
async def backup_page(request: Asked, site: GivenSite) -> Template:
    """Tell what a copy holds, and who took the last one."""
    last = audit.entries(site.reading, Filter(action=Action.BACKED_UP), limit=1)
    return page(request, "backup", last=next(iter(last), None), uploads=site.settings.uploads.name)


@post("/backup", access=Access.ADMIN, include_in_schema=False, sync_to_thread=True)
def backup(request: Asked, site: GivenSite, person: GivenPerson) -> File:
    """Hand out a copy, checked; the copy kept here goes when it has been sent."""
    by, at = actor(request, person), site.now()
    name = f"disburse-{at:%Y-%m-%d-%H%M}.db"
    folder = Path(tempfile.mkdtemp(prefix="disburse-backup-"))
    try:
        copy_ledger(site.database, folder / name)
        with site.ledger() as ledger:
            record(ledger, Action.BACKED_UP, "ledger", None, by=by, at=at, new={"file": name})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return File(
        folder / name,
        filename=name,
        media_type=_SQLITE,
        status_code=200,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


HANDLERS = [backup_page, backup]
