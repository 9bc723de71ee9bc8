"""``answers``: what people answered to the questions of files, and taking one answer back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import moment, opened_ledger, person
from disburse.commands.remembering import question
from disburse.commands.wording import wording
from disburse.ledger.answers import answers, withdraw

if TYPE_CHECKING:
    from argparse import Namespace

    from disburse.answers import RememberedAnswer
    from disburse.commands.answer import Context


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``answers``: list them, or withdraw the one of ``--remove``."""
    with opened_ledger(context.database) as ledger:
        if options.remove is not None:
            gone = withdraw(ledger, options.remove, by=person(options), at=now())
            return Answer(lambda: {"removed": asdict(gone)}, lambda: _removed_text(gone))
        records = answers(ledger)
    return Answer(
        lambda: {"answers": [asdict(record) for record in records]}, lambda: _list_text(records)
    )


def _removed_text(answer: RememberedAnswer) -> str:
    texts = wording()["answers"]
    shown = _shown(answer)
    return texts["removed"].format(**shown) + (
        texts["removed_used"].format(**shown) if answer.uses else ""
    )


def _list_text(records: list[RememberedAnswer]) -> str:
    texts = wording()["answers"]
    if not records:
        return texts["none"]
    return "\n".join(
        texts["line_withdrawn" if one.withdrawn_at else "line"].format(**_shown(one))
        for one in records
    )


def _shown(answer: RememberedAnswer) -> dict[str, Any]:
    return {
        **asdict(answer),
        "question": question(answer),
        "answered_at": moment(answer.answered_at),
        "withdrawn_at": answer.withdrawn_at and moment(answer.withdrawn_at),
        "used": ", ".join(map(str, answer.uses)) or wording()["answers"]["unused"],
    }
