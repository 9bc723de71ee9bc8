"""The records that cross the boundaries between stages.

Every record is frozen. Those a file brings by the ten thousand are msgspec structs, a fraction of
a dataclass in time and memory; `msgspec.structs.replace` gives changed ones. Money is an integer
number of đồng. A date of day precision is a ``datetime.date``; a date a register gives less
precisely ("2024", "05/2024") is a `PartialDate`, an ISO 8601 prefix such as ``"2024"``,
``"2024-05"`` or ``"2024-05-17"``. A cell is written ``"Sheet!F12"``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - a register sent between processes is decoded by its types
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from disburse.answers import SheetAnswer  # noqa: TC001 - the same

if TYPE_CHECKING:
    from disburse.differences import ProjectDifference

PartialDate = str


class ProjectClass(StrEnum):
    """The groups the year's decision sets milestones for, and the rest."""

    COMPLETED = "completed"
    CONTINUING = "continuing"
    NEW_START = "new_start"
    UNCLASSIFIED = "unclassified"


class Tranche(StrEnum):
    """Money of the year's own plan, or carried over from the year before."""

    CURRENT = "current"
    CARRYOVER = "carryover"


class Severity(StrEnum):
    """What a finding does to an import: an error refuses it, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What a file brings: plans with or without figures, or figures of payment alone."""

    REGISTER = "register"
    PAYMENTS = "payments"


class MilestoneState(StrEnum):
    """Where a project stands against one milestone on a given day."""

    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    AWAITING_DATA = "awaiting_data"
    PENDING = "pending"
    NO_MILESTONE = "no_milestone"


class Risk(StrEnum):
    """How a pending milestone looks when the pace needed is held against the pace achieved."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"


class Level(StrEnum):
    """How urgent an early warning is."""

    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful in a file; the wording comes from ``data/findings.toml``.

    One that is a question has ``candidates``: what ``value``, a heading, may mean, likeliest
    first; or, where the unit of money is missing, the units.
    """

    code: str
    severity: Severity
    sheet: str | None
    cell: str | None
    value: str | None
    message: str
    fix: str
    candidates: tuple[str, ...] = ()


class CapitalPlan(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Money assigned to a project for the budget year; ``source`` is None where none is named."""

    source: str | None
    tranche: Tranche
    amount: int
    cell: str


class Disbursement(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Cumulative disbursement of the budget year up to and including ``to_date``.

    ``volume`` and ``advance`` are the two parts of ``amount`` where the file gives them.
    An ``estimate`` is never counted as actual; ``treasury`` marks the Treasury's own figure.
    """

    source: str | None
    tranche: Tranche
    to_date: date
    amount: int
    cell: str
    volume: int | None = None
    advance: int | None = None
    estimate: bool = False
    treasury: bool = False


class Voucher(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One Treasury payment line; its new disbursement is ``approved - advance_recovered``."""

    project_code: str | None
    project_name: str | None
    owner: str | None
    number: str | None
    paid_on: date
    voucher_kind: str | None
    source: str | None
    tranche: Tranche
    approved: int
    advance_recovered: int
    cell: str


class Project(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One project as one file describes it; what the file is silent about is None or empty.

    ``project_class`` is what the register claims by heading or column, not our verdict.
    ``cells`` names the cell of each field given ("name", "owner", "plan", "disbursed", …).
    """

    sheet: str
    row: int
    code: str | None
    name: str
    owner: str | None = None
    head: str | None = None
    project_class: ProjectClass | None = None
    class_evidence: str | None = None
    tier: str | None = None
    location: str | None = None
    started: PartialDate | None = None
    completed: PartialDate | None = None
    construction_start: PartialDate | None = None
    site_handover: PartialDate | None = None
    handed_over: PartialDate | None = None
    total_investment: int | None = None
    plans: tuple[CapitalPlan, ...] = ()
    disbursements: tuple[Disbursement, ...] = ()
    cells: dict[str, str] = {}  # a struct copies an empty default


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was understood: rows counted from 1, columns by letter.

    ``fingerprint`` is that of its layout, the same for next month's table.
    """

    name: str
    header_rows: tuple[int, int]
    unit: str | None
    columns: dict[str, str]
    labels: dict[str, str]
    confidence: dict[str, float]
    projects: int
    fingerprint: str = ""
    answers: tuple[SheetAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A whole file as understood, ready to store when no finding is an error."""

    file: str
    sha256: str
    kind: Kind
    as_of: date | None
    budget_year: int | None
    sheets: tuple[SheetReading, ...]
    projects: tuple[Project, ...]
    vouchers: tuple[Voucher, ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether any finding forbids storing the file."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to store: a form handed back before it was filled in."""
        return not self.projects and not self.vouchers


@dataclass(frozen=True, slots=True)
class Changes:
    """A register held against the ledger: counts of projects."""

    new: int
    changed: int
    unchanged: int
    missing: int


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One file taken into the ledger. Times are ISO 8601 in Asia/Ho_Chi_Minh."""

    import_id: int
    file: str
    sha256: str
    kind: Kind
    as_of: date
    budget_year: int
    uploaded_by: str
    recorded_at: str
    stored_path: str
    projects: int
    undone_at: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a register did: ``stored`` is False when the ledger already held it.

    ``differences`` and ``findings`` are those of the comparison with the ledger before.
    """

    import_id: int | None
    stored: bool
    changes: Changes
    differences: tuple[ProjectDifference, ...] = ()
    findings: tuple[Finding, ...] = ()


class EarlyWarning(msgspec.Struct, frozen=True, gc=False):
    """One reason to act on one project, as of one day.

    ``since`` is the first day of the unbroken spell in which it was seen. ``arguments`` fill the
    wording of ``templates/messages.toml``.
    """

    project_id: int
    code: str
    level: Level
    milestone_id: str | None
    since: date
    arguments: dict[str, object] = msgspec.field(default_factory=dict)
