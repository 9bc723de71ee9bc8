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
from disburse.render.word.settings import LetterSettings
from disburse.rules import Thresholds
from disburse.schedule.settings import ScheduleSettings
from disburse.send.settings import MailSettings
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


@dataclass(frozen=True, slots=True)
class Logs:
    """Logs of ``serve`` and ``schedule``: a file each, begun anew when full, old ones kept."""

    folder: str = "logs"
    megabytes: int = 5
    kept: int = 5


TABLES: dict[str, type] = {
    "storage": Storage,
    "office": Office,
    "thresholds": Thresholds,
    "accounts": AccountSettings,
    "web": WebSettings,
    "schedule": ScheduleSettings,
    "logs": Logs,
    "letters": LetterSettings,
    "mail": MailSettings,
}
"""Tables by name; what ``metadata`` may say of a field.

``secret``: it holds one. ``variable``: the environment's, if not named as others are. ``most``:
the largest number. ``check``: raises ValueError for a text that cannot be used, which is refused
in the words of ``problem``.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an office may set; every field has a default."""

    uploads: Path
    office: Office
    thresholds: Thresholds
    accounts: AccountSettings
    web: WebSettings
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    logs: Logs = field(default_factory=Logs)
    letters: LetterSettings = field(default_factory=LetterSettings)
    mail: MailSettings = field(default_factory=MailSettings)


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
        schedule=ScheduleSettings(**tables["schedule"]),
        logs=Logs(**tables["logs"]),
        letters=LetterSettings(**tables["letters"]),
        mail=MailSettings(**tables["mail"]),
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
    named = {one.name: one.metadata.get("variable") for one in fields(TABLES[table])}
    return named[key] or f"{PREFIX}{table}_{key}".upper()


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
    """Hold a value against its field: its type, then its bounds; numbers must be above zero."""
    known = {one.name: one for one in fields(table)}
    if key not in known:
        raise _refused("unknown", place)
    kind, limits = type(known[key].default), known[key].metadata
    try:
        checked: object = msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise _refused(kind.__name__, place) from error
    if isinstance(checked, str):
        _demand_usable(checked, place, limits)
    elif not isinstance(checked, bool):
        if not 0 < cast("float", checked) < inf:
            raise _refused(kind.__name__, place)
        if cast("float", checked) > limits.get("most", inf):
            raise _refused("most", place, most=str(limits["most"]))
    return checked


def _demand_usable(text: str, place: str, limits: Mapping[str, Any]) -> None:
    try:
        limits.get("check", str)(text)
    except ValueError as error:
        raise _refused(limits["problem"], place) from error


def _refused(key: str, place: str, **values: str) -> OperatorError:
    wording = tomllib.loads((TEMPLATES / "settings.toml").read_text(encoding="utf-8"))
    return OperatorError(cast("str", wording["errors"][key]).format(place=place, **values))
