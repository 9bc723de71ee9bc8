"""Columns as numpy arrays: pandas stays at the boundary, the judging is done on these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import Tranche

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]
    Whole = NDArray[np.int64]
    Places = NDArray[np.intp]
    Mask = NDArray[np.bool_]
    Texts = NDArray[np.object_]

NO_DAY = np.datetime64("NaT", "D")
_TRANCHES = tuple(tranche.value for tranche in Tranche)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Đồng, one per project; ``amount`` is zero, or means nothing, where not ``known``."""

    amount: Whole
    known: Mask

    def at(self, chosen: Places | Mask) -> Amounts:
        """The amounts chosen."""
        return Amounts(self.amount[chosen], self.known[chosen])

    def only(self, mask: Mask) -> Amounts:
        """The amounts where the mask holds, the others unknown."""
        return Amounts(self.amount, self.known & mask)

    def array(self) -> pd.arrays.IntegerArray:
        """``Int64``, missing where not known."""
        return pd.arrays.IntegerArray(np.where(self.known, self.amount, 0), ~self.known)

    @classmethod
    def unknown(cls, size: int) -> Amounts:
        """No amount known."""
        return cls(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool))

    @classmethod
    def joined(cls, parts: Iterable[Amounts]) -> Amounts:
        """One after another."""
        listed = list(parts)
        return cls(
            np.concatenate([part.amount for part in listed]),
            np.concatenate([part.known for part in listed]),
        )


def as_days(column: pd.Series) -> Days:
    """Convert a column of dates."""
    return column.to_numpy().astype("datetime64[D]")


def as_whole(column: pd.Series) -> Whole:
    """Convert a column of amounts or numbers that has no missing values."""
    return column.to_numpy(np.int64)


def as_dates(days: Days) -> pd.arrays.DatetimeArray:
    """Turn days into the ``datetime64[s]`` of the frames."""
    return pd.array(days.astype("datetime64[s]"), dtype="datetime64[s]")


def places_in(index: pd.Index, project_ids: pd.Series) -> Places:
    """Places of the projects in the index, -1 for strangers."""
    return index.get_indexer(pd.Index(project_ids))


def tranche_codes(column: pd.Series) -> NDArray[np.int8]:
    """Number the tranches in the order of `Tranche`, so that they sort and compare quickly."""
    return pd.Categorical(column, categories=_TRANCHES).codes


def tranche_code(tranche: Tranche) -> int:
    """Give the number of one tranche."""
    return _TRANCHES.index(tranche.value)


def rows_where(mask: Mask, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows where the mask holds, not copied where that is all of them."""
    return rows if mask.all() else rows[mask]


def words(choice: NDArray[np.integer | np.bool_], names: Sequence[str]) -> Texts:
    """The name each number or flag chooses; what is equal is one object."""
    return np.array(names, dtype=object)[choice.astype(np.intp)]


def only_where(mask: Mask, texts: Texts) -> Texts:
    """Texts where the mask holds, None elsewhere."""
    chosen = texts.copy()
    chosen[~mask] = None
    return chosen


def last_of_each(*keys: NDArray[np.generic]) -> Mask:
    """Mark the last of each run of equal keys."""
    last = np.ones(len(keys[0]), dtype=bool)
    if len(last):
        last[:-1] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return last
