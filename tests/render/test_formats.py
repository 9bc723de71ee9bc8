from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.render import formats
from disburse.render.formats import Unit

AMOUNTS = st.integers(-(10**18), 10**18)
UNITS = st.sampled_from(Unit)


def read_back(text: str, exponent: int) -> int:
    """The inverse of `formats.amount`, by moving the comma in the text."""
    whole, _, decimals = text.replace(".", "").partition(",")
    return int(whole + decimals.ljust(exponent, "0"))


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (1_234_567_800_000, Unit.MILLION, "1.234.567,8"),
        (5_000_000_000, Unit.MILLION, "5.000"),
        (134_567_890, Unit.MILLION, "134,568"),
        (1_500, Unit.MILLION, "0,002"),
        (499, Unit.MILLION, "0"),
        (-499, Unit.MILLION, "0"),
        (-1_500_000, Unit.MILLION, "-1,5"),
        (11_517_500_000, Unit.BILLION, "11,518"),
        (1_234_567, Unit.DONG, "1.234.567"),
        (1_234_567, Unit.THOUSAND, "1.234,567"),
        (0, Unit.MILLION, "0"),
        (None, Unit.MILLION, "–"),
    ],
)
def test_amounts_are_written_as_vietnamese_offices_do(
    value: int | None, unit: Unit, written: str
) -> None:
    assert formats.amount(value, unit) == written


@given(AMOUNTS, UNITS)
def test_an_amount_with_all_decimals_reads_back_exactly(value: int, unit: Unit) -> None:
    assert read_back(formats.amount(value, unit, decimals=None), unit.exponent) == value


@given(AMOUNTS, UNITS, st.integers(0, 3))
def test_a_shortened_amount_is_off_by_half_a_digit_at_most(
    value: int, unit: Unit, decimals: int
) -> None:
    last_digit = 10 ** max(0, unit.exponent - decimals)
    text = formats.amount(value, unit, decimals)
    assert 2 * abs(read_back(text, unit.exponent) - value) <= last_digit
    assert len(text.partition(",")[2]) <= decimals


@given(st.integers(0, 10**6))
def test_a_rate_is_rounded_half_up_to_one_decimal(basis_points: int) -> None:
    whole, decimal = formats.percent(basis_points).removesuffix("%").replace(".", "").split(",")
    assert int(whole) * 10 + int(decimal) == (basis_points + 5) // 10


@pytest.mark.parametrize(
    ("basis_points", "rate", "required"),
    [(4375, "43,8%", "43,75%"), (4000, "40,0%", "40%"), (13510, "135,1%", "135,1%")],
)
def test_rates_are_written_in_full_and_requirements_as_the_decision_does(
    basis_points: int, rate: str, required: str
) -> None:
    assert formats.percent(basis_points) == rate
    assert formats.required_percent(basis_points) == required


def test_counts_days_and_times() -> None:
    assert formats.count(10_000) == "10.000"
    assert formats.day(date(2026, 9, 5)) == "05/09/2026"
    assert formats.moment("2026-10-02T15:40:00+07:00") == "15:40 02/10/2026"


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ("2026", "2026"),
        ("2026-05", "05/2026"),
        ("2026-05-17", "17/05/2026"),
        ("B. Dự án chuyển tiếp", "B. Dự án chuyển tiếp"),
        ("Nhóm A-B", "Nhóm A-B"),
        (None, "–"),
    ],
)
def test_a_partial_day_goes_as_far_as_it_is_known(given_text: str | None, written: str) -> None:
    assert formats.partial_day(given_text) == written


def test_what_is_missing_is_a_dash() -> None:
    assert formats.percent(None) == formats.required_percent(None) == formats.day(None) == "–"
