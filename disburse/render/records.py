"""Frames as plain rows, for everything that is written row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

Row = dict[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """One dict per row, the index first when it is named.

    Dates become ``datetime.date``, whole numbers ``int``, what is missing ``None``.
    """
    named = frame.reset_index() if frame.index.name else frame
    names = [str(name) for name in named.columns]
    return [dict(zip(names, values, strict=True)) for values in tuples(named)]


def tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """One tuple per row of the columns, with the values of `rows`; the index is left out."""
    return zip(*(_plain(frame[name]) for name in frame.columns), strict=True)


def total(values: Iterable[int | None]) -> int | None:
    """Sum of what is there; None when nothing is."""
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def column_total(column: pd.Series[Any]) -> int | None:
    """Sum of what is there in a column of amounts; None when nothing is."""
    return int(column.sum()) if column.notna().any() else None


def rate(part: int | None, whole: int | None) -> int | None:
    """Hundredths of a percent, rounded half up; None without a positive whole."""
    if part is None or not whole or whole < 0:
        return None
    return (part * 20_000 + whole) // (2 * whole)


def _plain(column: pd.Series[Any]) -> list[Any]:
    if column.dtype.kind == "M":
        days: list[Any] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
        return days
    import numpy as np

    values = np.array(column, dtype=object)
    values[column.isna().to_numpy()] = None
    plain: list[Any] = values.tolist()
    return plain
