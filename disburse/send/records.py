"""Frozen records of the outbox.

Moments that come in are datetimes with a time zone; those that come out are texts as the ledger
writes them: ISO 8601 in Asia/Ho_Chi_Minh, to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from disburse.send import checks

if TYPE_CHECKING:
    from datetime import date, datetime


class State(StrEnum):
    """How far a message got.

    ``pending``: waits for its time; ``sending``: a process is at it; ``sent``: a server accepted
    it; ``written``: it is a file; ``failed``: refused for good, or tried too often; ``unknown``:
    nobody knows whether the server accepted it, a person must look; ``settled``: a person did;
    ``skipped``: not sent, as its recipient wished or because the account changed.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    WRITTEN = "written"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    SKIPPED = "skipped"


class Outcome(StrEnum):
    """How an attempt ended; ``unknown``: the last octet may have gone out, no answer came."""

    ACCEPTED = "accepted"
    WRITTEN = "written"
    TRANSIENT = "transient"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """What went wrong, where it was not the server's answer to the message itself."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    DROPPED = "dropped"
    GREETING = "greeting"
    CERTIFICATE = "certificate"
    ENCRYPTION = "encryption"
    NO_STARTTLS = "no_starttls"
    LOGIN = "login"
    SENDER = "sender"
    PROTOCOL = "protocol"
    INTERRUPTED = "interrupted"
    FOLDER = "folder"
    RESTORED = "restored"


class Skip(StrEnum):
    """Why a message was not sent: the account is closed, was given other rights, or its wish."""

    CLOSED = "closed"
    RIGHTS = "rights"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    FREQUENCY = "frequency"


class Frequency(StrEnum):
    """How often a person wants optional mails of one kind."""

    EVERY = "every"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along; ``media_type`` as in ``application/pdf``."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        """Raise ValueError for what no header can carry."""
        checks.demand_file_name(self.name)
        checks.demand_media_type(self.media_type)


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture that the HTML shows by ``<img src="cid:CONTENT_ID">``."""

    content_id: str
    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        """Raise ValueError for what no header can carry."""
        checks.demand_file_name(self.name)
        checks.demand_word("content_id", self.content_id)
        checks.demand_media_type(self.media_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be sent: the only one of its kind and period to its address.

    ``kind`` is a code as in ``weekly``; ``period`` names the run within it as in ``2026-W40``.
    ``person_id`` is the recipient's account, None without one. ``html`` None: text alone.
    ``optional``: the recipient may pause, thin out or end mails of this kind; ``unsubscribe`` is
    the address of the page where.
    """

    kind: str
    period: str
    address: str
    name: str
    person_id: int | None
    subject: str
    text: str
    html: str | None
    due_at: datetime
    attachments: tuple[Attachment, ...] = ()
    inline: tuple[Inline, ...] = ()
    optional: bool = False
    unsubscribe: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what no header can carry, or a moment without time zone."""
        checks.demand_word("kind", self.kind)
        checks.demand_line("period", self.period)
        checks.demand_address(self.address)
        checks.demand_line("subject", self.subject)
        if self.name:
            checks.demand_line("name", self.name)
        if self.unsubscribe is not None:
            checks.demand_web_address(self.unsubscribe)
        if self.due_at.tzinfo is None:
            raise ValueError(f"due_at without time zone: {self.due_at}")


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What a run brought: messages that are ``new``, and those the outbox ``held`` already."""

    new: int
    held: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A stored message with all its content, as it goes out."""

    number: int
    kind: str
    address: str
    name: str
    subject: str
    message_id: str
    unsubscribe: str | None
    optional: bool
    created_at: str
    due_at: str
    text: str
    html: str | None
    inline: tuple[Inline, ...]
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended: the server's ``code`` and ``answer``, or a ``fault`` and its text.

    ``stops``: whatever comes next would end the same way, so the round ends here.
    ``lost``: the connection was lost on the way.
    """

    outcome: Outcome
    code: int | None = None
    answer: str | None = None
    fault: Fault | None = None
    error: str | None = None
    stops: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; ``outcome`` and ``finished_at`` are None while it lasts."""

    number: int
    started_at: str
    handed_at: str | None
    finished_at: str | None
    outcome: Outcome | None
    code: int | None
    answer: str | None
    fault: Fault | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment, or with a ``content_id`` a picture inside the HTML; ``size`` in octets."""

    number: int
    name: str
    media_type: str
    content_id: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A message in a list; ``next_at`` counts while it is pending, ``last`` is its last attempt."""

    number: int
    kind: str
    period: str
    address: str
    name: str
    person_id: int | None
    subject: str
    message_id: str
    optional: bool
    created_at: str
    due_at: str
    state: State
    next_at: str
    reason: Skip | None
    last: Attempt | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its text, what is in it, and every attempt, the first one first."""

    summary: Summary
    text: str
    html: str | None
    parts: tuple[Part, ...]
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages by state."""

    pending: int = 0
    sending: int = 0
    sent: int = 0
    written: int = 0
    failed: int = 0
    unknown: int = 0
    settled: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did; ``retried`` messages wait for another try.

    ``stopped`` tells what ended the round before everything due had its turn.
    """

    sent: int
    written: int
    retried: int
    failed: int
    unknown: int
    skipped: int
    stopped: Result | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person wishes: no mail up to and including a day, how often, which kinds never."""

    paused_until: date | None = None
    frequency: Frequency = Frequency.EVERY
    unsubscribed: frozenset[str] = frozenset()
