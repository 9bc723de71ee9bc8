"""What owners and the office recorded of a slow project, in short sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.casework_model import ObstacleState, ProposalState
from disburse.render import formats, messages
from disburse.render.word.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from disburse.casework_model import Casework
    from disburse.render.records import Row


def remarks(casework: Casework, row: Row) -> Iterator[str]:
    """Tell open obstacles, explanations, what was expected and came of it, what is asked for.

    ``row``: the project as `Assessment.projects` has it.
    """
    for obstacle in casework.obstacles:
        said = obstacle.statement
        if said.state is ObstacleState.OPEN:
            yield sentence(
                "remark",
                "obstacle_due" if said.deadline else "obstacle",
                cause=messages.label("cause", said.cause),
                text=said.text,
                responsible=said.responsible,
                deadline=formats.day(said.deadline),
            )
    for explanation in casework.acknowledgements:
        yield sentence("remark", "explanation", text=explanation.statement.text)
    yield from _expected(casework, row)
    for proposal in casework.proposals:
        if proposal.decision is ProposalState.OPEN:
            yield proposed(proposal.statement.amount, proposal.statement.text)


def proposed(amount: int, text: str) -> str:
    """Tell what an owner asks for: more of the plan, or less."""
    key = "proposal_more" if amount > 0 else "proposal_less"
    return sentence("remark", key, amount=messages.with_unit(abs(amount)), text=text)


def _expected(casework: Casework, row: Row) -> Iterator[str]:
    """Tell what the owner last expected for a day the figures have reached, and what it came to."""
    reached: date | None = row["figures_date"]
    due = [
        one.statement
        for one in casework.expected
        if reached and one.statement.expected_on <= reached and one.statement.amount is not None
    ]
    if due:
        yield sentence(
            "remark",
            "expected",
            day=formats.day(due[-1].expected_on),
            amount=messages.with_unit(due[-1].amount),
            disbursed=messages.with_unit(row["disbursed"]),
            figures_date=formats.day(reached),
        )
