"""A clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Clock:
    """Stands still until it is set, or moved on."""

    moment: datetime

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment

    def later(self, **time: float) -> None:
        """Move on by days, hours and so on."""
        self.moment += timedelta(**time)
