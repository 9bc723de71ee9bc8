"""What was stated several times, and which statement prevails on a day.

A *version* is what one import states for one project and tranche as of one day, over all its
funding sources. Tranches are judged apart, so that a file silent on carried-over money does not
blank what an earlier one said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.monitor.arrays import as_days, as_whole, last_of_each, places_in, tranche_codes

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
        return self.rows[chosen[self.version_of_row]]

    def _last(self, mask: Mask) -> Places:
        chosen = np.flatnonzero(mask)
        return chosen[last_of_each(self.project[chosen], self.tranche[chosen])]


def versions_of(
    rows: pd.DataFrame, projects: pd.Index, day: str, rank: str | None = None
) -> Versions:
    """Group rows by project, tranche, the column ``day`` and import.

    Of one day the version of greater ``rank`` prevails, then the later import. Rows without an
    amount state nothing; those of other projects are left out.
    """
    stated = rows[rows["amount"].notna() & rows["project_id"].isin(projects)]
    keys = _Keys(
        project=places_in(projects, stated["project_id"]),
        tranche=tranche_codes(stated["tranche"]),
        day=as_days(stated[day]),
        import_id=as_whole(stated["import_id"]),
    )
    order = keys.order()
    ordered = keys.at(order)
    last = last_of_each(ordered.project, ordered.tranche, ordered.day, ordered.import_id)
    number: Places = np.cumsum(last) - last
    heads, size = ordered.at(last), int(last.sum())
    amount, ranks = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
    np.add.at(amount, number, as_whole(stated["amount"])[order])
    if rank is not None:
        np.logical_or.at(ranks, number, stated[rank].to_numpy(bool)[order])
    by_rank = heads.order(ranks)  # moves versions within one day only: their keys stay in order
    version_of_row = np.empty(len(order), dtype=np.intp)
    version_of_row[order] = np.argsort(by_rank)[number]
    return Versions(
        project=heads.project,
        tranche=heads.tranche,
        day=heads.day,
        rank=ranks[by_rank],
        amount=amount[by_rank],
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
    import_id: Whole

    def at(self, chosen: Places | Mask) -> _Keys:
        return _Keys(
            self.project[chosen], self.tranche[chosen], self.day[chosen], self.import_id[chosen]
        )

    def order(self, rank: Mask | None = None) -> Places:
        """Places by project, tranche, day, rank and import."""
        ranks = () if rank is None else (rank,)
        return np.lexsort((self.import_id, *ranks, self.day, self.tranche, self.project))


def _earliest(heads: _Keys) -> Mask:
    """Mark, in sorted heads, those of the first day of their project and tranche."""
    ends = np.flatnonzero(last_of_each(heads.project, heads.tranche))
    starts = np.concatenate([[0], ends[:-1] + 1])[: len(ends)]
    mask: Mask = heads.day == np.repeat(heads.day[starts], ends - starts + 1)
    return mask
