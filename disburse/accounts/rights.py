"""Who may do what, and whose projects a person sees. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from disburse.accounts.records import Role
from disburse.text import fold

if TYPE_CHECKING:
    from disburse.accounts.records import Person


class Right(StrEnum):
    """What a role may allow.

    ``read_all``: every project; ``read_own``: those of one's owner; ``upload``: imports and their
    undoing; ``decide``: classes, dates, spellings, obstacles, answers to owners; ``answer``: an
    owner's plan, notes and explanations; ``administer``: accounts, settings, audit log, backup.
    """

    READ_ALL = "read_all"
    READ_OWN = "read_own"
    UPLOAD = "upload"
    DECIDE = "decide"
    ANSWER = "answer"
    ADMINISTER = "administer"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.STAFF: frozenset({Right.READ_ALL, Right.UPLOAD, Right.DECIDE}),
    Role.LEADER: frozenset({Right.READ_ALL}),
    Role.OWNER: frozenset({Right.READ_OWN, Right.ANSWER}),
    Role.ADMIN: frozenset({Right.READ_ALL, Right.UPLOAD, Right.DECIDE, Right.ADMINISTER}),
}


def may(role: Role, right: Right) -> bool:
    """Tell whether a role has a right."""
    return right in RIGHTS[role]


def visible_owner(person: Person) -> str | None:
    """Name the only owner whose projects a person sees; None for those who see every project.

    Raises ValueError for a person bound to an owner but without a name to bind by, so that a
    broken record never shows everything.
    """
    if may(person.role, Right.READ_ALL):
        return None
    if person.owner is None or not fold(person.owner):
        text = f"person {person.person_id} is bound to an owner without a name"
        raise ValueError(text)
    return person.owner


def sees_owner(person: Person, owner: str | None) -> bool:
    """Tell whether a person sees what belongs to ``owner``; None is what belongs to nobody."""
    own = visible_owner(person)
    return own is None or (owner is not None and fold(owner) == fold(own))
