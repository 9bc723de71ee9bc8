"""What was stated several times, and which statement prevails on a day.

A *version* is what one import, or a person who corrects it, states for one project and tranche as
of one day, over all its funding sources. Tranches are judged apart, so that a file silent on
carried-over money does not blank what an earlier one said of it; so are figures of different rank,
or a file that brings the owner's figure and the Treasury's beside it would count both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.monitor.arrays import (
    as_days,
    as_whole,
    last_of_each,
    places_in,
    rows_where,
    tranche_codes,
)

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from disburse.monitor.arrays import Days, Mask, Places, Whole


@dataclass(frozen=True, slots=True)
class Versions:
    """One entry per version, ordered so that of each project and tranche the prevailing is last.

    ``project`` is the project's place in the evidence, ``tranche`` its code, ``rank`` what
    outweighs a later import of the same day; ``earliest`` marks versions of the first day known.
    ``rows`` are the rows as stated, ``version_of_row`` the place of each one's version.
    """

    project: Places
    tranche: NDArray[np.int8]
    day: Days
    rank: Mask
    amount: Whole
    earliest: Mask
    rows: pd.DataFrame
    version_of_row: Places

    def in_force(self, day: date) -> Places:
        """Places of the versions that prevail on ``day``: the latest of that day or before."""
        return self._last(self.day <= np.datetime64(day, "D"))

    def in_force_or_earliest(self, day: date) -> Places:
        """Like `in_force`; where nothing is that old, the earliest version known."""
        return self._last((self.day <= np.datetime64(day, "D")) | self.earliest)

    def of_each_day(self) -> Places:
        """Places of the versions that prevail among those of the same day."""
        return np.flatnonzero(last_of_each(self.project, self.tranche, self.day))

    def rows_of(self, versions: Places) -> pd.DataFrame:
        """Rows of the versions given, with the columns as stated."""
        chosen = np.zeros(len(self.project), dtype=bool)
        chosen[versions] = True
        return rows_where(chosen[self.version_of_row], self.rows)

    def detailed(self, versions: Places, *, same_day: bool) -> Places:
        """Put, for each version given, the last earlier one of its amount that names sources.

        A list of totals alone says nothing against the split by source that an earlier file gave
        of the same amount. A version that names a source stands for itself, and so does one
        without such a predecessor. ``same_day``: only a statement of the same day may stand in.
        """
        place = np.arange(len(self.project))
        keys = (self.project, self.tranche, self.rank, self.amount)
        other = np.ones(len(place), dtype=bool)
        days = (self.day,) if same_day else ()
        other[1:] = np.any([key[1:] != key[:-1] for key in (*keys, *days)], axis=0)
        named = np.zeros(len(place), dtype=bool)
        named[self.version_of_row[self.rows["source"].notna().to_numpy(bool)]] = True
        first = np.maximum.accumulate(np.where(other, place, 0))
        last_named = np.maximum.accumulate(np.where(named, place, -1))
        found: Places = np.where(last_named >= first, last_named, place)
        return found[versions]

    def _last(self, mask: Mask) -> Places:
        chosen = np.flatnonzero(mask)
        return chosen[last_of_each(self.project[chosen], self.tranche[chosen])]


def versions_of(
    rows: pd.DataFrame,
    projects: pd.Index,
    day: str,
    rank: str | None = None,
    version: str = "import_id",
) -> Versions:
    """Group rows by project, tranche and the columns ``day`` and ``version``.

    Of one day the version of greater ``rank`` prevails, then the one of the greater number. Rows
    without an amount state nothing; those of other projects are left out.
    """
    known = rows["amount"].notna() & rows["project_id"].isin(projects)
    stated = rows_where(known.to_numpy(bool), rows)
    keys = _Keys(
        project=places_in(projects, stated["project_id"]),
        tranche=tranche_codes(stated["tranche"]),
        day=as_days(stated[day]),
        rank=np.zeros(len(stated), dtype=bool) if rank is None else stated[rank].to_numpy(bool),
        version=as_whole(stated[version]),
    )
    order = keys.order()
    ordered = keys.at(order)
    last = ordered.last()
    number: Places = np.cumsum(last) - last
    heads, amount = ordered.at(last), np.zeros(int(last.sum()), dtype=np.int64)
    np.add.at(amount, number, as_whole(stated["amount"])[order])
    version_of_row = np.empty(len(order), dtype=np.intp)
    version_of_row[order] = number
    return Versions(
        project=heads.project,
        tranche=heads.tranche,
        day=heads.day,
        rank=heads.rank,
        amount=amount,
        earliest=_earliest(heads),
        rows=stated,
        version_of_row=version_of_row,
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """What tells versions apart."""

    project: Places
    tranche: NDArray[np.int8]
    day: Days
    rank: Mask
    version: Whole

    def at(self, chosen: Places | Mask) -> _Keys:
        return _Keys(
            project=self.project[chosen],
            tranche=self.tranche[chosen],
            day=self.day[chosen],
            rank=self.rank[chosen],
            version=self.version[chosen],
        )

    def order(self) -> Places:
        """Places by project, tranche, day, rank and version."""
        return np.lexsort((self.version, self.rank, self.day, self.tranche, self.project))

    def last(self) -> Mask:
        """Mark the last row of each version, in order."""
        return last_of_each(self.project, self.tranche, self.day, self.rank, self.version)


def _earliest(heads: _Keys) -> Mask:
    """Mark, in sorted heads, those of the first day of their project and tranche."""
    ends = np.flatnonzero(last_of_each(heads.project, heads.tranche))
    starts = np.concatenate([[0], ends[:-1] + 1])[: len(ends)]
    mask: Mask = heads.day == np.repeat(heads.day[starts], ends - starts + 1)
    return mask
