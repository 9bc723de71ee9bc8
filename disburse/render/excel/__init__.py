"""The Excel summary an office sends on: overview, owners, funding, warnings, detail, sources.

Amounts are đồng in every cell, as exact integers. Text from files is only ever written as text:
it cannot become a formula, a number or a link. The same assessment gives the same workbook.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter.workbook import Workbook

from disburse.render.excel import wording
from disburse.render.excel.early_warnings import write_early_warnings
from disburse.render.excel.funding import write_funding
from disburse.render.excel.notes import write_notes
from disburse.render.excel.overview import write_overview
from disburse.render.excel.owners import write_owners
from disburse.render.excel.packing import pack
from disburse.render.excel.page import Summary
from disburse.render.excel.projects import write_projects
from disburse.render.excel.reconciliation import write_reconciliation
from disburse.render.excel.sources import write_sources
from disburse.render.excel.styles import FONT, Styles

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.frames import Assessment
    from disburse.render.office import Office

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
SHEETS = (
    write_overview,
    write_owners,
    write_funding,
    write_early_warnings,
    write_projects,
    write_reconciliation,
    write_sources,
    write_notes,
)


def write_summary(assessment: Assessment, office: Office, path: Path) -> None:
    """Write the workbook; raises OSError where ``path`` cannot be written."""
    # Widths of columns are counted in digits of the default font. XlsxWriter writes into the dict
    # it is given; without a scheme of "none" Excel would show the theme's font instead.
    default, parts = {**FONT, "font_scheme": "none"}, BytesIO()
    with Workbook(parts, {**OPTIONS, "default_format_properties": default}) as workbook:
        summary = Summary(workbook, Styles(workbook), assessment, office)
        workbook.set_properties(_properties(summary))
        for write_sheet in SHEETS:
            write_sheet(summary)
    bodies = {
        f"xl/worksheets/sheet{number}.xml": sheet.take_bodies()
        for number, sheet in enumerate(workbook.worksheets(), 1)
    }
    pack(parts, bodies, path)


def _properties(summary: Summary) -> dict[str, object]:
    """Title, office, and a date that depends on the day judged alone."""
    as_of, year = summary.assessment.as_of, summary.assessment.decision.budget_year
    return {
        "title": wording.text("common", "title", year=year),
        "author": summary.office.authority,
        "company": summary.office.authority,
        "created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC),
    }
