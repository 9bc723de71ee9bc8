"""Letters to owners as the ledger keeps them: each draft, what became of it, what was answered.

A draft is made by the program and may be made again; whether it was signed and sent, under which
number, and what the owner answered and promised, people record. Moments are ISO 8601 in
Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter just written to ``path``, still to be kept.

    ``due_round`` is the last due date that had passed when it was drafted: all drafts to an owner
    of one round ask about the same milestones.
    """

    kind: str
    owner: str
    as_of: date
    due_round: date
    reply_due: date
    projects: int
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A letter signed and sent: its ``symbol`` ("123/UBND-KT") and date, as the registry has it."""

    symbol: str
    issued_on: date
    made_by: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What an owner answered; ``promised_on``: by when it will be done, where that was said."""

    number: int
    text: str
    promised_on: date | None
    made_by: str
    made_at: str


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A draft as kept, with how it was sent (None: not known to be) and every reply, in order."""

    number: int
    draft: Draft
    made_at: str
    dispatch: Dispatch | None
    replies: tuple[Reply, ...]

    @property
    def went_out(self) -> bool:
        """Whether the owner has it for certain: it was sent, or answered."""
        return self.dispatch is not None or bool(self.replies)

    @property
    def reply(self) -> Reply | None:
        """The last reply."""
        return self.replies[-1] if self.replies else None

    def overdue(self, as_of: date) -> bool:
        """Whether it went out and no reply came within the time set."""
        return self.went_out and not self.replies and as_of > self.draft.reply_due
