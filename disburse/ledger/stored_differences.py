"""What an import changed in the ledger, kept as it was told when it was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from disburse.differences import Comparison, DifferenceKind, ProjectDifference
from disburse.model import Changes  # noqa: TC001 - what is kept is decoded by its types

if TYPE_CHECKING:
    import sqlite3

_KEEP = "INSERT INTO import_difference VALUES (?, ?)"
_KEPT = "SELECT told FROM import_difference WHERE import_id = ?"


class _Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """New projects are only counted: the ledger knows which import was the first to name one."""

    changes: Changes
    differences: tuple[ProjectDifference, ...] = ()


def keep(connection: sqlite3.Connection, import_id: int, compared: Comparison) -> None:
    """Keep what an import changes; call it in the transaction that stores it."""
    told = tuple(one for one in compared.differences if one.kind is not DifferenceKind.NEW)
    content = msgspec.json.encode(_Told(compared.changes, told)).decode()
    connection.execute(_KEEP, (import_id, content))


def changed_by(connection: sqlite3.Connection, import_id: int) -> Comparison | None:
    """Return what an import changed, new projects counted alone; None where it was not kept."""
    row = connection.execute(_KEPT, (import_id,)).fetchone()
    if row is None:
        return None
    told = msgspec.json.decode(row[0], type=_Told)
    return Comparison(told.changes, told.differences)
