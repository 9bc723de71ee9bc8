"""Which decision judges a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from disburse.law.decision import decision_for
from disburse.law.errors import LawError
from disburse.law.loader import load_decision
from disburse.paths import LAW

OF_2026 = load_decision(LAW / "bang-mac-2026.toml")
OF_2027 = replace(OF_2026, budget_year=2027)
BOTH = (OF_2027, OF_2026)


@pytest.mark.parametrize(
    ("as_of", "plan_years", "budget_year"),
    [
        (date(2026, 1, 1), {2026}, 2026),
        (date(2026, 12, 31), {2026}, 2026),
        (date(2027, 1, 1), {2026}, 2026),
        (date(2027, 1, 1), {2026, 2027}, 2027),
        (date(2026, 12, 31), {2026, 2027}, 2026),
        (date(2026, 6, 30), (), 2026),
        (date(2028, 1, 1), (), 2027),
        (date(2028, 1, 1), {2025, 2026}, 2026),
    ],
)
def test_the_latest_decision_with_plans(
    as_of: date, plan_years: set[int], budget_year: int
) -> None:
    assert decision_for(BOTH, as_of, plan_years).budget_year == budget_year


@pytest.mark.parametrize("plan_years", [(), {2025}, {2026}])
def test_a_day_before_every_decision_is_named(plan_years: set[int]) -> None:
    with pytest.raises(LawError, match="31/12/2025"):
        decision_for(BOTH, date(2025, 12, 31), plan_years)


def test_plans_of_years_without_a_decision_are_refused() -> None:
    with pytest.raises(LawError, match="05/03/2026"):
        decision_for(BOTH, date(2026, 3, 5), {2025})
