from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.intake.dates import Period, first_day, iso_date, period, previous_month_end, time_span


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("05/02/2026", "2026-02-05"),
        ("5-2-26", "2026-02-05"),
        ("06/2026", "2026-06"),
        ("2026", "2026"),
        (2026.0, "2026"),
        (46058.0, "2026-02-05"),
        ("Quý II/2026", "2026-06"),
        ("Số 123/QĐ-UBND ngày 05/02/2026", "2026-02-05"),
        ("ngày 5 tháng 2 năm 2026", "2026-02-05"),
        (date(2026, 2, 5), "2026-02-05"),
        (datetime(2026, 2, 5, 7, 30), "2026-02-05"),  # noqa: DTZ001 - a cell has no zone
        ("31/6/2026", None),
        ("chưa rõ", None),
        ("", None),
        (12.5, None),
    ],
)
def test_cells_as_dates(cell: str | float | date, expected: str | None) -> None:
    assert iso_date(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025-2027", ("2025", "2027")),
        ("03/2025 - 12/2026", ("2025-03", "2026-12")),
        ("2026", ("2026", "2026")),
        ("01/3/2026-30/9/2026", ("2026-03-01", "2026-09-30")),
        (2026.0, ("2026", "2026")),
        ("", (None, None)),
    ],
)
def test_time_spans(cell: str | float, expected: tuple[str | None, str | None]) -> None:
    assert time_span(cell) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Lũy kế giải ngân đến ngày 30/9/2026", Period(date(2026, 9, 30))),
        ("GN đến 30/9", Period(date(2026, 9, 30))),
        ("Ước giải ngân từ 1/1 đến 30/9", Period(date(2026, 9, 30))),
        ("Giải ngân 6 tháng đầu năm", Period(date(2026, 6, 30))),
        ("Lũy kế giải ngân đến hết tháng trước", Period(previous_month=True)),
        ("Lũy kế đến hết tháng 3/2026", Period(date(2026, 3, 31))),
        ("Đã giải ngân", Period()),
        (
            "Giải ngân từ 1/4/26-15/4/26",
            Period(date(2026, 4, 15), single=True, from_date=date(2026, 4, 1)),
        ),
        (
            "Giải ngân tháng 9",
            Period(date(2026, 9, 30), single=True, from_date=date(2026, 9, 1)),
        ),
        (
            "Giải ngân từ 16/6/26-31/6/26",
            Period(single=True, from_date=date(2026, 6, 16), impossible=True),
        ),
    ],
)
def test_periods_of_headings(label: str, expected: Period) -> None:
    assert period(label, 2026) == expected


@given(st.dates(date(1981, 1, 1), date(2098, 12, 31)))
def test_a_day_written_out_reads_back(day: date) -> None:
    assert iso_date(f"{day.day}/{day.month}/{day.year}") == day.isoformat()
    assert first_day(day.isoformat()) == day


@given(st.dates(date(1981, 2, 1), date(2098, 12, 31)))
def test_the_month_before_ends_the_day_before_the_first(day: date) -> None:
    before = previous_month_end(day)
    assert before < day.replace(day=1)
    assert (day.replace(day=1) - before).days == 1
