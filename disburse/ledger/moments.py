"""Moments as the ledger writes them, so that text compares as time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from datetime import datetime


def stamp(moment: datetime) -> str:
    """Write a moment as ISO 8601 in Asia/Ho_Chi_Minh, to the second (``…T08:30:00+07:00``).

    Raises ValueError for a moment without time zone.
    """
    if moment.tzinfo is None:
        text = f"a moment without time zone: {moment.isoformat()}"
        raise ValueError(text)
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
