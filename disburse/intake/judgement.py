"""Which alphabet a text is written in: the proof by words, for one text and for many together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from disburse.intake.alphabets import ALPHABETS, convert, lacks
from disburse.intake.common_words import common_words
from disburse.intake.mending import mend
from disburse.intake.syllables import evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMBINING_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
UNICODE_ONLY = frozenset(
    "ĂăĐđĨĩŨũƠơƯư" + _COMBINING_MARKS + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
)
"""Letters and marks of Vietnamese that no legacy text holds, for they lie beyond Latin-1."""

_LARGEST_DOUBT = 0.25
_WORDS_OF_PROOF = 2
_LEAST_SHARE = 0.05
_ENOUGH_TEXTS = 2000
_ENOUGH_WORDS = 3
_WORD = re.compile(r"\S+")


class Standing(StrEnum):
    """What a text says of its own alphabet."""

    PLAIN = "plain"
    UNICODE = "unicode"
    LEGACY = "legacy"
    EITHER = "either"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A text judged by itself.

    ``alphabets`` are those it can be written in, the best first; ``doubtful`` ones help, but leave
    too many impossible words for proof. ``likely`` tells that the best reading has more everyday
    words than the text as it is.
    """

    standing: Standing
    alphabets: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    likely: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What many texts of one sheet and one kind of font say together.

    ``alphabets`` are proven, the best first; ``unicode`` tells that real Unicode stands among them.
    """

    alphabets: tuple[str, ...]
    unicode: bool


@lru_cache(maxsize=16384)
def judge(text: str) -> Judgement:
    """Judge a text by its own words.

    It is legacy when words impossible in Vietnamese become possible by conversion, with few left
    over; real Unicode when it holds letters or words that no alphabet explains, or more everyday
    words than any conversion gives; either when both readings are spelt as Vietnamese.
    """
    if text.isascii():
        return Judgement(Standing.PLAIN)
    if not UNICODE_ONLY.isdisjoint(text):
        return _judge_mixed(text)
    before = evidence(mend(text))
    if not before.valid and not before.invalid:
        return Judgement(Standing.PLAIN)
    sure, doubtful = _readings(text, len(before.invalid))
    now = common_words(before.valid)
    then = common_words(_words(text, sure[0])) if sure else 0
    if before.invalid:
        standing = Standing.LEGACY if sure else Standing.NEITHER
    else:
        standing = Standing.EITHER if sure and then >= now else Standing.UNICODE
    return Judgement(standing, sure, doubtful, likely=then > now)


def _judge_mixed(text: str) -> Judgement:
    """Text with letters of Unicode alone may hold legacy words beside them: pasted together."""
    rest = " ".join(word for word in text.split() if UNICODE_ONLY.isdisjoint(word))
    judgement = judge(rest)
    if judgement.standing is Standing.LEGACY:
        words = _words(rest, judgement.alphabets[0])
        if len(words) >= _WORDS_OF_PROOF:
            return judgement
    return Judgement(Standing.UNICODE)


def _words(text: str, alphabet: str) -> frozenset[str]:
    return evidence(converted(text, alphabet)).valid


def converted(text: str, alphabet: str) -> str:
    """Text of a legacy alphabet as Unicode; words that are Unicode already stay."""
    if UNICODE_ONLY.isdisjoint(text):
        return convert(text, alphabet)
    return _WORD.sub(
        lambda word: convert(word[0], alphabet) if UNICODE_ONLY.isdisjoint(word[0]) else word[0],
        text,
    )


def _readings(text: str, invalid: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The alphabets that make a text more, or no less, Vietnamese: surely, or with doubt.

    One that leaves nothing over and gives mostly everyday words needs no comparison.
    """
    sure, doubtful = [], []
    for order, alphabet in enumerate(ALPHABETS):
        if lacks(text, alphabet) or convert(text, alphabet) == text:
            continue
        after = evidence(convert(text, alphabet))
        left = len(after.invalid)
        common = common_words(after.valid)
        if left == 0 < invalid and common >= _ENOUGH_WORDS and common * 2 > len(after.valid):
            return (alphabet,), ()
        rank = (left, -common, -len(after.valid), order, alphabet)
        if left <= _LARGEST_DOUBT * len(after.valid) and left < max(invalid, 1):
            sure.append(rank)
        elif left < invalid:
            doubtful.append(rank)
    return tuple(rank[-1] for rank in sorted(sure)), tuple(rank[-1] for rank in sorted(doubtful))


def judge_together(judged: Mapping[str, Judgement], declared: str | None) -> Verdict:
    """Judge texts of one origin together; ``declared`` is the alphabet their font is made for.

    Where a font speaks for it, one word is proof; else two different ones are needed. A second
    alphabet counts by the texts that the first cannot explain, and needs a twentieth of its words.
    """
    unicode = any(found.standing is Standing.UNICODE for found in judged.values())
    left = {
        text: found.alphabets
        for text, found in judged.items()
        if found.standing is Standing.LEGACY or (found.standing is Standing.EITHER and found.likely)
    }
    proven: list[str] = []
    most = 0
    while left:
        alphabet, count = _best(left, declared)
        most = max(most, count)
        if alphabet != declared and count < max(_WORDS_OF_PROOF, _LEAST_SHARE * most):
            break
        proven.append(alphabet)
        left = {text: usable for text, usable in left.items() if alphabet not in usable}
    return Verdict(tuple(proven), unicode)


def _best(texts: dict[str, tuple[str, ...]], declared: str | None) -> tuple[str, int]:
    """The alphabet that explains most, the declared one first, and how many words it gives.

    Some thousand texts, evenly taken, tell it as well as all.
    """
    words: dict[str, set[str]] = {}
    common: dict[str, int] = {}
    for text, alphabets in islice(texts.items(), 0, None, max(1, len(texts) // _ENOUGH_TEXTS)):
        for alphabet in alphabets:
            found = _words(text, alphabet)
            words.setdefault(alphabet, set()).update(found)
            common[alphabet] = common.get(alphabet, 0) + common_words(found)
    best = max(words, key=lambda name: (name == declared, common[name], len(words[name])))
    return best, len(words[best])


def alphabet_of(
    text: str, judgement: Judgement, verdict: Verdict, declared: str | None
) -> str | None:
    """The alphabet to convert a text from; None when it is to stay, or when it is unclear."""
    usable = [alphabet for alphabet in verdict.alphabets if alphabet in judgement.alphabets]
    chosen = declared if declared in usable else next(iter(usable), None)
    if judgement.standing is Standing.LEGACY:
        return chosen
    if judgement.standing is Standing.EITHER:
        return chosen if judgement.likely or not verdict.unicode else None
    if judgement.standing is Standing.NEITHER:
        trusted = (declared,) if declared else () if verdict.unicode else verdict.alphabets
        return next((name for name in trusted if name in judgement.doubtful), None)
    if judgement.standing is Standing.PLAIN and not verdict.unicode:
        return _alphabet_of_signs(text, verdict)
    return None


def _alphabet_of_signs(text: str, verdict: Verdict) -> str | None:
    """Signs that alone are no word, but letters in the alphabet of their sheet: "®" is "đ"."""
    for alphabet in verdict.alphabets:
        after = evidence(convert(text, alphabet))
        if after.valid and not after.invalid:
            return alphabet
    return None


def is_unclear(judgement: Judgement, verdict: Verdict) -> bool:
    """Whether a text that stays as it is may well be legacy text."""
    if judgement.standing is Standing.EITHER:
        return judgement.likely or (bool(verdict.alphabets) and verdict.unicode)
    if judgement.standing is Standing.NEITHER:
        return not set(verdict.alphabets).isdisjoint(judgement.doubtful)
    return judgement.standing is Standing.LEGACY
