"""The shape of a decision file: msgspec checks it, unknown keys and wrong types are errors.

Every value stands beside its ``clause`` (of the decision) or ``basis`` (in law), which must not be
blank. ``confidence`` says how the value is known: S read in the text, S2 second-hand, M from
memory, I inferred.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec resolves the annotations at run time
from typing import Annotated, Literal

from msgspec import Meta, Struct

from disburse.model import (  # noqa: TC001 - msgspec resolves the annotations at run time
    ProjectClass,
    Tranche,
)
from disburse.rules import MilestoneEvent  # noqa: TC001 - the same

Text = Annotated[str, Meta(pattern=r"\S")]
Confidence = Literal["S", "S2", "M", "I"]


class DenominatorEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Which tranches of the plan the rates are taken of."""

    counted_tranches: Annotated[tuple[Tranche, ...], Meta(min_length=1)]
    basis: Text
    confidence: Confidence


class TargetEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The rate the whole commune strives for; ``required_percent`` as in `MilestoneEntry`."""

    id: Text
    due: date
    required_percent: int | str
    clause: Text
    quote: Text


class MilestoneEntry(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"project_class": "class"}
):
    """One milestone of one class; a rate is a whole percent or a decimal in quotes ("37.5")."""

    id: Text
    project_class: ProjectClass
    due: date
    clause: Text
    quote: Text
    required_percent: int | str | None = None
    event: MilestoneEvent | None = None


class LimitEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A date of the law around the milestones."""

    id: Text
    due: date
    title: Text
    basis: Text
    confidence: Confidence


class DecisionDocument(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file; ``number`` and ``issued_on`` may stay blank until the office knows them."""

    budget_year: Annotated[int, Meta(ge=2000, le=2100)]
    title: Text
    issuer: Text
    denominator: DenominatorEntry
    milestone: Annotated[tuple[MilestoneEntry, ...], Meta(min_length=1)]
    number: Text | None = None
    issued_on: date | None = None
    commune_target: TargetEntry | None = None
    limit: tuple[LimitEntry, ...] = ()
