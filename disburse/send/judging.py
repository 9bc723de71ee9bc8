"""Whether a message goes out now, later or never: the account's state and the person's wishes.

Pure. Mail that is not optional goes out whatever a person wishes, but waits for the end of a
pause; optional mail of a pause would be out of date by then and is skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from disburse.send.records import Frequency, Skip
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from datetime import date

    from disburse.send.records import Preferences

FEWEST_DAYS = {Frequency.EVERY: 0, Frequency.FORTNIGHTLY: 11, Frequency.MONTHLY: 25}
"""Days from one optional mail of a kind to the next; a holiday may have shifted either."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message before its delivery, and its recipient as they stand now.

    ``same_rights``: as when the content was made. ``previous_due``: when the last message of this
    kind that may have reached the person was due, on the same calendar as ``due``.
    """

    kind: str
    optional: bool
    due: date
    closed: bool
    same_rights: bool
    wishes: Preferences
    previous_due: date | None


def judged(standing: Standing, today: date) -> Skip | datetime | None:
    """Say why a message is never sent, or from when on it may be; None: now."""
    if standing.closed:
        return Skip.CLOSED
    if not standing.same_rights:
        return Skip.RIGHTS
    if standing.optional:
        return _unwanted(standing, today)
    until = standing.wishes.paused_until
    if until is not None and until >= today:
        return datetime.combine(until + timedelta(days=1), time(), VIETNAM)
    return None


def _unwanted(standing: Standing, today: date) -> Skip | None:
    wishes = standing.wishes
    if standing.kind in wishes.unsubscribed:
        return Skip.UNSUBSCRIBED
    if wishes.paused_until is not None and wishes.paused_until >= today:
        return Skip.PAUSED
    fewest = FEWEST_DAYS[wishes.frequency]
    previous = standing.previous_due
    if previous is not None and (standing.due - previous).days < fewest:
        return Skip.FREQUENCY
    return None
