"""The rules projects are judged by: the year's decision and the thresholds of early warnings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from disburse.model import ProjectClass, Tranche


class MilestoneEvent(StrEnum):
    """Things that must have happened by a milestone's due date."""

    CONSTRUCTION_START = "construction_start"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One due date of a decision for a project class: a required rate or a required event.

    ``required_basis_points`` counts hundredths of a percent of the capital plan, so that 40% is
    4000 and comparisons stay in integers. ``due`` itself is included ("đến hết ngày").
    ``quote`` is the wording of the clause. The commune's target is of class `UNCLASSIFIED`.
    """

    milestone_id: str
    project_class: ProjectClass
    due: date
    required_basis_points: int | None
    event: MilestoneEvent | None
    clause: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """A date of the law around the milestones, with its basis and how sure we are of it."""

    limit_id: str
    due: date
    title: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The year's decision: milestones, the commune's target, and the limits around them.

    ``number`` and ``issued_on`` stay None until the office fills them in.
    ``counted_tranches`` are the tranches that form the denominator.
    """

    budget_year: int
    title: str
    issuer: str
    number: str | None
    issued_on: date | None
    counted_tranches: tuple[Tranche, ...]
    milestones: tuple[Milestone, ...]
    commune_target: Milestone | None
    limits: tuple[LegalLimit, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a pending milestone becomes an early warning.

    The pace achieved is measured over the last ``pace_weeks`` weeks of figures. A pending
    milestone is at risk when the pace needed in the days left exceeds ``at_risk_ratio`` times the
    pace achieved; the warning is red when it exceeds ``red_ratio`` times and the due date is at
    most ``red_days`` days away, else amber. Figures older than ``stale_days`` days raise a warning.
    """

    pace_weeks: int = 8
    at_risk_ratio: float = 1.0
    red_ratio: float = 2.0
    red_days: int = 45
    stale_days: int = 35
