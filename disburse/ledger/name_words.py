"""Names of projects and owners as words that can be compared: short forms written out.

Numbers and single letters, with the word before them, are the marks of a name: "giai đoạn 2" and
"thôn A" tell one project from its neighbour, so they have to agree. What stands in parentheses is
kept apart for the same reason.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from disburse.paths import DATA
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Phrases = dict[str, list[tuple[str, ...]]]

_ASIDE = re.compile(r"\(([^()]*)\)")
_PART = re.compile(r"[,;]")
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_ROMANS = {
    roman: str(number)
    for number, roman in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1
    )
}
_ALSO_WORDS = frozenset({"i", "v", "x", "vi", "xi"})


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name for comparing, in folded words without fillers; a loose phrase is one word.

    ``marks``: each number or letter with the word before it, as ("doan", "2"). ``asides``: words
    in parentheses. ``places``: words that only say where it is. ``loose``: what is done, and small
    words.
    """

    words: tuple[str, ...]
    marks: frozenset[tuple[str, str]]
    asides: frozenset[str]
    places: frozenset[str]
    loose: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of ``data/abbreviations.toml``, folded; phrases by their first word."""

    expansion: dict[str, tuple[str, ...]]
    filler: Phrases
    loose: Phrases
    loose_words: frozenset[str]
    place: Phrases
    numbered: frozenset[str]


@lru_cache(maxsize=65536)
def name_words(name: str) -> NameWords:
    """Take a name apart."""
    words = _words(name)
    asides = frozenset(word for aside in _ASIDE.findall(name) for word in _words(aside))
    return NameWords(
        words=words,
        marks=frozenset(pair for pair in pairwise(("", *words)) if _is_mark(pair[1])),
        asides=asides,
        places=frozenset(_places(name)),
        loose=_lists().loose_words.intersection(words),
    )


def _is_mark(word: str) -> bool:
    return len(word) == 1 or word[0].isdigit()


def _places(name: str) -> Iterator[str]:
    for part in _PART.split(name)[1:]:
        words = _words(part)
        if _phrase_at(words, 0, _lists().place):
            yield from words


def _words(text: str) -> tuple[str, ...]:
    lists = _lists()
    plain = tuple(_numbered(_expanded(fold(text).split(), lists.expansion), lists.numbered))
    return tuple(_joined(plain, lists))


def _expanded(words: Iterable[str], expansion: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Write short forms out; letters and digits written together are two words."""
    for word in words:
        for part in (word,) if word.isalpha() else _LETTERS_OR_DIGITS.findall(word):
            yield from expansion.get(part, (part,))


def _numbered(words: Iterable[str], numbered: frozenset[str]) -> Iterator[str]:
    """Write numbers without leading zeros, Roman ones in Arabic digits."""
    last = ""
    for word in words:
        number = _ROMANS.get(word)
        if number is None or (word in _ALSO_WORDS and last not in numbered):
            number = (word.lstrip("0") or "0") if word.isdigit() else word
        yield number
        last = word


def _joined(words: Sequence[str], lists: _Lists) -> Iterator[str]:
    """Leave out fillers and put each loose phrase into one word."""
    place = 0
    while place < len(words):
        if left_out := _phrase_at(words, place, lists.filler):
            place += len(left_out)
            continue
        done = _phrase_at(words, place, lists.loose) or (words[place],)
        yield " ".join(done)
        place += len(done)


def _phrase_at(words: Sequence[str], place: int, phrases: Phrases) -> tuple[str, ...]:
    """Return the longest phrase that begins here, or nothing."""
    for phrase in phrases.get(words[place], ()) if words else ():
        if tuple(words[place : place + len(phrase)]) == phrase:
            return phrase
    return ()


@cache
def _lists() -> _Lists:
    loaded = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf-8"))
    expansion = {fold(short): fold(long) for short, long in loaded["expansion"].items()}
    return _Lists(
        expansion={short: tuple(long.split()) for short, long in expansion.items()},
        filler=_phrases(loaded["filler"]["phrases"]),
        loose=_phrases(loaded["loose"]["phrases"]),
        loose_words=frozenset(map(fold, loaded["loose"]["phrases"])),
        place=_phrases(loaded["place"]["phrases"]),
        numbered=frozenset(fold(phrase).split()[-1] for phrase in loaded["numbered"]["phrases"]),
    )


def _phrases(listed: Iterable[str]) -> Phrases:
    found: Phrases = {}
    for phrase in sorted((tuple(fold(one).split()) for one in listed), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found
