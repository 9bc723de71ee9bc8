"""The imports that count when the ledger is asked, now or as known on a past moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

# Without :known_on the first condition always holds and the second is left with "not undone".
_IMPORTS = """
    SELECT id, as_of, budget_year, file, sha256, kind, recorded_at, vouchers FROM import
    WHERE recorded_at <= coalesce(:known_on, recorded_at)
        AND (undone_at IS NULL OR undone_at > :known_on)
    ORDER BY as_of, id
"""


class InForce(NamedTuple):
    """An import that counts; ``as_of`` and ``recorded_at`` are ISO text, ``vouchers`` a count."""

    import_id: int
    as_of: str
    budget_year: int
    file: str
    sha256: str
    kind: str
    recorded_at: str
    vouchers: int


def imports_in_force(connection: sqlite3.Connection, known_on: datetime | None) -> list[InForce]:
    """List the imports that count, by the date they speak of, then by order of recording.

    Imports recorded after ``known_on`` are not seen, undoing after it is not either.
    """
    moment = {"known_on": known_on and stamp(known_on)}
    return [InForce(*row) for row in connection.execute(_IMPORTS, moment)]
