"""Which names may mean one project, or one owner, though they are not written alike.

Names are compared word by word, because those of neighbours differ by one short syllable ("thôn
Nà Pất", "thôn Nà Pàn"): near in letters, yet two villages. A word may be added (a place, what is
done), written out, moved, or mistyped where it is long enough to tell, but not replaced; and marks
(`disburse.ledger.name_words`) have to agree. Nothing here joins anything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from disburse.ledger.name_words import NameWords, name_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Index = dict[frozenset[tuple[str, str]], dict[str, list[int]]]

_SHORTEST_TYPO = 5
_LEAST_IN_COMMON = 3
_IN_COMMON_TO_ADDED = 4
_LEAST_UNDER_OTHER_OWNER = 4
_MOST_SHARING = 300
_MOST_COMPARED = 20


class Named(NamedTuple):
    """A project for comparing: its number, code, name and folded owner ("" unknown)."""

    number: int
    code: str | None
    name: str
    owner_key: str


class Likeness(NamedTuple):
    """Two projects that may be one, by their numbers, and how near the names are."""

    one: int
    other: int
    percent: int


def resembling(
    asked: Iterable[Named], known: Sequence[Named], may_pair: Callable[[int, int], bool]
) -> Iterator[Likeness]:
    """Find for each project asked those known that may be the same, the likeliest first.

    ``may_pair`` rules out pairs by their numbers. Only names that share a rather rare word are
    compared, so that ten thousand on each side take seconds.
    """
    index = _index(known)
    for one in asked:
        near = [
            Likeness(one.number, other.number, percent)
            for other in _sharing(one, known, index, may_pair)
            if (percent := likeness(one, other)) is not None
        ]
        yield from sorted(near, key=lambda found: -found.percent)


def likeness(one: Named, other: Named) -> int | None:
    """Return how near two projects' names are (percent), or None where they are two projects.

    With two codes, or under two owners, only one and the same name may be one project.
    """
    first, second = name_words(one.name), name_words(other.name)
    if first.marks != second.marks or not _asides_agree(first, second):
        return None
    two_codes = one.code is not None and other.code is not None
    owners_agree = same_owner(one.owner_key, other.owner_key)
    if owners_agree and not two_codes:
        owners = {*name_words(one.owner_key).words, *name_words(other.owner_key).words}
        near = _near(first, second, owners)
    elif owners_agree:
        near = _same(first, second)
    else:
        long = len(first.words) >= _LEAST_UNDER_OTHER_OWNER
        near = long and not two_codes and _same(first, second)
    return _percent(first, second) if near else None


@lru_cache(maxsize=4096)
def same_owner(one: str, other: str) -> bool:
    """Whether two folded owners may be one; one that is unknown ("") may be any."""
    return one == other or not one or not other or owner_likeness(one, other) is not None


def owner_likeness(one: str, other: str) -> int | None:
    """Return how near two spellings that may mean one owner are (percent), else None."""
    first, second = name_words(one), name_words(other)
    if first.marks != second.marks:
        return None
    left, right = _left_over(first, second)
    added = (left or right) - first.loose - second.loose
    return None if added or (left and right) else _percent(first, second)


def _percent(one: NameWords, other: NameWords) -> int:
    """Words added count half: they are why a person has to look, yet no contradiction."""
    first, second = " ".join(one.words), " ".join(other.words)
    return round((fuzz.token_sort_ratio(first, second) + fuzz.token_set_ratio(first, second)) / 2)


def _same(one: NameWords, other: NameWords) -> bool:
    return not any(_left_over(one, other))


def _near(one: NameWords, other: NameWords, owners: set[str]) -> bool:
    """Whether one name is the other with few words more, places and loose words aside."""
    left, right = _left_over(one, other)
    if left and right:
        return False
    aside = owners | one.places | other.places | one.loose | other.loose
    common = len((set(one.words) & set(other.words)) - one.loose)
    added = (left or right) - aside
    return not (left or right) or (
        common >= _LEAST_IN_COMMON and len(added) * _IN_COMMON_TO_ADDED <= common
    )


def _asides_agree(one: NameWords, other: NameWords) -> bool:
    """Whether what one name says in parentheses the other says too, in parentheses or not."""
    return one.asides.issubset(other.words) and other.asides.issubset(one.words)


def _left_over(one: NameWords, other: NameWords) -> tuple[set[str], set[str]]:
    """Words that only one of the names has, without those that are one word mistyped."""
    if one.words == other.words:
        return set(), set()
    counted, others = Counter(one.words), Counter(other.words)
    left, right = set(counted - others), set(others - counted)
    for word in sorted(left):
        twin = next((each for each in sorted(right) if _mistyped(word, each)), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    return left, right


def _mistyped(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    return shortest >= _SHORTEST_TYPO and OSA.distance(one, other, score_cutoff=1) <= 1


def _index(known: Sequence[Named]) -> Index:
    """Places in ``known`` by the marks of the name, then by each telling word."""
    index: Index = defaultdict(lambda: defaultdict(list))
    for place, one in enumerate(known):
        words = name_words(one.name)
        for word in _telling(words):
            index[words.marks][word].append(place)
    return index


def _telling(words: NameWords) -> set[str]:
    every = set(words.words)
    return every - words.loose or every


def _sharing(
    one: Named, known: Sequence[Named], index: Index, may_pair: Callable[[int, int], bool]
) -> list[Named]:
    """Those that share the rarer half of a name's words, most of them first."""
    words = name_words(one.name)
    listed = index.get(words.marks, {})
    lists = sorted((listed[word] for word in _telling(words) if word in listed), key=len)
    rarer = [each for each in lists[: len(lists) // 2 + 1] if len(each) <= _MOST_SHARING]
    shared = Counter(place for each in rarer for place in each)
    allowed = (
        known[place]
        for place, _ in shared.most_common()
        if may_pair(one.number, known[place].number)
    )
    return [each for each, _ in zip(allowed, range(_MOST_COMPARED), strict=False)]
