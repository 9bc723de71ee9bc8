"""The memory of early warnings: each change of level is a row, so is each day evaluated.

What was open on a day follows from the changes up to it, the latest recorded one of each day
counting. Days may be evaluated in any order: when an earlier day is evaluated anew, the next day
already evaluated gets the changes that keep its own result as it was.

A change keeps the number its project had that day. Where people confirmed since that projects are
one, what is open of any of them is open of the one that stands for them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from disburse.ledger.appending import append
from disburse.ledger.confirmed import Confirmed, confirmed
from disburse.ledger.moments import stamp
from disburse.ledger.schema import reading, transaction
from disburse.model import EarlyWarning, Level

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from disburse.frames import Assessment

_CHANGES = """
    SELECT as_of, project_id, code, milestone_id, level, arguments, max(id)
    FROM warning_change WHERE as_of <= ?
    GROUP BY as_of, project_id, code, milestone_id
    ORDER BY as_of
"""
_LAST_DAY = "SELECT max(as_of) FROM evaluation WHERE as_of < ?"
_NEXT_DAY = "SELECT min(as_of) FROM evaluation WHERE as_of > ?"
_EVALUATED = "INSERT INTO evaluation VALUES (?, ?) ON CONFLICT DO NOTHING"
_CHANGED = "warning_change (as_of, recorded_at, project_id, code, milestone_id, level, arguments)"


class _Key(NamedTuple):
    """What makes a warning the same one on another day."""

    project_id: int
    code: str
    milestone_id: str | None


class _Change(NamedTuple):
    """A warning that opened, changed its level, or was cleared (level None)."""

    key: _Key
    level: Level | None
    arguments: dict[str, object]


def previous(
    connection: sqlite3.Connection, as_of: date
) -> tuple[tuple[EarlyWarning, ...], date | None]:
    """Return the warnings open just before ``as_of``, and the last day evaluated before it.

    ``since`` is the first day of the unbroken spell; level and arguments are those recorded when
    the level last changed.
    """
    with reading(connection):
        day = connection.execute(_LAST_DAY, (as_of.isoformat(),)).fetchone()[0]
        found = _of_the_one(_open_on(connection, day), confirmed(connection))
    return tuple(found.values()), day and date.fromisoformat(day)


def record(connection: sqlite3.Connection, assessment: Assessment, *, recorded_at: datetime) -> int:
    """Append how the warnings of an assessment differ from those open before; return how many do.

    The same result for the same day writes nothing. Another result for the same day is appended
    and prevails for that day.
    """
    day, moment = assessment.as_of.isoformat(), stamp(recorded_at)
    found = {_key(one): one for one in reversed(assessment.warnings)}
    with transaction(connection):
        following = connection.execute(_NEXT_DAY, (day,)).fetchone()[0]
        kept = _open_on(connection, following)
        changes = _changes(_open_on(connection, day), found, confirmed(connection))
        connection.execute(_EVALUATED, (day, moment))
        _append(connection, day, moment, changes)
        upset = _open_on(connection, following)
        _append(connection, following, moment, _changes(upset, kept, Confirmed()))
    return len(changes)


def read_arguments(text: str) -> dict[str, object]:
    """Read the arguments of a warning as they are kept in ``warning_change``."""
    told: dict[str, object] = msgspec.json.decode(text)
    return {name: _revived(value) for name, value in told.items()}


def _key(one: EarlyWarning) -> _Key:
    return _Key(one.project_id, one.code, one.milestone_id)


def _open_on(connection: sqlite3.Connection, day: str | None) -> dict[_Key, EarlyWarning]:
    """Replay the changes up to and including an evaluated day; nothing is open without one."""
    standing: dict[_Key, EarlyWarning] = {}
    for changed_on, *named, level, arguments, _ in connection.execute(_CHANGES, (day,)):
        key = _Key(*named)
        before = standing.pop(key, None)
        if level is not None:
            standing[key] = EarlyWarning(
                *key[:2],
                Level(level),
                key.milestone_id,
                before.since if before else date.fromisoformat(changed_on),
                read_arguments(arguments),
            )
    return standing


def _changes(
    before: dict[_Key, EarlyWarning], after: dict[_Key, EarlyWarning], said: Confirmed
) -> list[_Change]:
    """What has to be appended; a warning open of a project that is now part of one stays its."""
    held: defaultdict[_Key, list[_Key]] = defaultdict(list)
    for key in before:
        held[_whole(key, said)].append(key)
    changes = [
        _Change(key, one.level, one.arguments)
        for whole, one in after.items()
        for key in held.pop(whole, [whole])
        if key not in before or before[key].level is not one.level
    ]
    return changes + [_Change(key, None, {}) for keys in held.values() for key in keys]


def _whole(key: _Key, said: Confirmed) -> _Key:
    return key._replace(project_id=said.project(key.project_id)) if said.joined else key


def _of_the_one(found: dict[_Key, EarlyWarning], said: Confirmed) -> dict[_Key, EarlyWarning]:
    """Warnings of projects that are one as its own: the graver, since the first day of any."""
    if not said.joined:
        return found
    whole: dict[_Key, EarlyWarning] = {}
    for key, one in found.items():
        held = whole.get(_whole(key, said), one)
        graver = one if one.level is Level.RED else held
        whole[_whole(key, said)] = replace(
            graver, project_id=said.project(key.project_id), since=min(held.since, one.since)
        )
    return whole


def _append(
    connection: sqlite3.Connection, day: str | None, moment: str, changes: Iterable[_Change]
) -> None:
    rows = (
        (day, moment, *one.key, one.level and one.level.value, _written(one.arguments))
        for one in changes
    )
    append(connection, _CHANGED, 7, rows)


def _written(arguments: Mapping[str, object]) -> str:
    """Arguments, integers, dates and texts, as JSON; raises TypeError for anything else."""
    told = dict(arguments)
    for name, value in arguments.items():
        if isinstance(value, date):
            told[name] = _dated(value)
    return _ENCODER.encode(told).decode()


@lru_cache(maxsize=256)
def _dated(day: date) -> dict[str, str]:
    return {"$date": day.isoformat()}


def _refused(value: object) -> object:
    text = f"not an argument of a warning: {value!r}"
    raise TypeError(text)


_ENCODER = msgspec.json.Encoder(enc_hook=_refused)


def _revived(value: object) -> object:
    return date.fromisoformat(value["$date"]) if isinstance(value, dict) else value
