"""A layout is known again whatever dates its headings name, and by nothing less than its words."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.intake.fingerprint import fingerprint, heading_keys, single_headings
from disburse.text import fold

WORDS = st.sampled_from(
    ("Kế hoạch vốn", "Giải ngân", "Trong đó", "NSTW", "Tổng số", "Tỷ lệ %", "Cột lạ", "Chủ đầu tư")
)
LABELS = st.lists(WORDS, min_size=1, max_size=3).map(tuple)
TABLES = st.lists(LABELS, min_size=1, max_size=8)
DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))
YEARS = st.integers(2020, 2039)
DATED = (
    "Lũy kế giải ngân đến ngày {d}/{m}/{y}",
    "Lũy kế giải ngân đến ngày {d} tháng {m} năm {y}",
    "GN đến {d}/{m}",
    "GN đến hết {d}.{m}.{y}",
    "Từ 1/1/{y} - {d}/{m}/{y}",
    "Giải ngân tháng {m}/{y}",
    "Giải ngân tháng {m:02d}",
    "Số liệu T{m}",
    "Thanh toán {m} tháng đầu năm {y}",
    "Kế hoạch năm {y}",
    "KH {y}",
    "Số KBNN ({d}-{m}-{y})",
)


def of(*paths: tuple[str, ...]) -> str:
    return fingerprint(heading_keys(dict(enumerate(paths))))


@given(TABLES, st.sampled_from(DATED), DAYS, DAYS)
def test_a_date_in_a_heading_does_not_count(
    table: list[tuple[str, ...]], heading: str, now: date, later: date
) -> None:
    dated = [
        (heading.format(d=day.day, m=day.month, y=day.year), "Tổng số") for day in (now, later)
    ]
    assert of(*table, dated[0]) == of(*table, dated[1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Giải ngân tháng 9/2026", "Giải ngân tháng 10"),
        ("Giải ngân quý III", "Giải ngân quý IV/2026"),
        ("GN đến ngày 30/9/2026", "GN đến ngày 31 tháng 10 năm 2026"),
        ("Số liệu T9/2026", "Số liệu T10"),
        ("Giai đoạn 2021-2025", "Giai đoạn 2026 – 2030"),
        ("2026-09-30 00:00:00", "2026-10-31"),
    ],
)
def test_one_date_may_be_written_in_several_ways(before: str, after: str) -> None:
    assert of((before,)) == of((after,))


@given(YEARS, YEARS, st.integers(1, 5))
def test_years_move_on_together(year: int, later: int, apart: int) -> None:
    def table(newest: int) -> str:
        return of((f"Đã bố trí năm {newest - apart}",), (f"Kế hoạch năm {newest}",))

    assert table(year) == table(later)


@given(YEARS)
def test_two_years_that_change_places_are_another_layout(year: int) -> None:
    this, last = (f"Vốn năm {year}",), (f"Vốn năm {year - 1}",)
    assert of(this, last) != of(last, this)


@given(TABLES, TABLES)
def test_other_words_or_another_order_are_another_layout(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    def told(table: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Without columns alike side by side, which count once."""
        folded = [tuple(map(fold, path)) for path in table]
        return [path for at, path in enumerate(folded) if at == 0 or folded[at - 1] != path]

    assert (of(*one) == of(*other)) is (told(one) == told(other))


@given(TABLES)
def test_the_same_words_written_otherwise_are_the_same_layout(table: list[tuple[str, ...]]) -> None:
    written = [
        tuple(unicodedata.normalize("NFD", f" {label.upper()}:\n") for label in path)
        for path in table
    ]
    assert of(*table) == of(*written)


def test_a_table_that_grows_by_a_month_stays_what_it_was() -> None:
    months = [(f"Giải ngân tháng {month}",) for month in range(1, 13)]
    assert of(("Tên dự án",), *months[:9], ("Ghi chú",)) == of(
        ("Tên dự án",), *months[:10], ("Ghi chú",)
    )


def test_columns_left_without_labels_do_not_count() -> None:
    near, far = {0: ("STT",), 1: ("Tên",)}, {0: ("STT",), 4: ("Tên",)}
    assert fingerprint(heading_keys(near)) == fingerprint(heading_keys(far))


def test_only_a_heading_that_stands_alone_can_be_answered_again() -> None:
    labels = {0: ("Tên",), 1: ("GN tháng 8",), 2: ("GN tháng 9",), 3: ("Cột lạ 2026",)}
    assert set(single_headings(heading_keys(labels)).values()) == {0, 3}


def test_numbers_that_are_no_dates_count() -> None:
    assert of(("Gói thầu số 1",)) != of(("Gói thầu số 2",))
    assert of(("Thông tư 9999",)) != of(("Thông tư 8888",))
