"""Every case of ``tests/law/milestone_cases.toml``, the table a lawyer can read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from disburse.monitor.assess import assess
from disburse.rules import Thresholds
from tests.monitor.evidence import Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from datetime import date

    from disburse.rules import Decision

TABLE = tomllib.loads(
    (Path(__file__).parents[1] / "law" / "milestone_cases.toml").read_text(encoding="utf-8")
)
RATE_CASES = [(table, case) for table in TABLE["milestone"] for case in table["cases"]]


def judged(decision: Decision, given: Given, as_of: date) -> pd.DataFrame:
    return assess(build_evidence([given], as_of, decision), decision, Thresholds()).milestones


def row_of(rows: pd.DataFrame, due: date, *, event: bool = False) -> pd.Series:
    chosen = rows[(rows["due"] == pd.Timestamp(due)) & (rows["event"].notna() == event)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def given_by(case: dict[str, Any]) -> Given:
    return Given(
        says={"project_class": case["class"], "construction_start": case.get("starts")},
        plans=[Plan(**renamed(plan, "from", "effective_on")) for plan in case.get("plans", ())],
        snapshots=[Snapshot(**renamed(one, "to", "to_date")) for one in case.get("figures", ())],
        vouchers=[Paid(**renamed(one, "on", "paid_on")) for one in case.get("vouchers", ())],
    )


def renamed(values: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in values.items()}


def test_the_table_covers_every_milestone_of_the_decision(decision: Decision) -> None:
    rates = {
        (row["class"], row["due"], row["required_percent"] * 100) for row in TABLE["milestone"]
    }
    assert rates == {
        (one.project_class.value, one.due, one.required_basis_points)
        for one in decision.milestones
        if one.event is None
    }
    events = {(row["class"], row["due"]) for row in TABLE["event"]}
    assert events == {
        (one.project_class.value, one.due) for one in decision.milestones if one.event is not None
    }


@pytest.mark.parametrize(
    ("table", "case"),
    RATE_CASES,
    ids=[f"{t['class']} {t['due']} seen {c['as_of']} {c['disbursed']}" for t, c in RATE_CASES],
)
def test_around_the_due_date(
    decision: Decision, table: dict[str, Any], case: dict[str, Any]
) -> None:
    given = Given(
        says={"project_class": table["class"]},
        plans=[Plan(table["plan"])],
        snapshots=[Snapshot(case["figures_to"], case["disbursed"])],
    )
    row = row_of(judged(decision, given, case["as_of"]), table["due"])
    assert row["state"] == case["state"]
    assert row["clause"] == table["clause"]
    assert row["required"] == table["required"]
    assert row["actual"] == case["disbursed"]
    assert row["shortfall"] == max(table["required"] - case["disbursed"], 0)


@pytest.mark.parametrize("story", TABLE["story"], ids=lambda story: str(story["says"]))
def test_stories(decision: Decision, story: dict[str, Any]) -> None:
    row = row_of(judged(decision, given_by(story), story["as_of"]), story["due"])
    assert {name: row[name] for name in story["expect"]} == story["expect"]
    assert row["clause"] == story["clause"]
    assert all(pd.isna(row[name]) for name in story.get("missing", ()))


@pytest.mark.parametrize(
    "case", TABLE["event"], ids=lambda case: f"{case['says']} seen {case['as_of']}"
)
def test_construction_start(decision: Decision, case: dict[str, Any]) -> None:
    given = given_by({**case, "plans": [{"amount": 1_000}]})
    row = row_of(judged(decision, given, case["as_of"]), case["due"], event=True)
    assert (row["state"], row["clause"]) == (case["state"], case["clause"])
    assert pd.isna(row["required"])


@pytest.mark.parametrize("case", TABLE["unbound"], ids=lambda case: str(case["says"]))
def test_projects_without_milestone(decision: Decision, case: dict[str, Any]) -> None:
    rows = judged(decision, given_by(case), case["as_of"])
    assert rows["state"].tolist() == ["no_milestone"]
    assert rows.drop(columns=["project_id", "state"]).isna().all(axis=None)
