"""Uploading a register: what was understood, questions, findings, the difference, and storing it.

Nothing is stored before the person confirms what is shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from litestar.response import File, Redirect, Template

from disburse.accounts.audit import record
from disburse.intake.amounts import UNITS
from disburse.model import Kind
from disburse.pipeline import Receipt, take_in
from disburse.progress import Stopwatch
from disburse.text import day_of
from disburse.web.access import Access
from disburse.web.auditing import Action
from disburse.web.fields import field_names
from disburse.web.pages import back_to, page
from disburse.web.preview import held_against, preview_of
from disburse.web.providing import Asked, GivenPerson, GivenSite
from disburse.web.signing_in import actor
from disburse.web.staging import Said, Upload

if TYPE_CHECKING:
    from disburse.accounts.records import Person
    from disburse.web.website import Site

_PATIENCE = 2.0
_CHUNK = 1024 * 1024
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class UploadForm:
    """What the upload form sends."""

    file: UploadFile | None = None


@dataclass(frozen=True, slots=True)
class ConfirmForm:
    """Which reading the page showed that was confirmed."""

    shown: str = ""


@get("/upload", access=Access.OFFICE, include_in_schema=False)
async def upload_form(request: Asked, site: GivenSite, person: GivenPerson) -> Template:
    """Ask for a file, and list the uploads the person has not finished."""
    return _form(request, site, person)


@post("/upload", access=Access.OFFICE, include_in_schema=False)
async def receive(
    request: Asked,
    site: GivenSite,
    person: GivenPerson,
    data: MultipartBody[UploadForm],
) -> Redirect | Template:
    """Take a file in and begin to read it."""
    if data.file is None or not data.file.filename:
        return _form(request, site, person, status_code=400, problem="no_file")
    path = await _received(data.file)
    upload = await asyncio.to_thread(
        site.staging.add, path, data.file.filename, person.person_id, site.now()
    )
    site.readings.start(upload)
    await site.readings.wait(upload, _PATIENCE)
    return back_to(f"/upload/{upload.upload_id}")


@get("/upload/{upload_id:str}", access=Access.OFFICE, include_in_schema=False)
async def upload_page(
    request: Asked, site: GivenSite, person: GivenPerson, upload_id: FromPath[str]
) -> Template:
    """Show what was understood of the file, or that it is still being read."""
    upload = _found(site, person, upload_id)
    reading = await asyncio.to_thread(site.staging.reading, upload)
    if reading is None:
        if not upload.failed:
            site.readings.start(upload)
        return page(request, "upload_reading", upload=upload)
    preview = await site.heavy_work(preview_of, site, upload, reading.register)
    return page(request, "upload_preview", upload=upload, preview=preview, digest=reading.digest)


@get("/upload/{upload_id:str}/state", access=Access.OFFICE, include_in_schema=False)
async def upload_state(
    site: GivenSite, person: GivenPerson, upload_id: FromPath[str]
) -> dict[str, bool]:
    """Tell the page that waits whether to look again."""
    upload = _found(site, person, upload_id)
    await site.readings.wait(upload, _PATIENCE)
    upload = _found(site, person, upload_id)
    return {"done": upload.failed or site.staging.has_reading(upload)}


@post("/upload/{upload_id:str}/answers", access=Access.OFFICE, include_in_schema=False)
async def answer_questions(
    request: Asked, site: GivenSite, person: GivenPerson, upload_id: FromPath[str]
) -> Redirect:
    """Keep the answers and read the file again by them."""
    upload = _found(site, person, upload_id)
    said = _said(upload.said, dict((await request.form()).items()))
    upload = await asyncio.to_thread(site.staging.say, upload, said)
    site.readings.start(upload)
    await site.readings.wait(upload, _PATIENCE)
    return back_to(f"/upload/{upload_id}")


@post(
    "/upload/{upload_id:str}/confirm",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def confirm(
    request: Asked,
    site: GivenSite,
    person: GivenPerson,
    upload_id: FromPath[str],
    data: URLEncodedBody[ConfirmForm],
) -> Redirect:
    """Store what was shown. What was refused, or is not read yet, leads back to its page."""
    upload = _found(site, person, upload_id)
    reading = site.staging.reading(upload)
    if reading is None or reading.register.refused or reading.register.empty:
        return back_to(f"/upload/{upload_id}")
    if data.shown != reading.digest:
        return back_to(f"/upload/{upload_id}", "changed")
    register = reading.register
    by, at = actor(request, person), site.now()
    with site.ledger() as ledger:
        receipt = Receipt(site.settings.uploads, person.name, at)
        taken = take_in(register, site.staging.original(upload), ledger, receipt, Stopwatch())
        if taken.stored is None:
            return back_to(f"/upload/{upload_id}")
        number = taken.stored.import_id
        if taken.stored.stored:
            told = {"file": register.file, "sha256": register.sha256}
            record(ledger, Action.IMPORTED, "import", number, by=by, at=at, new=told)
    site.staging.drop(upload_id)
    return back_to(f"/imports/{number}", "stored" if taken.stored.stored else "held")


@post(
    "/upload/{upload_id:str}/discard",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def discard(site: GivenSite, person: GivenPerson, upload_id: FromPath[str]) -> Redirect:
    """Drop an upload."""
    _found(site, person, upload_id)
    site.staging.drop(upload_id)
    return back_to("/upload", "discarded")


@get(
    "/upload/{upload_id:str}/annotated",
    access=Access.OFFICE,
    include_in_schema=False,
    sync_to_thread=True,
)
def annotated(site: GivenSite, person: GivenPerson, upload_id: FromPath[str]) -> File:
    """Hand the person's own workbook back with its findings marked."""
    from disburse.render.annotated import write_annotated

    upload = _found(site, person, upload_id)
    reading = site.staging.reading(upload)
    if reading is None:
        raise NotFoundException
    path = site.staging.folder(upload_id) / "annotated.xlsx"
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    taken, _ = held_against(site, upload, reading.register)
    write_annotated(site.staging.original(upload), taken.register, path)
    return File(path, filename=f"{Path(upload.file).stem}-danh-dau.xlsx", media_type=_XLSX)


def _form(
    request: Asked, site: Site, person: Person, *, status_code: int = 200, problem: str = ""
) -> Template:
    return page(
        request,
        "upload",
        status_code=status_code,
        problem=problem,
        waiting=site.staging.of_person(person.person_id),
        megabytes=site.settings.web.upload_megabytes,
    )


def _found(site: Site, person: Person, upload_id: FromPath[str]) -> Upload:
    upload = site.staging.find(upload_id, person.person_id)
    if upload is None:
        raise NotFoundException
    return upload


async def _received(file: UploadFile) -> Path:
    """Write an upload to a file of its own, without holding it whole in memory."""
    with tempfile.NamedTemporaryFile(delete=False) as target:
        while chunk := await file.read(_CHUNK):
            target.write(chunk)
    return Path(target.name)


def _said(before: Said, form: dict[str, Any]) -> Said:
    """Add what the form answers: ``as_of``, ``unit``, ``kind``, and ``field-N`` for ``heading-N``.

    What the form does not ask stays as said before. Raises 400 for an answer that is none.
    """
    as_of, kind, unit = (
        str(form.get(name, getattr(before, name))).strip() for name in ("as_of", "kind", "unit")
    )
    try:
        as_of = day_of(as_of).isoformat() if as_of else ""
        kind = Kind(kind).value if kind else ""
    except ValueError as error:
        raise ValidationException(detail="as_of, kind") from error
    mapping = {**before.mapping, **_columns(form)}
    named = {heading: field for heading, field in mapping.items() if field}
    if (unit and unit not in UNITS) or not set(named.values()) <= set(field_names()):
        raise ValidationException(detail="unit, field")
    return Said(as_of, kind, unit, named)


def _columns(form: dict[str, Any]) -> dict[str, str]:
    """What each heading asked about was said to be, empty where nothing was chosen."""
    asked = {
        name.removeprefix("heading-"): str(heading)
        for name, heading in form.items()
        if name.startswith("heading-")
    }
    return {heading: str(form.get(f"field-{key}", "")).strip() for key, heading in asked.items()}


HANDLERS = [
    upload_form,
    receive,
    upload_page,
    upload_state,
    answer_questions,
    confirm,
    discard,
    annotated,
]
