"""Small damages of Vietnamese text: look-alike letters put right, lost letters found."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from disburse.intake.syllables import is_initials, is_syllable

LOOKALIKES = frozenset("ƣƢÐð")
LOSSES = frozenset("?\ufffd")

_REPLACED = str.maketrans("ƣƢÐð", "ưƯĐđ")
_WORD = re.compile(r"[^\W\d_]+")
_DAMAGED = re.compile(r"(?<![^\s(\"'“/-])[^\W\d_]*(?:[?\ufffd][^\W\d_]*)+(?![^\s)\"'”,.;:/-])")
_LOST_LETTERS = "ạậặẹệịọộợụựỵăâêôơưđ"
"""One tone stands for all: the heavy one goes with every rhyme."""

_MOST_LOST_IN_A_WORD = 2
_FEWEST_WORDS = 2


def mend(text: str) -> str:
    """Put ư for the ƣ of PDF files and Đ for the Latin Ð, in words that are then Vietnamese."""
    if LOOKALIKES.isdisjoint(text):
        return text
    return _WORD.sub(_mend_word, unicodedata.normalize("NFC", text))


def _mend_word(match: re.Match[str]) -> str:
    word = match[0]
    mended = word.translate(_REPLACED)
    return mended if is_syllable(mended) or is_initials(mended) else word


def lost_words(text: str) -> frozenset[str]:
    """Words with letters lost as "?": "v?n" in "Nh? v?n hóa", but not "Vì sao?".

    A "?" at the end of a word counts only before another word, and only where a letter put in
    its place makes a Vietnamese syllable; the replacement character counts always.
    """
    if LOSSES.isdisjoint(text):
        return frozenset()
    words = {match[0] for match in _DAMAGED.finditer(text) if _is_cut(text, match)}
    return frozenset(word for word in words if "\ufffd" in word or _can_be_syllable(word))


def _is_cut(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    if "\ufffd" in word:
        return len(word) > 1
    if word.strip("?") == "":
        return False
    following = text[match.end() :].lstrip()
    return not word.endswith("?") or following[:1].isalpha()


@lru_cache(maxsize=4096)
def _can_be_syllable(word: str) -> bool:
    pieces = re.split(r"[?\ufffd]", word.lower())
    gaps = len(pieces) - 1
    if gaps > _MOST_LOST_IN_A_WORD:
        return False
    return any(
        is_syllable("".join(map("".join, zip(pieces, (*letters, ""), strict=True))))
        for letters in product(_LOST_LETTERS, repeat=gaps)
    )


def is_lost(text: str, words: frozenset[str]) -> bool:
    """Whether damaged words are proof by themselves: two of them, or one inside a phrase."""
    inside = any(not word.endswith("?") for word in words)
    return len(words) >= _FEWEST_WORDS or (inside and len(text.split()) > _FEWEST_WORDS)
