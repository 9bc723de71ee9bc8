"""Every kind of fault by name, and how a faulty file must be read."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.recognition.faults.amounts import AMOUNT_FAULTS
from bench.recognition.faults.headers import HEADER_FAULTS
from bench.recognition.faults.identity import IDENTITY_FAULTS
from bench.recognition.faults.payments import PAYMENT_FAULTS
from bench.recognition.faults.rows import ROW_FAULTS
from bench.recognition.mistakes import Mistake, is_near
from bench.recognition.truth import dice_for

if TYPE_CHECKING:
    from bench.recognition.drawing import Drawn
    from bench.recognition.faults.damage import Damage, Fault
    from bench.recognition.mistakes import Score

FAULTS: tuple[Fault, ...] = (
    *AMOUNT_FAULTS,
    *HEADER_FAULTS,
    *ROW_FAULTS,
    *IDENTITY_FAULTS,
    *PAYMENT_FAULTS,
)


@dataclass(frozen=True, slots=True)
class Faulty:
    """A drawn file with one fault in it."""

    fault: Fault
    drawn: Drawn
    damage: Damage


def damaged(drawn: Drawn, fault: Fault, seed: int) -> Faulty | None:
    """A copy of a drawn file with a fault, None where the layout leaves it no place.

    Stacked tables are left alone: there a column has no single meaning.
    """
    if any(page.stacked for page in drawn.layout.pages):
        return None
    struck = copy.deepcopy(drawn)
    dice = dice_for(f"{seed} {fault.name} {drawn.layout.name}")
    damage = fault.strike(struck, dice)
    return None if damage is None else Faulty(fault, struck, damage)


def silent_errors(faulty: Faulty, score: Score) -> list[Mistake]:
    """What went wrong without a word: wrong values, and faults that had to be named.

    A finding at the place of the fault speaks for all that follows from it.
    """
    if score.refused:
        return []
    place = _place(faulty)
    struck = [finding for finding in score.alarms if is_near(finding, place)]
    if struck or (faulty.damage.anywhere and score.alarms):
        return []
    return score.silent() + ([place] if faulty.damage.must_report else [])


def _place(faulty: Faulty) -> Mistake:
    cells = faulty.damage.cells
    return Mistake(
        "fault", None, faulty.fault.name, "a finding", None,
        frozenset((sheet, row) for sheet, row, _ in cells),
        frozenset((sheet, column) for sheet, _, column in cells),
    )  # fmt: skip
