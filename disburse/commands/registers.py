"""``inspect`` and ``import``: one file, read and, unless rehearsed, stored."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from disburse.clock import now
from disburse.commands.answer import DONE, REFUSED, Answer
from disburse.commands.wording import error
from disburse.intake.reading import ReadingOptions
from disburse.intake.units import FOREIGN, unit_value
from disburse.model import Kind
from disburse.pipeline import Receipt, take_in

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from disburse.commands.answer import Context
    from disburse.pipeline import TakenIn


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``inspect`` or ``import``."""
    _check_readable(options.file)
    reading = _reading(options)
    if options.verb == "inspect":
        return answer(take_in(options.file, reading, context.progress))
    from disburse.commands.opening import opened_ledger, person, settings_of

    if options.dry_run:
        with _rehearsal(context.database) as database, opened_ledger(database) as ledger:
            return answer(take_in(options.file, reading, context.progress, ledger=ledger))
    uploads = settings_of(context.database).uploads
    receipt = Receipt(uploads, person(options), now())
    with opened_ledger(context.database, must_exist=False) as ledger:
        return answer(
            take_in(options.file, reading, context.progress, ledger=ledger, receipt=receipt)
        )


def answer(taken: TakenIn) -> Answer:
    """Present a file taken in, or refused by its findings."""
    from disburse.render.contract import import_document, import_text

    parts = (taken.register, taken.stored, taken.changes)
    return Answer(
        document=lambda: import_document(*parts),
        text=lambda: import_text(*parts),
        exit_code=REFUSED if taken.register.refused else DONE,
    )


def _reading(options: Namespace) -> ReadingOptions:
    if options.unit and unit_value(options.unit) in {None, FOREIGN}:
        raise error("unit", text=options.unit)
    return ReadingOptions(
        as_of=options.as_of,
        kind=Kind(options.kind) if options.kind else None,
        unit=options.unit,
        mapping=tuple(options.map),
    )


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise error("no_file", path=path)
    if not path.is_file():
        raise error("not_a_file", path=path)
    try:
        path.open("rb").close()
    except OSError as refusal:
        raise error("unreadable", path=path) from refusal


@contextmanager
def _rehearsal(database: Path) -> Iterator[Path]:
    """Give the ledger's path, or where there is none yet, that of an empty one that is dropped."""
    if database.exists():
        yield database
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / database.name
