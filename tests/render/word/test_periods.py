from __future__ import annotations

from datetime import date

import pytest

from disburse.render.word.periods import Period, PeriodKind, period_of

MONTH, QUARTER, YEAR = PeriodKind


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period(MONTH, 2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
        (Period(MONTH, 2026, 12), date(2026, 12, 1), date(2026, 12, 31)),
        (Period(QUARTER, 2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Period(QUARTER, 2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
        (Period(YEAR, 2026, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_first_and_last_day(period: Period, start: date, end: date) -> None:
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    ("kind", "as_of", "key"),
    [
        (MONTH, date(2026, 10, 5), "2026-10"),
        (MONTH, date(2026, 9, 30), "2026-09"),
        (MONTH, date(2027, 1, 20), "2027-01"),
        (QUARTER, date(2026, 9, 29), "2026-q2"),
        (QUARTER, date(2026, 9, 30), "2026-q3"),
        (QUARTER, date(2026, 10, 1), "2026-q3"),
        (QUARTER, date(2026, 2, 10), "2026-q1"),
        (QUARTER, date(2027, 1, 10), "2026-q4"),
        (YEAR, date(2027, 2, 10), "2026"),
    ],
)
def test_the_period_of_a_day(kind: PeriodKind, as_of: date, key: str) -> None:
    assert period_of(kind, as_of, 2026).key == key
