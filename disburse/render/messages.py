"""Vietnamese wording for codes: labels, reasons and early warnings, from ``messages.toml``.

A sentence names its arguments as ``{due:day}``; how each is written is the part after the colon.
A sentence whose argument is missing or None is left out, so that a reader never meets a gap or
an error; that every argument is really given is shown by the tests.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any, cast

from disburse.paths import TEMPLATES
from disburse.render import formats
from disburse.render.formats import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from disburse.model import EarlyWarning

Piece = tuple[str, str | None, "Callable[[Any], str]"]
Sentence = tuple[Piece, ...]


def label(section: str, key: str) -> str:
    """Word for ``key`` in one table of the wording, as ``label("state", "missed")``.

    Raises KeyError for a table or key the wording does not hold.
    """
    return cast("str", _wording()[section][key])


def labels(section: str) -> dict[str, str]:
    """All words of one table, in the order of the file."""
    return dict(cast("dict[str, str]", _wording()[section]))


def with_unit(value: int | None, unit: Unit = Unit.MILLION, decimals: int = 3) -> str:
    """Write an amount and its unit: "1.234,5 triệu đồng"; missing: "chưa có số liệu"."""
    if value is None:
        return label("missing", "figure")
    return f"{formats.amount(value, unit, decimals)} {label('unit', unit)}"


def place(cell: str | None, file: str | None = None) -> str:
    """Write where a figure stands: "ô F12, trang tính “KH 2026”, tệp ke-hoach.xlsx"."""
    sheet, _, address = (cell or "").rpartition("!")
    parts = (
        f"ô {address}" if address else "",
        f"trang tính “{sheet}”" if sheet else "",
        f"tệp {file}" if file else "",
    )
    return ", ".join(part for part in parts if part)


def class_reason(code: str, evidence: str | None, cell: str | None, file: str | None) -> str:
    """Why a project stands in its class, with the evidence and where it was read."""
    where = place(cell, file)
    return label("class_reason", code).format(
        evidence=formats.partial_day(evidence), where=f" ({where})" if where else ""
    )


def warning_codes() -> tuple[str, ...]:
    """Every early warning the wording knows."""
    return tuple(_wording()["warning"])


def warning_title(code: str) -> str:
    """Short name of an early warning, for columns and headings."""
    return cast("str", _wording()["warning"][code]["title"])


def warning_action(code: str) -> str:
    """What an early warning asks for; it names no argument."""
    return cast("str", _wording()["warning"][code]["action"])


def warning_arguments(code: str) -> frozenset[str]:
    """Arguments the sentences of an early warning name."""
    return frozenset(name for sentence in _facts(code) for _, name, _ in sentence if name)


def warning_facts(warning: EarlyWarning) -> tuple[str, ...]:
    """What is wrong, how much, by when and on what basis, in full sentences."""
    written = (_write(sentence, warning.arguments) for sentence in _facts(warning.code))
    return tuple(text for text in written if text) or (f"{warning_title(warning.code)}.",)


def warning_text(warning: EarlyWarning) -> str:
    """The facts of an early warning and what it asks for, as one paragraph."""
    return " ".join((*warning_facts(warning), warning_action(warning.code)))


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "messages.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _facts(code: str) -> tuple[Sentence, ...]:
    return tuple(tuple(_pieces(text)) for text in _wording()["warning"][code]["facts"])


def _pieces(text: str) -> Iterator[Piece]:
    for literal, name, style, _ in Formatter().parse(text):
        yield literal, name, _STYLES[style or ""]


def _write(sentence: Sentence, arguments: Mapping[str, object]) -> str | None:
    """Write one sentence, or None when an argument it names is missing."""
    parts = []
    for literal, name, style in sentence:
        parts.append(literal)
        if name is not None:
            value = arguments.get(name)
            if value is None:
                return None
            parts.append(style(value))
    return "".join(parts)


_STYLES: dict[str, Callable[[Any], str]] = {
    "": str,
    "amount": with_unit,
    "pace": lambda value: with_unit(value, decimals=1),
    "day": formats.day,
    "partial": formats.partial_day,
    "percent": formats.percent,
    "rate": formats.required_percent,
    "count": formats.count,
    "class": lambda value: label("project_class", value),
    "tranche": lambda value: label("tranche", value),
}
