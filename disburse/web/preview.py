"""What an uploaded file says, as the page shows it before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from disburse.ledger.imports import held_as
from disburse.model import Severity
from disburse.pipeline import TakenIn, take_in
from disburse.progress import Stopwatch
from disburse.render.import_contract import import_document
from disburse.web.differing import grouped
from disburse.web.fields import field_name, field_names
from disburse.web.finding_words import on_pages

if TYPE_CHECKING:
    from disburse.model import Finding, Register
    from disburse.web.differing import Group
    from disburse.web.staging import Upload
    from disburse.web.website import Site

LISTED = 20
_DATE, _UNIT = {"as_of_missing", "year_missing"}, {"unit_missing", "unit_conflict"}
_REMEMBERED = {"answer_used_again", "answer_against_heading", "unit_used_again"}
_ASKED = _DATE | _UNIT


@dataclass(frozen=True, slots=True)
class Choice:
    """A heading, where it stands, why it is asked about, and what it may mean: code and name.

    ``finding`` is None for what was answered and is asked no more.
    """

    heading: str
    finding: Finding | None
    explained: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the page shows of an upload.

    ``held`` is the import that brought the same before; ``remembered`` tells which answers of
    earlier files this one was read by.
    """

    register: Register
    document: dict[str, Any]
    held: int | None
    questions: list[Choice]
    asks_unit: bool
    asks_date: bool
    open_questions: bool
    errors: list[Finding]
    warnings: list[Finding]
    notes: list[Finding]
    remembered: list[Finding]
    differences: list[Group]

    @property
    def can_store(self) -> bool:
        """Whether there is anything to store and no error forbids it."""
        return not self.register.refused and not self.register.empty


def preview_of(site: Site, upload: Upload, register: Register) -> Preview:
    """Hold a register against the ledger and sort its findings."""
    taken, held = held_against(site, upload, register)
    findings = taken.register.findings
    codes = {one.code for one in findings}
    document = import_document(taken.register, taken.stored, taken.changes, most_projects=LISTED)
    return Preview(
        register=taken.register,
        document=document,
        held=held,
        questions=_questions(findings, upload),
        asks_unit=bool(codes & _UNIT or upload.said.unit),
        asks_date=bool(codes & _DATE or upload.said.as_of),
        open_questions=bool(codes & _ASKED) or any(_asks(one) for one in findings),
        errors=_of(findings, Severity.ERROR),
        warnings=_of(findings, Severity.WARNING),
        notes=_of(findings, Severity.INFO),
        remembered=[one for one in findings if one.code in _REMEMBERED],
        differences=grouped(taken.differences or ()),
    )


def held_against(site: Site, upload: Upload, register: Register) -> tuple[TakenIn, int | None]:
    """Hold a register against the ledger, its findings in the words of the pages.

    The number is of the import, if any, that brought the same before.
    """
    taken, held = TakenIn(register), None
    if not register.refused and not register.empty:
        with site.ledger() as ledger:
            taken = take_in(register, site.staging.original(upload), ledger, None, Stopwatch())
            held = held_as(ledger, register)
    worded = replace(taken.register, findings=on_pages(taken.register.findings))
    return replace(taken, register=worded), held


def _questions(findings: tuple[Finding, ...], upload: Upload) -> list[Choice]:
    """Ask about columns: those of this reading, and those answered before, to be answered anew."""
    said = upload.said.mapping
    asked = {one.value: one for one in findings if _asks(one) and one.value}
    answered = (heading for heading in said if heading not in asked)
    return [
        *(_choice(heading, one, said.get(heading, "")) for heading, one in asked.items()),
        *(_choice(heading, None, said[heading]) for heading in answered),
    ]


def _asks(finding: Finding) -> bool:
    """Whether a finding asks what a column is."""
    return bool(finding.candidates) and finding.code not in _UNIT


def _choice(heading: str, finding: Finding | None, chosen: str) -> Choice:
    """The likely answers first, then every other."""
    likely = finding.candidates if finding else ()
    rest = [name for name in field_names() if name not in likely]
    options = [(name, field_name(name)) for name in (*likely, *rest)]
    return Choice(heading, finding, _explained(finding) if finding else "", options, chosen)


def _explained(finding: Finding) -> str:
    """The finding's message with the fields named as people know them."""
    names = ", ".join(f"“{field_name(one)}”" for one in finding.candidates)
    return finding.message.replace(", ".join(finding.candidates), names)


def _of(findings: tuple[Finding, ...], severity: Severity) -> list[Finding]:
    """The findings of a severity that the page does not already tell elsewhere."""
    told = _ASKED | _REMEMBERED
    return [
        one
        for one in findings
        if one.severity is severity and not one.candidates and one.code not in told
    ]
