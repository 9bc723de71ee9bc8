"""The samples through the whole line, judged on the day before, on and after each due date."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from disburse.intake.reading import ReadingOptions, read_register
from disburse.law.loader import load_decisions
from disburse.ledger.imports import store
from disburse.ledger.schema import open_ledger
from disburse.paths import LAW, SAMPLES
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.render.contract import status_document
from disburse.rules import Thresholds
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
TRUTH = {row["code"]: row for row in EXPECTED["truth"]}
FIGURES_TO = date(2026, 11, 15)
(DECISION,) = load_decisions(LAW)
RATES = [one for one in DECISION.milestones if one.required_basis_points is not None]
DUE_DATES = sorted({one.due for one in RATES})


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("ledger")
    connection = open_ledger(folder / "disburse.db")
    for file in EXPECTED["file"]:
        path = SAMPLES / file["name"]
        store(
            connection,
            read_register(path, ReadingOptions()),
            path,
            uploads=folder / "uploads",
            uploaded_by="test",
            recorded_at=datetime(2026, 11, 20, 8, tzinfo=VIETNAM),
        )
    yield connection
    connection.close()


def states(ledger: sqlite3.Connection, as_of: date) -> dict[tuple[str, str], dict[str, Any]]:
    document = status_document(evaluate(ledger, as_of, Thresholds(), Stopwatch()))
    assert {one["code"]: one["class"] for one in document["projects"]} == {
        code: row["class"] for code, row in TRUTH.items()
    }
    return {
        (project["code"], milestone["id"]): milestone
        for project in document["projects"]
        for milestone in project["milestones"]
    }


def reached(code: str, basis_points: int, day: date) -> bool:
    """By the table the samples were made from."""
    known = max(one for one in map(date.fromisoformat, TRUTH[code]["disbursed"]) if one <= day)
    paid: int = TRUTH[code]["disbursed"][known.isoformat()]
    plan: int = TRUTH[code]["plan"]
    return paid * 10_000 >= basis_points * plan


@pytest.mark.parametrize("due", DUE_DATES)
def test_states_around_a_due_date(ledger: sqlite3.Connection, due: date) -> None:
    before, on, after = (states(ledger, due + timedelta(days=days)) for days in (-1, 0, 1))
    judged = 0
    for milestone in (one for one in RATES if one.due == due):
        for code, row in TRUTH.items():
            if row["class"] != milestone.project_class:
                continue
            key = (code, milestone.milestone_id)
            met = reached(code, milestone.required_basis_points or 0, min(due, FIGURES_TO))
            assert on[key]["state"] == ("met" if met else "pending")
            late = "missed" if due <= FIGURES_TO else "awaiting_data"
            assert after[key]["state"] == ("met" if met else late)
            assert before[key]["state"] in ({"met", "pending"} if met else {"pending"})
            judged += 1
    assert judged


def test_projects_outside_the_three_classes_have_no_milestone(ledger: sqlite3.Connection) -> None:
    found = states(ledger, date(2026, 10, 1))
    outside = {code for code, row in TRUTH.items() if row["class"] == "unclassified"}
    assert outside
    assert {code for (code, _), row in found.items() if row["state"] == "no_milestone"} == outside


def test_every_state_occurs_over_the_year(ledger: sqlite3.Connection) -> None:
    days = (
        date(2026, 6, 29),
        date(2026, 7, 1),
        date(2026, 10, 1),
        date(2026, 11, 15),
        date(2027, 1, 1),
    )
    seen = {row["state"] for day in days for row in states(ledger, day).values()}
    assert seen == {"met", "met_late", "missed", "awaiting_data", "pending", "no_milestone"}
