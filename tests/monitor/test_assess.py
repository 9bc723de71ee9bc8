"""The whole assessment: columns, the commune, sources, and what it must not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from disburse.model import Tranche
from disburse.monitor.assess import assess
from disburse.monitor.measure import needed_dates
from disburse.rules import Thresholds
from tests.monitor.evidence import Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.rules import Decision

CONTINUING = {"project_class": "continuing"}
PROJECT_COLUMNS = [
    "code",
    "name",
    "owner",
    "head",
    "location",
    "tier",
    "project_class",
    "reason_code",
    "reason_evidence",
    "reason_cell",
    "reason_import_id",
    "plan",
    "disbursed",
    "plan_carryover",
    "disbursed_carryover",
    "rate_basis_points",
    "total_investment",
    "figures_date",
]
SOURCE_COLUMNS = [
    "project_id",
    "source",
    "tranche",
    "plan",
    "plan_cell",
    "plan_import_id",
    "disbursed",
    "disbursed_cell",
    "disbursed_import_id",
    "disbursed_to",
]
MILESTONE_COLUMNS = [
    "project_id",
    "milestone_id",
    "due",
    "required_basis_points",
    "event",
    "clause",
    "required",
    "actual",
    "shortfall",
    "state",
    "risk",
    "days_left",
    "per_week",
    "pace_per_week",
]


def assessed(decision: Decision, as_of: date, *given: Given) -> Assessment:
    return assess(build_evidence(given, as_of, decision), decision, Thresholds())


def test_columns_are_those_promised(decision: Decision) -> None:
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 1)])
    found = assessed(decision, date(2026, 7, 1), given)
    assert list(found.projects) == PROJECT_COLUMNS
    assert list(found.sources) == SOURCE_COLUMNS
    assert list(found.milestones) == list(found.commune) == MILESTONE_COLUMNS
    assert list(found.series) == ["to_date", "amount"]
    amounts = ["plan", "disbursed", "plan_carryover", "disbursed_carryover", "rate_basis_points"]
    assert {str(found.projects[name].dtype) for name in amounts} == {"Int64"}
    assert str(found.projects["figures_date"].dtype) == "datetime64[s]"
    assert str(found.milestones["required"].dtype) == "Int64"


def test_no_project_at_all(decision: Decision) -> None:
    found = assessed(decision, date(2026, 7, 1))
    assert len(found.projects) == len(found.milestones) == len(found.sources) == 0
    assert found.warnings == ()
    assert found.figures_date is None
    assert found.commune["state"].tolist() == ["no_milestone"]
    assert found.series.empty


def test_the_evidence_is_left_as_it_was(decision: Decision) -> None:
    given = Given(
        CONTINUING,
        [Plan(1_000)],
        [Snapshot(date(2026, 5, 31), 1)],
        [Paid(date(2026, 6, 30), 5, source="NSX")],
    )
    evidence = build_evidence([given, given], date(2026, 7, 1), decision)
    names = ("projects", "plans", "snapshots", "vouchers", "imports")
    before = {name: getattr(evidence, name).copy() for name in names}
    first = assess(evidence, decision, Thresholds())
    second = assess(evidence, decision, Thresholds())
    for name in names:
        pd.testing.assert_frame_equal(getattr(evidence, name), before[name])
    pd.testing.assert_frame_equal(first.milestones, second.milestones)
    assert first.warnings == second.warnings


def test_what_is_dated_after_the_day_changes_nothing(decision: Decision) -> None:
    known = Given(
        CONTINUING,
        [Plan(1_000), Plan(2_000, date(2026, 9, 1), import_id=5)],
        [Snapshot(date(2026, 5, 31), 100), Snapshot(date(2026, 9, 1), 900)],
        [Paid(date(2026, 6, 10), 7), Paid(date(2026, 9, 2), 50)],
    )
    as_of = date(2026, 7, 1)
    later = build_evidence([known], date(2026, 10, 1), decision)
    now = assess(build_evidence([known], as_of, decision), decision, Thresholds())
    back = assess(
        replace(later, as_of=as_of, vouchers=later.vouchers[:1], vouchers_to=date(2026, 6, 10)),
        decision,
        Thresholds(),
    )
    pd.testing.assert_frame_equal(now.projects, back.projects)
    assert now.projects["plan"].tolist() == [1_000]
    assert now.projects["disbursed"].tolist() == [107]
    assert now.figures_date == date(2026, 6, 10)


def test_a_file_silent_on_carried_over_money_does_not_blank_it(decision: Decision) -> None:
    given = Given(
        CONTINUING,
        [
            Plan(1_000, import_id=1),
            Plan(300, tranche="carryover", import_id=1),
            Plan(1_200, date(2026, 5, 1), import_id=2),
        ],
        [
            Snapshot(date(2026, 4, 30), 100, import_id=1),
            Snapshot(date(2026, 4, 30), 250, tranche="carryover", import_id=1),
            Snapshot(date(2026, 6, 30), 500, import_id=2),
        ],
    )
    row = assessed(decision, date(2026, 7, 1), given).projects.iloc[0]
    assert (row["plan"], row["plan_carryover"]) == (1_200, 300)
    assert (row["disbursed"], row["disbursed_carryover"]) == (500, 250)


def test_a_list_without_sources_replaces_one_with_sources(decision: Decision) -> None:
    given = Given(
        CONTINUING,
        [Plan(600, source="NSTW", cell="KH!F12"), Plan(400, source="NSX", cell="KH!G12")],
        [
            Snapshot(date(2026, 5, 31), 60, source="NSTW"),
            Snapshot(date(2026, 5, 31), 40, source="NSX"),
            Snapshot(date(2026, 6, 30), 150, import_id=9, cell="GN!C5"),
        ],
    )
    found = assessed(decision, date(2026, 7, 1), given)
    assert found.projects["disbursed"].tolist() == [150]
    rows = found.sources.fillna({"source": "-"}).set_index("source")
    assert rows["plan"].to_dict() == {"NSTW": 600, "NSX": 400, "-": None}
    assert rows.loc["NSX", "plan_cell"] == "KH!G12"
    assert rows["disbursed"].dropna().to_dict() == {"-": 150}
    told = [
        rows.loc["-", name] for name in ("disbursed_cell", "disbursed_import_id", "disbursed_to")
    ]
    assert told == ["GN!C5", 9, pd.Timestamp("2026-06-30")]


def test_a_list_of_the_same_totals_keeps_the_split_by_source(decision: Decision) -> None:
    split = [Plan(600, source="NSTW", cell="KH!F12"), Plan(400, source="NSX", cell="KH!G12")]
    day = date(2026, 6, 30)
    total = Plan(1_000, day, import_id=9, cell="GN!F5")
    figures = [
        Snapshot(day, 60, source="NSTW"),
        Snapshot(day, 40, source="NSX"),
        Snapshot(day, 100, import_id=9),
    ]
    same = Given(CONTINUING, [*split, total], figures)
    other = Given(
        CONTINUING,
        [*split, replace(total, amount=1_001)],
        [*figures, Snapshot(day, 101, import_id=10)],
    )
    kept = assessed(decision, date(2026, 7, 1), same).sources.set_index("source")
    assert kept[["plan", "disbursed"]].to_numpy().tolist() == [[600, 60], [400, 40]]
    assert kept["plan_cell"].to_dict() == {"NSTW": "KH!F12", "NSX": "KH!G12"}
    lost = assessed(decision, date(2026, 7, 1), other).sources
    assert lost[["plan", "disbursed"]].to_numpy().tolist() == [[1_001, 101]]


def test_a_figure_of_another_day_is_not_split_like_an_earlier_one(decision: Decision) -> None:
    figures = [
        Snapshot(date(2026, 5, 31), 60, source="NSTW"),
        Snapshot(date(2026, 5, 31), 40, source="NSX"),
        Snapshot(date(2026, 6, 30), 100, import_id=9),
    ]
    given = Given(CONTINUING, [Plan(1_000)], figures)
    found = assessed(decision, date(2026, 7, 1), given).sources
    assert found["disbursed_to"].tolist() == [pd.Timestamp("2026-06-30")]


def test_the_cell_is_that_of_the_treasurys_figure(decision: Decision) -> None:
    day = date(2026, 6, 30)
    marked = Snapshot(day, 300, treasury=True, import_id=2, cell="KB!D4")
    other = Snapshot(day, 250, import_id=3, cell="GN!G12")
    for figures in ([marked, other], [other, marked]):
        row = assessed(decision, day, Given(CONTINUING, [], figures)).sources.iloc[0]
        assert (row["disbursed"], row["disbursed_cell"]) == (300, "KB!D4")
        assert row["disbursed_import_id"] == 2


def test_vouchers_after_a_snapshot_stand_in_its_source(decision: Decision) -> None:
    given = Given(
        CONTINUING,
        [Plan(1_000, source="NSX")],
        [Snapshot(date(2026, 5, 31), 40, source="NSX")],
        [
            Paid(date(2026, 5, 31), 40, source="NSX"),
            Paid(date(2026, 6, 10), 7, source="NSX"),
            Paid(date(2026, 6, 12), 5, source="NSTW", import_id=8),
        ],
    )
    sources = assessed(decision, date(2026, 7, 1), given).sources.set_index("source")
    assert sources["disbursed"].to_dict() == {"NSTW": 5, "NSX": 47}
    assert sources["disbursed_import_id"].to_dict() == {"NSTW": 8, "NSX": 2}
    assert set(sources["disbursed_to"]) == {pd.Timestamp("2026-06-12")}


def test_the_rate_is_rounded_half_up_and_never_cut(decision: Decision) -> None:
    def rate(plan: int, paid: int) -> int:
        given = Given(CONTINUING, [Plan(plan)], [Snapshot(date(2026, 6, 30), paid)])
        found = assessed(decision, date(2026, 7, 1), given).projects["rate_basis_points"]
        return int(found.iloc[0])

    assert rate(3, 1) == 3333
    assert rate(3, 2) == 6667
    assert rate(20_000, 1) == 1
    assert rate(20_001, 1) == 0
    assert rate(10, 21) == 21_000
    assert rate(9_000_000_000_000_001, 9_000_000_000_000_000) == 10_000


def test_large_amounts_are_exact(decision: Decision) -> None:
    plan = 900_000_000_000_000_001
    given = Given(CONTINUING, [Plan(plan)], [Snapshot(date(2026, 7, 1), 0)])
    rows = assessed(decision, date(2026, 7, 1), given).milestones
    assert rows["required"].tolist() == [-(-plan * 3 // 10), -(-plan * 6 // 10), plan]


def test_both_tranches_count_where_the_decision_says_so(decision: Decision) -> None:
    both = replace(decision, counted_tranches=(Tranche.CURRENT, Tranche.CARRYOVER))
    given = Given(
        CONTINUING,
        [Plan(1_000), Plan(500, tranche="carryover")],
        [Snapshot(date(2026, 6, 30), 300), Snapshot(date(2026, 6, 30), 150, tranche="carryover")],
    )
    found = assessed(both, date(2026, 7, 1), given)
    assert found.projects[["plan", "disbursed"]].iloc[0].tolist() == [1_500, 450]
    june = found.milestones.iloc[0]
    assert (june["required"], june["state"]) == (450, "met")


@pytest.mark.parametrize(
    ("as_of", "paid", "state"),
    [
        (date(2026, 12, 31), 1_499, "pending"),
        (date(2026, 12, 31), 1_500, "met"),
        (date(2027, 1, 1), 1_499, "missed"),
    ],
)
def test_the_commune_against_its_target(
    decision: Decision, as_of: date, paid: int, state: str
) -> None:
    given = [
        Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 12, 31), paid - 500)]),
        Given({}, [Plan(500)], [Snapshot(date(2026, 11, 30), 500)]),
        Given({}, [Plan(70, tranche="carryover")], [Snapshot(as_of, 70, tranche="carryover")]),
    ]
    row = assessed(decision, as_of, *given).commune.iloc[0]
    assert (row["state"], row["required"], row["actual"]) == (state, 1_500, paid)
    assert (row["shortfall"], row["clause"]) == (1_500 - paid, "Mục II.5.a")


def test_the_commune_a_few_days_late(decision: Decision) -> None:
    figures = [Snapshot(date(2026, 12, 31), 999), Snapshot(date(2027, 1, 4), 1_000)]
    plans = [Plan(1_000), Plan(900, date(2027, 1, 1))]
    row = assessed(decision, date(2027, 1, 5), Given(CONTINUING, plans, figures)).commune.iloc[0]
    assert (row["state"], row["required"], row["actual"]) == ("met_late", 1_000, 1_000)


def test_a_decision_without_a_target_has_no_commune_row(decision: Decision) -> None:
    bare = replace(decision, commune_target=None)
    given = Given(CONTINUING, [Plan(1_000)], [Snapshot(date(2026, 6, 30), 1)])
    assert assessed(bare, date(2026, 7, 1), given).commune.empty


def test_the_course_of_the_year(decision: Decision) -> None:
    one = Given(
        CONTINUING, [Plan(9)], [Snapshot(date(2026, 3, 31), 100), Snapshot(date(2026, 5, 31), 250)]
    )
    two = Given(CONTINUING, [Plan(9)], [Snapshot(date(2026, 4, 30), 10)])
    series = assessed(decision, date(2026, 7, 1), one, two).series
    assert dict(zip(series["to_date"].dt.strftime("%d/%m"), series["amount"], strict=True)) == {
        "31/03": 100,
        "30/04": 110,
        "31/05": 260,
    }


def test_the_days_vouchers_are_needed_for(decision: Decision) -> None:
    days = needed_dates(decision, date(2026, 10, 1), Thresholds())
    assert days == (
        date(2026, 6, 30),
        date(2026, 8, 6),
        date(2026, 9, 30),
        date(2026, 10, 1),
    )
    assert needed_dates(decision, date(2026, 1, 15), Thresholds()) == (date(2026, 1, 15),)
    assert date(2026, 12, 31) in needed_dates(decision, date(2026, 12, 31), Thresholds())
