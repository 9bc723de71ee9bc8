"""What may be one project or one owner, and what people confirmed of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """What a person can say of two projects, or of two spellings of an owner."""

    SAME_PROJECT = "same_project"
    DIFFERENT_PROJECTS = "different_projects"
    SAME_OWNER = "same_owner"
    DIFFERENT_OWNERS = "different_owners"


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project as imports not undone last named it; ``as_of`` (ISO) and ``file`` are the last."""

    project_id: int
    code: str | None
    name: str | None
    owner: str | None
    as_of: str
    file: str


@dataclass(frozen=True, slots=True)
class ProjectCandidate:
    """Two projects no file lists together whose names are near; ``percent`` says how near."""

    project: KnownProject
    resembles: KnownProject
    percent: int


@dataclass(frozen=True, slots=True)
class OwnerSuggestion:
    """A spelling that may mean the owner whom more projects name otherwise."""

    spelling: str
    projects: int
    owner: str
    owner_projects: int
    percent: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person's word on identity, in force until withdrawn. Moments are ISO 8601.

    ``projects``: pairs of project numbers it speaks of; for an owner those that became one by it.
    ``names``: the two projects, or the spelling and the owner, as people read them.
    """

    number: int
    kind: MatchKind
    names: tuple[str, str]
    projects: tuple[tuple[int, int], ...]
    decided_by: str
    decided_at: str
    withdrawn_at: str | None
    withdrawn_by: str | None
