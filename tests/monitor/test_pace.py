"""The pace of the last eight weeks, from the figures alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.monitor.assess import assess
from disburse.rules import Thresholds
from tests.monitor.evidence import Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from disburse.rules import Decision

AS_OF = date(2026, 9, 30)
JANUARY, FEBRUARY, JULY, AUGUST = (
    date(2026, 1, 31),
    date(2026, 2, 28),
    date(2026, 7, 31),
    date(2026, 8, 31),
)


def pace(decision: Decision, snapshots: list[Snapshot], vouchers: list[Paid]) -> int:
    given = Given({"project_class": "continuing"}, [Plan(10**9)], snapshots, vouchers)
    rows = assess(build_evidence([given], AS_OF, decision), decision, Thresholds()).milestones
    return int(rows["pace_per_week"].iloc[-1])


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # Eight weeks before 30 September is 5 August: the growth since 31 July, over 61 days.
        ([(JANUARY, 10), (JULY, 1_000), (AUGUST, 5_000), (AS_OF, 7_100)], 6_100 * 7 // 61),
        # The last figure before the window is an old one: the growth since then.
        ([(FEBRUARY, 1_000), (AS_OF, 7_100)], 6_100 * 7 // 214),
        # No figure before the window, one a month old.
        ([(AUGUST, 5_000), (AS_OF, 7_100)], 2_100 * 7 // 30),
        # The only earlier figure is too recent to tell a pace: zero on 1 January.
        ([(date(2026, 9, 15), 5_000), (AS_OF, 7_100)], 7_100 * 7 // 272),
        ([(AS_OF, 7_100)], 7_100 * 7 // 272),
        # Figures that fell.
        ([(JULY, 1_000), (AS_OF, 390)], -70),
    ],
)
def test_of_cumulative_figures(
    decision: Decision, figures: list[tuple[date, int]], expected: int
) -> None:
    assert pace(decision, [Snapshot(day, amount) for day, amount in figures], []) == expected


def test_of_vouchers_alone(decision: Decision) -> None:
    paid = [Paid(date(2026, 3, 1), 500), Paid(date(2026, 8, 20), 60), Paid(AS_OF, 20)]
    assert pace(decision, [], paid) == 80 * 7 // 56


def test_a_list_that_begins_in_september_says_nothing_of_july(decision: Decision) -> None:
    snapshots = [Snapshot(date(2026, 9, 10), 5_000)]
    vouchers = [Paid(date(2026, 9, 20), 100), Paid(AS_OF, 2_000)]
    assert pace(decision, snapshots, vouchers) == 7_100 * 7 // 272
