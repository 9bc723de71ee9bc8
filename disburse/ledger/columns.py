"""Columns of SQLite as typed columns of a frame, without a detour over rows and guessed types.

A query hands over each column as one JSON array (``json_group_array``): half the time and memory
of fetching rows and turning them round. Types: ``text``, ``word`` (text that repeats) and
``amount``, all with missing values; ``date``, ``key`` (never missing), ``flag``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pandas.api.extensions import ExtensionArray

    Objects = np.ndarray[Any, np.dtype[np.object_]]
    Numbers = np.ndarray[Any, np.dtype[np.int64]]
    Values = Sequence[Any] | np.ndarray[Any, Any]
    Column = np.ndarray[Any, np.dtype[Any]] | ExtensionArray


def read(
    connection: sqlite3.Connection, query: str, parameters: tuple[object, ...]
) -> Iterator[list[Any]]:
    """Run a query that answers one row of JSON arrays; give them as lists, one at a time."""
    connection.text_factory = bytes  # twice as small as text, and what the decoder wants
    try:
        arrays = list(connection.execute(query, parameters).fetchone())
    finally:
        connection.text_factory = str
    while arrays:
        yield msgspec.json.decode(arrays.pop(0))


def frame(columns: Iterable[Values], types: Mapping[str, str]) -> pd.DataFrame:
    """Build a frame of the columns named and typed by ``types``, in its order."""
    typed = {
        name: column(values, kind)
        for (name, kind), values in zip(types.items(), columns, strict=True)
    }
    return pd.DataFrame(typed, copy=False)


def stacked(frames: Sequence[pd.DataFrame], types: Mapping[str, str]) -> pd.DataFrame:
    """Put frames of the same columns one below the other; without any, an empty one."""
    if not frames:
        return frame([()] * len(types), types)
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def column(values: Values, kind: str) -> Column:
    """Turn the values of one column, None where missing, into its typed array."""
    if kind == "amount":
        return _amounts(values)
    if kind == "word":
        return pd.array(words(values), dtype="str")
    if kind == "text":
        return pd.array(objects(values), dtype="str")
    if kind == "date":
        return np.array(values, dtype="datetime64[s]")
    return np.array(values, dtype={"key": np.int64, "flag": np.bool_}[kind])


def objects(values: Values) -> Objects:
    """Put values into an array as they are."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def replaced(numbers: Numbers, by: Mapping[int, int]) -> Numbers:
    """Put other numbers for those that have one."""
    olds = np.array(sorted(by), dtype=np.int64)
    news = np.array([by[old] for old in olds.tolist()], dtype=np.int64)
    place = np.searchsorted(olds, numbers).clip(max=len(olds) - 1)
    return np.where(olds[place] == numbers, news[place], numbers)


def words(values: Values) -> Objects:
    """Put values into an array, what repeats as one object: a tenth of the memory."""
    known = dict(zip(values, values, strict=True))
    return objects(list(map(known.__getitem__, values)))


def _amounts(values: Values) -> ExtensionArray:
    """Whole đồng exactly: pandas would take a list with gaps through float."""
    whole = objects(values)
    missing = pd.isna(whole)
    whole[missing] = 0
    return pd.arrays.IntegerArray(whole.astype(np.int64), missing)
