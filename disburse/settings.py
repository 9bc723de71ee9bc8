"""The office's settings: ``disburse.toml`` beside the database, overridden by the environment.

``[thresholds] pace_weeks = 8`` in the file is ``DISBURSE_THRESHOLDS_PACE_WEEKS=8`` outside it.
``docs/settings.md`` lists every key with its default.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from math import inf
from typing import TYPE_CHECKING, Any, cast

import msgspec

from disburse.accounts.settings import AccountSettings
from disburse.errors import OperatorError
from disburse.paths import TEMPLATES
from disburse.render.office import Office
from disburse.rules import Thresholds
from disburse.web.settings import WebSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import Field
    from pathlib import Path

FILE = "disburse.toml"
PREFIX = "DISBURSE_"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Storage:
    """Where received files are kept; a relative folder counts from the database's own."""

    uploads: str = "uploads"


TABLES: dict[str, type] = {
    "storage": Storage,
    "office": Office,
    "thresholds": Thresholds,
    "accounts": AccountSettings,
    "web": WebSettings,
}
"""Tables by name. A field that holds a secret says so by ``metadata={"secret": True}``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an office may set; every field has a default."""

    uploads: Path
    office: Office
    thresholds: Thresholds
    accounts: AccountSettings
    web: WebSettings


@dataclass(frozen=True, slots=True)
class Setting:
    """One key with its value in force, and who said so: ``default``, the file, or a variable."""

    table: str
    key: str
    value: Any = field(repr=False)
    source: str
    secret: bool


def load_settings(database: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings that go with a database.

    Raises OperatorError naming the file and key, or the variable, that cannot be used.
    """
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for one in list_settings(database, environment):
        tables[one.table][one.key] = one.value
    return Settings(
        uploads=database.parent / Storage(**tables["storage"]).uploads,
        office=Office(**tables["office"]),
        thresholds=Thresholds(**tables["thresholds"]),
        accounts=AccountSettings(**tables["accounts"]),
        web=WebSettings(**tables["web"]),
    )


def list_settings(database: Path, environment: Mapping[str, str]) -> list[Setting]:
    """List every setting with its source, in the order of `TABLES`. Raises as `load_settings`."""
    given: dict[tuple[str, str], tuple[object, str]] = {}
    for table, key, value, place in _from_file(database):
        given[table, key] = _checked(TABLES[table], key, value, place, strict=True), FILE
    for table, key, value, place in _from_environment(environment):
        given[table, key] = _checked(TABLES[table], key, value, place, strict=False), place
    return [
        _setting(name, one, given.get((name, one.name), (one.default, DEFAULT)))
        for name, table in TABLES.items()
        for one in fields(table)
    ]


def _setting(table: str, one: Field[Any], said: tuple[object, str]) -> Setting:
    value, source = said
    return Setting(table, one.name, value, source, secret=bool(one.metadata.get("secret")))


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
    if not isinstance(checked, bool | str) and not 0 < cast("float", checked) < inf:
        raise _refused(kinds[key].__name__, place)
    return checked


def _refused(key: str, place: str, **values: str) -> OperatorError:
    wording = tomllib.loads((TEMPLATES / "settings.toml").read_text(encoding="utf-8"))
    return OperatorError(cast("str", wording["errors"][key]).format(place=place, **values))
