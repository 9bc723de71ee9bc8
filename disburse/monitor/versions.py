"""What was stated several times, and which statement prevails on a day.

A *version* is what one import states for one project and tranche as of one day, over all its
funding sources. Tranches are judged apart, so that a file silent on carried-over money does not
blank what an earlier one said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

PAIR = ["project_id", "tranche"]


@dataclass(frozen=True, slots=True)
class Versions:
    """Rows as stated, each with its ``version``, and one head per version.

    ``heads`` has ``project_id tranche day import_id rank amount version earliest``, ordered so
    that within a project and tranche the one that prevails comes last; ``earliest`` marks the
    versions of the first day known.
    """

    rows: pd.DataFrame
    heads: pd.DataFrame

    def in_force(self, day: date) -> pd.DataFrame:
        """Heads that prevail on ``day``: the latest of that day or before."""
        return _last(self.heads[_until(self.heads, day)], PAIR)

    def in_force_or_earliest(self, day: date) -> pd.DataFrame:
        """Like `in_force`; where nothing is that old, the earliest version known."""
        return _last(self.heads[_until(self.heads, day) | self.heads["earliest"]], PAIR)

    def of_each_day(self) -> pd.DataFrame:
        """Heads that prevail among the versions of the same day."""
        return _last(self.heads, [*PAIR, "day"])

    def rows_of(self, heads: pd.DataFrame) -> pd.DataFrame:
        """Rows of the versions given, with the columns as stated."""
        return self.rows[self.rows["version"].isin(heads["version"])]


def versions_of(rows: pd.DataFrame, day: str, rank: str | None = None) -> Versions:
    """Group rows by project, tranche, the column ``day`` and import.

    Of one day the version of greater ``rank`` prevails, then the later import. Rows without an
    amount state nothing.
    """
    stated = rows[rows["amount"].notna()].rename(columns={day: "day"})
    ranked = stated.assign(rank=0 if rank is None else stated[rank].fillna(0).astype("int8"))
    order = ranked.sort_values([*PAIR, "day", "import_id"], kind="stable", ignore_index=True)
    key = order[[*PAIR, "day", "import_id"]]
    order["version"] = (~key.duplicated()).cumsum() - 1
    sums = order.groupby("version", sort=False).agg({"rank": "max", "amount": "sum"})
    heads = key.drop_duplicates().reset_index(drop=True).join(sums)
    heads["version"] = np.arange(len(heads))
    if rank is not None:
        heads = heads.sort_values([*PAIR, "day", "rank", "import_id"], kind="stable")
    first_day = heads.groupby(PAIR, sort=False)["day"].transform("min")
    heads["earliest"] = heads["day"] == first_day
    return Versions(rows=order, heads=heads)


def _until(heads: pd.DataFrame, day: date) -> pd.Series:
    return heads["day"] <= np.datetime64(day, "s")


def _last(heads: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return heads.drop_duplicates(keys, keep="last")
