"""Corrections laid over the frames of evidence; without any, the frames stay as they are."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.casework_model import ClassDecision, DateCorrection, PlanCorrection
from disburse.ledger import columns, plan_versions
from disburse.ledger.plan_versions import PlanRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas.api.extensions import ExtensionArray

    from disburse.casework_model import Correction

    Place = tuple[int, str]
    Stated = dict[int, Correction]

PLAN_TYPES = {
    "project_id": "key",
    "source": "word",
    "tranche": "word",
    "amount": "amount",
    "cell": "text",
    "effective_on": "date",
    "import_id": "amount",
    "version": "key",
}


def described(projects: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    """Put the classes and dates that people state in place of the registers'.

    ``corrections`` are of projects listed; of several on one field the last counts. The cell of
    each is `Correction.cell`; a decided class comes of no import.
    """
    classes: Stated = {}
    dates: dict[str, Stated] = defaultdict(dict)
    for one in corrections:
        if isinstance(one.change, ClassDecision):
            classes[one.project_id] = one
        elif isinstance(one.change, DateCorrection):
            dates[one.field][one.project_id] = one
    classed = _with_classes(projects, classes) if classes else projects
    return _with_dates(classed, dates) if dates else classed


def planned(plans: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    """Add ``version`` to the rows as imported, and the versions that corrections make of them."""
    numbers = plans["import_id"].to_numpy(np.int64)
    stated = plans.assign(
        import_id=pd.arrays.IntegerArray(numbers, np.zeros(len(numbers), dtype=np.bool_)),
        version=numbers,
    )[list(PLAN_TYPES)]
    changes: dict[Place, list[tuple[Correction, PlanCorrection]]] = defaultdict(list)
    for one in corrections:
        if isinstance(one.change, PlanCorrection):
            changes[one.project_id, one.change.tranche.value].append((one, one.change))
    if not changes:
        return stated
    known = _rows(stated, {project_id for project_id, _ in changes})
    made = [
        (*place, row)
        for place, listed in changes.items()
        for row in plan_versions.corrected(known[place], listed)
    ]
    return columns.stacked([stated, _frame(made)], PLAN_TYPES)


def _with_classes(projects: pd.DataFrame, classes: Stated) -> pd.DataFrame:
    by_hand = projects.index.isin(list(classes))
    new = {key: one.new for key, one in classes.items()}
    reasons = {key: one.change.reason for key, one in classes.items()}
    cells = {key: one.cell for key, one in classes.items()}
    return projects.assign(
        project_class=_replaced(projects["project_class"], new),
        class_evidence=_replaced(projects["class_evidence"], reasons),
        class_cell=_replaced(projects["class_cell"], cells),
        class_import_id=projects["class_import_id"].mask(by_hand),
    )


def _with_dates(projects: pd.DataFrame, dates: Mapping[str, Stated]) -> pd.DataFrame:
    """Replace dates, and name the corrections among the cells of the latest row (JSON)."""
    touched = sorted({key for stated in dates.values() for key in stated})
    texts = projects["cells"].loc[touched].astype(object)
    cells = {
        key: json.loads(text) if isinstance(text, str) else {}
        for key, text in zip(touched, texts, strict=True)
    }
    for field, stated in dates.items():
        for key, one in stated.items():
            cells[key][field] = one.cell
    corrected = {
        field: _replaced(projects[field], {key: one.new for key, one in stated.items()})
        for field, stated in dates.items()
    }
    marked = {key: json.dumps(one, ensure_ascii=False) for key, one in cells.items()}
    return projects.assign(**corrected, cells=_replaced(projects["cells"], marked))


def _replaced(column: pd.Series[str], values: Mapping[int, object]) -> ExtensionArray:
    """Return a column of texts with those of some projects replaced, None becoming missing."""
    texts = column.to_numpy(object, copy=True)
    texts[column.index.get_indexer(pd.Index(list(values)))] = columns.objects(list(values.values()))
    return pd.array(texts, dtype="str")


def _rows(plans: pd.DataFrame, project_ids: set[int]) -> dict[Place, list[PlanRow]]:
    """Rows as imported of some projects, by project and tranche."""
    mine = plans[plans["project_id"].isin(project_ids)]
    days = np.datetime_as_string(mine["effective_on"].to_numpy(), unit="D").tolist()
    rows: dict[Place, list[PlanRow]] = defaultdict(list)
    for project_id, source, tranche, amount, cell, day, version in zip(
        *(mine[name].astype(object) for name in list(PLAN_TYPES)[:5]),
        days,
        mine["version"].tolist(),
        strict=True,
    ):
        named = None if pd.isna(source) else source
        row = PlanRow(named, day, int(amount), cell, version, version)
        rows[project_id, tranche].append(row)
    return rows


def _frame(made: Iterable[tuple[int, str, PlanRow]]) -> pd.DataFrame:
    listed = [
        (project_id, row.source, tranche, row.amount, row.cell, row.effective_on, row.import_id,
         row.version)
        for project_id, tranche, row in made
    ]  # fmt: skip
    values = zip(*listed, strict=True) if listed else [()] * len(PLAN_TYPES)
    return columns.frame([list(one) for one in values], PLAN_TYPES)
