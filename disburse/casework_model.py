"""What people state about projects: corrections of the office, and the casework around delays.

All of it is appended and kept: a correction may be withdrawn, a record of casework is superseded
by a later one. Money is an integer number of đồng; moments are ISO 8601 in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - records are read from the ledger by their types
from enum import StrEnum
from typing import Generic, TypeVar

from disburse.model import PartialDate, ProjectClass, Tranche  # noqa: TC001 - the same


class DateField(StrEnum):
    """The dates the office may state itself."""

    CONSTRUCTION_START = "construction_start"
    SITE_HANDOVER = "site_handover"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """The class of a project in one budget year, as a person decided it."""

    budget_year: int
    project_class: ProjectClass
    reason: str


@dataclass(frozen=True, slots=True)
class DateCorrection:
    """A date of a project as a person knows it; ``value`` None: what the registers say is wrong."""

    field: DateField
    value: PartialDate | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanCorrection:
    """The capital plan of one source and tranche from a day on; ``amount`` None takes it away.

    The other sources of the tranche stay as they are in force on that day. A register of a later
    date states the plan anew.
    """

    budget_year: int
    source: str | None
    tranche: Tranche
    effective_on: date
    amount: int | None
    reason: str


Change = ClassDecision | DateCorrection | PlanCorrection


@dataclass(frozen=True, slots=True)
class Correction:
    """One change a person made, with what stood before; withdrawn, it counts no more.

    ``old``: the class or date the ledger held, or the amount of the plan row in đồng.
    """

    number: int
    project_id: int
    change: Change
    old: str | int | None
    made_by: str
    made_at: str
    withdrawn_at: str | None
    withdrawn_by: str | None

    @property
    def field(self) -> str:
        """What is corrected: ``project_class``, ``plan`` or one of `DateField`."""
        if isinstance(self.change, DateCorrection):
            return self.change.field.value
        return "plan" if isinstance(self.change, PlanCorrection) else "project_class"

    @property
    def new(self) -> str | int | None:
        """What stands instead of ``old``."""
        match self.change:
            case ClassDecision():
                return self.change.project_class.value
            case DateCorrection():
                return self.change.value
            case PlanCorrection():
                return self.change.amount

    @property
    def cell(self) -> str:
        """What stands for a cell where a figure or fact was stated by hand: ``"#12"``."""
        return f"#{self.number}"


class Cause(StrEnum):
    """Why a project is held up."""

    SITE_CLEARANCE = "site_clearance"
    PROCEDURES = "procedures"
    PROCUREMENT = "procurement"
    CONTRACTOR = "contractor"
    WEATHER = "weather"
    MATERIALS = "materials"
    CAPITAL_NOT_ALLOCATED = "capital_not_allocated"
    PAYMENT_FILES = "payment_files"
    OTHER = "other"


class ObstacleState(StrEnum):
    """Whether an obstacle still holds a project up."""

    OPEN = "open"
    SOLVED = "solved"


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A named cause of delay with the person or unit that must remove it, and by when."""

    cause: Cause
    text: str
    responsible: str
    deadline: date | None
    state: ObstacleState = ObstacleState.OPEN


@dataclass(frozen=True, slots=True)
class MonthlyPlan:
    """What the owner means to disburse within one month ("2026-05"); None takes it back."""

    month: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class ExpectedAmount:
    """What the owner expects to have disbursed since 1 January by a day; None takes it back.

    An estimate: it is shown beside the figures and never counted among them.
    """

    expected_on: date
    amount: int | None


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """What the owner tells of the progress."""

    text: str


@dataclass(frozen=True, slots=True)
class CapitalProposal:
    """The owner asks for the plan of a source to be raised (``amount`` above 0) or lowered."""

    source: str | None
    tranche: Tranche
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The owner has seen an early warning of the spell begun on ``since`` and explains it."""

    warning_code: str
    milestone_id: str | None
    since: date
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The office answers a record; ``state`` decides a proposal (None: a word on it only)."""

    text: str
    state: ProposalState | None = None


Statement = (
    Obstacle
    | MonthlyPlan
    | ExpectedAmount
    | ProgressNote
    | CapitalProposal
    | Acknowledgement
    | Answer
)
Said = TypeVar("Said", bound=Statement)


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a record: a name or address, and the role in the words users read."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Record(Generic[Said]):
    """One statement as recorded; ``about``: the record it revises or answers."""

    number: int
    project_id: int
    statement: Said
    author: Author
    made_at: str
    about: int | None


@dataclass(frozen=True, slots=True)
class Case(Generic[Said]):
    """One matter: its records, the oldest first, and the office's answers to any of them."""

    records: tuple[Record[Said], ...]
    answers: tuple[Record[Answer], ...]

    @property
    def number(self) -> int:
        """Number of the first record; later ones are ``about`` it."""
        return self.records[0].number

    @property
    def project_id(self) -> int:
        """The project it belongs to."""
        return self.records[0].project_id

    @property
    def latest(self) -> Record[Said]:
        """The record that counts."""
        return self.records[-1]

    @property
    def statement(self) -> Said:
        """What counts."""
        return self.latest.statement

    @property
    def answer(self) -> Record[Answer] | None:
        """The last answer to what counts; None while the office owes one."""
        last = self.answers[-1] if self.answers else None
        return last if last and last.number > self.latest.number else None

    @property
    def decision(self) -> ProposalState:
        """What the office decided on what counts; a proposal revised since is open again."""
        states = [one.statement.state for one in self.answers if one.number > self.latest.number]
        return next((state for state in reversed(states) if state), ProposalState.OPEN)


@dataclass(frozen=True, slots=True)
class Casework:
    """All matters of one project: plans and expectations by date, the others newest first."""

    obstacles: tuple[Case[Obstacle], ...]
    monthly_plans: tuple[Case[MonthlyPlan], ...]
    expected: tuple[Case[ExpectedAmount], ...]
    notes: tuple[Case[ProgressNote], ...]
    proposals: tuple[Case[CapitalProposal], ...]
    acknowledgements: tuple[Case[Acknowledgement], ...]
