"""The audit log: every change and every login, with who, when, from where, old and new."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from disburse.accounts.records import AuditEntry
from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

    from disburse.accounts.records import Actor

_INSERT = """
    INSERT INTO audit (at, person_id, actor, action, object_kind, object_id, old, new, address)
    VALUES (:at, :person_id, :actor, :action, :object_kind, :object_id, :old, :new, :address)
"""
_OLD, _NEW = 7, 8
_SELECT = """
    SELECT id, at, person_id, actor, action, object_kind, object_id, old, new, address
    FROM audit
    WHERE (:person_id IS NULL OR person_id = :person_id)
        AND (:action IS NULL OR action = :action)
        AND (:object_kind IS NULL OR object_kind = :object_kind)
        AND (:object_id IS NULL OR object_id = :object_id)
        AND (:since IS NULL OR at >= :since)
        AND (:until IS NULL OR at <= :until)
        AND (:before IS NULL OR id < :before)
    ORDER BY id DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted; None for any. ``before`` is the last entry of the page above."""

    person_id: int | None = None
    action: str | None = None
    object_kind: str | None = None
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def record(  # noqa: PLR0913 (who, when, what, to what, from what, to what: nothing to group)
    connection: sqlite3.Connection,
    action: str,
    object_kind: str,
    object_id: object = None,
    *,
    by: Actor,
    at: datetime,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry; call it in the transaction of the change it tells of.

    ``old`` and ``new`` are what JSON can hold, and never a secret.
    """
    entry = {
        "at": stamp(at),
        "person_id": by.person_id,
        "actor": by.name,
        "action": str(action),
        "object_kind": object_kind,
        "object_id": None if object_id is None else str(object_id),
        "old": _json(old),
        "new": _json(new),
        "address": by.address,
    }
    connection.execute(_INSERT, entry)


def entries(
    connection: sqlite3.Connection, wanted: Filter | None = None, *, limit: int = 100
) -> list[AuditEntry]:
    """List entries, the latest first, at most ``limit`` of them."""
    asked = wanted or Filter()
    rows = connection.execute(
        _SELECT,
        {
            "person_id": asked.person_id,
            "action": asked.action,
            "object_kind": asked.object_kind,
            "object_id": asked.object_id,
            "since": asked.since and stamp(asked.since),
            "until": asked.until and stamp(asked.until),
            "before": asked.before,
            "limit": limit,
        },
    )
    return [_entry(tuple(row)) for row in rows]


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    entry = AuditEntry(*row)
    return replace(entry, old=_read(row[_OLD]), new=_read(row[_NEW]))


def _read(text: str | None) -> dict[str, Any] | None:
    values: dict[str, Any] | None = None if text is None else json.loads(text)
    return values


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, allow_nan=False)
