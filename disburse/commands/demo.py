"""``demo``: the committed samples through the whole line, into a ledger of their own."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.demo_accounts import add_accounts, invitation
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.registers import answer
from disburse.commands.reports import document, make, told
from disburse.commands.wording import error, wording
from disburse.intake.options import ReadingOptions
from disburse.law.decision import decision_for
from disburse.law.loader import load_decisions
from disburse.ledger.queries import plan_years
from disburse.paths import DATABASE, LAW, REPORTS, SAMPLES
from disburse.pipeline import Receipt, TakenIn, read, take_in

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace
    from pathlib import Path

    from disburse.commands.answer import Context
    from disburse.model import Register

_FOLDER = DATABASE.parent / "demo"
_SUFFIXES = {".xlsx", ".xls", ".ods", ".csv"}


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``demo``: import the samples, report after each due date, add people to sign in."""
    database = _fresh(context)
    samples = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in _SUFFIXES]
    if not samples:
        raise error("no_samples", path=SAMPLES)
    registers = [(read(path, ReadingOptions(), context.progress), path) for path in samples]
    refused = [register for register, _ in registers if register.refused]
    if refused:
        return answer(TakenIn(refused[0]))
    settings = settings_of(database)
    with opened_ledger(database, must_exist=False) as ledger:
        receipt = Receipt(settings.uploads, wording()["demo"]["uploaded_by"], now())
        imported = [
            take_in(register, path, ledger, receipt, context.progress)
            for register, path in sorted(registers, key=_by_date)
        ]
        reports = [
            document(*make(ledger, day, settings, options.out or REPORTS, context.progress))
            for day in _days(ledger, imported)
        ]
        accounts = add_accounts(ledger, now())
    return _answer(database, imported, reports, accounts)


def _fresh(context: Context) -> Path:
    """Choose an empty place for the ledger; one named by the operator is never overwritten."""
    if context.database_chosen:
        if context.database.exists():
            raise error("exists", path=context.database)
        return context.database
    shutil.rmtree(_FOLDER, ignore_errors=True)
    return _FOLDER / DATABASE.name


def _by_date(read: tuple[Register, Path]) -> tuple[date, str]:
    register, path = read
    return register.as_of or date.min, path.name


def _days(ledger: sqlite3.Connection, imported: list[TakenIn]) -> list[date]:
    """The day after each due date that has passed, then the day of the latest figures."""
    last = max(taken.register.as_of or date.min for taken in imported)
    decision = decision_for(load_decisions(LAW), last, plan_years(ledger, None))
    after = {milestone.due + timedelta(days=1) for milestone in decision.milestones}
    return [*sorted(day for day in after if day < last), last]


def _answer(
    database: Path,
    imported: list[TakenIn],
    reports: list[dict[str, Any]],
    accounts: list[dict[str, Any]],
) -> Answer:
    return Answer(
        lambda: {
            "database": str(database),
            "imports": [_import(taken) for taken in imported],
            "reports": reports,
            "accounts": accounts,
        },
        lambda: "\n".join((_text(database, imported, reports), invitation(database, accounts))),
    )


def _import(taken: TakenIn) -> dict[str, Any]:
    register: Register = taken.register
    return {
        "file": register.file,
        "as_of": register.as_of and register.as_of.isoformat(),
        "import_id": taken.stored and taken.stored.import_id,
        "projects": len(register.projects),
        "vouchers": len(register.vouchers),
        "findings": len(register.findings),
    }


def _text(database: Path, imported: list[TakenIn], reports: list[dict[str, Any]]) -> str:
    texts = wording()["demo"]
    lines = [texts["imported"].format(files=len(imported), database=database)]
    lines += [texts["file"].format(**_import(taken)) for taken in imported]
    lines += map(told, reports)
    return "\n".join(lines)
