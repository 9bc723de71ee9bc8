"""Which decision speaks for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.law.errors import no_decision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from disburse.rules import Decision


def decision_for(
    decisions: Iterable[Decision], as_of: date, plan_years: Collection[int]
) -> Decision:
    """Return the latest decision up to the year of ``as_of`` whose plans the ledger holds.

    ``plan_years`` are the budget years with plans in the ledger; without any, the latest decision
    up to that year. So 1 January 2027 with plans of 2026 alone is judged by the decision of 2026.
    Raises LawError, naming the day, when no decision fits.
    """
    fitting = [
        decision
        for decision in decisions
        if decision.budget_year <= as_of.year
        and (not plan_years or decision.budget_year in plan_years)
    ]
    if not fitting:
        raise no_decision(as_of)
    return max(fitting, key=lambda decision: decision.budget_year)
