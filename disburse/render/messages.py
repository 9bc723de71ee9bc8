"""Vietnamese wording for codes: labels, reasons and early warnings, from ``messages.toml``.

A sentence names its arguments as ``{due:day}``; how each is written is the part after the colon.
A sentence whose argument is missing or None is left out, so that a reader never meets a gap or
an error; that every argument is really given is shown by the tests.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any, cast

from disburse.paths import TEMPLATES
from disburse.render import formats
from disburse.render.formats import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from disburse.casework_model import Correction
    from disburse.model import EarlyWarning


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text with gaps in order, and for each the argument told there and how it is written."""

    text: str
    gaps: tuple[tuple[str, Callable[[Any], str]], ...]


@lru_cache(maxsize=512)
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
    """Write where a figure stands: "ô F12, trang tính “KH 2026”, tệp ke-hoach.xlsx".

    What stands for a cell where a person stated it ("#12") is written as ``file``, which then
    holds the words of `correction_place`.
    """
    sheet, _, address = (cell or "").rpartition("!")
    if not sheet and address.startswith("#"):
        return file or label("correction", "number").format(number=address[1:])
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


def correction_place(correction: Correction) -> str:
    """Write where a figure stands that a person stated: "sửa tay số 12, Phòng Kinh tế, …"."""
    return label("correction", "place").format(
        number=correction.number,
        by=correction.made_by,
        at=formats.moment(correction.made_at),
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
    return frozenset(name for sentence in _facts(code) for name, _ in sentence.gaps)


def warning_facts(warning: EarlyWarning) -> tuple[str, ...]:
    """What is wrong, how much, by when and on what basis, in full sentences."""
    return facts(warning.code, warning.arguments)


def facts(code: str, arguments: Mapping[str, object]) -> tuple[str, ...]:
    """The sentences an early warning's arguments fill; its title where they fill none."""
    written = [_write(sentence, arguments) for sentence in _facts(code)]
    return tuple(text for text in written if text) or (f"{warning_title(code)}.",)


def warning_text(warning: EarlyWarning) -> str:
    """The facts of an early warning and what it asks for, as one paragraph."""
    return " ".join((*warning_facts(warning), warning_action(warning.code)))


@lru_cache(maxsize=1)
def _wording() -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "messages.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _facts(code: str) -> tuple[_Sentence, ...]:
    return tuple(_sentence(text) for text in _wording()["warning"][code]["facts"])


def _sentence(text: str) -> _Sentence:
    pieces = list(Formatter().parse(text))
    literals = [literal.replace("%", "%%") for literal, *_ in pieces]
    gaps = [(name, _style(style or "")) for _, name, style, _ in pieces if name is not None]
    return _Sentence("%s".join([*literals, ""][: len(gaps) + 1]), tuple(gaps))


def _write(sentence: _Sentence, arguments: Mapping[str, object]) -> str | None:
    """Write one sentence, or None when an argument it names is missing."""
    written = []
    for name, style in sentence.gaps:
        value = arguments.get(name)
        if value is None:
            return None
        written.append(style(value))
    return sentence.text % tuple(written)


def _style(name: str) -> Callable[[Any], str]:
    """How a value that is there is written; the unit of amounts is looked up once."""
    decimals = _DECIMALS.get(name)
    if decimals is None:
        return _STYLES[name]
    unit, written = Unit.MILLION, formats.amount
    words = f" {label('unit', unit)}"
    return lambda value: written(value, unit, decimals) + words


_DECIMALS = {"amount": 3, "pace": 1}
_STYLES: dict[str, Callable[[Any], str]] = {
    "": str,
    "day": formats.day,
    "partial": formats.partial_day,
    "percent": formats.percent,
    "rate": formats.required_percent,
    "count": formats.count,
    "class": lambda value: label("project_class", value),
    "tranche": lambda value: label("tranche", value),
}
