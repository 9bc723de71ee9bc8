"""Folding of Vietnamese text, so that spellings can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z%]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LOOKALIKES = str.maketrans({"đ": "d", "ð": "d", "ƣ": "u"}) | _INVISIBLE


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Reduce text to lower-case ASCII words separated by single spaces, for comparison only.

    Accents, punctuation, line breaks and repeated spaces go; Đ, the Latin Ð and the ƣ that PDF
    files put for ư become plain letters; "%" is kept, for it tells a rate from an amount.
    """
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LOOKALIKES)
    decomposed = unicodedata.normalize("NFD", lowered)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_ALPHANUMERIC.sub(" ", plain).strip()


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Store form of a text: NFC, no invisible letters, runs of spaces and breaks as one space."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())
