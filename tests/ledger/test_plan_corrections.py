"""Plans as the office corrects them, between the plans of registers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.imports import undo
from disburse.model import Tranche
from disburse.render.records import rows
from tests.ledger.builders import JUNE, MARCH, Office, plan, project, register
from tests.ledger.stating import (
    CODE,
    MARCH_PLAN,
    MAY,
    SEPTEMBER_PLAN,
    STAFF,
    judged,
    planned,
    plans_on,
    say,
    take_back,
)

if TYPE_CHECKING:
    from disburse.casework_model import PlanCorrection


@pytest.mark.parametrize(
    ("changes", "in_april", "in_july"),
    [
        ([], {"NST": 100, "NSX": 50}, {"NST": 100, "NSX": 50}),
        ([planned(70, MAY)], {"NST": 100, "NSX": 50}, {"NST": 70, "NSX": 50}),
        ([planned(None, MAY)], {"NST": 100, "NSX": 50}, {"NSX": 50}),
        ([planned(7, MAY, "TW")], {"NST": 100, "NSX": 50}, {"NST": 100, "NSX": 50, "TW": 7}),
        ([planned(70, MARCH)], {"NST": 70, "NSX": 50}, {"NST": 70, "NSX": 50}),
        (
            [planned(70, MAY), planned(60, JUNE, "NSX"), planned(65, JUNE)],
            {"NST": 100, "NSX": 50},
            {"NST": 65, "NSX": 60},
        ),
        # Entered in the wrong order: the day it is effective decides, not the day of the entry.
        (
            [planned(60, JUNE, "NSX"), planned(70, MAY)],
            {"NST": 100, "NSX": 50},
            {"NST": 70, "NSX": 60},
        ),
    ],
)
def test_a_plan_correction_changes_one_row_from_its_day_on(
    office: Office,
    changes: list[PlanCorrection],
    in_april: dict[str | None, int],
    in_july: dict[str | None, int],
) -> None:
    office.take(MARCH_PLAN)
    made = [say(office, change) for change in changes]
    office.take(SEPTEMBER_PLAN)
    assert plans_on(office, date(2026, 4, 30)) == in_april
    assert plans_on(office, date(2026, 7, 31)) == in_july
    assert plans_on(office, date(2026, 10, 1)) == {"NST": 90, "NSX": 60}
    for one in made:
        take_back(office, one)
    assert plans_on(office, date(2026, 7, 31)) == {"NST": 100, "NSX": 50}


def test_only_the_corrected_row_comes_of_the_correction(office: Office) -> None:
    office.take(MARCH_PLAN)
    say(office, planned(70, MAY))
    by_source = {row["source"]: row for row in rows(judged(office).sources)}
    names = ("plan", "plan_cell", "plan_import_id")
    assert [by_source["NST"][name] for name in names] == [70, "#1", None]
    assert [by_source["NSX"][name] for name in names] == [50, "KH!F12", 1]


def test_the_tranches_are_corrected_apart(office: Office) -> None:
    carried = plan(30, "NST", Tranche.CARRYOVER)
    office.take(register(project(CODE, plans=(plan(100, "NST"), carried))))
    say(office, planned(25, MAY, tranche=Tranche.CARRYOVER))
    row = judged(office).projects.loc[1]
    assert (row["plan"], row["plan_carryover"]) == (100, 25)


def test_a_plan_taken_away_whole_leaves_no_earlier_one_in_force(office: Office) -> None:
    office.take(register(project(CODE, plans=(plan(100, "NST"),))))
    say(office, planned(None, MAY))
    assert judged(office).projects.loc[1, "plan"] == 0
    assert judged(office, date(2026, 4, 30)).projects.loc[1, "plan"] == 100


def test_a_correction_before_any_register_starts_from_the_earliest_plan(office: Office) -> None:
    office.take(MARCH_PLAN)
    made = say(office, planned(80, date(2026, 1, 15)))
    assert made.old == 100
    assert plans_on(office, date(2026, 2, 1)) == {"NST": 80, "NSX": 50}
    assert plans_on(office, MARCH) == {"NST": 100, "NSX": 50}


def test_undoing_the_register_leaves_the_correction_on_what_is_left(office: Office) -> None:
    office.take(register(project(CODE, plans=(plan(10, "NSX"),)), as_of=date(2026, 2, 1)))
    later = office.take_new(MARCH_PLAN)
    say(office, planned(70, MAY))
    undo(office.connection, later, by=STAFF, at=office.now)
    assert plans_on(office, JUNE) == {"NSX": 10, "NST": 70}
