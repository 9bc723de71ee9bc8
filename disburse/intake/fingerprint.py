"""The layout of a table, known again next month: its label paths without their dates and years.

A day, month or quarter becomes a sign of its kind. A year becomes its distance to the newest year
any label names, so that "2025" beside "2026" stays apart from it and both move on together.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from disburse.intake.dates import years_in
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEP = " / "
_DAY_SIGN, _MONTH_SIGN, _SPAN_SIGN, _YEAR_SIGN = "%d", "%m", "%s", "%y"
_GAP = r"\s*[/.\-]\s*"
_WRITTEN = (
    (re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}( 00:00:00)?(?!\d)"), _DAY_SIGN),
    (re.compile(rf"(?<!\d)\d{{1,2}}{_GAP}\d{{1,2}}{_GAP}(\d{{4}}|\d{{2}})(?!\d)"), _DAY_SIGN),
    (re.compile(rf"(?<![\d/.\-])\d{{1,2}}{_GAP}\d{{4}}(?!\d)"), _MONTH_SIGN),
    (re.compile(r"(?<![\d/.\-])\d{1,2}/\d{1,2}(?![\d/])"), _DAY_SIGN),
    (re.compile(r"(?<!\d)\d{4}\s*[-–—]\s*\d{4}(?!\d)"), _SPAN_SIGN),
)
"""As written, for folding loses the strokes of dates."""
_WORDED = (
    (re.compile(r"\bngay \d{1,2} thang \d{1,2}( nam \d{4})?\b"), _DAY_SIGN),
    (re.compile(r"\b(ngay|den|het) \d{1,2} \d{1,2}\b(?! thang)"), _DAY_SIGN),
    (re.compile(r"\b(thang|tuan|t|quy) ?(\d{1,2}|i{1,3}|iv)( (nam )?\d{4})?\b"), _MONTH_SIGN),
    (re.compile(r"\b\d{1,2} thang( dau nam)?( (nam )?\d{4})?\b"), _MONTH_SIGN),
    (re.compile(r"\bngay (?=%d)"), ""),
    (re.compile(r"\b(thang|quy|t) (?=%m)"), ""),
)
_YEAR = re.compile(r"\b\d{4}\b")


def heading_keys(labels: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """Each column's label path, folded, with its dates and years taken out."""
    timeless = {
        index: _STEP.join(_without_days(label) for label in path) for index, path in labels.items()
    }
    newest = max((year for key in timeless.values() for year in years_in(key)), default=0)
    return {index: _with_relative_years(key, newest) for index, key in timeless.items()}


def fingerprint(keys: Mapping[int, str]) -> str:
    """SHA-256 of the keys of `heading_keys` in the order of their columns, as hexadecimal.

    Columns alike side by side count once: a table of months grows by one every month.
    """
    ordered = (keys[index] for index in sorted(keys))
    return hashlib.sha256("\n".join(key for key, _ in groupby(ordered)).encode()).hexdigest()


def single_headings(keys: Mapping[int, str]) -> dict[str, int]:
    """The column of each key that only one column has: an answer to another would be a guess."""
    counts = Counter(keys.values())
    return {key: index for index, key in keys.items() if counts[key] == 1}


@lru_cache(maxsize=4096)
def _without_days(label: str) -> str:
    text = unicodedata.normalize("NFC", label)
    for pattern, sign in _WRITTEN:
        text = pattern.sub(f" {sign} ", text)
    folded = fold(text)
    for pattern, sign in _WORDED:
        folded = pattern.sub(sign, folded)
    return " ".join(folded.split())


def _with_relative_years(key: str, newest: int) -> str:
    return _YEAR.sub(
        lambda match: f"{_YEAR_SIGN}{newest - int(match[0])}" if years_in(match[0]) else match[0],
        key,
    )
