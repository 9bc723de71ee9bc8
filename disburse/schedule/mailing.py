"""Mails of a run put into the outbox: made once for each group, one message for each person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disburse.schedule.recipients import Group
from disburse.send import outbox
from disburse.send.records import Attachment, Inline, NewMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disburse.accounts.records import Person
    from disburse.render.emails.records import Mail
    from disburse.schedule.work import Work

_LOGGER = logging.getLogger(__name__)
_PNG = "image/png"


@dataclass(frozen=True, slots=True)
class Content:
    """What one group gets."""

    mail: Mail
    attachments: tuple[Attachment, ...] = ()


Make = Callable[[Group], Content | None]


def post(work: Work, groups: Iterable[Group], make: Make, *, optional: bool) -> dict[str, int]:
    """Put the mail of each group into the outbox; tell what came of it.

    ``new``: messages made; ``held``: the outbox had them, and their mail was not made again;
    ``nothing``: recipients there is nothing to say to; ``unaddressable``: no mail can go there.
    """
    posting = _Posting(work, make, optional)
    done = outbox.enqueue(work.ledger, posting.messages(groups), at=work.at)
    return {"new": done.new, "held": done.held + posting.held, **posting.left_out}


@dataclass(slots=True)
class _Posting:
    """The messages of a run as they are made, and who gets none."""

    work: Work
    make: Make
    optional: bool
    held: int = 0
    left_out: dict[str, int] = field(default_factory=lambda: {"nothing": 0, "unaddressable": 0})

    def messages(self, groups: Iterable[Group]) -> Iterator[NewMessage]:
        """Give the messages the outbox does not hold yet, one by one."""
        period = self.work.period
        known = outbox.held(self.work.ledger, period.name.value, period.key)
        for group in groups:
            waiting = [one for one in group.people if one.email.lower() not in known]
            self.held += len(group.people) - len(waiting)
            content = self.make(group) if waiting else None
            if content is None:
                self.left_out["nothing"] += len(waiting)
            else:
                yield from self._for_each(waiting, content)

    def _for_each(self, people: Iterable[Person], content: Content) -> Iterator[NewMessage]:
        for person in people:
            try:
                yield self._message(person, content)
            except ValueError as refusal:
                self.left_out["unaddressable"] += 1
                _LOGGER.warning("no mail can go to account %s: %s", person.person_id, refusal)

    def _message(self, person: Person, content: Content) -> NewMessage:
        mail, sender = content.mail, self.work.sender
        return NewMessage(
            kind=self.work.period.name.value,
            period=self.work.period.key,
            address=person.email,
            name=person.name,
            person_id=person.person_id,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            due_at=self.work.at,
            attachments=content.attachments,
            inline=tuple(
                Inline(one.content_id, f"{one.content_id}.png", _PNG, one.content)
                for one in mail.pictures
            ),
            optional=self.optional,
            unsubscribe=f"{sender.url}/account/mail" if self.optional and sender.url else None,
        )
