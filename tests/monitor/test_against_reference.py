"""The columnar monitor against a slow one written from the definitions, with Fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pandas as pd
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from disburse.monitor.assess import assess
from disburse.monitor.measure import needed_dates
from disburse.rules import Thresholds
from tests.monitor.evidence import Given, Paid, Plan, Snapshot, build_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.frames import Assessment
    from disburse.rules import Decision, Milestone

THRESHOLDS = Thresholds()
NEW_YEAR = date(2026, 1, 1)
DUE = [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]

days = st.one_of(
    st.sampled_from([day + timedelta(shift) for day in DUE for shift in (-1, 0, 1)]),
    st.dates(NEW_YEAR, date(2027, 1, 31)),
)
tranches = st.sampled_from(["current", "current", "carryover"])
sources = st.sampled_from([None, "NSTW", "NSX"])
amounts = st.one_of(st.integers(0, 1_000), st.integers(0, 10**13))
projects = st.builds(
    Given,
    says=st.fixed_dictionaries({"project_class": st.sampled_from(["completed", "continuing"])}),
    plans=st.lists(
        st.builds(Plan, amounts, days, tranches, sources, st.integers(1, 3)), max_size=4
    ),
    snapshots=st.lists(
        st.builds(Snapshot, days, amounts, tranches, sources, st.booleans(), st.integers(1, 3)),
        max_size=4,
    ),
    vouchers=st.lists(st.builds(Paid, days, amounts, tranches, sources), max_size=4),
)


@dataclass(frozen=True)
class Reference:
    """One project, judged from the rows as stated."""

    given: Given
    as_of: date
    vouchers_to: date | None
    bucket_ends: Sequence[date]

    def vouchers(self, tranche: str) -> list[Paid]:
        paid = [one for one in self.given.vouchers if one.paid_on <= self.as_of]
        return [one for one in paid if one.tranche == tranche]

    def first_bucket(self) -> date | None:
        paid = [one.paid_on for one in self.given.vouchers if one.paid_on <= self.as_of]
        if not paid or self.vouchers_to is None:
            return None
        end = min(day for day in self.bucket_ends if day >= min(paid))
        return min(end, self.vouchers_to)

    def plan(self, day: date, tranche: str = "current") -> int | None:
        rows = [one for one in self.given.plans if one.tranche == tranche]
        if not rows:
            return None
        in_time = [one for one in rows if one.effective_on <= day]
        first = min(one.effective_on for one in rows)
        among = in_time or [one for one in rows if one.effective_on == first]
        newest = max((one.effective_on, one.import_id) for one in among)
        return sum(one.amount for one in among if (one.effective_on, one.import_id) == newest)

    def snapshot(self, day: date, tranche: str = "current") -> tuple[date, int] | None:
        rows = [one for one in self.given.snapshots if one.tranche == tranche]
        rows = [
            one for one in rows if one.to_date <= min(day, self.as_of) and one.amount is not None
        ]
        if not rows:
            return None
        latest = max(one.to_date for one in rows)
        rows = [one for one in rows if one.to_date == latest]
        winner = max((one.treasury, one.import_id) for one in rows)
        stated = (one for one in rows if (one.treasury, one.import_id) == winner)
        return latest, sum(one.amount or 0 for one in stated)

    def disbursed(self, day: date, tranche: str = "current") -> int | None:
        vouchers = [one for one in self.vouchers(tranche) if one.paid_on <= day]
        found, first = self.snapshot(day, tranche), self.first_bucket()
        if found is not None:
            since, amount = found
            return amount + sum(one.amount for one in vouchers if one.paid_on > since)
        if first is None or (self.snapshot(self.as_of, tranche) and day < first):
            return None
        return sum(one.amount for one in vouchers)

    def figures_date(self) -> date | None:
        found = self.snapshot(self.as_of)
        if self.disbursed(self.as_of) is None:
            return None
        return max(filter(None, [found and found[0], self.vouchers_to]))

    def own_days(self, days: Sequence[date]) -> list[date]:
        stated = {one.to_date for one in self.given.snapshots if one.tranche == "current"}
        spoken = self.first_bucket() and self.vouchers_to
        return [
            day
            for day in days
            if day in stated or (spoken and day <= spoken and self.by_vouchers(day))
        ]

    def by_vouchers(self, day: date) -> bool:
        first = self.first_bucket()
        assert first is not None
        return self.snapshot(self.as_of) is None or day >= first

    def pace(self, days: Sequence[date]) -> int | None:
        spoken = self.figures_date()
        if spoken is None:
            return None
        own = self.own_days(days)
        window = timedelta(weeks=THRESHOLDS.pace_weeks)
        before = [day for day in own if day <= spoken - window]
        within = [day for day in own if spoken - window < day <= spoken - window / 2]
        base, amount = NEW_YEAR, 0
        if before or within:
            base = max(before) if before else min(within)
            amount = self.disbursed(base) or 0
        grown = (self.disbursed(self.as_of) or 0) - amount
        return floor(Fraction(grown * 7, max((spoken - base).days, 1)))

    def milestone(self, milestone: Milestone) -> dict[str, Any] | None:
        due, points = milestone.due, milestone.required_basis_points
        plan = self.plan(min(due, self.as_of))
        if not plan or points is None:
            return None
        exact = Fraction(plan * points, 10_000)
        at_due, actual = self.disbursed(min(due, self.as_of)), self.disbursed(self.as_of)
        shortfall = None if actual is None else max(ceil(exact) - actual, 0)
        state = self.state(exact, due, at_due, actual)
        weeks = Fraction(max((due - self.as_of).days, 7), 7)
        pending = state == "pending" and shortfall is not None
        return {
            "state": state,
            "required": ceil(exact),
            "actual": actual,
            "shortfall": shortfall,
            "per_week": ceil((shortfall or 0) / weeks) if pending else None,
        }

    def state(self, exact: Fraction, due: date, at_due: int | None, actual: int | None) -> str:
        spoken = self.figures_date()
        if at_due is not None and at_due >= exact:
            return "met"
        if self.as_of <= due:
            return "pending"
        if actual is not None and actual >= exact:
            return "met_late"
        return "awaiting_data" if spoken is None or spoken < due else "missed"


def references(given: Sequence[Given], as_of: date, decision: Decision) -> list[Reference]:
    paid = [one.paid_on for project in given for one in project.vouchers if one.paid_on <= as_of]
    stated = {one.to_date for project in given for one in project.snapshots if one.to_date <= as_of}
    ends = sorted({*needed_dates(decision, as_of, THRESHOLDS), *stated})
    return [Reference(one, as_of, max(paid, default=None), ends) for one in given]


def plain(row: pd.Series) -> dict[str, Any]:
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def compare_projects(assessment: Assessment, expected: Sequence[Reference]) -> None:
    for reference, (_, row) in zip(expected, assessment.projects.iterrows(), strict=True):
        found, as_of = plain(row), reference.as_of
        assert found["plan"] == reference.plan(as_of)
        assert found["plan_carryover"] == reference.plan(as_of, "carryover")
        assert found["disbursed"] == reference.disbursed(as_of)
        assert found["disbursed_carryover"] == reference.disbursed(as_of, "carryover")
        spoken = reference.figures_date()
        assert found["figures_date"] == (spoken and pd.Timestamp(spoken))


@settings(max_examples=80, deadline=None)
@examples(given=st.lists(projects, min_size=1, max_size=3), as_of=days)
def test_every_figure_and_state(decision: Decision, given: list[Given], as_of: date) -> None:
    assessment = assess(build_evidence(given, as_of, decision), decision, THRESHOLDS)
    expected = references(given, as_of, decision)
    compare_projects(assessment, expected)
    by_id = {one.milestone_id: one for one in decision.milestones}
    wanted: dict[tuple[int, str], dict[str, Any]] = {}
    for number, reference in enumerate(expected, start=1):
        for milestone in decision.milestones:
            if milestone.project_class.value == reference.given.says["project_class"]:
                judged = reference.milestone(milestone)
                if judged is not None:
                    wanted[number, milestone.milestone_id] = judged
    rows = [plain(row) for _, row in assessment.milestones.iterrows()]
    found = {(row["project_id"], row["milestone_id"]): row for row in rows if row["milestone_id"]}
    assert found.keys() == wanted.keys()
    for key, judged in wanted.items():
        assert {name: found[key][name] for name in judged} == judged
        assert found[key]["due"] == pd.Timestamp(by_id[key[1]].due)


@settings(max_examples=80, deadline=None)
@examples(given=st.lists(projects, min_size=1, max_size=2), as_of=days)
def test_pace(decision: Decision, given: list[Given], as_of: date) -> None:
    assessment = assess(build_evidence(given, as_of, decision), decision, THRESHOLDS)
    for number, reference in enumerate(references(given, as_of, decision), start=1):
        of_vouchers = [reference.vouchers_to] if reference.vouchers_to else []
        ends = [day for day in reference.bucket_ends if day <= (reference.vouchers_to or as_of)]
        stated = {one.to_date for project in given for one in project.snapshots}
        pace = reference.pace(sorted({*ends, *of_vouchers, *(d for d in stated if d <= as_of)}))
        rows = assessment.milestones[assessment.milestones["project_id"] == number]
        pending = rows[rows["state"] == "pending"]
        for value in pending["pace_per_week"]:
            assert (None if pd.isna(value) else value) == pace


@settings(max_examples=40, deadline=None)
@examples(given=st.lists(projects, min_size=1, max_size=3), as_of=days)
def test_sources_add_up_to_the_projects(
    decision: Decision, given: list[Given], as_of: date
) -> None:
    assessment = assess(build_evidence(given, as_of, decision), decision, THRESHOLDS)
    current = assessment.sources[assessment.sources["tranche"] == "current"]
    sums = current.groupby("project_id")[["plan", "disbursed"]].sum()
    sums = sums.reindex(assessment.projects.index).fillna(0)
    stated = assessment.projects[["plan", "disbursed"]].fillna(0)
    assert (sums.astype("int64") == stated.astype("int64")).all(axis=None)
    assert assessment.series["amount"].iloc[-1:].sum() == stated["disbursed"].sum()


@settings(max_examples=40, deadline=None)
@examples(
    plan=st.integers(1, 10**13),
    paid=st.integers(0, 10**13),
    more=st.integers(0, 10**12),
    as_of=st.dates(date(2026, 9, 30), date(2026, 12, 31)),
)
def test_more_disbursed_is_never_worse(
    decision: Decision, plan: int, paid: int, more: int, as_of: date
) -> None:
    def judged(amount: int) -> pd.DataFrame:
        given = Given({"project_class": "continuing"}, [Plan(plan)], [Snapshot(as_of, amount)])
        return assess(build_evidence([given], as_of, decision), decision, THRESHOLDS).milestones

    order = ["awaiting_data", "missed", "pending", "met_late", "met"]
    less, greater = judged(paid), judged(paid + more)
    for before, after in zip(less["state"], greater["state"], strict=True):
        assert order.index(after) >= order.index(before)
    assert (greater["shortfall"] <= less["shortfall"]).all()
    assert (less["shortfall"] + less["actual"] >= less["required"]).all()
    pending = less[less["state"] == "pending"]
    weeks = pending["days_left"].clip(lower=7)
    assert (pending["per_week"] * weeks >= pending["shortfall"] * 7).all()
    assert ((pending["per_week"] - 1) * weeks < pending["shortfall"] * 7).all()
