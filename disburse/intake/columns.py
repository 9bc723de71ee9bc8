"""What each column of a table holds, from the path of labels above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from disburse.intake.dates import Period, period, years_in
from disburse.intake.units import unit_in
from disburse.intake.vocabulary import Vocabulary, mentions, vocabulary
from disburse.text import fold

AMOUNT_MEASURES = frozenset(
    {"plan", "disbursed", "total_investment", "allocated", "work_done", "remaining"}
    | {"approved", "advance_recovered"}
)
FIGURES = frozenset({"plan", "disbursed", "approved", "total_investment"})
"""Measures of which a table of projects has at least one."""

PATH_STEP = " › "
"""What stands between the labels of a path as users see it."""

SURE = 1.0
BY_RULE = 0.9
BY_LIKENESS = 0.75
_LONG_PHRASE = 8
FUZZY_FLOOR = 86
BRACKETS = re.compile(r"\([^()]*\)")
_SHORT = 5
_MINIMUM_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column understood.

    ``meaning`` is a descriptive field ("name", "owner", …), an amount measure ("plan",
    "disbursed", …) or "unknown". For amounts: ``tranche`` is "current", "carryover" or "total"
    (both together); ``source`` the funding source as written, None for all sources together;
    ``part`` "volume" or "advance" where only a part of a disbursement stands here.
    """

    index: int
    labels: tuple[str, ...]
    meaning: str
    confidence: float
    tranche: str | None = None
    source: str | None = None
    part: str | None = None
    estimate: bool = False
    treasury: bool = False
    unit: int | None = None
    period: Period = field(default_factory=Period)

    @property
    def path(self) -> str:
        """The label path as users see it."""
        return PATH_STEP.join(self.labels)

    @property
    def name(self) -> str:
        """The field's name in reports: "plan_current", "disbursed_carryover_advance", "owner"."""
        if self.meaning not in {"plan", "disbursed"}:
            return self.meaning
        if self.period.single:
            return "disbursed_period"
        measure = "estimate" if self.estimate else self.meaning
        parts = (measure, self.tranche or "current", self.part, self.source)
        return "_".join(part for part in parts[:3] if part) + (
            f"[{self.source}]" if self.source else ""
        )


def interpret(index: int, labels: tuple[str, ...], year: int | None) -> Column:
    """Understand one column from its labels, top to bottom; ``year`` is the budget year."""
    words = vocabulary()
    folded = tuple(fold(label) for label in labels)
    meaning, confidence = _meaning(labels, folded, words)
    column = Column(index, labels, meaning, confidence, unit=_label_unit(labels))
    return _amount_details(column, folded, words, year) if meaning in AMOUNT_MEASURES else column


def interpret_as(column: Column, meaning: str, tranche: str | None, year: int | None) -> Column:
    """A column whose meaning a person tells; source, part and date still come from its labels.

    A figure told as disbursed is cumulative, whatever span its heading names, and only a listed
    source is one.
    """
    if meaning in AMOUNT_MEASURES:
        words = vocabulary()
        folded = tuple(fold(label) for label in column.labels)
        column = _detailed(replace(column, meaning=meaning), folded, words, year)
        if fold(column.source or "") not in words.sources:
            column = replace(column, source=None)
    period = replace(column.period, single=False, from_date=None)
    return replace(column, meaning=meaning, tranche=tranche, confidence=SURE, period=period)


@lru_cache(maxsize=4096)
def label_meaning(label: str) -> str:
    """The field a single label suggests, "unknown" where it suggests none."""
    return _meaning((label,), (fold(label),), vocabulary())[0]


def _meaning(
    labels: tuple[str, ...], folded: tuple[str, ...], words: Vocabulary
) -> tuple[str, float]:
    leaf = labels[-1] if labels else ""
    if leaf.strip() == "#":
        return "ordinal", SURE
    for spelling in (" ".join(folded), folded[-1], fold(BRACKETS.sub(" ", leaf))):
        if spelling in words.fields:
            return words.fields[spelling], SURE
    measure = _measure(folded, words)
    if measure:
        return measure, BY_RULE
    near = _near_measure(" ".join(folded))
    if near:
        return near, BY_LIKENESS
    return _fuzzy_field(fold(BRACKETS.sub(" ", leaf)), words)


def _measure(folded: tuple[str, ...], words: Vocabulary) -> str | None:
    path = " ".join(folded)
    for rule in words.measures:
        text = folded[-1] if rule.leaf_only else path
        if mentions(text, rule.any_of) and not mentions(text, rule.none_of):
            return rule.name
    return None


@lru_cache(maxsize=4096)
def _near_measure(path: str) -> str | None:
    """The measure of a heading misspelt by a letter or two, where only one is near."""
    words = path.split()
    near = set()
    for rule in vocabulary().measures:
        for phrase in () if rule.leaf_only else rule.any_of:
            size = len(phrase.split())
            windows = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
            if len(phrase) >= _LONG_PHRASE and any(
                fuzz.ratio(window, phrase) >= FUZZY_FLOOR for window in windows
            ):
                near.add(rule.name)
    return near.pop() if len(near) == 1 else None


def _fuzzy_field(leaf: str, words: Vocabulary) -> tuple[str, float]:
    if len(leaf) < _SHORT:
        return "unknown", 0.0
    match = process.extractOne(
        leaf, words.fields.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_FLOOR
    )
    return (words.fields[match[0]], match[1] / 100) if match else ("unknown", 0.0)


def _label_unit(labels: tuple[str, ...]) -> int | None:
    units = [unit for label in labels if (unit := unit_in(label, bare=False)) is not None]
    return units[-1] if units else None


def _amount_details(
    column: Column, folded: tuple[str, ...], words: Vocabulary, year: int | None
) -> Column:
    meaning = column.meaning
    if meaning == "disbursed" and mentions(" ".join(folded), words.amount["since_start"]):
        meaning = "disbursed_since_start"
    if meaning == "plan":
        meaning = _plan_meaning(folded, words, year)
    return _detailed(replace(column, meaning=meaning), folded, words, year)


def _detailed(
    column: Column, folded: tuple[str, ...], words: Vocabulary, year: int | None
) -> Column:
    disbursed = column.meaning == "disbursed"
    return replace(
        column,
        tranche=_tranche(folded, words, year),
        source=_source(column.labels, folded, words),
        part=_part(folded[-1], words) if disbursed else None,
        estimate=disbursed and mentions(" ".join(folded), words.amount["estimate"]),
        treasury=mentions(" ".join(folded), words.amount["treasury"]),
        period=_period(column.labels, year) if disbursed else Period(),
    )


def _plan_meaning(folded: tuple[str, ...], words: Vocabulary, year: int | None) -> str:
    variants = words.plan_variant
    if mentions(" ".join(folded), variants["ignored"]):
        return "plan_other"
    leaf = folded[-1]
    if mentions(leaf, variants["adjusted"]) and not leaf.startswith("dieu chinh"):
        return "plan"
    if mentions(leaf, variants["initial"]):
        return "plan_initial"
    if mentions(leaf, variants["change"]) or leaf.startswith("dieu chinh"):
        return "plan_change"
    return "plan_other" if _other_year(folded, words, year) else "plan"


def _other_year(folded: tuple[str, ...], words: Vocabulary, year: int | None) -> bool:
    """Whether the labels name another year's plan, which is not a carry-over."""
    path = " ".join(folded)
    named = years_in(path)
    return (
        year is not None
        and bool(named)
        and year not in named
        and not mentions(path, words.tranche["carryover"])
    )


def _tranche(folded: tuple[str, ...], words: Vocabulary, year: int | None) -> str | None:
    for label in reversed(folded):
        carried = mentions(label, words.tranche["carryover"])
        own = mentions(label, words.tranche["current"])
        own = own or (carried and " va " in f" {label} " and mentions(label, ("kh", "ke hoach")))
        if carried and own and " va " in f" {label} ":
            return "total"
        if carried:
            return "carryover"
        if own and (year is None or not years_in(label) or year in years_in(label)):
            return "current"
    return None


def _part(leaf: str, words: Vocabulary) -> str | None:
    volume, advance = mentions(leaf, words.part["volume"]), mentions(leaf, words.part["advance"])
    if volume == advance:
        return None
    return "volume" if volume else "advance"


def _source(labels: tuple[str, ...], folded: tuple[str, ...], words: Vocabulary) -> str | None:
    for label, text in zip(reversed(labels), reversed(folded), strict=True):
        bare = _without_split(text, words)
        if bare in words.sources:
            return _written_source(label)
        named = next(
            (spelling for spelling in _source_phrases() if mentions(bare, (spelling,))), None
        )
        if named:
            return words.sources[named]
    return _unlisted_source(labels, folded, words)


@lru_cache(maxsize=1)
def _source_phrases() -> tuple[str, ...]:
    spellings = (word for word in vocabulary().sources if len(word) >= _MINIMUM_PHRASE)
    return tuple(sorted(spellings, key=len, reverse=True))


def _unlisted_source(
    labels: tuple[str, ...], folded: tuple[str, ...], words: Vocabulary
) -> str | None:
    """A leaf right under "Trong đó" names a source even when no list knows it."""
    split = len(folded) > 1 and fold(labels[-2]) in words.amount["split"]
    leaf = folded[-1]
    plain = (
        leaf not in words.amount["total"]
        and not _part(leaf, words)
        and not mentions(leaf, words.tranche["carryover"] + words.tranche["current"])
        and not years_in(leaf)
        and label_meaning(labels[-1]) == "unknown"
    )
    return _written_source(labels[-1]) if split and plain else None


def _without_split(text: str, words: Vocabulary) -> str:
    for phrase in words.amount["split"]:
        text = text.removeprefix(phrase).strip()
    return text


def _written_source(label: str) -> str:
    bare = re.sub(r"(?i)^\s*(trong đó|tr\.?\s*đó)\s*:?\s*", "", label)
    return BRACKETS.sub("", bare).strip(" :-") or label


def _period(labels: tuple[str, ...], year: int | None) -> Period:
    for label in (*reversed(labels), " ".join(labels)):
        found = period(label, year)
        if found != Period():
            return found
    return Period()
