from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.intake.amounts import (
    NumberStyle,
    amounts,
    column_style,
    is_ambiguous,
    number_amount,
    text_amount,
)

MILLION = 1_000_000
VIETNAMESE, ENGLISH = NumberStyle.VIETNAMESE, NumberStyle.ENGLISH


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1.306,5", VIETNAMESE, 1_306_500_000),
        ("1,306.5", ENGLISH, 1_306_500_000),
        ("12.500", VIETNAMESE, 12_500 * MILLION),
        ("12.500", ENGLISH, 12_500_000),
        ("1 250", VIETNAMESE, 1_250 * MILLION),
        ("1\u00a0250,25", VIETNAMESE, 1_250_250_000),
        ("(1.250)", VIETNAMESE, -1_250 * MILLION),
        ("-75", VIETNAMESE, -75 * MILLION),
        ("–", VIETNAMESE, 0),
        ("3.112,951 tỷ", VIETNAMESE, 3_112_951_000_000),
        ("450 triệu đồng", VIETNAMESE, 450 * MILLION),
        ("12.500.000 đ", VIETNAMESE, 12_500_000),
        ("0,5", VIETNAMESE, 500_000),
    ],
)
def test_text_amounts(text: str, style: NumberStyle, expected: int) -> None:
    amount = text_amount(text)
    assert amount is not None
    assert style in amount.styles()
    assert amount.value(style, MILLION) == expected


@pytest.mark.parametrize(
    "text", ["abc", "12,3,4", "1.2.3", "12.50.000", "5%", "12/3", "khoảng 300"]
)
def test_what_is_no_amount(text: str) -> None:
    amount = text_amount(text)
    assert amount is None or not amount.styles()


def test_one_decisive_text_settles_its_column() -> None:
    assert column_style(["12.500", "1.306,5"], None) is VIETNAMESE
    assert column_style(["12.500", "1,306.5"], None) is ENGLISH
    assert column_style(["12.500"], None) is None
    assert column_style(["12.500"], VIETNAMESE) is VIETNAMESE


def test_contradicting_texts_leave_a_column_without_a_style() -> None:
    assert column_style(["1.306,5", "1,306.5"], VIETNAMESE) is None


def test_a_cell_that_cannot_be_read_is_reported_by_position_and_never_zero() -> None:
    read, unreadable = amounts([12.0, "abc", "", "1.306,5", True], MILLION, VIETNAMESE)
    assert read == [12 * MILLION, None, None, 1_306_500_000, None]
    assert unreadable == [1, 4]


def test_float_noise_never_reaches_the_amount() -> None:
    assert number_amount(0.1 + 0.2, MILLION) == 300_000
    assert number_amount(1306.5, MILLION) == 1_306_500_000
    assert number_amount(635466.395567, MILLION) == 635_466_395_567


@given(st.integers(-(10**14), 10**14))
def test_millions_with_six_decimals_come_back_exactly(dong: int) -> None:
    assert number_amount(float(Decimal(dong) / MILLION), MILLION) == dong


@given(st.integers(0, 10**15))
def test_both_styles_of_a_whole_number_read_back(dong: int) -> None:
    for style, mark in ((VIETNAMESE, "."), (ENGLISH, ",")):
        amount = text_amount(f"{dong:,}".replace(",", mark))
        assert amount is not None
        assert amount.value(style, 1) == dong


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_lone_group_of_three_is_ambiguous(head: int, tail: int) -> None:
    assert is_ambiguous(f"{head}.{tail:03d}")
    assert is_ambiguous(f"{head},{tail:03d}")
