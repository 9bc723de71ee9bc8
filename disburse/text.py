"""Text as people write it: folded so that spellings can be compared, and days."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z%]")
_LOOKALIKES = {"đ": "d", "ð": "d", "ƣ": "u"}


class _Folding(dict[int, str]):
    """What each lower-case letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        """Give the letter without its accents, a space for what is neither letter nor digit."""
        letter = _INVISIBLE.sub("", chr(code))
        decomposed = unicodedata.normalize("NFD", _LOOKALIKES.get(letter, letter))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
        self[code] = _NOT_ALPHANUMERIC.sub(" ", plain)
        return self[code]


_FOLDED = _Folding()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Reduce text to lower-case ASCII words separated by single spaces, for comparison only.

    Accents, punctuation, line breaks and repeated spaces go; Đ, the Latin Ð and the ƣ that PDF
    files put for ư become plain letters; "%" is kept, for it tells a rate from an amount.
    """
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(_FOLDED).split())


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Store form of a text: NFC, no invisible letters, runs of spaces and breaks as one space."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def day_of(text: str) -> date:
    """Read a day given as 2026-09-30 or 30/9/2026. Raises ValueError for anything else."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if match:
        return date(*(int(match[part]) for part in (3, 2, 1)))
    return date.fromisoformat(text.strip())
