"""The lines of figures that are held against each other, told apart by source where they can be.

Funding sources are named freely. Where every figure and the plan name the same sources, each source
is a row of its own; elsewhere only the sums over all sources can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.monitor.arrays import Amounts, as_days, as_whole, places_in, tranche_codes
from disburse.monitor.counterparts import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from disburse.frames import Evidence
    from disburse.monitor.arrays import Mask, Places, Texts, Whole
    from disburse.monitor.counterparts import Counterparts
    from disburse.monitor.measure import Measured
    from disburse.monitor.versions import Versions

STATED = ("plan", "owner", "treasury")


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of one kind of figure as stated; ``place`` is the row, later the item, of each."""

    place: Places
    stated: pd.DataFrame

    def at(self, place: Places) -> Lines:
        """The same lines at other places."""
        return Lines(place, self.stated)

    def sums(self, column: str, size: int) -> Whole:
        """Sum of a column at each of ``size`` places, zero without lines."""
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, self.place, as_whole(self.stated[column].fillna(0)))
        return sums

    def amounts(self, column: str, size: int) -> Amounts:
        """Sum of a column at each of ``size`` places, known where every line there has it."""
        known = np.zeros(size, dtype=bool)
        known[self.place] = True
        known[self.place[self.stated[column].isna().to_numpy(bool)]] = False
        return Amounts(self.sums(column, size), known)

    def cells(self, size: int) -> Texts:
        """Cells of each place, with commas between them; None without lines."""
        cells = np.full(size, None, dtype=object)
        names = self.stated["cell"].to_numpy(object)
        cells[self.place] = names
        several = np.bincount(self.place, minlength=size) > 1
        joined: dict[int, list[str]] = {}
        for number in np.flatnonzero(several[self.place]).tolist():
            joined.setdefault(int(self.place[number]), []).append(str(names[number]))
        for place, found in joined.items():
            cells[place] = ", ".join(dict.fromkeys(found))
        return cells

    def imports(self, size: int) -> Amounts:
        """Latest import of each place; none where people state all of it."""
        latest = np.full(size, NONE, dtype=np.int64)
        np.maximum.at(latest, self.place, as_whole(self.stated["import_id"].fillna(NONE)))
        return Amounts(latest, latest != NONE)


@dataclass(frozen=True, slots=True)
class Items:
    """What is compared: ``row`` among the counterparts and ``source``, None over all sources.

    ``lines`` are by kind: "plan", "owner", "treasury", "vouchers" and the "parts" of the vouchers.
    """

    row: Places
    source: Texts
    lines: dict[str, Lines]

    def __len__(self) -> int:
        """Count the items."""
        return len(self.row)


def items_of(evidence: Evidence, measured: Measured, rows: Counterparts) -> Items:
    """Gather the lines of every row, and split rows by source where all of them allow it."""
    lines = _lines(evidence, measured, rows)
    numbers, names = pd.factorize(
        pd.concat([one.stated["source"] for one in lines.values()], ignore_index=True)
    )
    ends = np.cumsum([len(one.place) for one in lines.values()])[:-1]
    sources = dict(zip(lines, np.split(numbers, ends), strict=True))
    width = len(names) + 1
    keys = {kind: lines[kind].place * width + sources[kind] + 1 for kind in lines}
    split = _split(keys, width, len(rows))
    for kind, one in lines.items():
        keys[kind] = np.where(split[one.place], keys[kind], one.place * width)
    found, place = np.unique(np.concatenate(list(keys.values())), return_inverse=True)
    named = np.append(np.array([None], dtype=object), names.to_numpy(object))
    return Items(
        row=found // width,
        source=named[found % width],
        lines={
            kind: one.at(mine)
            for (kind, one), mine in zip(lines.items(), np.split(place, ends), strict=True)
        },
    )


def _split(keys: dict[str, Places], width: int, size: int) -> Mask:
    """Rows whose lines all name a source, and whose statements name the same ones.

    What the vouchers do not name was not paid; what they alone name is another spelling.
    """
    split = np.ones(size, dtype=bool)
    every = _unique(keys.values())
    split[every[every % width == 0] // width] = False
    sources = np.bincount(every // width, minlength=size)
    for kind in STATED:
        mine = np.bincount(_unique([keys[kind]]) // width, minlength=size)
        split &= (mine == 0) | (mine == sources)
    return split


def _unique(keys: Iterable[Places]) -> Places:
    return np.unique(np.concatenate(list(keys)))


def _lines(evidence: Evidence, measured: Measured, rows: Counterparts) -> dict[str, Lines]:
    payments, plans = measured.payments, measured.plans
    size = payments.size
    table = rows.places(size)
    planned = plans.in_force_or_earliest(measured.as_of)
    row_of_plan = table[plans.project[planned], plans.tranche[planned]]
    numbered = np.arange(len(rows))
    return {
        "plan": _versions(plans, planned, row_of_plan),
        "owner": _versions(payments.snapshots, rows.owner, numbered),
        "treasury": _versions(payments.snapshots, rows.treasury, numbered),
        "vouchers": _vouchers(payments.vouchers.rows, measured.project_ids, rows, table),
        "parts": _vouchers(evidence.voucher_parts, measured.project_ids, rows, table),
    }


def _versions(versions: Versions, chosen: Places, rows: Sequence[int] | Places) -> Lines:
    """Lines of the versions chosen, one for each of ``rows``; `NONE` on either side is nothing."""
    row_of = np.full(len(versions.project) + 1, NONE)
    row_of[chosen] = rows
    row_of[NONE] = NONE
    place = row_of[versions.version_of_row]
    return Lines(place[place >= 0], versions.rows[place >= 0])


def _vouchers(
    stated: pd.DataFrame, project_ids: pd.Index, rows: Counterparts, table: Places
) -> Lines:
    """Buckets of vouchers up to the day of a row that is held against them."""
    project = places_in(project_ids, stated["project_id"])
    place = table[project, tranche_codes(stated["tranche"])]
    place[project < 0] = NONE
    ends = as_days(stated["paid_to"])
    # A row of vouchers alone is dated by the list's last day, within the bucket that holds it.
    to_the_end = (rows.owner < 0) & (rows.treasury < 0)
    counted = (place >= 0) & rows.listed[place] & ((ends <= rows.day[place]) | to_the_end[place])
    return Lines(place[counted], stated[counted])
