"""What people type into forms, read strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.render.formats import amount as written
from disburse.web import entered
from disburse.web.entered import EntryError

if TYPE_CHECKING:
    from datetime import date

MILLION = 1_000_000


@given(st.integers(-(10**15), 10**15))
def test_what_the_pages_write_is_read_back_to_the_dong(value: int) -> None:
    assert entered.amount(written(value, decimals=None)) == value


@given(
    st.integers(0, 10**9 - 1),
    st.integers(0, 999_999),
    st.sampled_from(["", "."]),
    st.sampled_from(["", " ", "\u00a0"]),
)
def test_an_amount_is_exact_however_it_is_grouped(
    whole: int,
    rest: int,
    separator: str,
    space: str,
) -> None:
    digits = f"{whole:,}".replace(",", separator)
    assert entered.amount(f"{space}{digits},{rest:06}{space}") == whole * MILLION + rest


@given(st.text(max_size=20))
def test_anything_else_is_refused_in_words(text: str) -> None:
    if not any(one.isdigit() for one in text):
        with pytest.raises(EntryError, match="triệu đồng"):
            entered.amount(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1_234_500_000),
        ("1234", 1_234_000_000),
        ("0", 0),
        ("0,000001", 1),
        ("-5", -5_000_000),
        ("1 234", 1_234_000_000),
        ("1.000.000.000", 10**15),
    ],
)
def test_amounts_as_offices_write_them(text: str, value: int) -> None:
    assert entered.amount(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "1,2,3", "1.23", "12.34.5", "1,2345678", "1e5", "0x10", "1.234.5"),
        *("5 tỷ", "½", "²", "NaN", "Infinity", "--5", "+5", "1_000", "1.0000", "1,", ",5"),
        *("1000000001", "1.000.000.000,1", "9" * 5000),
    ],
)
def test_amounts_that_are_none(text: str) -> None:
    with pytest.raises(EntryError):
        entered.amount(text)


def test_digits_of_other_scripts_are_refused() -> None:
    with pytest.raises(EntryError):
        entered.amount("٣")
    with pytest.raises(EntryError):
        entered.month("٢٠٢٦-١١")


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("  ", None), ("0", 0), ("2,5", 2_500_000)]
)
def test_a_plan_may_be_left_empty_but_not_be_below_zero(text: str, value: int | None) -> None:
    assert entered.planned_amount(text) == value
    with pytest.raises(EntryError, match="nhỏ hơn 0"):
        entered.planned_amount("-0,5")


@given(st.dates())
def test_days_are_read_as_browsers_and_people_write_them(day: date) -> None:
    assert entered.day(day.isoformat()) == day
    assert entered.day(f" {day.day}/{day.month}/{day.year:04} ") == day
    assert entered.optional_day("") is None


@pytest.mark.parametrize("text", ["", "x", "30/2/2026", "2026-13-01", "1/1/26", "20260101x"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(EntryError, match="không phải là ngày"):
        entered.day(text)


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_months_are_read_as_browsers_and_people_write_them(year: int, month: int) -> None:
    assert entered.month(f"{year}-{month:02}") == f"{year}-{month:02}"
    assert entered.month(f" {month}/{year}") == f"{year}-{month:02}"


@pytest.mark.parametrize("text", ["", "13/2026", "2026-00", "2026", "11-2026", "2026-1"])
def test_months_that_are_none(text: str) -> None:
    with pytest.raises(EntryError, match="không phải là tháng"):
        entered.month(text)


def test_words_are_one_line_of_bounded_length() -> None:
    assert entered.words(" Đã xong\r\n\tphần móng ") == "Đã xong phần móng"
    assert len(entered.words("x" * 4000)) == 4000
    assert entered.optional_words(" ") == ""
    for text, said in (("", "Chưa có nội dung"), ("\u200b \n", "Chưa có"), ("x" * 4001, "4000")):
        with pytest.raises(EntryError, match=said):
            entered.words(text)
