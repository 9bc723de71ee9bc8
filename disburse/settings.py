"""The office's settings: ``disburse.toml`` beside the database, overridden by the environment.

``[thresholds] pace_weeks = 8`` in the file is ``DISBURSE_THRESHOLDS_PACE_WEEKS=8`` outside it.
``docs/settings.md`` lists every key with its default.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from math import inf
from typing import TYPE_CHECKING, Any, cast

import msgspec

from disburse.errors import OperatorError
from disburse.paths import TEMPLATES
from disburse.render.office import Office
from disburse.rules import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "disburse.toml"
PREFIX = "DISBURSE_"


@dataclass(frozen=True, slots=True)
class Storage:
    """Where received files are kept; a relative folder counts from the database's own."""

    uploads: str = "uploads"


TABLES: dict[str, type] = {"storage": Storage, "office": Office, "thresholds": Thresholds}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an office may set; every field has a default."""

    uploads: Path
    office: Office
    thresholds: Thresholds


def load_settings(database: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings that go with a database.

    Raises OperatorError naming the file and key, or the variable, that cannot be used.
    """
    tables = {name: dict[str, Any]() for name in TABLES}
    for name, key, value, place in _from_file(database):
        tables[name][key] = _checked(TABLES[name], key, value, place, strict=True)
    for name, key, value, place in _from_environment(environment):
        tables[name][key] = _checked(TABLES[name], key, value, place, strict=False)
    return Settings(
        uploads=database.parent / Storage(**tables["storage"]).uploads,
        office=Office(**tables["office"]),
        thresholds=Thresholds(**tables["thresholds"]),
    )


def variable(table: str, key: str) -> str:
    """Name the environment variable that overrides a key."""
    return f"{PREFIX}{table}_{key}".upper()


def _from_file(database: Path) -> Iterator[tuple[str, str, object, str]]:
    path = database.parent / FILE
    if not path.exists():
        return
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused("unreadable", str(path), detail=str(error)) from error
    for name, table in document.items():
        if name not in TABLES or not isinstance(table, dict):
            raise _refused("unknown", f"{path}: {name}")
        for key, value in table.items():
            yield name, key, value, f"{path}: {name}.{key}"


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, str, object, str]]:
    known = {
        variable(name, one.name): (name, one.name)
        for name, table in TABLES.items()
        for one in fields(table)
    }
    for given, value in environment.items():
        if given.startswith(PREFIX):
            if given not in known:
                raise _refused("unknown", given)
            yield *known[given], value, given


def _checked(table: type, key: str, value: object, place: str, *, strict: bool) -> object:
    """Hold a value against its field's type; numbers must be above zero."""
    kinds = {one.name: type(one.default) for one in fields(table)}
    if key not in kinds:
        raise _refused("unknown", place)
    try:
        checked: object = msgspec.convert(value, kinds[key], strict=strict)
    except msgspec.ValidationError as error:
        raise _refused(kinds[key].__name__, place) from error
    if isinstance(checked, int | float) and not 0 < checked < inf:
        raise _refused(kinds[key].__name__, place)
    return checked


def _refused(key: str, place: str, **values: str) -> OperatorError:
    wording = tomllib.loads((TEMPLATES / "settings.toml").read_text(encoding="utf-8"))
    return OperatorError(cast("str", wording["errors"][key]).format(place=place, **values))
