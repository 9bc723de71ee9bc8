"""What mails are made of: a finished mail, and what people said of the projects it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disburse.render.office import Office

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning

    WarningKey = tuple[int, str, str | None, date]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG the HTML shows as ``cid:CONTENT_ID``, so wide and high on the page."""

    content_id: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, the same for everybody who may see what it tells."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name mails are written; ``url``: where links begin, empty for none.

    ``missed``: when the mail should have been made, where it comes late.
    """

    office: Office = field(default_factory=Office)
    url: str = ""
    missed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an owner said of an early warning, and what the office answered; ``made_on`` a day."""

    text: str
    by: str
    made_on: date
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What an owner said would be disbursed since 1 January by a day, in đồng."""

    expected_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Said:
    """What people said: explanations by warning, the last promise of each project."""

    explanations: Mapping[WarningKey, Explanation] = field(default_factory=dict)
    promises: Mapping[int, Promise] = field(default_factory=dict)

    def explanation(self, one: EarlyWarning) -> Explanation | None:
        """Return what the owner said of this spell of a warning."""
        return self.explanations.get((one.project_id, one.code, one.milestone_id, one.since))


@dataclass(frozen=True, slots=True)
class DueLine:
    """A date of the law: done ``before`` that day, or on it at the latest."""

    day: date
    title: str
    basis: str
    before: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What one group of recipients may see: everything (``owner`` None), or one owner's projects.

    ``assessment`` holds nothing else, so nothing made of it can show more; ``dues`` are the dates
    of the law that concern the group.
    """

    assessment: Assessment
    owner: str | None
    said: Said
    dues: tuple[DueLine, ...]
    sender: Sender
