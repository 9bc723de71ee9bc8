"""``inspect`` and ``import``: one file, read and, unless rehearsed, stored.

What is not needed to start reading is imported while that goes on.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disburse.commands.answer import DONE, REFUSED, WRONG_USE, Answer
from disburse.commands.remembering import answer_lines
from disburse.commands.wording import error, wording
from disburse.errors import OperatorError
from disburse.intake.options import ReadingOptions
from disburse.model import Kind, Tranche
from disburse.pipeline import Receipt, TakenIn, read, take_in

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from disburse.answers import RememberedAnswer
    from disburse.commands.answer import Context
    from disburse.model import Project, Register
    from disburse.progress import Progress

_SPLIT = ("plan", "disbursed")


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``inspect`` or ``import``; a refused file changes nothing in the ledger."""
    _check_readable(options.file)
    _check_annotated(options.annotated)
    if options.verb == "inspect":
        return answer(TakenIn(_read(options, context)), options.annotated)
    _check_report(options)
    imported = _imported(options, context)
    if not options.report or imported.exit_code != DONE:
        return imported
    if not options.json:
        sys.stdout.write(f"{imported.text()}\n\n")  # now, whatever becomes of the report
        sys.stdout.flush()
        del imported
        return _report(options, context)
    return _with_report(imported.document(), options, context)


def _report(options: Namespace, context: Context) -> Answer:
    from disburse.commands import reports

    wanted = reports.Wanted(letters=not options.no_letters)
    return reports.answer(context, options.report_as_of, options.out, wanted)


def _with_report(document: Mapping[str, Any], options: Namespace, context: Context) -> Answer:
    """One document of both; an error of the report does not hide what was stored."""
    try:
        made, exit_code = _report(options, context).document(), DONE
    except OperatorError as refusal:
        made, exit_code = {"error": str(refusal)}, WRONG_USE
    return Answer(lambda: {**document, "report": made}, lambda: "", exit_code)


def _read(
    options: Namespace,
    context: Context,
    meanwhile: Callable[[], None] | None = None,
    early: Callable[[Sequence[Project]], None] | None = None,
) -> Register:
    told = _reading(options)
    register = read(
        options.file,
        lambda: replace(told, remembered=_remembered(context.database)),
        context.progress,
        meanwhile,
        early,
    )
    if options.annotated:
        _annotate(options.file, register, options.annotated, context.progress)
    return register


def _imported(options: Namespace, context: Context) -> Answer:
    register = _read(options, context, partial(_prepare, context.database), _foresee)
    if register.refused or register.empty:
        return answer(TakenIn(register), options.annotated)
    from disburse.clock import now
    from disburse.commands.opening import opened_ledger, person, settings_of

    receipt = None
    if not options.dry_run:
        uploads = settings_of(context.database).uploads
        receipt = Receipt(uploads, person(options), now())
    with (
        _place(context.database, rehearsal=options.dry_run) as place,
        opened_ledger(place, must_exist=False) as ledger,
    ):
        taken = take_in(register, options.file, ledger, receipt, context.progress)
        return answer(taken, options.annotated)


def _remembered(database: Path) -> tuple[RememberedAnswer, ...]:
    """The answers in force; none where there is no ledger yet."""
    if not database.exists():
        return ()
    from disburse.commands.opening import opened_ledger
    from disburse.ledger.answers import in_force

    with opened_ledger(database) as ledger:
        return in_force(ledger)


def _foresee(projects: Sequence[Project]) -> None:
    from disburse.ledger.identity import foresee

    foresee(projects)


def _prepare(database: Path) -> None:
    """Load what storing will need while the file is being read."""
    import tabulate  # noqa: F401 - loaded for later, as what follows

    import disburse.clock
    import disburse.commands.opening
    import disburse.ledger.imports
    import disburse.render.import_contract  # noqa: F401

    if not database.exists():
        from disburse.ledger.schema import load_migrations

        load_migrations()


def answer(taken: TakenIn, annotated: Path | None = None) -> Answer:
    """Present a file taken in, or refused by its findings, and where it stands annotated."""
    from disburse.render.import_contract import import_document, import_text

    parts = (taken.register, taken.stored, taken.changes, taken.differences)
    path = None if annotated is None else str(annotated)
    remembered = [asdict(one) for one in taken.remembered]
    extra = {"annotated": path, "remembered": remembered, "report": None}
    told = [wording()["annotated"]["done"].format(path=path)] if path else []
    blocks = (told, answer_lines(taken))
    return Answer(
        document=lambda: {**import_document(*parts), **extra},
        text=lambda: "\n\n".join([import_text(*parts), *("\n".join(one) for one in blocks if one)]),
        exit_code=REFUSED if taken.register.refused else DONE,
    )


def _annotate(original: Path, register: Register, path: Path, progress: Progress) -> None:
    """Write the user's workbook with its findings marked, before anything is stored."""
    from disburse.render.annotated import write_annotated

    try:
        with progress.stage("annotate"):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_annotated(original, register, path)
    except OSError as refusal:
        raise error("no_folder", path=path.parent) from refusal


def _reading(options: Namespace) -> ReadingOptions:
    if options.unit:
        _check_unit(options.unit)
    fields = _field_names() if options.map else set()
    for _, field in options.map:
        if field not in fields:
            raise error("field", text=field, fields=", ".join(sorted(fields)))
    return ReadingOptions(
        as_of=options.as_of,
        kind=Kind(options.kind) if options.kind else None,
        unit=options.unit,
        mapping=tuple(options.map),
    )


def _check_unit(text: str) -> None:
    from disburse.intake.units import FOREIGN, unit_value

    if unit_value(text) in {None, FOREIGN}:
        raise error("unit", text=text)


def _field_names() -> set[str]:
    """Everything a column can be said to hold."""
    from disburse.intake.vocabulary import vocabulary

    known = vocabulary()
    amounts = (f"{measure}_{tranche}" for measure in _SPLIT for tranche in (*Tranche, "total"))
    return {*known.fields.values(), *(rule.name for rule in known.measures), *amounts}


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise error("no_file", path=path)
    if not path.is_file():
        raise error("not_a_file", path=path)
    try:
        path.open("rb").close()
    except OSError as refusal:
        raise error("unreadable", path=path) from refusal


def _check_report(options: Namespace) -> None:
    """Refuse options that contradict each other."""
    given = {
        "--report-as-of": options.report_as_of,
        "--out": options.out,
        "--no-letters": options.no_letters,
    }
    needless = ", ".join(flag for flag, value in given.items() if value)
    if needless and not options.report:
        raise error("needs_report", flags=needless)
    if options.report and options.dry_run:
        raise error("report_of_nothing")


def _check_annotated(path: Path | None) -> None:
    """Refuse a name Excel would not open, and to overwrite what may hold somebody's corrections."""
    if path is not None and path.suffix.lower() != ".xlsx":
        raise error("not_xlsx", path=path)
    if path is not None and path.exists():
        raise error("exists", path=path)


@contextmanager
def _place(database: Path, *, rehearsal: bool) -> Iterator[Path]:
    """Give the ledger's path; to rehearse a first import, that of an empty one to be dropped."""
    if database.exists() or not rehearsal:
        yield database
    else:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / database.name
