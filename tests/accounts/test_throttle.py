from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.accounts.throttle import BY_ADDRESS, BY_EMAIL, NOW, Limit, source, wait
from tests.accounts.conftest import AT

LIMITS = st.sampled_from([BY_EMAIL, BY_ADDRESS])


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (4, 0),
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (11, 900),
        (100_000, 900),
    ],
)
def test_the_wait_after_failures_of_one_account(failures: int, seconds: int) -> None:
    assert wait(BY_EMAIL, failures, AT, AT) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("failures", "seconds"), [(29, 0), (30, 30), (31, 60), (40, 900)])
def test_the_wait_after_failures_from_one_address(failures: int, seconds: int) -> None:
    assert wait(BY_ADDRESS, failures, AT, AT) == timedelta(seconds=seconds)


@given(LIMITS, st.integers(0, 200), st.integers(0, 2000))
def test_the_wait_runs_down_and_never_below_nothing(
    limit: Limit, failures: int, elapsed: int
) -> None:
    at = AT + timedelta(seconds=elapsed)
    whole, left = wait(limit, failures, AT, AT), wait(limit, failures, AT, at)
    assert left == max(NOW, whole - (at - AT))
    assert wait(limit, failures + 1, AT, at) >= left


def test_without_failures_nobody_waits() -> None:
    assert wait(BY_EMAIL, 0, None, AT) == NOW


def test_guesses_a_patient_guesser_gets_at_one_account() -> None:
    failures: list[timedelta] = []
    clock = timedelta(0)
    while clock < timedelta(days=1):
        pause = wait(BY_EMAIL, len(failures), AT + failures[-1] if failures else None, AT + clock)
        clock += pause
        if not pause:
            failures.append(clock)
            clock += timedelta(seconds=1)
    assert sum(moment < timedelta(seconds=10) for moment in failures) == 5
    assert sum(moment < timedelta(minutes=10) for moment in failures) == 9
    assert 95 <= len(failures) <= 110


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (None, ""),
        ("", ""),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whom_an_address_stands_for(address: str | None, expected: str) -> None:
    assert source(address) == expected
