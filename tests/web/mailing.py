"""Messages in the outbox, and a carrier that ends every attempt as a test wants."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from disburse.send.delivery import deliver
from disburse.send.listing import messages
from disburse.send.outbox import enqueue
from disburse.send.records import Attachment, Inline, NewMessage, Outcome, Result
from tests.web.office import NOW

if TYPE_CHECKING:
    import sqlite3

    from disburse.send.carrier import Handing
    from disburse.send.records import Mail

WEEKLY = NewMessage(
    kind="weekly",
    period="2026-W47",
    address="nguoi-nhan@bangmac.example.vn",
    name="Ban quản lý dự án khu vực",
    person_id=None,
    subject="Tình hình giải ngân tuần 47 năm 2026",
    text="Kính gửi Ban quản lý dự án khu vực,\n<b>Số liệu</b> đến ngày 15/11/2026.\n",
    html='<p style="color:#a40e26">Số liệu<img src="cid:course" alt=""></p><script>1</script>',
    due_at=NOW,
    attachments=(Attachment("tổng-hợp.xlsx", "application/octet-stream", b"workbook"),),
    inline=(Inline("course", "course.png", "image/png", b"png"),),
    optional=True,
)
REFUSED = Result(Outcome.PERMANENT, 550, "5.1.1 No such <user>")
LOST = Result(Outcome.UNKNOWN, error="connection reset")
ACCEPTED = Result(Outcome.ACCEPTED, 250, "2.0.0 queued as 4711")


@dataclass(frozen=True, slots=True)
class Ending:
    """Ends every attempt with one result."""

    result: Result

    def ready(self) -> None:
        """Be ready always."""

    def carry(self, mail: Mail, handing: Handing) -> Result:
        """Hand over and end."""
        assert handing(), mail.number
        return self.result

    def close(self) -> None:
        """Have nothing open."""


def put(ledger: sqlite3.Connection, result: Result | None = None, **changes: object) -> int:
    """Put a message into the outbox, end its first attempt, and return its number."""
    message = replace(WEEKLY, **changes)  # type: ignore[arg-type]  # of a test
    enqueue(ledger, [message], at=NOW)
    if result is not None:
        with closing(Ending(result)) as carrier:
            deliver(ledger, carrier, lambda: NOW)
    return messages(ledger, limit=1)[0].number
