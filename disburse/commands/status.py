"""``status``: every project as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.clock import end_of, today
from disburse.commands.answer import Answer
from disburse.commands.opening import opened_ledger, settings_of
from disburse.ledger.confirmed import confirmed
from disburse.pipeline import evaluate
from disburse.render.contract import status_document, status_text

if TYPE_CHECKING:
    from argparse import Namespace

    from disburse.commands.answer import Context


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``status``."""
    thresholds = settings_of(context.database).thresholds
    known_on = end_of(options.known_on) if options.known_on else None
    with opened_ledger(context.database) as ledger:
        assessment = evaluate(
            ledger, options.as_of or today(), thresholds, context.progress, known_on=known_on
        )
        owner = confirmed(ledger, known_on).owner(options.owner)
    kept = {"owner": owner, "project": options.project}
    return Answer(
        lambda: status_document(assessment, **kept), lambda: status_text(assessment, **kept)
    )
