"""Entries of the audit log in words: what was done, to what, and what changed from what to what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from disburse.accounts.records import AuditEntry
from disburse.accounts.wording import wording as accounts_wording
from disburse.ledger.casework_rows import KINDS
from disburse.render import formats, messages
from disburse.render.formats import Unit
from disburse.schedule.planned import Name
from disburse.send.wording import wording as mail_wording
from disburse.web.fields import field_name
from disburse.web.mail_words import kind_name
from disburse.web.wording import wording

_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_AMOUNTS = {"amount", "plan"}
_PLAIN = ("_id", "_year", "correction")
_SHOWN_OF_DIGEST = 12
_OF_MAIL = {"state": "states", "frequency": "frequencies"}
_PROJECT = "project_id"
_PAGES = {
    "person": "/people/{}",
    "import": "/imports/{}",
    "project": "/projects/{}",
    "message": "/mail/{}",
    "letter": "/letters/{}",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that changed; ``old`` or ``new`` is None where the entry does not tell it."""

    label: str
    old: str | None
    new: str | None


def action_names() -> dict[str, str]:
    """Words for every action, those of accounts first."""
    return {**accounts_wording()["actions"], **wording()["actions"]}


def subject_of(entry: AuditEntry) -> tuple[str, str]:
    """Kind and number of what an entry is about: of a record of casework, its project."""
    project = (entry.new or {}).get(_PROJECT)
    return (
        (entry.object_kind, entry.object_id or "") if project is None else ("project", f"{project}")
    )


def subject_name(subject: tuple[str, str], known: Mapping[tuple[str, str], str]) -> str:
    """Name it as people know it, or else by kind and number."""
    kind, number = subject
    words: dict[str, str] = wording()["audit_objects"]
    return known.get(subject) or f"{words.get(kind, kind)} {number}".strip()


def subject_path(subject: tuple[str, str]) -> str | None:
    """Address of its page, if it has one."""
    kind, number = subject
    return _PAGES[kind].format(number) if kind in _PAGES and number else None


def changes_of(entry: AuditEntry) -> list[Changed]:
    """List what an entry tells: values before and after, and those told only once."""
    old, new = entry.old or {}, entry.new or {}
    return [
        Changed(_label(key), _told(key, old), _told(key, new))
        for key in dict.fromkeys((*old, *new))
        if key != _PROJECT and (old.get(key) is not None or new.get(key) is not None)
    ]


def _label(key: str) -> str:
    label: str = wording()["audit_fields"].get(key) or field_name(key)
    return label


def _told(key: str, values: Mapping[str, Any]) -> str | None:
    return _worded(key, values[key]) if key in values else None


def _worded(key: str, value: object) -> str:
    if isinstance(value, bool):
        return str(wording()["audit_answers"]["yes" if value else "no"])
    if isinstance(value, int):
        return _number(key, value)
    if isinstance(value, list):
        return "; ".join(_worded(key, one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(name)}: {_worded(name, one)}" for name, one in value.items())
    return formats.MISSING if value is None else _text(key, str(value))


def _number(key: str, value: int) -> str:
    if key in _AMOUNTS:
        return messages.with_unit(value, Unit.DONG)
    return str(value) if key.endswith(_PLAIN) else formats.count(value)


def _text(key: str, value: str) -> str:
    """Write a text as people read it: a code by its word, a moment, a day, a digest cut short."""
    words = _words_of(key)
    if words is not None:
        return words.get(value, value)
    if key.endswith("_at"):
        return formats.moment(value)
    if _DAY.fullmatch(value):
        return formats.partial_day(value)
    return f"{value[:_SHOWN_OF_DIGEST]}…" if key == "sha256" else value


def _words_of(key: str) -> dict[str, str] | None:
    if key == "kind":
        return _kinds()
    if key in {"unsubscribed", "schedule"}:
        return {name.value: kind_name(name) for name in Name}
    if key in {"project_class", "tranche"}:
        return messages.labels(key)
    if key in _OF_MAIL:
        return mail_wording()[_OF_MAIL[key]]
    tables = {"role": "roles", "purpose": "purposes"}
    return accounts_wording()[tables[key]] if key in tables else None


def _kinds() -> dict[str, str]:
    """Kinds of files, and of records, which entries name by their class."""
    records = messages.labels("casework")
    return messages.labels("kind") | {said.__name__: records[one] for one, said in KINDS.items()}
