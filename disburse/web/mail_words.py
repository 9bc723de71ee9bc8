"""Messages in words: what kind they are of, and why an attempt ended as it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disburse.commands.wording import wording as command_wording
from disburse.render import formats
from disburse.schedule.planned import Name
from disburse.send.claiming import TEST
from disburse.send.wording import wording
from disburse.web.wording import wording as web_wording

if TYPE_CHECKING:
    from disburse.send.records import Attempt

_COUNTDOWN = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d+)-(before|after)")


def kind_name(kind: str) -> str:
    """Name a kind of message as its schedule is named; an unheard-of kind by its code."""
    if kind == TEST:
        return str(web_wording()["mail"]["test"])
    return command_wording()["schedule_names"].get(kind, kind)


def period_name(kind: str, key: str) -> str:
    """Name the period of a run; a countdown's by the milestone and how far off it was."""
    texts, counted = web_wording()["mail"], _COUNTDOWN.fullmatch(key)
    if kind != Name.COUNTDOWN or counted is None:
        return str(texts["period"].format(key=key))
    return str(texts[counted[3]].format(due=formats.partial_day(counted[1]), days=counted[2]))


def reason_of(attempt: Attempt) -> str:
    """Say how an attempt ended: what went wrong, and what the server or the system said of it."""
    texts = wording()
    cause = texts["faults"][attempt.fault] if attempt.fault else ""
    said = " ".join(str(one) for one in (attempt.code, attempt.answer or attempt.error) if one)
    return ": ".join(one for one in (cause, said) if one)
