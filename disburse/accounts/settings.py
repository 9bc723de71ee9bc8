"""What an office may set about accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from disburse.accounts.records import Purpose


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """How long sessions and links live, and the secret links are signed with.

    A session ends ``session_hours`` after signing in, or after ``idle_minutes`` without a request.
    An empty ``secret_key`` stands for the one in the file beside the database (`secret`).
    """

    session_hours: int = 12
    idle_minutes: int = 120
    invitation_hours: int = 168
    reset_hours: int = 24
    secret_key: str = field(default="", repr=False, metadata={"secret": True})

    def link_lasts(self, purpose: Purpose) -> timedelta:
        """Tell how long a link for ``purpose`` can be used."""
        invited = purpose is Purpose.INVITATION
        return timedelta(hours=self.invitation_hours if invited else self.reset_hours)
