"""300 broken files, the same every time: no exception, nothing that hangs, whatever the file."""

from __future__ import annotations

from bench.fuzz import fuzz

_FILES = 300


def test_broken_files_are_read_or_refused() -> None:
    tally = fuzz(_FILES)
    assert tally.exceptions == {}
    assert "too slow" not in tally.deaths
    assert tally.files == _FILES
    assert tally.outcomes["read"] > 0
