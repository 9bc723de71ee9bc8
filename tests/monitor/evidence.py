"""Builds evidence the way the ledger does: typed frames, vouchers summed into buckets."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from disburse.frames import Evidence
from disburse.monitor.measure import needed_dates
from disburse.rules import Thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.rules import Decision

TEXT = ("code", "name", "owner", "head", "project_class", "class_evidence", "tier", "location")
DATES = ("started", "completed", "construction_start", "site_handover", "handed_over")
PROJECT_TYPES = {
    **dict.fromkeys((*TEXT, *DATES), "str"),
    "total_investment": "Int64",
    "class_cell": "str",
    "class_import_id": "Int64",
    "cells": "str",
    "import_id": "Int64",
}
KEYS = {"project_id": "int64", "source": "str", "tranche": "str"}
PLAN_TYPES = {
    **KEYS,
    "effective_on": "datetime64[s]",
    "amount": "Int64",
    "cell": "str",
    "import_id": "Int64",
    "version": "int64",
}
SNAPSHOT_TYPES = {
    **KEYS,
    "to_date": "datetime64[s]",
    "amount": "Int64",
    "volume": "Int64",
    "advance": "Int64",
    "treasury": "bool",
    "cell": "str",
    "import_id": "int64",
}
VOUCHER_TYPES = {**KEYS, "paid_to": "datetime64[s]", "amount": "Int64", "import_id": "int64"}
PART_TYPES = {
    **KEYS,
    "paid_to": "datetime64[s]",
    **dict.fromkeys(
        ("advance_recovered", "advances", "unclear", "repeated", "repeated_amount"), "int64"
    ),
}
IMPORT_TYPES = dict.fromkeys(("file", "sha256", "kind", "as_of", "recorded_at"), "str")


@dataclass(frozen=True)
class Plan:
    """A plan row; money in đồng."""

    amount: int
    effective_on: date = date(2026, 1, 1)
    tranche: str = "current"
    source: str | None = None
    import_id: int = 1
    cell: str = "KH!F12"


@dataclass(frozen=True)
class Snapshot:
    """A cumulative figure."""

    to_date: date
    amount: int | None
    tranche: str = "current"
    source: str | None = None
    treasury: bool = False
    import_id: int = 2
    cell: str = "GN!G12"
    volume: int | None = None
    advance: int | None = None


@dataclass(frozen=True)
class Paid:
    """A voucher: new disbursement on one day."""

    paid_on: date
    amount: int
    tranche: str = "current"
    source: str | None = None
    import_id: int = 3


@dataclass(frozen=True)
class Behind:
    """What lies behind the vouchers of a bucket, given by its end."""

    paid_to: date
    advance_recovered: int = 0
    advances: int = 0
    unclear: int = 0
    repeated: int = 0
    repeated_amount: int = 0
    tranche: str = "current"
    source: str | None = None


@dataclass(frozen=True)
class Given:
    """All that is known of one project; ``says`` holds columns of `Evidence.projects`."""

    says: dict[str, Any] = field(default_factory=dict)
    plans: Sequence[Plan] = ()
    snapshots: Sequence[Snapshot] = ()
    vouchers: Sequence[Paid] = ()
    parts: Sequence[Behind] = ()


def frame(rows: list[dict[str, Any]], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def rows_of(given: Sequence[Given], part: str) -> list[dict[str, Any]]:
    return [
        {"project_id": number, **asdict(row)}
        for number, one in enumerate(given, start=1)
        for row in getattr(one, part)
    ]


def bucketed(rows: list[dict[str, Any]], days: Sequence[date]) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], int] = {}
    for row in rows:
        end = days[bisect_left(days, row["paid_on"])]
        key = (row["project_id"], row["source"], row["tranche"], end, row["import_id"])
        sums[key] = sums.get(key, 0) + row["amount"]
    return [
        dict(zip(VOUCHER_TYPES, (*key[:4], amount, key[4]), strict=True))
        for key, amount in sums.items()
    ]


def build_evidence(given: Sequence[Given], as_of: date, decision: Decision) -> Evidence:
    snapshots = [row for row in rows_of(given, "snapshots") if row["to_date"] <= as_of]
    plans = [{**row, "version": row["import_id"]} for row in rows_of(given, "plans")]
    vouchers = [row for row in rows_of(given, "vouchers") if row["paid_on"] <= as_of]
    ends = {*needed_dates(decision, as_of, Thresholds()), *(row["to_date"] for row in snapshots)}
    projects = [
        {"name": f"Dự án {n}", "import_id": 1, **one.says} for n, one in enumerate(given, 1)
    ]
    index = pd.Index(range(1, len(given) + 1), name="project_id")
    return Evidence(
        as_of=as_of,
        budget_year=decision.budget_year,
        projects=frame(projects, PROJECT_TYPES).set_axis(index, axis=0),
        plans=frame(plans, PLAN_TYPES),
        snapshots=frame(snapshots, SNAPSHOT_TYPES),
        vouchers=frame(bucketed(vouchers, sorted(ends)), VOUCHER_TYPES),
        voucher_parts=frame(rows_of(given, "parts"), PART_TYPES),
        imports=frame([], IMPORT_TYPES),
        vouchers_to=max((row["paid_on"] for row in vouchers), default=None),
    )
