"""Payment lines of a file that earlier imports hold already: counted there, told here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from disburse.findings import finding

if TYPE_CHECKING:
    import sqlite3

    from disburse.ledger.subjects import Subjects
    from disburse.model import Finding, Register, Voucher

# Which imports hold a line, of any year; of these the first of the file's own budget year, whose
# sums the line is left out of.
_HELD = """
    SELECT line.value ->> 0, min(CASE WHEN import.budget_year = ? THEN import.id END)
    FROM json_each(?) AS line
    CROSS JOIN voucher INDEXED BY voucher_line ON voucher.project_id = line.value ->> 1
        AND voucher.source IS line.value ->> 2 AND voucher.tranche = line.value ->> 3
        AND voucher.paid_on = line.value ->> 4 AND voucher.number IS line.value ->> 5
        AND voucher.approved = line.value ->> 6
        AND voucher.advance_recovered = line.value ->> 7
    JOIN import ON import.id = voucher.import_id AND import.undone_at IS NULL
    GROUP BY 1
"""
_ANY = "SELECT EXISTS (SELECT 1 FROM voucher)"
_FILE = "SELECT file FROM import WHERE id = ?"
_AT_ONCE = 10_000
_CELLS_NAMED = 3

Held = dict[int, int | None]


def held_lines(connection: sqlite3.Connection, register: Register, subjects: Subjects) -> Held:
    """Find the vouchers of a register that the ledger holds, by their place in it.

    The value is the first import of the register's budget year that does, None where only imports
    of other years do. Imports undone hold nothing.
    """
    whole, known = subjects.confirmed.project, subjects.known
    lines = [
        (place, whole(member), voucher)
        for place, (member, voucher) in enumerate(
            zip(subjects.voucher_ids, register.vouchers, strict=True)
        )
        if whole(member) in known
    ]
    if not lines or not connection.execute(_ANY).fetchone()[0]:
        return {}
    members, held = subjects.confirmed.members(), Held()
    for start in range(0, len(lines), _AT_ONCE):
        asked = [
            _question(place, member, voucher)
            for place, project_id, voucher in lines[start : start + _AT_ONCE]
            for member in members.get(project_id, (project_id,))
        ]
        held.update(connection.execute(_HELD, (register.budget_year, json.dumps(asked))))
    return held


def held_findings(
    connection: sqlite3.Connection, register: Register, held: Held
) -> tuple[Finding, ...]:
    """Say how many lines are left out for an earlier import, one finding for each such import."""
    places: dict[int, list[int]] = {}
    for place, import_id in sorted(held.items()):
        if import_id is not None:
            places.setdefault(import_id, []).append(place)
    return tuple(
        _finding(connection, register, import_id, places[import_id]) for import_id in sorted(places)
    )


def _finding(
    connection: sqlite3.Connection, register: Register, import_id: int, places: list[int]
) -> Finding:
    cells = [register.vouchers[place].cell for place in places]
    named = ", ".join(cells[:_CELLS_NAMED]) + (", …" if len(cells) > _CELLS_NAMED else "")
    (file,) = connection.execute(_FILE, (import_id,)).fetchone()
    return finding(
        "voucher_repeated_earlier",
        cell=cells[0],
        value=len(cells),
        total=len(register.vouchers),
        import_id=import_id,
        file=file,
        cells=named,
    )


def _question(place: int, member: int, voucher: Voucher) -> tuple[object, ...]:
    return (
        place, member, voucher.source, voucher.tranche, voucher.paid_on.isoformat(),
        voucher.number, voucher.approved, voucher.advance_recovered,
    )  # fmt: skip
