"""The entries of the menu, by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.web.access import ROLES, Access
from disburse.web.wording import wording

if TYPE_CHECKING:
    from disburse.accounts.records import Person

_BELOW = {
    "imports": ("/answers",),
    "mail": ("/letters",),
    "people": ("/audit", "/schedule", "/settings", "/backup"),
}
"""Pages that belong to an entry without standing below its address."""
_PLACES = (
    ("home", "/", Access.PERSON),
    ("projects", "/projects", Access.PERSON),
    ("cases", "/cases", Access.READER),
    ("upload", "/upload", Access.OFFICE),
    ("imports", "/imports", Access.READER),
    ("matches", "/matches", Access.OFFICE),
    ("reports", "/reports", Access.PERSON),
    ("mail", "/mail", Access.READER),
    ("people", "/people", Access.ADMIN),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; ``here`` is the page shown, or one below it."""

    text: str
    path: str
    here: bool


def entries(person: Person | None, path: str) -> list[Entry]:
    """List where a person may go; nobody may go anywhere."""
    if person is None:
        return []
    texts = wording()["navigation"]
    return [
        Entry(texts[key], place, any(_within(path, one) for one in (place, *_BELOW.get(key, ()))))
        for key, place, access in _PLACES
        if person.role in ROLES[access]
    ]


def _within(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(f"{place}/"))
