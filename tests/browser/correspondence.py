"""A mail nobody knows the fate of, and a letter the owner has not answered."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from disburse.correspondence import REMINDER, Draft
from disburse.ledger.letters import keep_drafts, record_dispatch
from disburse.ledger.schema import open_ledger
from tests.web.mailing import LOST, put
from tests.web.office import BY, OWNER

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def write(database: Path, at: datetime) -> None:
    """Put message 1 into the outbox, and letter 1, sent and overdue, into the ledger."""
    day = at.date()
    asked, due = day - timedelta(days=20), day - timedelta(days=10)
    draft = Draft(REMINDER, OWNER, asked, asked, due, 6, str(database.parent / "none"), "0" * 64)
    with closing(open_ledger(database)) as ledger:
        put(ledger, LOST)
        keep_drafts(ledger, [draft], at=at)
        record_dispatch(ledger, 1, symbol="123/UBND-KT", issued_on=asked, by=BY.name, at=at)
