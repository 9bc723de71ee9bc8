"""``imports`` and ``undo``: what the ledger was given, and taking one import out of force."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import moment, opened_ledger, person
from disburse.commands.wording import wording
from disburse.ledger.imports import history, undo

if TYPE_CHECKING:
    from argparse import Namespace

    from disburse.commands.answer import Context
    from disburse.model import ImportRecord


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``imports`` or ``undo``."""
    with opened_ledger(context.database) as ledger:
        if options.verb == "undo":
            undone = undo(ledger, options.import_id, by=person(options), at=now())
            return Answer(lambda: {"undone": _document(undone)}, lambda: _undone_text(undone))
        records = history(ledger)
    return Answer(
        lambda: {"imports": [_document(record) for record in records]}, lambda: _list_text(records)
    )


def _document(record: ImportRecord) -> dict[str, Any]:
    return {**asdict(record), "as_of": record.as_of.isoformat()}


def _undone_text(record: ImportRecord) -> str:
    return wording()["imports"]["undone"].format(**_shown(record))


def _list_text(records: list[ImportRecord]) -> str:
    texts = wording()["imports"]
    if not records:
        return texts["none"]
    lines = (
        texts["line_undone" if record.undone_at else "line"].format(**_shown(record))
        for record in records
    )
    return "\n".join(lines)


def _shown(record: ImportRecord) -> dict[str, Any]:
    kind = wording()["kinds"][record.kind]
    moments = {
        "recorded_at": moment(record.recorded_at),
        "undone_at": record.undone_at and moment(record.undone_at),
    }
    return {**asdict(record), **moments, "kind": kind}
