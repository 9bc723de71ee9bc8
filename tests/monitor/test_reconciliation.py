"""Figures held against each other: the cases of ``reconciliation_cases.toml``, and the whole."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from disburse.monitor.assess import assess
from disburse.monitor.reconciliation import COLUMNS, Agreement, Hint
from disburse.rules import Thresholds
from tests.monitor.evidence import Behind, Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.frames import Assessment
    from disburse.rules import Decision

AS_OF = date(2026, 10, 31)
CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("reconciliation_cases.toml").read_text(encoding="utf-8")
)["case"]
WORDS = {"to": "to_date", "on": "paid_on", "import": "import_id"}
DAYS = {"to", "on"}
DATED = {name for name, kind in COLUMNS.items() if kind.startswith("datetime")}


def day(text: str) -> date:
    return date.fromisoformat(f"{AS_OF.year}-{text}")


def records(
    kind: Callable[..., Any], rows: list[dict[str, Any]], words: dict[str, str]
) -> list[Any]:
    return [
        kind(
            **{
                words.get(name, name): day(value) if name in DAYS else value
                for name, value in row.items()
            }
        )
        for row in rows
    ]


def known(case: dict[str, Any]) -> Given:
    return Given(
        plans=records(Plan, case.get("plans", [{"amount": 1000}]), WORDS),
        snapshots=records(Snapshot, case.get("snapshots", []), WORDS),
        vouchers=records(Paid, case.get("vouchers", []), WORDS),
        parts=records(Behind, case.get("parts", []), {"to": "paid_to"}),
    )


def assessed(decision: Decision, *given: Given) -> Assessment:
    return assess(build_evidence(given, AS_OF, decision), decision, Thresholds())


def cell(name: str, value: object) -> object:
    """A value of the frame as the cases write it: "" where it is missing."""
    if pd.isna(value):  # type: ignore[call-overload]  # whatever the frame holds
        return ""
    return f"{value:%m-%d}" if name in DATED else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(decision: Decision, case: dict[str, Any]) -> None:
    other = Given(vouchers=records(Paid, case.get("elsewhere", []), WORDS))
    frame = assessed(decision, known(case), other).reconciliation
    found = frame[frame["project_id"] == 1].to_dict("records")
    assert len(found) == len(case["rows"])
    for row, expected in zip(found, case["rows"], strict=True):
        assert {name: cell(name, row[name]) for name in expected} == expected


def test_every_state_and_hint_has_a_case() -> None:
    rows = [row for case in CASES for row in case["rows"]]
    assert {row["state"] for row in rows if "state" in row} == set(Agreement)
    assert {row["hint"] for row in rows if row.get("hint")} == set(Hint)


@pytest.mark.parametrize("given", [Given(), Given(vouchers=[Paid(date(2026, 3, 1), 5)])])
def test_columns_and_types_are_as_documented(decision: Decision, given: Given) -> None:
    frame = assessed(decision, given).reconciliation
    assert {str(name): str(kind) for name, kind in frame.dtypes.items()} == COLUMNS
    assert frame.empty is not bool(given.vouchers)


def test_a_difference_is_warned_of_once_for_each_project(decision: Decision) -> None:
    snapshots = [
        Snapshot(date(2026, 9, 30), 300, source="NST"),
        Snapshot(date(2026, 9, 30), 150, source="NSX"),
        Snapshot(date(2026, 9, 30), 90, tranche="carryover"),
    ]
    paid = [Paid(date(2026, 3, 1), 310, source="NST"), Paid(date(2026, 10, 1), 5)]
    given = Given(plans=[Plan(900, source="NST"), Plan(99, source="NSX")], snapshots=snapshots)
    paid_by_source = [replace(one, source=one.source or "NSX") for one in paid]
    found = assessed(decision, replace(given, vouchers=paid_by_source)).warnings
    (told,) = (one.arguments for one in found if one.code == "voucher_difference")
    assert told == {
        "tranche": "current",
        "source": "NSX",
        "snapshot": 150,
        "snapshot_date": date(2026, 9, 30),
        "treasury": False,
        "voucher_sum": 0,
    }


def test_the_owner_is_warned_of_what_the_treasury_says_otherwise(decision: Decision) -> None:
    september = date(2026, 9, 30)
    snapshots = [Snapshot(september, 300), Snapshot(september, 310, treasury=True, import_id=3)]
    found = assessed(decision, Given(plans=[Plan(900)], snapshots=snapshots)).warnings
    (told,) = (one.arguments for one in found if one.code == "treasury_difference")
    assert told == {
        "tranche": "current",
        "owner_figure": 300,
        "treasury_figure": 310,
        "snapshot_date": september,
    }
    assert not [one for one in found if one.code == "voucher_difference"]


days = st.sampled_from([date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)])
tranches = st.sampled_from(["current", "carryover"])
sources = st.sampled_from([None, "NST", "NSX"])
amounts = st.integers(0, 3)
projects = st.builds(
    Given,
    plans=st.lists(st.builds(Plan, amounts, tranche=tranches, source=sources), max_size=3),
    snapshots=st.lists(
        st.builds(Snapshot, days, amounts, tranches, sources, st.booleans(), st.integers(1, 2)),
        max_size=4,
    ),
    vouchers=st.lists(st.builds(Paid, days, amounts, tranches, sources), max_size=4),
)


@settings(deadline=None)
@examples(st.lists(projects, min_size=1, max_size=3))
def test_rows_add_up_and_say_what_they_compare(decision: Decision, given: list[Given]) -> None:
    frame = assessed(decision, *given).reconciliation
    assert not frame.duplicated(["project_id", "tranche", "source"]).any()
    for row in frame.to_dict("records"):
        figures = [row[kind] for kind in ("owner", "treasury", "vouchers") if pd.notna(row[kind])]
        compared = row["state"] in {Agreement.EQUAL, Agreement.DIFFERS, Agreement.LIST_ENDS_EARLIER}
        assert pd.notna(row[row["counts"]])
        assert pd.notna(row["compared_on"]) == compared
        assert (len(figures) > 1) == (compared or row["state"] == Agreement.OTHER_DATES)
        if compared:
            assert (len(set(figures)) == 1) == (row["state"] == Agreement.EQUAL)
    for _, rows in frame.groupby(["project_id", "tranche"]):
        project_id, tranche = rows[["project_id", "tranche"]].iloc[0]
        assert rows["source"].notna().all() or len(rows) == 1
        one = given[project_id - 1]
        to = rows["vouchers_to"].iloc[0]
        if pd.notna(to):
            paid = [
                v.amount for v in one.vouchers if v.tranche == tranche and v.paid_on <= to.date()
            ]
            assert rows["vouchers"].sum() == sum(paid)
