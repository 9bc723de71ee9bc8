"""What changed in the early warnings since the last evaluation, for a reader in a hurry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from disburse.model import Level
from disburse.render import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning

LISTED = 10

Key = tuple[int, str]


class Named(msgspec.Struct, frozen=True, gc=False):
    """Code and name of a project."""

    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """One early warning that came, went, or turned, with the due date of its milestone."""

    project: Named
    early_warning: EarlyWarning
    due: date | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind (``new worse eased cleared``), the first `LISTED` of ``total``."""

    kind: str
    total: int
    listed: tuple[Change, ...]

    @property
    def left_out(self) -> int:
        """Changes counted but not listed."""
        return self.total - len(self.listed)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed since the evaluation of ``previous_as_of``."""

    previous_as_of: date
    groups: tuple[ChangeGroup, ...]


def since_last_time(assessment: Assessment, names: Mapping[int, Named]) -> Changes | None:
    """Compare with the last evaluation; None when there was none."""
    if assessment.previous_as_of is None:
        return None
    dues = {one.milestone_id: one.due for one in assessment.decision.milestones}
    groups = (
        _group(kind, members, names, dues) for kind, members in changed_warnings(assessment).items()
    )
    return Changes(assessment.previous_as_of, tuple(groups))


def changed_warnings(assessment: Assessment) -> dict[str, list[EarlyWarning]]:
    """Sort out what changed since the last evaluation, by kind; nothing when there was none.

    A warning about what one was open about before (the same milestone, or the same matter) is
    not new: it is worse when amber became red, eased when red became amber, else unchanged.
    """
    last = assessment.previous_as_of
    if last is None:
        return {}
    before = {_subject(one): one for one in (*assessment.cleared, *assessment.previous)}
    now = {_subject(one): one for one in assessment.warnings}
    held = [(one, before[subject]) for subject, one in now.items() if subject in before]
    fresh = [one for subject, one in now.items() if subject not in before]
    return {
        "new": [one for one in fresh if one.since > last],
        "worse": [one for one, then in held if _red(one) and not _red(then)],
        "eased": [one for one, then in held if _red(then) and not _red(one)],
        "cleared": [one for one in assessment.cleared if _subject(one) not in now],
    }


def _subject(early_warning: EarlyWarning) -> Key:
    return early_warning.project_id, early_warning.milestone_id or early_warning.code


def _red(early_warning: EarlyWarning) -> bool:
    return early_warning.level is Level.RED


def _group(
    kind: str,
    members: Iterable[EarlyWarning],
    names: Mapping[int, Named],
    dues: Mapping[str, date],
) -> ChangeGroup:
    ranked = sorted(members, key=lambda one: not _red(one))
    unknown = Named(None, messages.label("missing", "project"))
    listed = (
        Change(names.get(one.project_id, unknown), one, dues.get(one.milestone_id or ""))
        for one in ranked[:LISTED]
    )
    return ChangeGroup(kind, len(ranked), tuple(listed))
