"""Columns of frames as the plain values cells hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class WholeNumbers:
    """A long column of whole numbers, made into Python's own only as they are asked for."""

    numbers: NDArray[np.int64]
    missing: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def __getitem__(self, some: slice) -> list[int | None]:
        """Some of them; what is missing is None."""
        plain = self.numbers[some].astype(object)
        plain[self.missing[some]] = None
        listed: list[int | None] = plain.tolist()
        return listed

    def __iter__(self) -> Iterator[int | None]:
        """All of them, one after the other."""
        return iter(self[:])


@dataclass(frozen=True, slots=True)
class DeferredTexts:
    """A long column whose texts are only written as they are asked for."""

    size: int
    write: Callable[[slice], Sequence[str]]

    def __len__(self) -> int:
        """How many there are."""
        return self.size

    def __getitem__(self, some: slice) -> Sequence[str]:
        """Some of them."""
        return self.write(some)

    def __iter__(self) -> Iterator[str]:
        """All of them, one after the other."""
        return iter(self[:])


@dataclass(frozen=True, slots=True)
class Picked:
    """A long column of few different texts: the places among ``texts``, of which -1 is the last."""

    texts: NDArray[np.object_]
    places: NDArray[np.int32]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.places)

    def __getitem__(self, some: slice) -> list[str | None]:
        """Some of them."""
        chosen: list[str | None] = self.texts[self.places[some]].tolist()
        return chosen

    def __iter__(self) -> Iterator[str | None]:
        """All of them, one after the other."""
        return iter(self[:])


def values(column: pd.Series[Any]) -> list[Any]:
    """Plain ``int``, ``float`` or ``str``; what is missing is None."""
    plain = np.array(column, dtype=object)  # to_numpy(copy=True) of "str" columns is a view
    plain[column.isna().to_numpy()] = None
    plain_list: list[Any] = plain.tolist()
    return plain_list


def picked(texts: Iterable[str | None], places: NDArray[np.intp]) -> Picked:
    """Texts at some places, in their order; None at place -1."""
    return Picked(np.array([*texts, None], dtype=object), places.astype(np.int32))


def repeated(column: pd.Series[Any], shown: Callable[[Any], str], missing: str = "") -> Picked:
    """A long column of few different values as texts, each as it is ``shown``."""
    codes, found = pd.factorize(column)
    texts = np.array([*map(shown, found), missing or None], dtype=object)
    return Picked(texts, codes.astype(np.int32))


def whole_numbers(column: pd.Series[Any]) -> WholeNumbers:
    """Whole numbers of a long column."""
    return WholeNumbers(column.to_numpy(np.int64, na_value=0), column.isna().to_numpy())


def days(column: pd.Series[Any]) -> WholeNumbers:
    """Dates as the day numbers of a workbook."""
    return whole_numbers((column - pd.Timestamp(_FIRST_DAY)).dt.days.astype("Int64"))


@lru_cache(maxsize=256)
def day_number(day: date) -> int:
    """One date as the day number of a workbook."""
    return (day - _FIRST_DAY).days


def quotients(parts: Iterable[int | None], wholes: Iterable[int | None]) -> list[float | None]:
    """Rates; None without a part or without a positive whole."""
    return list(map(quotient, parts, wholes))


def quotient(part: int | None, whole: int | None) -> float | None:
    """One rate; None without a part or without a positive whole."""
    return None if part is None or whole is None or whole <= 0 else part / whole


def remainders(wholes: Iterable[int | None], parts: Iterable[int | None]) -> list[int | None]:
    """What is left of each whole; None without a whole, an unknown part counts as nothing."""
    pairs = zip(wholes, parts, strict=True)
    return [None if whole is None else whole - (part or 0) for whole, part in pairs]


def amount_width(amounts: Iterable[int | None], *, summed: bool = True) -> float:
    """Width in characters that shows the largest amount, or their sum, with its separators."""
    given = list(map(abs, filter(None, amounts)))
    largest = sum(given) if summed else max(given, default=0)
    return max(12.0, len(f"{largest:,}") + 3.0)
