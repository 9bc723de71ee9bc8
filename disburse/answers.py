"""What people answer to the questions of a file, and what of it is kept for later files.

A value is a field ("plan_current", "note") or, where ``heading`` is None, a unit ("triệu đồng").
"""

from __future__ import annotations

from dataclasses import dataclass

_SAME_SIZE = 10
"""Units lie a thousand apart: amounts within ten times the earlier ones have no other unit."""


def of_one_size(amount: int | None, usual: int | None) -> bool:
    """Whether the usual amounts of two tables show that their unit of money is one."""
    if amount is None or usual is None:
        return False
    return usual <= amount * _SAME_SIZE and amount <= usual * _SAME_SIZE


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """A person's word by which a table was read: a column's field or, without heading, the unit.

    ``heading`` is the label path as written, ``heading_key`` the same as it is known again (empty
    where it cannot be). ``usual_amount``, with a unit: the median amount of the table in đồng.
    ``answer_id`` numbers an answer remembered, None for one given with this file.
    """

    heading: str | None
    heading_key: str
    value: str
    usual_amount: int | None = None
    answer_id: int | None = None


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """An answer kept for later tables of one layout; withdrawn, it counts no more.

    ``file`` and ``sheet`` are those of the import it came with; moments are ISO 8601 in
    Asia/Ho_Chi_Minh. ``uses`` lists the imports read by it that are not undone.
    """

    answer_id: int
    import_id: int
    file: str
    sheet: str
    fingerprint: str
    heading: str | None
    heading_key: str
    value: str
    usual_amount: int | None
    answered_by: str
    answered_at: str
    withdrawn_at: str | None
    withdrawn_by: str | None
    uses: tuple[int, ...]
