"""What an uploaded file says, as the page shows it before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disburse.model import Severity
from disburse.pipeline import TakenIn, take_in
from disburse.progress import Stopwatch
from disburse.render.contract import import_document
from disburse.web.fields import field_name, field_names

if TYPE_CHECKING:
    from disburse.differences import ProjectDifference
    from disburse.model import Finding, Register
    from disburse.web.staging import Upload
    from disburse.web.website import Site

LISTED = 20
DIFFERENCES = 50
_AS_OF = "as_of_missing"
_UNIT = "unit_missing"


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with the answers offered: a heading and what it may mean, as code and name."""

    finding: Finding
    heading: str
    explained: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page shows of an upload."""

    register: Register
    document: dict[str, Any]
    questions: list[Choice]
    asks_unit: bool
    asks_date: bool
    errors: list[Finding]
    warnings: list[Finding]
    notes: list[Finding]
    differences: tuple[ProjectDifference, ...]

    @property
    def can_store(self) -> bool:
        """Whether there is anything to store and no error forbids it."""
        return not self.register.refused and not self.register.empty


def preview_of(site: Site, upload: Upload, register: Register) -> Preview:
    """Hold a register against the ledger and sort its findings."""
    taken = TakenIn(register)
    if not register.refused and not register.empty:
        with site.ledger() as ledger:
            taken = take_in(register, site.staging.original(upload), ledger, None, Stopwatch())
    findings = taken.register.findings
    codes = {one.code for one in findings}
    return Preview(
        register=taken.register,
        document=import_document(taken.register, taken.stored, taken.changes, most_projects=LISTED),
        questions=_questions(findings, upload),
        asks_unit=_UNIT in codes or bool(upload.said.unit),
        asks_date=_AS_OF in codes or bool(upload.said.as_of),
        errors=_of(findings, Severity.ERROR),
        warnings=_of(findings, Severity.WARNING),
        notes=_of(findings, Severity.INFO),
        differences=(),
    )


def _questions(findings: tuple[Finding, ...], upload: Upload) -> list[Choice]:
    """Ask about columns: those of this reading, and those answered before, to be answered anew."""
    asked = {
        one.value: one for one in findings if one.candidates and one.value and one.code != _UNIT
    }
    return [
        Choice(
            one,
            heading,
            _explained(one),
            _options(one.candidates),
            upload.said.mapping.get(heading, ""),
        )
        for heading, one in asked.items()
    ]


def _options(candidates: tuple[str, ...]) -> list[tuple[str, str]]:
    """The likely answers first, then every other."""
    rest = [name for name in field_names() if name not in candidates]
    return [(name, field_name(name)) for name in (*candidates, *rest)]


def _explained(finding: Finding) -> str:
    """The finding's message with the fields named as people know them."""
    names = ", ".join(f"“{field_name(one)}”" for one in finding.candidates)
    return finding.message.replace(", ".join(finding.candidates), names)


def _of(findings: tuple[Finding, ...], severity: Severity) -> list[Finding]:
    """The findings of a severity that the page does not already ask about."""
    return [
        one
        for one in findings
        if one.severity is severity and not one.candidates and one.code != _AS_OF
    ]
