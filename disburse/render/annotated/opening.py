"""The original as an openpyxl workbook: itself where it can be kept, else its values."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader

from disburse.intake.legacy import decode
from disburse.intake.safety import Format, check
from disburse.intake.workbook import UnreadableWorkbookError, open_workbook
from disburse.render.annotated.copying import copied
from disburse.render.annotated.stored import Results, stored_results
from disburse.render.annotated.survey import survey
from disburse.render.annotated.wording import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from disburse.model import Register

_NEVER_READ = "reading_"
"""Begins the codes of findings on files that brought their reader down."""


@dataclass(slots=True)
class Opened:
    """A workbook to mark: its sheets by the names findings use, what to tell of it."""

    workbook: Workbook
    sheets: dict[str, Worksheet] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    results: dict[str, Results] = field(default_factory=dict)


def ways_to_open(path: Path, register: Register) -> list[Callable[[], Opened]]:
    """Give the ways to open a file for marking, the most faithful first; the last needs no file.

    Each but the last may fail by any exception: openpyxl has no one of its own for files that
    it cannot make out, and some that it loads it cannot save. Raises OSError where the file
    cannot be read.
    """
    if any(finding.code.startswith(_NEVER_READ) for finding in register.findings):
        return [partial(_listed, "unopened")]
    try:
        found = check(path)
    except UnreadableWorkbookError:
        return [partial(_listed, "unopened")]
    if found is not Format.XLSX:
        return [partial(_values, path, "copied"), partial(_listed, "unopened")]
    if survey(path).heavy:
        return [partial(_listed, "too_large")]
    return [
        partial(_kept, path),
        partial(_values, path, "copied_values"),
        partial(_listed, "unopened"),
    ]


def _kept(path: Path) -> Opened:
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(file, keep_vba=False, keep_links=True, rich_text=True)
        reader.read()
        parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    sheets = {sheet.title: sheet for sheet in cast("list[Worksheet]", reader.wb.worksheets)}
    lost = ", ".join(text("parts", key) for key in survey(path).lost)
    notes = [text("notes", "lost", parts=lost)] if lost else []
    return Opened(reader.wb, sheets, notes, stored_results(path, parts))


def _values(path: Path, note: str) -> Opened:
    workbook = _empty()
    source, _ = decode(open_workbook(path), path)
    sheets = copied(source, workbook)
    if sheets is None:
        return _listed("too_large")
    return Opened(workbook, sheets, [text("notes", note)])


def _listed(note: str) -> Opened:
    """No sheets at all: only the list of findings will be written."""
    return Opened(_empty(), notes=[text("notes", note)])


def _empty() -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook
