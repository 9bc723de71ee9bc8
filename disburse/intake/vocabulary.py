"""The header vocabulary of ``data/columns.toml``, folded and ready for look-up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from disburse.model import ProjectClass
from disburse.paths import DATA
from disburse.text import fold


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """Which words in a label path make an amount column of one measure."""

    name: str
    leaf_only: bool
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every list is folded; ``fields`` and ``sources`` map a spelling to its meaning."""

    fields: dict[str, str]
    measures: tuple[MeasureRule, ...]
    tranche: dict[str, tuple[str, ...]]
    plan_variant: dict[str, tuple[str, ...]]
    part: dict[str, tuple[str, ...]]
    amount: dict[str, tuple[str, ...]]
    sources: dict[str, str]
    classes: dict[ProjectClass, tuple[str, ...]]
    row: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load ``data/columns.toml`` once."""
    with (DATA / "columns.toml").open("rb") as file:
        data = tomllib.load(file)
    return Vocabulary(
        fields=_spellings(data["field"]),
        measures=tuple(
            MeasureRule(
                rule["name"],
                rule.get("on") == "leaf",
                _folded(rule["any"]),
                _folded(rule.get("none", [])),
            )
            for rule in data["measure"]
        ),
        tranche=_lists(data["tranche"]),
        plan_variant=_lists(data["plan_variant"]),
        part=_lists(data["part"]),
        amount=_lists(data["amount"]),
        sources=_spellings(data["source"]),
        classes={ProjectClass(name): _folded(words) for name, words in data["class"].items()},
        row=_lists(data["row"]),
    )


def mentions(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a folded text contains any of the folded phrases as whole words."""
    padded = f" {text} "
    return any(f" {phrase} " in padded for phrase in phrases)


def source_name(text: str) -> str | None:
    """The funding source a text names by a listed spelling, else None."""
    return vocabulary().sources.get(fold(text))


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)


def _lists(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: _folded(words) for name, words in table.items()}


def _spellings(table: dict[str, list[str]]) -> dict[str, str]:
    folded = {fold(word): name for name, words in table.items() for word in (*words, name)}
    return {spelling: name for spelling, name in folded.items() if spelling}
