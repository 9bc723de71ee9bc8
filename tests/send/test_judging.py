"""Who gets a mail now, later, or never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from disburse.send.judging import Standing, judged
from disburse.send.records import Frequency, Preferences, Skip
from disburse.zone import VIETNAM

TODAY = date(2026, 9, 28)
OPTIONAL = Standing(
    kind="weekly",
    optional=True,
    due=TODAY,
    closed=False,
    same_rights=True,
    wishes=Preferences(),
    previous_due=None,
)
NEEDED = replace(OPTIONAL, optional=False)


def paused(days: int) -> Preferences:
    return Preferences(paused_until=TODAY + timedelta(days=days))


def test_usually_a_mail_goes_out() -> None:
    assert judged(OPTIONAL, TODAY) is None
    assert judged(NEEDED, TODAY) is None


@pytest.mark.parametrize("standing", [OPTIONAL, NEEDED])
def test_nothing_goes_to_a_closed_account_or_to_other_rights(standing: Standing) -> None:
    assert judged(replace(standing, closed=True), TODAY) is Skip.CLOSED
    assert judged(replace(standing, same_rights=False), TODAY) is Skip.RIGHTS


def test_a_pause_skips_optional_mail_and_delays_the_rest() -> None:
    for days in (0, 3):
        wishes = paused(days)
        assert judged(replace(OPTIONAL, wishes=wishes), TODAY) is Skip.PAUSED
        later = datetime(2026, 9, 29 if days == 0 else 28, tzinfo=VIETNAM) + timedelta(
            days=0 if days == 0 else 4
        )
        assert judged(replace(NEEDED, wishes=wishes), TODAY) == later
    for standing in (OPTIONAL, NEEDED):
        assert judged(replace(standing, wishes=paused(-1)), TODAY) is None


def test_only_optional_mail_of_that_kind_can_be_ended() -> None:
    wishes = Preferences(unsubscribed=frozenset({"weekly"}))
    assert judged(replace(OPTIONAL, wishes=wishes), TODAY) is Skip.UNSUBSCRIBED
    assert judged(replace(OPTIONAL, wishes=wishes, kind="monthly"), TODAY) is None
    assert judged(replace(NEEDED, wishes=wishes), TODAY) is None


@pytest.mark.parametrize(
    ("frequency", "days", "skipped"),
    [
        (Frequency.EVERY, 0, False),
        (Frequency.FORTNIGHTLY, 7, True),
        (Frequency.FORTNIGHTLY, 8, True),
        (Frequency.FORTNIGHTLY, 13, False),
        (Frequency.FORTNIGHTLY, 14, False),
        (Frequency.MONTHLY, 21, True),
        (Frequency.MONTHLY, 28, False),
        (Frequency.MONTHLY, -7, True),
    ],
)
def test_a_lower_frequency_leaves_some_out(
    frequency: Frequency,
    days: int,
    skipped: bool,  # noqa: FBT001 - a column of the table
) -> None:
    wished = {"wishes": Preferences(frequency=frequency), "previous_due": TODAY - timedelta(days)}
    expected = Skip.FREQUENCY if skipped else None
    assert judged(replace(OPTIONAL, **wished), TODAY) is expected  # type: ignore[arg-type]
    assert judged(replace(NEEDED, **wished), TODAY) is None  # type: ignore[arg-type]


def test_the_first_mail_of_a_kind_comes_at_any_frequency() -> None:
    wishes = Preferences(frequency=Frequency.MONTHLY)
    assert judged(replace(OPTIONAL, wishes=wishes), TODAY) is None
