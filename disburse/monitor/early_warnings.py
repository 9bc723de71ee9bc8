"""Early warnings as records, with the day each was first seen.

The rules are in ``warning_rules.py``, the wording in ``templates/messages.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from disburse.model import EarlyWarning, Level
from disburse.monitor.arrays import places_in
from disburse.monitor.warning_rules import (
    milestone_rules,
    project_rules,
    treasury_rules,
    voucher_rules,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from disburse.monitor.arrays import Places
    from disburse.monitor.warning_rules import Judged, Rule

    Key = tuple[int, str, str | None]


def open_warnings(judged: Judged, previous: Sequence[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    """All warnings of the day, red before amber, then by project and due date.

    One that was open at the last evaluation keeps its ``since``. Arguments are integers, dates
    and texts; what is missing is left out.
    """
    since = {_key(one): min(one.since, judged.as_of) for one in previous}
    found = [
        one
        for rows, rules in _ruled(judged)
        for rule in rules
        for one in _records(rows, rule, judged.as_of, since)
    ]
    found.sort(key=lambda one: one.project_id)
    found.sort(key=lambda one: one.level is not Level.RED)
    return tuple(found)


def cleared_warnings(
    found: Sequence[EarlyWarning], previous: Sequence[EarlyWarning]
) -> tuple[EarlyWarning, ...]:
    """Warnings of the last evaluation that are no longer open."""
    still_open = {_key(one) for one in found}
    return tuple(one for one in previous if _key(one) not in still_open)


def _key(one: EarlyWarning) -> Key:
    return one.project_id, one.code, one.milestone_id


def _ruled(judged: Judged) -> Iterator[tuple[pd.DataFrame, list[Rule]]]:
    """Frames of rows, each with ``project_id`` as a column, and the rules that look at them."""
    place = places_in(judged.projects.index, judged.milestones["project_id"])
    known = ("plan", "figures_date", "construction_start")
    beside = {name: judged.projects[name].array.take(place) for name in known}
    milestones = judged.milestones.assign(**beside)
    yield milestones, milestone_rules(milestones, judged.thresholds)
    days_old = (np.datetime64(judged.as_of, "s") - judged.projects["figures_date"]).dt.days
    projects = judged.projects.assign(
        project_id=judged.projects.index,
        budget_year=judged.budget_year,
        days_old=days_old.astype("Int64"),
    )
    yield projects, project_rules(judged, projects)
    yield judged.voucher_differences, voucher_rules(judged.voucher_differences)
    yield judged.treasury_differences, treasury_rules(judged.treasury_differences)


def _records(
    rows: pd.DataFrame, rule: Rule, as_of: date, since: Mapping[Key, date]
) -> Iterator[EarlyWarning]:
    places = np.flatnonzero(rule.holds)
    if not len(places):
        return
    project_ids = rows["project_id"].take(places).tolist()
    milestones = _milestone_ids(rows, places)
    reds = [False] * len(places) if rule.red is None else rule.red[places].tolist()
    columns = [_plain(rows[name], places) for name in rule.arguments]
    levels, kept = (Level.AMBER, Level.RED), since.get
    for project_id, milestone_id, red, *row in zip(
        project_ids, milestones, reds, *columns, strict=True
    ):
        told = zip(rule.arguments, row, strict=True)
        yield EarlyWarning(
            project_id,
            rule.code,
            levels[red],
            milestone_id,
            kept((project_id, rule.code, milestone_id), as_of),
            {name: value for name, value in told if value is not None},
        )


def _milestone_ids(rows: pd.DataFrame, places: Places) -> list[str | None]:
    if "milestone_id" not in rows:
        return [None] * len(places)
    return rows["milestone_id"].take(places).tolist()


def _plain(column: pd.Series, places: Places) -> list[object]:
    """Python integers, dates and texts of some rows; None where missing."""
    chosen = column.take(places)
    if column.dtype.kind == "M":
        days, place = np.unique(chosen.to_numpy().astype("datetime64[D]"), return_inverse=True)
        dates: list[object] = days.astype(object)[place].tolist()
        return dates
    values = np.array(chosen, dtype=object)
    values[chosen.isna().to_numpy()] = None
    plain: list[object] = values.tolist()
    return plain
