"""The monitor's one entry: evidence and a decision in, every project judged out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from disburse.frames import Assessment
from disburse.model import Tranche
from disburse.monitor.classify import classify
from disburse.monitor.commune import course, judge_commune, latest_figures_date
from disburse.monitor.differences import treasury_differences, voucher_differences
from disburse.monitor.early_warnings import cleared_warnings, open_warnings
from disburse.monitor.measure import measure, money
from disburse.monitor.milestones import judge_all
from disburse.monitor.reconciliation import reconcile
from disburse.monitor.sources import by_source
from disburse.monitor.warning_rules import Judged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from disburse.frames import Evidence
    from disburse.model import EarlyWarning
    from disburse.rules import Decision, Thresholds

_STATED = ["code", "name", "owner", "head", "location", "tier"]
_REASON = ["project_class", "reason_code", "reason_evidence", "reason_cell", "reason_import_id"]
_MONEY = ["plan", "disbursed", "plan_carryover", "disbursed_carryover", "rate_basis_points"]


def assess(
    evidence: Evidence,
    decision: Decision,
    thresholds: Thresholds,
    previous: Sequence[EarlyWarning] = (),
    previous_as_of: date | None = None,
) -> Assessment:
    """Judge every project as of ``evidence.as_of``; nothing is read or written.

    ``previous``: the warnings open at the last evaluation, that of ``previous_as_of``.
    """
    assessed, judged = _assessed(evidence, decision, thresholds)
    del evidence  # its owner may have let it go: the warnings take as much memory again
    found = open_warnings(judged, previous)
    return replace(
        assessed,
        warnings=found,
        cleared=cleared_warnings(found, previous),
        previous=tuple(previous),
        previous_as_of=previous_as_of,
    )


def _assessed(
    evidence: Evidence, decision: Decision, thresholds: Thresholds
) -> tuple[Assessment, Judged]:
    """All but the warnings, and what the rules of warnings look at."""
    measured = measure(evidence, decision, thresholds)
    classes = classify(evidence.projects, decision.budget_year, evidence.corrections)
    start = evidence.projects["construction_start"]
    milestones = judge_all(measured, classes["project_class"], start, thresholds)
    projects = _projects(evidence.projects, classes, money(measured))
    shown = _with_evidence(projects, evidence.projects, classes)
    reconciliation = reconcile(evidence, measured)
    differences = _differences(reconciliation, decision)
    assessed = Assessment(
        as_of=evidence.as_of,
        figures_date=latest_figures_date(measured),
        previous_as_of=None,
        decision=decision,
        projects=projects,
        sources=by_source(measured),
        milestones=milestones,
        warnings=(),
        cleared=(),
        commune=judge_commune(measured, thresholds),
        reconciliation=reconciliation,
        imports=evidence.imports,
        corrections=evidence.corrections,
        series=course(measured.figures),
    )
    return assessed, Judged(
        evidence.as_of, decision.budget_year, shown, milestones, *differences, thresholds
    )


def _differences(
    reconciliation: pd.DataFrame, decision: Decision
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Differences with the vouchers and with the Treasury's figures, counted tranches first."""
    tranches = tuple(dict.fromkeys((*decision.counted_tranches, *Tranche)))
    return (
        voucher_differences(reconciliation, tranches),
        treasury_differences(reconciliation, tranches),
    )


def _projects(stated: pd.DataFrame, classes: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """`Assessment.projects`, in the order of its docstring."""
    return stated[_STATED].join(
        [
            classes[_REASON],
            measured[_MONEY],
            stated[["total_investment"]],
            measured[["figures_date"]],
        ]
    )


def _with_evidence(
    projects: pd.DataFrame, stated: pd.DataFrame, classes: pd.DataFrame
) -> pd.DataFrame:
    """Add what the warnings show beside the verdict."""
    return projects.assign(
        construction_start=stated["construction_start"],
        claimed_class=stated["project_class"],
        claimed_evidence=stated["class_evidence"],
        dates_class=classes["dates_class"],
        dates_evidence=classes["dates_evidence"],
        conflict=classes["conflict"],
    )
