"""Decision files, ``data/law/*.toml``, into `Decision` records, strictly.

Anything a careless edit could leave behind — an unknown key, a value without its clause, a text
where a date belongs, the same id twice — is a `LawError` that names the file and the key.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import msgspec

from disburse.law.document import DecisionDocument
from disburse.law.errors import bad_value
from disburse.model import ProjectClass
from disburse.rules import Decision, LegalLimit, Milestone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from disburse.law.document import LimitEntry, MilestoneEntry, TargetEntry
    from disburse.law.errors import LawError

_MAY_BE_BLANK = ("number", "issued_on")
_WHERE = re.compile(r" - at `\$\.?(?P<path>.*)`$")
_FIELD = re.compile(r"^Object (?P<kind>contains unknown|missing required) field `(?P<name>.*?)`")
_ALL_OF_IT = 10_000


def load_decisions(folder: Path) -> tuple[Decision, ...]:
    """Load every decision of a folder, by budget year; LawError for two of the same year."""
    files = {path: load_decision(path) for path in sorted(folder.glob("*.toml"))}
    years: set[int] = set()
    for path, decision in files.items():
        if decision.budget_year in years:
            raise bad_value(path.name, "budget_year", "duplicate")
        years.add(decision.budget_year)
    return tuple(sorted(files.values(), key=lambda decision: decision.budget_year))


def load_decision(path: Path) -> Decision:
    """Load one decision file; LawError names the file and the key of the first thing wrong."""
    document = _read(path)
    file, year = path.name, document.budget_year
    _refuse_duplicates(file, "milestone", document.milestone)
    _refuse_duplicates(file, "limit", document.limit)
    return Decision(
        budget_year=year,
        title=document.title,
        issuer=document.issuer,
        number=document.number,
        issued_on=document.issued_on,
        counted_tranches=document.denominator.counted_tranches,
        milestones=tuple(
            _milestone(file, f"milestone[{place}]", year, entry)
            for place, entry in enumerate(document.milestone)
        ),
        commune_target=_target(file, year, document.commune_target),
        limits=tuple(
            LegalLimit(entry.id, entry.due, entry.title, entry.basis, entry.confidence)
            for entry in document.limit
        ),
    )


def _read(path: Path) -> DecisionDocument:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise bad_value(path.name, "–", "unreadable", str(error)) from error
    given = {key: raw[key] for key in raw if key not in _MAY_BE_BLANK or raw[key] != ""}
    try:
        return msgspec.convert(given, DecisionDocument)
    except msgspec.ValidationError as error:
        raise _explain(path.name, str(error)) from error


def _explain(file: str, message: str) -> LawError:
    """Turn msgspec's "Expected `date`, got `str` - at `$.milestone[0].due`" into a LawError."""
    where = _WHERE.search(message)
    path, detail = (where["path"], message[: where.start()]) if where else ("", message)
    field = _FIELD.match(detail)
    if field:
        problem = "missing" if field["kind"] == "missing required" else "unknown_key"
        return bad_value(file, f"{path}.{field['name']}".lstrip("."), problem)
    if "matching regex" in detail:
        return bad_value(file, path, "blank")
    return bad_value(file, path, "wrong_value", detail)


def _refuse_duplicates(
    file: str, table: str, entries: Iterable[MilestoneEntry | LimitEntry]
) -> None:
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        if entry.id in seen:
            raise bad_value(file, f"{table}[{place}].id", "duplicate")
        seen.add(entry.id)


def _milestone(file: str, key: str, year: int, entry: MilestoneEntry) -> Milestone:
    if entry.project_class is ProjectClass.UNCLASSIFIED:
        raise bad_value(file, f"{key}.class", "wrong_value", entry.project_class)
    if (entry.required_percent is None) is (entry.event is None):
        raise bad_value(file, key, "rate_or_event")
    _check_year(file, key, year, entry.due)
    return Milestone(
        milestone_id=entry.id,
        project_class=entry.project_class,
        due=entry.due,
        required_basis_points=_basis_points(file, key, entry.required_percent),
        event=entry.event,
        clause=entry.clause,
        quote=entry.quote,
    )


def _target(file: str, year: int, entry: TargetEntry | None) -> Milestone | None:
    """Read the commune's target, a milestone of no class."""
    if entry is None:
        return None
    key = "commune_target"
    _check_year(file, key, year, entry.due)
    points = _basis_points(file, key, entry.required_percent)
    return Milestone(
        entry.id, ProjectClass.UNCLASSIFIED, entry.due, points, None, entry.clause, entry.quote
    )


def _check_year(file: str, key: str, budget_year: int, due: date) -> None:
    if due.year not in {budget_year, budget_year + 1}:
        raise bad_value(file, f"{key}.due", "due_year")


def _basis_points(file: str, key: str, percent: int | str | None) -> int | None:
    if percent is None:
        return None
    try:
        points = Decimal(percent) * 100
        whole = int(points)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise bad_value(file, f"{key}.required_percent", "rate") from error
    if whole != points or not 0 < whole <= _ALL_OF_IT:
        raise bad_value(file, f"{key}.required_percent", "rate")
    return whole
