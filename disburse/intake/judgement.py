"""Which alphabet a text is written in: the proof by words, for one text and for many together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from disburse.intake.alphabets import ALPHABETS, convert, lacks
from disburse.intake.syllables import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

UNICODE_ONLY = frozenset("ĂăĐđĨĩŨũƠơƯư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)))
"""Letters of Vietnamese that no legacy text holds, for they lie beyond Latin-1."""

_LARGEST_DOUBT = 0.25
_WORDS_OF_PROOF = 2
_LEAST_SHARE = 0.05
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

    ``alphabets`` are those it can be written in, the best first; ``words`` what is Vietnamese in
    the best reading; ``doubtful`` alphabets help, but leave too many impossible words for proof.
    """

    standing: Standing
    alphabets: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What many texts of one sheet and one kind of font say together.

    ``alphabets`` are proven, the best first; ``unicode`` tells that real Unicode stands among them.
    """

    alphabets: tuple[str, ...]
    unicode: bool


@lru_cache(maxsize=65536)
def judge(text: str) -> Judgement:
    """Judge a text by its own words.

    It is legacy when words impossible in Vietnamese become possible by conversion, with few left
    over; real Unicode when it holds letters or words that no alphabet explains; either when both
    readings give Vietnamese words ("công trình" is also "cụng trỡnh").
    """
    if text.isascii():
        return Judgement(Standing.PLAIN)
    if not UNICODE_ONLY.isdisjoint(text):
        return _judge_mixed(text)
    before = evidence(text)
    if not before.valid and not before.invalid:
        return Judgement(Standing.PLAIN)
    sure, doubtful = _readings(text, len(before.invalid))
    if before.invalid:
        standing = Standing.LEGACY if sure else Standing.NEITHER
    else:
        standing = Standing.EITHER if sure else Standing.UNICODE
    words = evidence(convert(text, sure[0])).valid if sure else before.valid
    return Judgement(standing, sure, words, doubtful)


def _judge_mixed(text: str) -> Judgement:
    """Text with letters of Unicode alone may hold legacy words beside them: pasted together."""
    rest = judge(" ".join(word for word in text.split() if UNICODE_ONLY.isdisjoint(word)))
    if rest.standing is Standing.LEGACY and len(rest.words) >= _WORDS_OF_PROOF:
        return rest
    return Judgement(Standing.UNICODE)


def converted(text: str, alphabet: str) -> str:
    """Text of a legacy alphabet as Unicode; words that are Unicode already stay."""
    if UNICODE_ONLY.isdisjoint(text):
        return convert(text, alphabet)
    return _WORD.sub(
        lambda word: convert(word[0], alphabet) if UNICODE_ONLY.isdisjoint(word[0]) else word[0],
        text,
    )


def _readings(text: str, invalid: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The alphabets that make a text more, or no less, Vietnamese: surely, or with doubt."""
    sure, doubtful = [], []
    for order, alphabet in enumerate(ALPHABETS):
        if lacks(text, alphabet) or convert(text, alphabet) == text:
            continue
        after = evidence(convert(text, alphabet))
        left = len(after.invalid)
        rank = (left, -len(after.valid), order, alphabet)
        if left <= _LARGEST_DOUBT * len(after.valid) and left < max(invalid, 1):
            sure.append(rank)
        elif left < invalid:
            doubtful.append(rank)
    return tuple(rank[-1] for rank in sorted(sure)), tuple(rank[-1] for rank in sorted(doubtful))


def judge_together(texts: Iterable[str], declared: str | None) -> Verdict:
    """Judge texts of one origin; ``declared`` is the alphabet their font is made for.

    Where a font speaks for it, one word is proof; else two different ones are needed, and beside
    an alphabet with far more words a twentieth of them: a second alphabet is rare.
    """
    words: dict[str, set[str]] = {}
    unicode = False
    for text in texts:
        judgement = judge(text)
        unicode = unicode or judgement.standing is Standing.UNICODE
        if judgement.standing is Standing.LEGACY:
            alphabet = declared if declared in judgement.alphabets else judgement.alphabets[0]
            words.setdefault(alphabet or "", set()).update(judgement.words)
    counts = Counter({alphabet: len(found) for alphabet, found in words.items()})
    most = max(counts.values(), default=0)
    proven = tuple(
        alphabet
        for alphabet, count in counts.most_common()
        if alphabet == declared or count >= max(_WORDS_OF_PROOF, _LEAST_SHARE * most)
    )
    return Verdict(proven, unicode)


def alphabet_of(text: str, verdict: Verdict, declared: str | None) -> str | None:
    """The alphabet to convert a text from; None when it is to stay, or when it is unclear."""
    judgement = judge(text)
    usable = [alphabet for alphabet in verdict.alphabets if alphabet in judgement.alphabets]
    if judgement.standing is Standing.LEGACY and usable:
        return declared if declared in usable else usable[0]
    if judgement.standing is Standing.EITHER and not verdict.unicode:
        return declared or (usable[0] if usable else None)
    if judgement.standing is Standing.NEITHER:
        trusted = (declared,) if declared else () if verdict.unicode else verdict.alphabets
        return next((name for name in trusted if name in judgement.doubtful), None)
    return None


def is_unclear(text: str, verdict: Verdict) -> bool:
    """Whether a text that stays as it is may well be legacy text."""
    standing = judge(text).standing
    if standing is Standing.EITHER:
        return bool(verdict.alphabets) and verdict.unicode
    if standing is Standing.NEITHER:
        return not set(verdict.alphabets).isdisjoint(judge(text).doubtful)
    return standing is Standing.LEGACY
