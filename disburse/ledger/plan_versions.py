"""Plan versions that come of corrections: the version in force with one row changed."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disburse.casework_model import Correction, PlanCorrection


class PlanRow(NamedTuple):
    """One row of the plans of one project and tranche; ``effective_on`` is an ISO day.

    Rows of one ``version`` stand together; of one day the greater version prevails. ``import_id``
    is None where a person stated the row.
    """

    source: str | None
    effective_on: str
    amount: int
    cell: str
    import_id: int | None
    version: int


def corrected(
    rows: Iterable[PlanRow], corrections: Iterable[tuple[Correction, PlanCorrection]]
) -> list[PlanRow]:
    """Make the versions that corrections of one project and tranche bring, later ones on earlier.

    A correction outweighs every file of its own day; a file of a later day states the plan anew.
    """
    known = list(rows)
    last = max((row.version for row in known), default=0)
    made: list[PlanRow] = []
    for correction, change in sorted(corrections, key=_by_day):
        base = in_force(known, change.effective_on.isoformat())
        version = _changed(base, correction, change, last + correction.number)
        known += version
        made += version
    return made


def in_force(rows: Sequence[PlanRow], day: str) -> list[PlanRow]:
    """Rows of the version in force on a day; before the first day known, of the earliest."""
    reached = [row for row in rows if row.effective_on <= day]
    if not reached:
        first = min((row.effective_on for row in rows), default=day)
        reached = [row for row in rows if row.effective_on == first]
    last = max(reached, key=attrgetter("effective_on", "version"), default=None)
    return [row for row in reached if last is not None and row.version == last.version]


def _by_day(pair: tuple[Correction, PlanCorrection]) -> tuple[str, int]:
    correction, change = pair
    return change.effective_on.isoformat(), correction.number


def _changed(
    base: Iterable[PlanRow], correction: Correction, change: PlanCorrection, version: int
) -> list[PlanRow]:
    """Replace the row of one source; the last one taken away stays with nothing assigned.

    Without that row nothing would say that the plan is gone, and an earlier one would prevail.
    """
    day = change.effective_on.isoformat()
    kept = [
        row._replace(effective_on=day, version=version)
        for row in base
        if row.source != change.source
    ]
    if change.amount is not None or not kept:
        amount = change.amount or 0
        kept.append(PlanRow(change.source, day, amount, correction.cell, None, version))
    return kept
