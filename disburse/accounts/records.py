"""Frozen records of people, sessions, tokens and the audit log.

Moments are texts as the ledger writes them: ISO 8601 in Asia/Ho_Chi_Minh, to the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """What a person is to the office."""

    STAFF = "staff"
    LEADER = "leader"
    OWNER = "owner"
    ADMIN = "admin"


class Purpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class Action(StrEnum):
    """What the audit log tells of accounts; other parts add actions of their own."""

    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_CLOSED = "person_closed"
    PERSON_REOPENED = "person_reopened"
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an action
    LINK_ISSUED = "link_issued"
    LINK_USED = "link_used"
    TOKEN_ISSUED = "token_issued"  # noqa: S105 - the name of an action
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an action
    SESSIONS_REVOKED = "sessions_revoked"
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for the audit log; ``person_id`` is None at the command line."""

    name: str
    person_id: int | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be added; ``owner``, as registers write it, for the role owner and no other."""

    email: str
    role: Role
    name: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What can be changed of a person; as with `NewPerson`, ``owner`` goes with its role alone."""

    name: str
    role: Role
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One account. ``has_password`` is False until an invitation is accepted."""

    person_id: int
    email: str
    name: str
    role: Role
    owner: str | None
    created_at: str
    created_by: str
    closed_at: str | None
    has_password: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser; ``expires_at`` is its end however busy it is."""

    session_id: int
    person_id: int
    created_at: str
    last_seen_at: str
    expires_at: str
    idle_minutes: int
    address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One API token, without its secret, which is told once and not kept."""

    token_id: int
    person_id: int
    created_at: str
    created_by: str
    last_used_at: str | None
    revoked_at: str | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; ``old`` and ``new`` hold what changed, never a secret."""

    entry_id: int
    at: str
    person_id: int | None
    actor: str
    action: str
    object_kind: str
    object_id: str | None
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    address: str | None
