"""Payment lines as they count: of which project, and which of them an earlier import holds too.

Queries over ``voucher`` are templates filled in by a `Scope`: ``$project``; ``$tables``, the last
of them ``voucher``; ``$condition``; ``$left_out`` and ``$perhaps_left_out`` (true where the line
may be left out, without looking for the other). `SETS` comes after WITH and needs `parameters`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.ledger.confirmed import Confirmed

SETS = """
    chosen AS MATERIALIZED (SELECT value AS id FROM json_each(:imports)),
    member AS MATERIALIZED (
        SELECT value ->> 0 AS project_id, value ->> 1 AS whole FROM json_each(:members)
    )
"""
_SAME_LINE = """
    held.source IS voucher.source AND held.tranche = voucher.tranche
    AND held.paid_on = voucher.paid_on AND held.number IS voucher.number
    AND held.approved = voucher.approved AND held.advance_recovered = voucher.advance_recovered
    AND held.import_id < voucher.import_id AND held.import_id IN (SELECT id FROM chosen)
"""


class Scope(NamedTuple):
    """The projects a query is about, as pieces of SQL."""

    project: str
    tables: str
    condition: str
    left_out: str
    perhaps_left_out: str


_HELD = f"""(
    voucher.repeated AND EXISTS (
        SELECT 1 FROM voucher AS held
        WHERE held.project_id = voucher.project_id AND {_SAME_LINE}
    )
)"""  # noqa: S608 - a constant of this module
_EVERY = Scope("voucher.project_id", "voucher", "1", _HELD, "repeated")
_SINGLE = _EVERY._replace(condition="voucher.project_id NOT IN (SELECT project_id FROM member)")
# ``repeated`` was written when the projects were still two: it says nothing here.
_JOINED = Scope(
    "member.whole",
    "member CROSS JOIN voucher",
    "voucher.project_id = member.project_id",
    f"""EXISTS (
        SELECT 1 FROM member AS twin CROSS JOIN voucher AS held
        WHERE twin.whole = member.whole AND held.project_id = twin.project_id AND {_SAME_LINE}
    )""",  # noqa: S608 - the same
    "1",
)


def scopes(said: Confirmed) -> tuple[Scope, ...]:
    """Return what to ask: every project at once, or those that are one with others apart."""
    return (_SINGLE, _JOINED) if said.joined else (_EVERY,)


def parameters(imports: Sequence[int], said: Confirmed) -> dict[str, str]:
    """Fill the sets: the imports whose lines count, and the projects that are one with others."""
    members = [(one, whole) for whole, ids in said.members().items() for one in ids]
    return {"imports": json.dumps(list(imports)), "members": json.dumps(members)}
