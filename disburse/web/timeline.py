"""What happened to a project, the latest first: figures, corrections, casework, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from disburse.casework_model import Casework
from disburse.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disburse.casework_model import Correction
    from disburse.ledger.project_history import Mention
    from disburse.ledger.warning_history import WarningSpell

_CASES = Casework.__slots__


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day; ``kind`` chooses its wording, ``about`` fills it."""

    day: date
    kind: str
    about: Any
    by: str | None = None


def timeline(
    mentions: Iterable[Mention],
    corrections: Iterable[Correction],
    casework: Casework,
    spells: Iterable[WarningSpell],
) -> list[Event]:
    """Put everything in order, the latest first."""
    events = [
        *_imports(mentions),
        *_corrections(corrections),
        *_casework(casework),
        *_warnings(spells),
    ]
    return sorted(events, key=lambda one: one.day, reverse=True)


def _imports(mentions: Iterable[Mention]) -> Iterator[Event]:
    for one in mentions:
        origin = one.origin
        yield Event(origin.as_of, "mention", one, origin.uploaded_by)


def _corrections(corrections: Iterable[Correction]) -> Iterator[Event]:
    for one in corrections:
        yield Event(_day(one.made_at), "correction", one, one.made_by)
        if one.withdrawn_at is not None:
            yield Event(_day(one.withdrawn_at), "withdrawal", one, one.withdrawn_by)


def _casework(casework: Casework) -> Iterator[Event]:
    for name in _CASES:
        for case in getattr(casework, name):
            for one in (*case.records, *case.answers):
                yield Event(_day(one.made_at), "record", one, one.author.name)


def _warnings(spells: Iterable[WarningSpell]) -> Iterator[Event]:
    for spell in spells:
        for number, (day, warning) in enumerate(spell.levels):
            changed = "worse" if warning.level is Level.RED else "eased"
            yield Event(day, changed if number else "opened", warning)
        if spell.cleared_on is not None:
            yield Event(spell.cleared_on, "cleared", spell.last)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
