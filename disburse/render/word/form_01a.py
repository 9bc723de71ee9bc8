"""The rows of form 01a/TTKHN (TT 37/2025): total, classes, projects, funding sources.

A project's figures stand in the rows of its sources; those of a source that no file names stand in
the project's own row. Amounts are đồng, None where nothing is known.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from disburse.model import ProjectClass, Tranche
from disburse.paths import TEMPLATES
from disburse.render import formats, messages
from disburse.render.records import rows, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from disburse.casework_model import Casework
    from disburse.frames import Assessment
    from disburse.render.records import Row
    from disburse.render.word.periods import Period

Key = tuple[int, str | None, str]
Amounts = dict[str, int | None]
_WAYS = {Tranche.CARRYOVER: "old", Tranche.CURRENT: "new"}
_PARTS = {"plan": None, "paid": None, "volume": "paid", "advance": "paid", "estimate": "plan"}
"""Parts of a row, and for those not always known the amount they are part or forecast of."""
_SOURCE_CODE_LENGTH = 2


@dataclass(frozen=True, slots=True)
class FormFigures:
    """What the form asks for beyond the assessment, by project, source and tranche, in đồng.

    ``advances`` are parts of the figures in force; ``estimates`` are for the end of the period.
    """

    advances: Mapping[Key, int] = field(default_factory=dict)
    estimates: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FormLine:
    """One row: ``level`` is "total", "class", "project" or "source"; ``below``: the rows under it.

    ``own`` are amounts that stand in no row below.
    """

    level: str
    ordinal: str
    name: str
    source: str = ""
    note: str = ""
    own: Amounts = field(default_factory=dict)
    below: tuple[FormLine, ...] = ()

    @cached_property
    def amounts(self) -> Amounts:
        """Amounts of the row and everything under it, by column.

        A part or an estimate that is not known of every figure is not added up at all.
        """
        summed: Amounts = {}
        for part, basis in _PARTS.items():
            for way in _WAYS.values():
                key = f"{part}_{way}"
                whole = basis is None or self.complete(key, f"{basis}_{way}")
                summed[key] = total(one.get(key) for one in self.leaves()) if whole else None
        for part in ("plan", "paid", "estimate"):
            summed[f"{part}_all"] = total(summed[f"{part}_{way}"] for way in _WAYS.values())
        planned = [way for way in _WAYS.values() if summed[f"plan_{way}"] is not None]
        if any(summed[f"estimate_{way}"] is None for way in planned):
            summed["estimate_all"] = None
        return summed

    def complete(self, key: str, basis: str) -> bool:
        """Whether an amount is known wherever there is one it is a part or a forecast of."""
        if self.own.get(key) is not None:
            return True
        known = self.own.get(basis) is None
        return known and all(line.complete(key, basis) for line in self.below)

    def leaves(self) -> Iterable[Amounts]:
        """Own amounts of the row and of every row under it."""
        yield self.own
        for line in self.below:
            yield from line.leaves()

    def unfolded(self) -> Iterable[FormLine]:
        """The row, then every row under it."""
        yield self
        for line in self.below:
            yield from line.unfolded()


def form_lines(
    assessment: Assessment,
    period: Period,
    figures: FormFigures,
    casework: Mapping[int, Casework],
) -> FormLine:
    """Build the form: the total row with everything under it.

    What an owner expects by the end of the period stands for an estimate where no file has one;
    once the figures reach the end of the period, they are the estimate.
    """
    sources: dict[int, list[Row]] = {}
    for row in rows(assessment.sources):
        sources.setdefault(row["project_id"], []).append(row)
    grouped: dict[str, list[FormLine]] = {}
    for row in rows(assessment.projects):
        listed = grouped.setdefault(row["project_class"], [])
        line = _project(row, len(listed) + 1, sources.get(row["project_id"], []), figures, period)
        expected = _expected(casework.get(row["project_id"]), period.end)
        listed.append(_with_dates(_with_expected(line, expected), row, assessment.figures_date))
    classes = [one for one in ProjectClass if one in grouped]
    below = tuple(
        FormLine("class", letter, class_heading(one, assessment), below=tuple(grouped[one]))
        for letter, one in zip("ABCD"[: len(classes)], classes, strict=True)
    )
    return FormLine("total", "", form_words()["total"], below=below)


def class_heading(project_class: ProjectClass, assessment: Assessment) -> str:
    """Heading of a class's rows."""
    year = assessment.decision.budget_year
    text: str = form_words()["class"][project_class]
    return text.format(year=year, last_year=year - 1)


@lru_cache(maxsize=1)
def form_words() -> dict[str, Any]:
    """Columns and wording of the form, as ``templates/report/form_01a.toml`` holds them."""
    path = TEMPLATES / "report" / "form_01a.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def headings(assessment: Assessment, period: Period) -> list[list[str]]:
    """The labels above each column, from the top down."""
    words, year = form_words(), assessment.decision.budget_year
    reached = assessment.figures_date
    dated = "paid" if reached and reached < period.start else "paid_to_date"
    paid = words[dated if reached else "paid_undated"].format(figures_date=formats.day(reached))
    estimate = words["estimate"].format(end=formats.day(max(period.end, reached or period.end)))
    filled = {"year": year, "paid": paid, "estimate": estimate}
    return [[part.format(**filled) for part in one["heading"]] for one in words["column"]]


def _project(
    row: Row, ordinal: int, listed: Sequence[Row], figures: FormFigures, period: Period
) -> FormLine:
    """A project's row with one row under it for each source it names."""
    key = row["project_id"]
    own: Amounts = {}
    named: dict[str, Amounts] = {}
    for one in listed:
        amounts = own if one["source"] is None else named.setdefault(one["source"], {})
        way = _WAYS[Tranche(one["tranche"])]
        place: Key = (key, one["source"], one["tranche"])
        amounts |= _amounts(
            one, way, figures.advances.get(place), _estimate(one, place, figures, period)
        )
    if named and own:
        named[messages.label("missing", "source")], own = own, {}
    below = tuple(
        FormLine("source", "-", name, source=_code(name), own=amounts)
        for name, amounts in named.items()
    )
    code = row["code"]
    note = form_words()["note"].format(code=code) if code else ""
    return FormLine("project", str(ordinal), row["name"], note=note, own=own, below=below)


def _amounts(row: Row, way: str, advance: int | None, estimate: int | None) -> Amounts:
    paid = row["disbursed"]
    volume = None if advance is None or paid is None else paid - advance
    values = (row["plan"], paid, volume, advance, estimate)
    return {f"{part}_{way}": value for part, value in zip(_PARTS, values, strict=True)}


def _estimate(row: Row, place: Key, figures: FormFigures, period: Period) -> int | None:
    """The estimate for the end of the period; the figure itself once it reaches that day."""
    reached: date | None = row["disbursed_to"]
    if reached and reached >= period.end:
        actual: int | None = row["disbursed"]
        return actual
    return figures.estimates.get(place)


def _expected(casework: Casework | None, end: date) -> int | None:
    """What the owner expects to have disbursed of the year's plan by the end of the period."""
    said = [one.statement for one in casework.expected] if casework else []
    return next((one.amount for one in said if one.expected_on == end), None)


def _with_expected(line: FormLine, expected: int | None) -> FormLine:
    if expected is None or line.amounts["estimate_new"] is not None:
        return line
    own = {**line.own, "estimate_new": expected}
    return _replaced(line, own, form_words()["note_estimate"])


def _with_dates(line: FormLine, row: Row, figures_date: date | None) -> FormLine:
    """Say so where a project's figures are not of the day that stands above the column."""
    reached = row["figures_date"]
    if reached is None or reached == figures_date:
        return line
    said = form_words()["note_figures"].format(day=formats.day(reached))
    return _replaced(line, line.own, said)


def _replaced(line: FormLine, own: Amounts, remark: str) -> FormLine:
    note = "; ".join(filter(None, (line.note, remark)))
    return FormLine(line.level, line.ordinal, line.name, line.source, note, own, line.below)


def _code(source: str) -> str:
    """Give a source's code, where the files name it by its code."""
    return source if source.isdigit() and len(source) == _SOURCE_CODE_LENGTH else ""
