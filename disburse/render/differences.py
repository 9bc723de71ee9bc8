"""What a file changes in the ledger, project by project, as Vietnamese text for a person.

Amounts in triệu đồng.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disburse.differences import DifferenceKind
from disburse.model import Tranche
from disburse.render import formats, messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    Document = dict[str, Any]

# Of each kind; the rest is counted and named.
DIFFERENCES_LISTED = 20
_DATES = {"started", "completed", "construction_start", "site_handover", "handed_over"}


def differences_listing(document: Document) -> str:
    """Changed, missing and new projects of an ``import`` document, the first of each kind.

    A first import is left out: its projects are all new and stand listed already.
    """
    listed = document["differences"] or ()
    if all(one["kind"] == DifferenceKind.NEW for one in listed):
        return ""
    groups = ((kind, [one for one in listed if one["kind"] == kind]) for kind in DifferenceKind)
    return "\n".join(line for kind, group in groups for line in _group(kind, group))


def _group(kind: DifferenceKind, group: list[Document]) -> Iterator[str]:
    if not group:
        return
    yield _text(kind, count=formats.count(len(group)))
    for one in group[:DIFFERENCES_LISTED]:
        yield _text("project", **_named(one))
        yield from (_text("field", **field_difference(each)) for each in one["fields"])
    left = len(group) - DIFFERENCES_LISTED
    if left > 0:
        yield _text("more", count=formats.count(left))


def _named(one: Document) -> dict[str, str]:
    return {
        "code": one["code"] or formats.MISSING,
        "name": one["name"] or formats.MISSING,
        "owner": one["owner"] or messages.label("missing", "owner"),
    }


def field_difference(field: Document) -> dict[str, str]:
    """What one statement is about, what it was and what it is, in words."""
    return {
        "field": _about(field),
        "old": _value(field["field"], field["old"]) + _to_date(field),
        "new": _value(field["field"], field["new"]),
    }


def _about(field: Document) -> str:
    parts = [messages.label("difference_field", field["field"])]
    if field["source"]:
        parts.append(_text("source", source=field["source"]))
    if field["tranche"] == Tranche.CARRYOVER:
        parts.append(_text("carryover"))
    if field["to_date"]:
        parts.append(_text("to_date", day=formats.partial_day(field["to_date"])))
    return ", ".join(parts)


def _to_date(field: Document) -> str:
    day = field["old_to_date"]
    return _text("old_to_date", day=formats.partial_day(day)) if day else ""


def _value(name: str, value: str | int | None) -> str:
    if value is None:
        return messages.label("difference", "nothing")
    if isinstance(value, int):
        return formats.amount(value)
    if name == "class":
        return messages.label("project_class", value)
    return formats.partial_day(value) if name in _DATES else _text("quoted", text=value)


def _text(key: str, **values: object) -> str:
    return messages.label("difference", key).format(**values)
