"""Which rows of what was judged call for an early warning, and what it has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from disburse.model import MilestoneState, Risk
from disburse.monitor.arrays import places_in

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.monitor.arrays import Mask
    from disburse.rules import Thresholds

_DUE = ("due", "clause")
_DAYS_A_WEEK = 7
_RATE = (*_DUE, "required_basis_points", "required", "actual", "shortfall", "plan", "figures_date")
_EVENT = (*_DUE, "event", "construction_start")
_PACE = ("days_left", "per_week", "pace_per_week")
_CLASSES = ("claimed_class", "claimed_evidence", "dates_class", "dates_evidence")
_PAYMENTS = ("snapshot", "snapshot_date", "treasury", "voucher_sum", "tranche", "source")
_TREASURY = ("owner_figure", "treasury_figure", "snapshot_date", "tranche", "source")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules look at.

    ``projects`` is `Assessment.projects` with ``construction_start conflict claimed_class
    claimed_evidence dates_class dates_evidence``; ``milestones`` is `Assessment.milestones`;
    ``voucher_differences`` and ``treasury_differences`` are what the functions so named found.
    """

    as_of: date
    budget_year: int
    projects: pd.DataFrame
    milestones: pd.DataFrame
    voucher_differences: pd.DataFrame
    treasury_differences: pd.DataFrame
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Rule:
    """One code, the rows it holds for, which of them are ``red``, and the columns it tells."""

    code: str
    holds: Mask
    arguments: tuple[str, ...]
    red: Mask | None = None


def milestone_rules(milestones: pd.DataFrame, thresholds: Thresholds) -> list[Rule]:
    """Rules over the rows of a milestone, joined with their project's ``figures_date``."""
    event = milestones["event"].notna().to_numpy(bool)
    spoken = milestones["figures_date"].notna().to_numpy(bool)
    at_risk = (milestones["risk"] == Risk.AT_RISK).to_numpy(bool)
    missed = (milestones["state"] == MilestoneState.MISSED).to_numpy(bool)
    awaiting = (milestones["state"] == MilestoneState.AWAITING_DATA).to_numpy(bool)
    coming = milestones["pace_per_week"] * milestones["days_left"].clip(lower=1)
    slow = sure(milestones["shortfall"] * _DAYS_A_WEEK > thresholds.red_ratio * coming)
    urgent = slow & sure(milestones["days_left"] <= thresholds.red_days)
    return [
        Rule("milestone_missed", missed & ~event, _RATE, red=missed),
        Rule("milestone_at_risk", at_risk & ~event & spoken, (*_RATE, *_PACE), red=urgent),
        Rule("awaiting_data", awaiting & ~event & spoken, _RATE),
        Rule("event_missed", missed & event, _EVENT, red=missed),
        Rule("event_due", at_risk & event, (*_EVENT, "days_left")),
        Rule("event_awaiting_data", awaiting & event, _EVENT),
    ]


def project_rules(judged: Judged, projects: pd.DataFrame) -> list[Rule]:
    """Rules over ``projects``: those of ``judged`` with ``budget_year`` and ``days_old``.

    Money carried over is a plan, too: a project that has nothing else is not without one.
    """
    plan, disbursed = projects["plan"], projects["disbursed"]
    planned = sure(plan > 0)
    without = ~planned & ~sure(projects["plan_carryover"] > 0)
    over_investment = sure(plan > projects["total_investment"])
    silent = planned & projects["figures_date"].isna().to_numpy(bool)
    old = sure(projects["days_old"] > judged.thresholds.stale_days)
    return [
        Rule("no_plan", without, ("budget_year", "plan", "disbursed")),
        Rule("over_plan", sure(disbursed > plan), ("plan", "disbursed", "rate_basis_points")),
        Rule("plan_over_investment", over_investment, ("plan", "total_investment")),
        Rule("no_figures", silent, ("plan",)),
        Rule("figures_old", old & _still_pending(judged), ("figures_date", "days_old")),
        Rule("class_conflict", projects["conflict"].to_numpy(bool), _CLASSES),
    ]


def voucher_rules(differences: pd.DataFrame) -> list[Rule]:
    """Every difference found between snapshots and vouchers is told."""
    return [Rule("voucher_difference", np.ones(len(differences), dtype=bool), _PAYMENTS)]


def treasury_rules(differences: pd.DataFrame) -> list[Rule]:
    """Every difference found between owners' figures and the Treasury's is told."""
    return [Rule("treasury_difference", np.ones(len(differences), dtype=bool), _TREASURY)]


def sure(condition: pd.Series) -> Mask:
    """Where a condition holds for sure: missing values do not count."""
    return condition.to_numpy(bool, na_value=False)


def _still_pending(judged: Judged) -> Mask:
    """Projects with a required rate still to come, and none that already awaits data."""
    rates = judged.milestones.loc[judged.milestones["event"].isna(), ["project_id", "state"]]
    place = places_in(judged.projects.index, rates["project_id"])
    pending = np.zeros(len(judged.projects), dtype=bool)
    pending[place[(rates["state"] == MilestoneState.PENDING).to_numpy(bool)]] = True
    pending[place[(rates["state"] == MilestoneState.AWAITING_DATA).to_numpy(bool)]] = False
    return pending
