"""Every project's money as of one day: plan, disbursement, the date of its figures, its pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from disburse.model import Tranche
from disburse.monitor.arrays import Amounts, as_dates, tranche_code
from disburse.monitor.figures import added, figures_dates, figures_of
from disburse.monitor.pace import pace_per_week
from disburse.monitor.payments import payments_of
from disburse.monitor.versions import versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disburse.frames import Evidence
    from disburse.monitor.arrays import Days
    from disburse.monitor.figures import Figures
    from disburse.monitor.payments import Payments
    from disburse.monitor.versions import Versions
    from disburse.rules import Decision, Thresholds


@dataclass(frozen=True, slots=True)
class Measured:
    """The evidence measured as of one day; arrays follow ``project_ids``.

    ``figures``, ``figures_date`` and ``pace`` are of the counted tranches; ``carryover`` are the
    figures of carried-over money.
    """

    as_of: date
    decision: Decision
    project_ids: pd.Index
    plans: Versions
    payments: Payments
    figures: Figures
    carryover: Figures
    figures_date: Days
    pace: Amounts

    def plan_on(self, day: date, tranches: Iterable[Tranche] | None = None) -> Amounts:
        """Plan in force on ``day``, of the counted tranches unless others are named.

        The earliest version known stands for the days before it, too.
        """
        wanted = self.decision.counted_tranches if tranches is None else tranches
        plans, chosen = self.plans, self.plans.in_force_or_earliest(day)
        codes = [tranche_code(tranche) for tranche in wanted]
        chosen = chosen[np.isin(plans.tranche[chosen], codes)]
        plan = Amounts.unknown(len(self.project_ids))
        np.add.at(plan.amount, plans.project[chosen], plans.amount[chosen])
        plan.known[plans.project[chosen]] = True
        return plan


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
    project_ids = evidence.projects.index
    payments = payments_of(evidence, needed_dates(decision, evidence.as_of, thresholds))
    order = tuple(dict.fromkeys((*decision.counted_tranches, *Tranche)))
    tranches = {tranche: figures_of(payments, tranche) for tranche in order}
    counted = added(tranches[tranche] for tranche in decision.counted_tranches)
    spoken = figures_dates(counted, payments)
    return Measured(
        as_of=evidence.as_of,
        decision=decision,
        project_ids=project_ids,
        plans=versions_of(evidence.plans, project_ids, "effective_on", version="version"),
        payments=payments,
        figures=counted,
        carryover=tranches[Tranche.CARRYOVER],
        figures_date=spoken,
        pace=pace_per_week(counted, spoken, decision.budget_year, thresholds.pace_weeks),
    )


def money(measured: Measured) -> pd.DataFrame:
    """Columns of `Assessment.projects` that are measured, from ``plan`` to ``figures_date``."""
    plan, disbursed = measured.plan_on(measured.as_of), measured.figures.on(measured.as_of)
    carried = measured.plan_on(measured.as_of, [Tranche.CARRYOVER])
    return pd.DataFrame(
        {
            "plan": plan.array(),
            "disbursed": disbursed.array(),
            "plan_carryover": carried.array(),
            "disbursed_carryover": measured.carryover.on(measured.as_of).array(),
            "rate_basis_points": rate_basis_points(disbursed, plan).array(),
            "figures_date": as_dates(measured.figures_date),
        },
        index=measured.project_ids,
    )


def rate_basis_points(disbursed: Amounts, plan: Amounts) -> Amounts:
    """Hundredths of a percent, rounded half up, exact at any size; unknown without a plan."""
    known = disbursed.known & plan.known & (plan.amount != 0)
    pairs = zip(disbursed.amount[known].tolist(), plan.amount[known].tolist(), strict=True)
    rates = Amounts(np.zeros(len(known), dtype=np.int64), known)
    rates.amount[known] = [(20_000 * paid + given) // (2 * given) for paid, given in pairs]
    return rates
