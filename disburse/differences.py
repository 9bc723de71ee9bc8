"""What a register says otherwise than the ledger: one record for each project concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - what is kept is decoded by its types
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from disburse.model import Tranche  # noqa: TC001 - the same

if TYPE_CHECKING:
    from disburse.model import Changes, Finding


class DifferenceKind(StrEnum):
    """How a project of a register stands against the ledger."""

    CHANGED = "changed"
    MISSING = "missing"
    NEW = "new"


class FieldDifference(msgspec.Struct, frozen=True, gc=False):
    """One statement about a project that differs from the latest the ledger holds.

    ``field``: a descriptive field (``code name owner head class tier location started completed
    construction_start site_handover handed_over total_investment``); ``plan``; a cumulative
    figure to ``to_date``, ``disbursed`` with its parts ``volume`` and ``advance``, the same with
    ``estimated_`` and ``treasury_`` before it; or ``vouchers``, the sum of payment lines not yet
    held, up to ``to_date``. ``old`` and ``new`` are texts or đồng, None where nothing is or was
    stated; ``old_to_date`` is the day ``old`` speaks of where that is another day than
    ``to_date``. ``cell`` is where the file says it.
    """

    field: str
    old: str | int | None
    new: str | int | None
    cell: str | None = None
    source: str | None = None
    tranche: Tranche | None = None
    to_date: date | None = None
    old_to_date: date | None = None


class ProjectDifference(msgspec.Struct, frozen=True, gc=False):
    """One project that is new, changed or no longer mentioned.

    ``code``, ``name`` and ``owner`` as the file states them, of a missing project as its last
    import did. ``project_id`` is None for a new one. Only a changed one has ``fields``.
    """

    project_id: int | None
    code: str | None
    name: str | None
    owner: str | None
    kind: DifferenceKind
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A register held against the ledger: the counts, what they count, and what looks doubtful.

    ``differences``: changed and new projects in the order of the file, then missing ones.
    """

    changes: Changes
    differences: tuple[ProjectDifference, ...] = ()
    findings: tuple[Finding, ...] = ()
