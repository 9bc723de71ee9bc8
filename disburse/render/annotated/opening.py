"""The original as an openpyxl workbook: itself where it can be kept, else its values."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.worksheet import Worksheet

from disburse.intake.safety import Format, check
from disburse.intake.workbook import UnreadableWorkbookError, open_workbook
from disburse.render.annotated.copying import copied
from disburse.render.annotated.stored import Results, stored_results
from disburse.render.annotated.survey import survey
from disburse.render.annotated.wording import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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


def ways_to_open(path: Path, register: Register) -> Iterator[Callable[[], Opened]]:
    """Yield ways to open a file for marking, the most faithful first; the last needs no file.

    Each but the last may fail by any exception: openpyxl has no one of its own for files that
    it cannot make out, and some that it loads it cannot save. Raises OSError where the file
    cannot be read.
    """
    note = "unopened"
    try:
        if not any(finding.code.startswith(_NEVER_READ) for finding in register.findings):
            is_kept = check(path) is Format.XLSX
            if is_kept and survey(path).heavy:
                note = "too_large"
            else:
                if is_kept:
                    yield lambda: _kept(path)
                yield lambda: _values(path, "copied_values" if is_kept else "copied")
    except UnreadableWorkbookError:
        note = "unopened"
    yield lambda: Opened(_empty(), notes=[text("notes", note)])


def _kept(path: Path) -> Opened:
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(file, keep_vba=False, keep_links=True, rich_text=True)
        reader.read()
        parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    sheets = {one.title: one for one in reader.wb.worksheets if isinstance(one, Worksheet)}
    lost = ", ".join(text("parts", key) for key in survey(path).lost)
    notes = [text("notes", "lost", parts=lost)] if lost else []
    return Opened(reader.wb, sheets, notes, stored_results(path, parts))


def _values(path: Path, note: str) -> Opened:
    workbook = _empty()
    sheets = copied(open_workbook(path), workbook)
    if sheets is None:
        return Opened(_empty(), notes=[text("notes", "too_large")])
    return Opened(workbook, sheets, [text("notes", note)])


def _empty() -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook
