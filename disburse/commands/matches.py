"""``matches``: what may be one project or one owner, and what people confirmed of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import moment, opened_ledger, person
from disburse.commands.wording import error, wording
from disburse.ledger import confirmations as ledger_confirmations
from disburse.ledger.candidates import candidates, owner_suggestions
from disburse.ledger.confirmation_list import confirmations
from disburse.ledger.known_projects import project_called
from disburse.matches import MatchKind

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace
    from collections.abc import Callable

    from disburse.commands.answer import Context
    from disburse.matches import Confirmation, KnownProject, OwnerSuggestion, ProjectCandidate

_PROJECTS: dict[str, Callable[..., Confirmation]] = {
    "same": ledger_confirmations.confirm_same,
    "different": ledger_confirmations.confirm_different,
}
_OWNERS: dict[str, Callable[..., Confirmation]] = {
    "owner": ledger_confirmations.confirm_owner,
    "other_owner": ledger_confirmations.confirm_other_owner,
}
_ABOUT_PROJECTS = {MatchKind.SAME_PROJECT, MatchKind.DIFFERENT_PROJECTS}


class _Found(NamedTuple):
    """What awaits a person's word, and what was confirmed."""

    projects: list[ProjectCandidate]
    owners: list[OwnerSuggestion]
    confirmations: list[Confirmation]


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``matches``: list what awaits a word, or take one word or take one back."""
    chosen = [
        name for name in (*_PROJECTS, *_OWNERS, "withdraw") if getattr(options, name) is not None
    ]
    if len(chosen) > 1:
        raise error("one_match")
    with opened_ledger(context.database) as ledger:
        if chosen:
            done = _carried_out(ledger, chosen[0], options)
            return Answer(lambda: {"confirmation": asdict(done)}, lambda: _done_text(done))
        found = _Found(candidates(ledger), owner_suggestions(ledger), confirmations(ledger))
    return Answer(lambda: _document(found), lambda: _text(found))


def _carried_out(ledger: sqlite3.Connection, chosen: str, options: Namespace) -> Confirmation:
    given, by = getattr(options, chosen), person(options)
    if chosen == "withdraw":
        return ledger_confirmations.withdraw(ledger, given, by=by, at=now())
    if chosen in _OWNERS:
        return _OWNERS[chosen](ledger, *given, by=by, at=now())
    one, other = (project_called(ledger, text) for text in given)
    return _PROJECTS[chosen](ledger, one, other, by=by, at=now())


def _document(found: _Found) -> dict[str, Any]:
    return {name: [asdict(one) for one in listed] for name, listed in found._asdict().items()}


def _text(found: _Found) -> str:
    blocks = (
        _block("projects", [_candidate(one) for one in found.projects]),
        _block("owners", [_suggestion(one) for one in found.owners]),
        _block("confirmed", [_confirmation(one) for one in found.confirmations]),
    )
    return "\n\n".join(block for block in blocks if block) or wording()["matches"]["none"]


def _block(key: str, lines: list[str]) -> str:
    heading = wording()["matches"][key].format(count=len(lines))
    numbered = (f"{number:>3}. {line}" for number, line in enumerate(lines, start=1))
    lines = lines if key == "confirmed" else list(numbered)
    return "\n".join((heading, *lines)) if lines else ""


def _candidate(one: ProjectCandidate) -> str:
    return wording()["matches"]["candidate"].format(
        percent=one.percent,
        project=_project(one.project),
        resembles=_project(one.resembles),
        first=one.project.project_id,
        second=one.resembles.project_id,
    )


def _project(one: KnownProject) -> str:
    texts = wording()["matches"]
    shown = {name: value or texts["unknown"] for name, value in asdict(one).items()}
    day = "/".join(reversed(one.as_of.split("-")))
    return texts["project"].format(**{**shown, "as_of": day})


def _suggestion(one: OwnerSuggestion) -> str:
    return wording()["matches"]["suggestion"].format(**asdict(one))


def _confirmation(one: Confirmation) -> str:
    texts = wording()["matches"]
    line = texts["confirmation"].format(
        number=one.number,
        said=_said(one),
        decided_by=one.decided_by,
        decided_at=moment(one.decided_at),
    )
    if one.withdrawn_at is None:
        return line
    return line + texts["withdrawn"].format(
        withdrawn_by=one.withdrawn_by, withdrawn_at=moment(one.withdrawn_at)
    )


def _said(one: Confirmation) -> str:
    first, second = one.names
    said = wording()["match_kinds"][one.kind].format(first=first, second=second)
    if one.projects and one.kind not in _ABOUT_PROJECTS:
        said += wording()["matches"]["joined"].format(count=len(one.projects))
    return said


def _done_text(one: Confirmation) -> str:
    key = "done" if one.withdrawn_at is None else "done_withdrawn"
    return wording()["matches"][key].format(number=one.number, said=_said(one))
