from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.schedule.periods import Calendar, Period
from disburse.schedule.planned import Name
from disburse.schedule.running import Runner
from disburse.schedule.settings import ScheduleSettings
from disburse.schedule.working_days import is_public_holiday, next_working_day
from disburse.settings import load_settings
from disburse.zone import VIETNAM

CASES = tomllib.loads((Path(__file__).parent / "period_cases.toml").read_text(encoding="utf-8"))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
NOON = datetime(2026, 1, 1, 12, tzinfo=VIETNAM)
MILESTONES = (date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))


def calendar(day: date, **settings: Any) -> Calendar:  # noqa: ANN401 - of the settings
    office = load_settings(Path("unused"), {})
    runner = Runner(Path("unused"), office, lambda: NOON)
    made = runner.calendar(day)
    return replace(made, settings=replace(made.settings, **settings))


def told(period: Period | None) -> list[object] | None:
    if period is None:
        return None
    assert period.due_at.utcoffset() == timedelta(hours=7)
    return [period.key, period.due_at.replace(tzinfo=None)]


@pytest.mark.parametrize(
    "case", CASES["case"], ids=lambda case: f"{case['schedule']} {case['at']:%Y-%m-%d %H:%M:%S}"
)
def test_the_last_and_the_next_period_of_a_moment(case: dict[str, Any]) -> None:
    at, name = case["at"].replace(tzinfo=VIETNAM), Name(case["schedule"])
    schedules = calendar(at.date(), catch_up_days=20)
    assert told(schedules.next(name, at)) == case["next"]
    if "last" in case:
        assert told(schedules.latest(name, at)) == case["last"]


@pytest.mark.parametrize("name", Name)
@settings(max_examples=40)
@given(day=DAYS)
def test_what_is_due_on_a_day_is_the_period_of_that_day_or_was_moved_to_it(
    name: Name, day: date
) -> None:
    schedules = Calendar(ScheduleSettings(), MILESTONES, MILESTONES)
    end = datetime(day.year, day.month, day.day, 23, 59, tzinfo=VIETNAM)
    latest = schedules.latest(name, end)
    if latest is not None and latest.due_at.date() == day:
        planned = schedules.period_of(name, day)
        moved = not is_public_holiday(day) and is_public_holiday(day - timedelta(days=1))
        assert planned is not None
        assert planned.key == latest.key or moved


@pytest.mark.parametrize("name", Name)
@settings(max_examples=40)
@given(day=DAYS)
def test_following_the_periods_one_by_one_meets_each_once_and_none_on_a_holiday(
    name: Name, day: date
) -> None:
    schedules = Calendar(ScheduleSettings(), MILESTONES, MILESTONES)
    at, keys = datetime(day.year, day.month, day.day, tzinfo=VIETNAM), []
    for _ in range(5):
        period = schedules.next(name, at)
        if period is None:
            break
        assert period.due_at > at
        assert name is Name.DAILY or not is_public_holiday(period.due_at.date())
        keys.append(period.key)
        at = period.due_at
    assert len(set(keys)) == len(keys)


def test_holidays_move_nothing_where_the_office_says_so() -> None:
    stays = calendar(date(2026, 8, 31), shift_for_holidays=False)
    period = stays.next(Name.WEEKLY, datetime(2026, 8, 31, 0, 0, tzinfo=VIETNAM))
    assert told(period) == ["2026-W36", datetime(2026, 8, 31, 7, 30)]  # noqa: DTZ001 - as in the table


def test_days_off_of_the_office_count_as_holidays() -> None:
    schedules = calendar(date(2026, 11, 16), days_off="2026-11-16, 2026-11-17")
    period = schedules.next(Name.WEEKLY, datetime(2026, 11, 16, 0, 0, tzinfo=VIETNAM))
    assert told(period) == ["2026-W47", datetime(2026, 11, 18, 7, 30)]  # noqa: DTZ001 - the same


def test_the_office_chooses_day_and_time() -> None:
    schedules = calendar(date(2026, 11, 16), weekly_day=5, weekly_time="16:00", monthly_day=31)
    at = datetime(2026, 11, 16, 0, 0, tzinfo=VIETNAM)
    assert told(schedules.next(Name.WEEKLY, at)) == ["2026-W47", datetime(2026, 11, 20, 16)]  # noqa: DTZ001 - the same
    assert told(schedules.next(Name.MONTHLY, at)) == ["2026-11", datetime(2026, 11, 30, 6, 45)]  # noqa: DTZ001 - the same


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 15), "2026-W46"),
        (date(2026, 11, 16), "2026-W47"),
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 2, 18), "2026-W08"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_any_day_of_a_week_belongs_to_its_mail(day: date, key: str) -> None:
    period = calendar(day).period_of(Name.WEEKLY, day)
    assert period is not None
    assert period.key == key


def test_no_countdown_belongs_to_a_day_between() -> None:
    assert calendar(date(2026, 9, 20)).period_of(Name.COUNTDOWN, date(2026, 9, 20)) is None


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 9, 3)])
def test_a_countdown_belongs_to_the_day_planned_and_the_day_it_was_moved_to(day: date) -> None:
    period = calendar(day).period_of(Name.COUNTDOWN, day)
    assert period is not None
    assert period.key == "2026-09-30-30-before"


def test_what_was_missed_too_long_ago_is_left() -> None:
    at = datetime(2026, 11, 20, 8, tzinfo=VIETNAM)
    assert told(calendar(at.date(), catch_up_days=4).latest(Name.WEEKLY, at)) is not None
    assert told(calendar(at.date(), catch_up_days=3).latest(Name.WEEKLY, at)) is None


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 16), True),
        (date(2026, 2, 17), True),
        (date(2026, 2, 20), True),
        (date(2026, 2, 23), False),
        (date(2026, 4, 26), True),
        (date(2026, 4, 27), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), True),
        (date(2026, 9, 1), True),
        (date(2026, 9, 2), True),
        (date(2026, 9, 3), False),
        (date(2026, 12, 31), False),
    ],
)
def test_public_holidays_of_2026(day: date, holiday: bool) -> None:  # noqa: FBT001 - of a table
    assert is_public_holiday(day) is holiday


@settings(max_examples=40)
@given(day=DAYS)
def test_a_working_day_stays_and_a_moved_one_is_a_working_day(day: date) -> None:
    moved = next_working_day(day, frozenset())
    if not is_public_holiday(day):
        assert moved == day
    else:
        assert moved > day
        assert not is_public_holiday(moved)
        assert moved.isoweekday() <= 5
