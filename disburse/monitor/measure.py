"""Every project's money as of one day: plan, disbursement, the date of its figures, its pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from disburse.model import Tranche
from disburse.monitor.figures import added, figures_dates, figures_of, voucher_differences
from disburse.monitor.pace import pace_per_week
from disburse.monitor.payments import payments_of
from disburse.monitor.versions import versions_of

if TYPE_CHECKING:
    from disburse.frames import Evidence
    from disburse.model import Decision, Thresholds
    from disburse.monitor.figures import Figures
    from disburse.monitor.payments import Mask, Payments, Whole
    from disburse.monitor.versions import Versions


@dataclass(frozen=True, slots=True)
class Measured:
    """The evidence measured as of one day.

    ``projects`` keeps the evidence's index: ``plan disbursed`` of the counted tranches,
    ``plan_carryover disbursed_carryover``, ``rate_basis_points``, ``figures_date``,
    ``pace_per_week``. ``figures`` are those of the counted tranches.
    """

    as_of: date
    decision: Decision
    projects: pd.DataFrame
    plans: Versions
    payments: Payments
    figures: Figures
    differences: pd.DataFrame

    def plan_on(self, day: date) -> pd.Series:
        """Plan of the counted tranches in force on ``day``, per project."""
        return _plan(self.plans, day, self.decision.counted_tranches, self.projects.index)

    def disbursed_on(self, day: date) -> pd.Series:
        """Disbursement of the counted tranches up to ``day``, per project."""
        return as_series(*self.figures.on(day), self.projects.index)


def needed_dates(decision: Decision, as_of: date, thresholds: Thresholds) -> tuple[date, ...]:
    """Days up to ``as_of`` on which vouchers must be summed: due dates, window start, ``as_of``.

    The ledger adds the dates of the snapshots.
    """
    targets = [*decision.milestones, *filter(None, [decision.commune_target])]
    days = {milestone.due for milestone in targets if milestone.due <= as_of}
    window_start = as_of - timedelta(weeks=thresholds.pace_weeks)
    if window_start >= date(decision.budget_year, 1, 1):
        days.add(window_start)
    return tuple(sorted(days | {as_of}))


def measure(evidence: Evidence, decision: Decision, thresholds: Thresholds) -> Measured:
    """Measure every project as of ``evidence.as_of``."""
    index, as_of = evidence.projects.index, evidence.as_of
    stated = evidence.plans[evidence.plans["project_id"].isin(index)]
    plans = versions_of(stated, "effective_on")
    payments = payments_of(evidence, needed_dates(decision, as_of, thresholds))
    order = dict.fromkeys((*decision.counted_tranches, *Tranche))
    tranches = {tranche: figures_of(payments, tranche) for tranche in order}
    counted = added(tranches[tranche] for tranche in decision.counted_tranches)
    spoken = figures_dates(counted, payments)
    pace = pace_per_week(counted, spoken, decision.budget_year, thresholds.pace_weeks)
    plan = _plan(plans, as_of, decision.counted_tranches, index)
    disbursed = as_series(*counted.on(as_of), index)
    projects = pd.DataFrame(
        {
            "plan": plan,
            "disbursed": disbursed,
            "plan_carryover": _plan(plans, as_of, (Tranche.CARRYOVER,), index),
            "disbursed_carryover": as_series(*tranches[Tranche.CARRYOVER].on(as_of), index),
            "rate_basis_points": rate_basis_points(disbursed, plan),
            "figures_date": pd.Series(spoken.astype("datetime64[s]"), index=index),
            "pace_per_week": as_series(*pace, index),
        }
    )
    differences = voucher_differences(payments, tranches)
    return Measured(as_of, decision, projects, plans, payments, counted, differences)


def rate_basis_points(disbursed: pd.Series, plan: pd.Series) -> pd.Series:
    """Hundredths of a percent, rounded half up, exact at any size; missing without a plan."""
    rates = [
        (20_000 * paid + given) // (2 * given) if paid is not None and given else None
        for paid, given in zip(plain_integers(disbursed), plain_integers(plan), strict=True)
    ]
    return pd.Series(rates, index=plan.index, dtype="Int64")


def plain_integers(amounts: pd.Series) -> list[int | None]:
    """Python integers, None where missing."""
    values = amounts.astype(object)
    return values.where(values.notna(), None).tolist()


def as_series(amounts: Whole, known: Mask, index: pd.Index) -> pd.Series:
    """``Int64`` series, missing where not known."""
    return pd.Series(pd.arrays.IntegerArray(amounts.copy(), ~known), index=index)


def _plan(plans: Versions, day: date, tranches: tuple[Tranche, ...], index: pd.Index) -> pd.Series:
    heads = plans.in_force_or_earliest(day)
    mine = heads[heads["tranche"].isin([tranche.value for tranche in tranches])]
    sums = mine.groupby("project_id", sort=False)["amount"].sum().astype("Int64")
    return sums.reindex(index)
