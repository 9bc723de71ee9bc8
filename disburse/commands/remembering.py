"""What an import tells of the answers given with it: kept for later files, or not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.commands.wording import wording

if TYPE_CHECKING:
    from disburse.answers import RememberedAnswer, SheetAnswer
    from disburse.pipeline import TakenIn


def question(answer: RememberedAnswer | SheetAnswer) -> str:
    """Name what an answer answers: a heading, or the unit of money."""
    texts = wording()["answers"]
    heading = answer.heading
    return texts["unit"] if heading is None else texts["heading"].format(heading=heading)


def answer_lines(taken: TakenIn) -> list[str]:
    """Tell, once a file was given to the ledger, what became of each answer given with it."""
    texts = wording()["answers"]
    if taken.stored is None:
        return []
    sheets = taken.register.sheets
    given = [one for sheet in sheets for one in sheet.answers if one.answer_id is None]
    if given and not taken.stored.stored:
        return [texts["too_late"].format(import_id=taken.stored.import_id)]
    kept = [
        texts["remembered"].format(number=one.answer_id, question=question(one), value=one.value)
        for one in taken.remembered
    ]
    lost = [one for one in given if one.heading is not None and not one.heading_key]
    return kept + [texts["not_remembered"].format(question=question(one)) for one in lost]
