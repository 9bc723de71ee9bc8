"""The audit log's entries of what is done on the pages."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from disburse.accounts import audit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from disburse.accounts.records import Actor


class Action(StrEnum):
    """What people do on the pages, besides what `disburse.accounts` records itself."""

    IMPORTED = "imported"
    UNDONE = "undone"
    BACKED_UP = "backed_up"
    RECORDED = "recorded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    FORGOTTEN = "forgotten"
    MAIL_TESTED = "mail_tested"
    SCHEDULE_RUN = "schedule_run"
    LETTERS_DRAFTED = "letters_drafted"
    LETTER_SENT = "letter_sent"
    LETTER_ANSWERED = "letter_answered"


def record(  # noqa: PLR0913 (who, when, what, to what, from what, to what: nothing to group)
    ledger: sqlite3.Connection,
    action: Action,
    kind: str,
    number: object,
    *,
    by: Actor,
    at: datetime,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry."""
    audit.record(ledger, action, kind, number, by=by, at=at, old=old, new=new)
