"""The descriptive cells of a project's row: code, dates, places; and what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disburse.intake.dates import iso_date, time_span
from disburse.intake.findings import finding
from disburse.intake.groups import class_named
from disburse.text import clean

if TYPE_CHECKING:
    from disburse.intake.layout import Layout
    from disburse.intake.workbook import Cell
    from disburse.model import Finding, PartialDate, Project

CODE_DIGITS = 7
_FEWEST_CODE_DIGITS = 5
_LONGEST_CODE = 20
_LARGEST_CODE = 10**15
_SPACED_DIGITS = re.compile(r"[\d\s.]+")
_LEADING_CODE = re.compile(rf"(\d{{{CODE_DIGITS}}})(?!\d)")
_CELLS = ("code", "name", "owner", "head", "tier", "location", "class")
_DATES = ("construction_start", "site_handover", "handed_over", "started", "completed", "timespan")


def project_code(cell: Cell) -> str | None:
    """A code as text: one that lost its leading zeros gets them back to seven digits.

    A remark beside the code ("8226762 (TABMIS)") is left out.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        whole = 0 < cell < _LARGEST_CODE and cell == int(cell)
        return str(int(cell)).zfill(CODE_DIGITS) if whole else None
    if not isinstance(cell, str) or not cell.strip():
        return None
    text = clean(cell)
    digits = re.sub(r"\D", "", text)
    if _SPACED_DIGITS.fullmatch(text) and len(digits) >= _FEWEST_CODE_DIGITS:
        return digits.zfill(CODE_DIGITS)
    if " " not in text and len(text) <= _LONGEST_CODE and text not in "-+*":
        return text
    leading = _LEADING_CODE.match(text)
    return leading[1] if leading else None


def text_of(cell: Cell) -> str | None:
    """A cell's text in store form; a whole number without its decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)) or None


def span(layout: Layout, position: int) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and completion, by their own columns or the one for both."""
    started, completed = time_span(layout.content("timespan", position))
    own_start = iso_date(layout.content("started", position))
    own_end = iso_date(layout.content("completed", position))
    return own_start or started, own_end or completed


def described_cells(layout: Layout, position: int) -> dict[str, str]:
    """The cells of the descriptive fields a row gives."""
    cells = {
        field: layout.cell(layout.single[field], position)
        for field in _CELLS
        if layout.content(field, position) != ""
    }
    if investment := layout.single.get("total_investment"):
        cells["total_investment"] = layout.cell(investment, position)
    return cells


def description_findings(layout: Layout, position: int, project: Project) -> list[Finding]:
    """Descriptive cells that say something we could not read, or that contradict each other."""
    found = []
    code = layout.content("code", position)
    if project.code is None and code != "":
        cell = layout.cell(layout.single["code"], position)
        found.append(finding("code_unreadable", cell=cell, value=code))
    if "name" in layout.single and layout.content("name", position) == "":
        cell = layout.cell(layout.single["name"], position)
        found.append(finding("name_missing", cell=cell, value=project.code or ""))
    stated = layout.content("class", position)
    if stated != "" and class_named(str(stated), None) is None:
        cell = layout.cell(layout.single["class"], position)
        found.append(finding("class_unreadable", cell=cell, value=stated))
    return found + _date_findings(layout, position, project)


def _date_findings(layout: Layout, position: int, project: Project) -> list[Finding]:
    found = [
        finding("date_unreadable", cell=layout.cell(layout.single[field], position), value=text)
        for field in _DATES
        if field in layout.single
        and isinstance(text := layout.content(field, position), str)
        and any(letter.isalnum() for letter in text)
        and time_span(text) == (None, None)
    ]
    started, completed = project.started, project.completed
    if started and completed and completed < started[: len(completed)]:
        field = "timespan" if "timespan" in layout.single else "completed"
        cell = layout.cell(layout.single[field], position)
        found.append(finding("completed_before_start", cell=cell, value=completed, started=started))
    return found
