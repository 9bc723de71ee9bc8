"""Which warnings are raised, how urgent, since when, and what they tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from disburse.model import EarlyWarning, Level
from disburse.monitor.assess import assess
from disburse.rules import Thresholds
from tests.monitor.evidence import Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.frames import Assessment
    from disburse.rules import Decision

CONTINUING = {"project_class": "continuing"}
NEW_START = {"project_class": "new_start", "construction_start": "2026-05-10"}


def assessed(
    decision: Decision, as_of: date, *given: Given, previous: Sequence[EarlyWarning] = ()
) -> Assessment:
    evidence = build_evidence(given, as_of, decision)
    return assess(evidence, decision, Thresholds(), previous, date(2026, 6, 1))


def raised(
    decision: Decision, as_of: date, given: Given
) -> dict[str, tuple[Level, dict[str, Any]]]:
    found = assessed(decision, as_of, given).warnings
    assert len({(one.code, one.milestone_id) for one in found}) == len(found)
    return {one.code: (one.level, one.arguments) for one in found}


def test_a_missed_milestone_is_red_and_tells_the_amounts(decision: Decision) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 7, 1), 299)])
    found = assessed(decision, date(2026, 7, 1), given).warnings
    missed = found[0]
    assert (missed.code, missed.level) == ("milestone_missed", Level.RED)
    assert (missed.project_id, missed.milestone_id) == (1, "continuing-2026-06-30")
    assert missed.since == date(2026, 7, 1)
    assert missed.arguments == {
        "due": date(2026, 6, 30),
        "clause": "Mục II.5.c(2)",
        "required_basis_points": 3000,
        "required": 300,
        "actual": 299,
        "shortfall": 1,
        "plan": 1_000,
        "figures_date": date(2026, 7, 1),
    }


def test_arguments_are_plain_values(decision: Decision) -> None:
    given = Given(
        {**CONTINUING, "started": "2026", "class_evidence": "B", "total_investment": 10},
        [Plan(1_000)],
        [Snapshot(date(2026, 6, 30), 1_200, treasury=True)],
        [Paid(date(2026, 6, 1), 3), Paid(date(2026, 7, 1), 1)],
    )
    found = assessed(decision, date(2026, 8, 20), given).warnings
    assert {one.code for one in found} == {
        "over_plan",
        "plan_over_investment",
        "class_conflict",
        "voucher_difference",
    }
    for one in found:
        assert type(one.project_id) is int
        for value in one.arguments.values():
            assert type(value) in {int, str, date, bool}
            assert not isinstance(value, datetime)


@pytest.mark.parametrize(
    ("as_of", "paid", "level"),
    [
        # 60% of 1.000 by 30 September; the pace is taken over the eight weeks before.
        (date(2026, 8, 16), 400, Level.RED),  # 200 in 45 days are 32 a week, against 12
        (date(2026, 8, 15), 400, Level.AMBER),  # the same, 46 days left
        (date(2026, 8, 16), 435, Level.AMBER),  # 165 in 45 days are 26 a week, against 16
        (date(2026, 8, 16), 520, None),  # 80 in 45 days are 13 a week, against 27
        (date(2026, 9, 27), 595, None),  # 5 in 3 days, where the pace of 21 a week brings 9
        (date(2026, 9, 30), 595, Level.AMBER),  # 5 on the day itself, where the pace brings 3
        (date(2026, 9, 30), 590, Level.RED),  # 10 on the day itself
    ],
)
def test_at_risk_by_pace(decision: Decision, as_of: date, paid: int, level: Level | None) -> None:
    figures = [Snapshot(date(2026, 6, 20), 300), Snapshot(as_of, paid)]
    found = assessed(decision, as_of, Given(CONTINUING, [Plan(1_000)], figures)).warnings
    september = [one for one in found if one.milestone_id == "continuing-2026-09-30"]
    assert [one.level for one in september] == ([] if level is None else [level])
    if level is not None:
        assert september[0].code == "milestone_at_risk"
        assert september[0].arguments["days_left"] == (date(2026, 9, 30) - as_of).days


def test_no_figures_replaces_at_risk_and_awaiting_data(decision: Decision) -> None:
    found = raised(decision, date(2026, 7, 1), Given(CONTINUING, [Plan(1_000)]))
    assert found == {"no_figures": (Level.AMBER, {"plan": 1_000})}


def test_awaiting_data_keeps_old_figures_from_warning_twice(decision: Decision) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 3, 31), 299)])
    found = raised(decision, date(2026, 7, 1), given)
    assert found["awaiting_data"][0] is Level.AMBER
    assert found["awaiting_data"][1]["figures_date"] == date(2026, 3, 31)
    assert "figures_old" not in found
    assert "milestone_missed" not in found


@pytest.mark.parametrize(("as_of", "old"), [(date(2026, 8, 4), False), (date(2026, 8, 5), True)])
def test_figures_old_after_35_days(decision: Decision, as_of: date, *, old: bool) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 300)])
    found = raised(decision, as_of, given)
    assert ("figures_old" in found) is old
    if old:
        expected = {"figures_date": date(2026, 6, 30), "days_old": 36}
        assert found["figures_old"] == (Level.AMBER, expected)


def test_old_figures_do_not_matter_once_everything_is_met(decision: Decision) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 3, 31), 1_000)])
    assert raised(decision, date(2026, 12, 1), given) == {}


def test_no_plan_of_any_tranche(decision: Decision) -> None:
    given = Given(CONTINUING, snapshots=[Snapshot(date(2026, 6, 30), 5)])
    found = raised(decision, date(2026, 7, 1), given)
    assert found == {"no_plan": (Level.AMBER, {"budget_year": 2026, "disbursed": 5})}
    carried = Given(CONTINUING, [Plan(700, tranche="carryover")])
    assert raised(decision, date(2026, 7, 1), carried) == {}


def test_over_plan_and_over_investment(decision: Decision) -> None:
    says = {**CONTINUING, "total_investment": 999}
    exact = Given(says, [Plan(999)], [Snapshot(date(2026, 6, 30), 999)])
    assert raised(decision, date(2026, 7, 1), exact) == {}
    beyond = Given(says, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 2_100)])
    found = raised(decision, date(2026, 7, 1), beyond)
    told = {"plan": 1_000, "disbursed": 2_100, "rate_basis_points": 21_000}
    assert found["over_plan"] == (Level.AMBER, told)
    assert found["plan_over_investment"] == (
        Level.AMBER,
        {"plan": 1_000, "total_investment": 999},
    )


def test_vouchers_that_do_not_add_up_to_the_snapshot(decision: Decision) -> None:
    snapshot = Snapshot(date(2026, 6, 30), 500)
    paid = [Paid(date(2026, 6, 30), 450), Paid(date(2026, 7, 1), 50)]
    assessment = assessed(
        decision, date(2026, 7, 2), Given(CONTINUING, [Plan(1_000)], [snapshot], paid)
    )
    assert assessment.projects["disbursed"].tolist() == [550]
    found = {one.code: one.arguments for one in assessment.warnings}
    assert found["voucher_difference"] == {
        "snapshot": 500,
        "snapshot_date": date(2026, 6, 30),
        "treasury": False,
        "voucher_sum": 450,
        "tranche": "current",
    }


@pytest.mark.parametrize("paid", [[Paid(date(2026, 6, 30), 500)], [Paid(date(2026, 7, 1), 50)], []])
def test_vouchers_that_agree_or_come_later(decision: Decision, paid: list[Paid]) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 500)], paid)
    assert "voucher_difference" not in raised(decision, date(2026, 7, 2), given)


def test_the_two_pieces_of_evidence_on_the_class(decision: Decision) -> None:
    says = {**CONTINUING, "class_evidence": "B. Chuyển tiếp", "started": "2026-03"}
    given = Given(says, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 1_000)])
    assert raised(decision, date(2026, 7, 1), given)["class_conflict"] == (
        Level.AMBER,
        {
            "claimed_class": "continuing",
            "claimed_evidence": "B. Chuyển tiếp",
            "dates_class": "new_start",
            "dates_evidence": "2026-03",
        },
    )


@pytest.mark.parametrize(
    ("start", "as_of", "code"),
    [
        (None, date(2026, 5, 15), None),
        (None, date(2026, 5, 16), "event_due"),
        (None, date(2026, 6, 30), "event_due"),
        (None, date(2026, 7, 1), "event_awaiting_data"),
        ("2026-06-20", date(2026, 6, 1), None),
        ("2026-07-20", date(2026, 2, 1), "event_due"),
        ("2026-07-20", date(2026, 7, 1), "event_missed"),
        ("2026-07-20", date(2026, 7, 20), None),
        ("2026-05-10", date(2026, 7, 1), None),
    ],
)
def test_construction_start(
    decision: Decision, start: str | None, as_of: date, code: str | None
) -> None:
    says = {**NEW_START, "construction_start": start}
    given = Given(says, [Plan(1_000)], [Snapshot(date(2026, 1, 10), 1_000)])
    found = raised(decision, as_of, given)
    assert list(found) == ([] if code is None else [code])
    if code is not None:
        level, told = found[code]
        assert level is (Level.RED if code == "event_missed" else Level.AMBER)
        assert (told["due"], told["event"]) == (date(2026, 6, 30), "construction_start")
        assert told.get("construction_start") == start


def test_open_warnings_keep_their_first_day_and_the_others_are_cleared(decision: Decision) -> None:
    early, as_of = date(2026, 7, 1), date(2026, 7, 10)
    slow = Given(CONTINUING, [Plan(1_000)], [Snapshot(early, 299)])
    good = Given(CONTINUING, [Plan(1_000)], [Snapshot(early, 1_000)])
    before = assessed(decision, early, slow, slow).warnings
    after = assessed(decision, as_of, slow, good, previous=before)
    assert {one.since for one in after.warnings} == {early}
    assert {one.project_id for one in after.warnings} == {1}
    assert after.cleared == tuple(one for one in before if one.project_id == 2)
    assert after.previous_as_of == date(2026, 6, 1)
    again = assessed(decision, as_of, slow, slow, previous=after.warnings)
    assert {(one.project_id, one.since) for one in again.warnings} == {(1, early), (2, as_of)}


def test_looking_back_before_the_last_evaluation(decision: Decision) -> None:
    slow = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 7, 1), 299)])
    later = assessed(decision, date(2026, 7, 10), slow).warnings
    back = assessed(decision, date(2026, 7, 5), slow, previous=later)
    assert {one.since for one in back.warnings} == {date(2026, 7, 5)}


def test_red_comes_first_then_the_order_of_projects(decision: Decision) -> None:
    amber = Given(CONTINUING)
    red = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 7, 1), 299)])
    found = assessed(decision, date(2026, 7, 1), amber, red, amber, red).warnings
    levels = [one.level for one in found]
    assert levels == sorted(levels, key=lambda level: level is not Level.RED)
    reds = [one.project_id for one in found if one.level is Level.RED]
    ambers = [one.project_id for one in found if one.level is Level.AMBER]
    assert reds == [2, 4]
    assert ambers == sorted(ambers)
