"""Early warnings as records, with the day each was first seen.

The rules are in ``warning_rules.py``, the wording in ``templates/messages.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.model import EarlyWarning, Level
from disburse.monitor.warning_rules import raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from disburse.monitor.warning_rules import Judged, Raised

    Key = tuple[int, str, str | None]


def open_warnings(judged: Judged, previous: Sequence[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    """All warnings of the day, red before amber, then by project and due date.

    One that was open at the last evaluation keeps its ``since``. Arguments are integers, dates
    and texts; what is missing is left out.
    """
    since = {_key(one): min(one.since, judged.as_of) for one in previous}
    found = [one for group in raised(judged) for one in _records(group, judged.as_of, since)]
    return tuple(sorted(found, key=lambda one: (one.level is not Level.RED, one.project_id)))


def cleared_warnings(
    found: Sequence[EarlyWarning], previous: Sequence[EarlyWarning]
) -> tuple[EarlyWarning, ...]:
    """Warnings of the last evaluation that are no longer open."""
    still_open = {_key(one) for one in found}
    return tuple(one for one in previous if _key(one) not in still_open)


def _key(one: EarlyWarning) -> Key:
    return one.project_id, one.code, one.milestone_id


def _records(group: Raised, as_of: date, since: Mapping[Key, date]) -> Iterator[EarlyWarning]:
    rows, names = group.rows, group.arguments
    values = zip(*(_plain(rows[name]) for name in names), strict=True)
    milestones = rows["milestone_id"] if "milestone_id" in rows else [None] * len(rows)
    reds = rows["red"].tolist()
    for project_id, milestone_id, red, row in zip(
        rows["project_id"].tolist(), milestones, reds, values, strict=True
    ):
        yield EarlyWarning(
            project_id=project_id,
            code=group.code,
            level=Level.RED if red else Level.AMBER,
            milestone_id=milestone_id,
            since=since.get((project_id, group.code, milestone_id), as_of),
            arguments={
                name: value for name, value in zip(names, row, strict=True) if value is not None
            },
        )


def _plain(column: pd.Series) -> list[object]:
    """Python integers, dates and texts; None where missing."""
    if column.dtype.kind == "M":
        days: list[object] = column.to_numpy().astype("datetime64[D]").tolist()
        return days
    values = column.astype(object)
    plain: list[object] = values.where(values.notna(), None).tolist()
    return plain
