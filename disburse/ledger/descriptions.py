"""The latest description of each project of a budget year, out of all that imports said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from disburse.ledger import columns

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from disburse.ledger.columns import Numbers, Objects
    from disburse.ledger.confirmed import Confirmed
    from disburse.ledger.in_force import InForce

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

# The cells of a row are long, and wanted only where no class it claims of the year settles all.
_FACTS = """
    SELECT json_group_array(project_id),
        json_group_array(CASE WHEN ? OR coalesce(project_class, 'unclassified') = 'unclassified'
            THEN cells END),
        json_group_array(code), json_group_array(name), json_group_array(owner),
        json_group_array(head), json_group_array(project_class),
        json_group_array(class_evidence), json_group_array(tier),
        json_group_array(location), json_group_array(started), json_group_array(completed),
        json_group_array(construction_start), json_group_array(site_handover),
        json_group_array(handed_over), json_group_array(total_investment),
        json_group_array(class_cell)
    FROM (SELECT * FROM project_fact WHERE import_id = ? AND voucher_only = ? ORDER BY line)
"""
_TYPES = {
    "code": "text",
    "name": "text",
    "owner": "word",
    "head": "word",
    "project_class": "word",
    "class_evidence": "word",
    "tier": "word",
    "location": "word",
    "started": "word",
    "completed": "word",
    "construction_start": "word",
    "site_handover": "word",
    "handed_over": "word",
    "total_investment": "amount",
    "class_cell": "word",
}
_NOTHING = [np.empty(0, dtype=object)] * (2 + len(_TYPES))
_OF_THE_CLASS = ("project_class", "class_evidence", "class_cell")


@dataclass(frozen=True, slots=True)
class _Statements:
    """Rows of facts by column, those of more authority further down.

    From the top: what vouchers say; imports dated after ``as_of``, nearest last (``late``); imports
    dated up to it. ``of_year``: from an import of the budget year.
    """

    project_ids: Numbers
    import_ids: Numbers
    cells: Objects
    fields: dict[str, Objects]
    of_year: Mask
    late: Mask
    voucher_only: Mask


def latest(
    connection: sqlite3.Connection,
    imports: list[InForce],
    as_of: date,
    budget_year: int,
    said: Confirmed,
) -> pd.DataFrame:
    """Describe each project of the year in one row, as `Evidence.projects`.

    A later import silent on a field never hides an earlier value. What is dated after ``as_of``
    counts only for a project that no import of the year dated up to it describes, and what a
    voucher says only where nothing else does. Class, its evidence and its cell come together from
    the last row of the year that claims a class: last year's class says nothing about this year.
    Projects ``said`` to be one have one row; owners are written as was confirmed.
    """
    stated = _read(connection, imports, as_of.isoformat(), budget_year, said)
    counted = _counted(stated)
    ids, place = np.unique(stated.project_ids[counted], return_inverse=True)
    rows = _Chosen(counted, place, len(ids))
    claims = pd.notna(stated.fields["project_class"]) & stated.of_year
    merged = {
        name: columns.column(
            rows.last(values, claims if name in _OF_THE_CLASS else pd.notna(values)),
            "amount" if _TYPES[name] == "amount" else "text",
        )
        for name, values in stated.fields.items()
    }
    import_ids = columns.objects(stated.import_ids)
    merged["class_import_id"] = columns.column(rows.last(import_ids, claims), "amount")
    merged["cells"] = columns.column(rows.last(stated.cells, counted), "text")
    merged["import_id"] = columns.column(rows.last(import_ids, counted), "key")
    return pd.DataFrame(merged, index=pd.Index(ids, name="project_id"), copy=False)


def _read(
    connection: sqlite3.Connection,
    imports: list[InForce],
    day: str,
    budget_year: int,
    said: Confirmed,
) -> _Statements:
    in_time = [one for one in imports if one.as_of <= day]
    late = [one for one in reversed(imports) if one.as_of > day and one.budget_year == budget_year]
    paid = [(one, True) for one in (*late, *in_time) if one.vouchers]
    blocks = [*paid, *((one, False) for one in (*late, *in_time))]
    rows = [
        (one.budget_year != budget_year, one.import_id, voucher_only)
        for one, voucher_only in blocks
    ]
    parts = [_part(connection, parameters, said) for parameters in rows]
    lengths = [len(part[0]) for part in parts]
    project_ids, cells, *fields = map(np.concatenate, zip(_NOTHING, *parts, strict=True))
    return _Statements(
        project_ids=_whole(project_ids.astype(np.int64), said),
        import_ids=np.repeat(np.array([one.import_id for one, _ in blocks], np.int64), lengths),
        cells=cells,
        fields=dict(zip(_TYPES, fields, strict=True)),
        of_year=_mask([one.budget_year == budget_year for one, _ in blocks], lengths),
        late=_mask([one.as_of > day for one, _ in blocks], lengths),
        voucher_only=_mask([voucher_only for _, voucher_only in blocks], lengths),
    )


def _whole(project_ids: Numbers, said: Confirmed) -> Numbers:
    """Name for each project the one that stands for it."""
    return columns.replaced(project_ids, said.joined) if said.joined else project_ids


def _part(
    connection: sqlite3.Connection, rows: tuple[bool, int, bool], said: Confirmed
) -> list[Objects]:
    """What one import says: `project_id`, ``cells`` and the columns of `_TYPES`.

    ``rows``: whether the import is of another year, its number, and whether vouchers' rows.
    """
    read = columns.read(connection, _FACTS, rows)
    types = {"project_id": "key", "cells": "text", **_TYPES}
    found = []
    for (name, kind), values in zip(types.items(), read, strict=True):
        written = _owners(values, said) if name == "owner" and said.owners else values
        found.append(columns.words(written) if kind == "word" else columns.objects(written))
    return found


def _owners(values: list[str | None], said: Confirmed) -> list[str | None]:
    written = {value: said.owner(value) for value in set(values)}
    return [written[value] for value in values]


def _mask(flags: list[bool], lengths: list[int]) -> Mask:
    return np.repeat(np.array(flags, dtype=np.bool_), lengths)


def _counted(stated: _Statements) -> Mask:
    """Rows of the projects of the year, without late ones of projects described in time."""
    of_year = np.unique(stated.project_ids[stated.of_year])
    in_time = stated.of_year & ~stated.late & ~stated.voucher_only
    settled = np.unique(stated.project_ids[in_time])
    needless = stated.late & ~stated.voucher_only & np.isin(stated.project_ids, settled)
    return np.isin(stated.project_ids, of_year) & ~needless


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The rows that count, and the place of each one's project in the result."""

    counted: Mask
    place: Numbers
    length: int

    def last(self, values: Objects, wanted: Mask) -> Objects:
        """Last wanted value of each project: of repeated places numpy keeps the last."""
        merged = np.full(self.length, None, dtype=object)
        wanted = wanted[self.counted]
        merged[self.place[wanted]] = values[self.counted][wanted]
        return merged
