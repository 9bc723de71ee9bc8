"""What people do on the pages that the audit log tells of."""

from __future__ import annotations

from enum import StrEnum


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
