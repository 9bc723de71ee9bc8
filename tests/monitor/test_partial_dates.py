from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from disburse.monitor.partial_dates import bounds, bounds_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2026-06-12", date(2026, 6, 12), date(2026, 6, 12)),
    ],
)
def test_a_partial_date_spans_all_it_may_mean(text: str, first: date, last: date) -> None:
    assert bounds_of(text) == (first, last)


def test_columns_keep_their_gaps() -> None:
    first, last = bounds(pd.Series(["2026", None, "2025-12", "2026"], dtype="str"))
    assert first.tolist() == [date(2026, 1, 1), None, date(2025, 12, 1), date(2026, 1, 1)]
    assert last.tolist() == [date(2026, 12, 31), None, date(2025, 12, 31), date(2026, 12, 31)]


def test_a_column_of_nothing() -> None:
    first, last = bounds(pd.Series([None, None], dtype="str"))
    assert np.isnat(first).all()
    assert np.isnat(last).all()


@pytest.mark.parametrize("text", ["06/2026", "2026-13", "2026-06-31", "2026-06-12-01", ""])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bounds_of(text)
