"""What every sheet of the summary has: its heading lines, paper, footer and frozen panes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.render import formats
from disburse.render.excel import wording
from disburse.render.excel.body import BodySheet, plain_text
from disburse.render.excel.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from disburse.frames import Assessment
    from disburse.model import Decision
    from disburse.render.excel.table import Placed
    from disburse.render.pages import Office

A4 = 9
TABLE_TOP = 4
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the writers of the sheets share."""

    workbook: Workbook
    styles: Styles
    assessment: Assessment
    office: Office


def add_sheet(summary: Summary, section: str, title: str = "", pages_wide: int = 1) -> BodySheet:
    """Add the sheet of a section of the wording, headed and ready for A4 landscape."""
    title = title or wording.text(section, "title")
    sheet: BodySheet = summary.workbook.add_worksheet(
        wording.text(section, "sheet"), worksheet_class=BodySheet
    )
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_footer(f"&L&9{_literal(title)}&C&9{wording.text('common', 'page')}&R&9{_day(summary)}")
    _write_lines(sheet, summary, title)
    return sheet


def freeze_below(sheet: BodySheet, placed: Placed, first_heading: int, columns: int = 0) -> None:
    """Keep headings in view on the screen and on every printed page."""
    sheet.freeze_panes(placed.first_row, columns)
    sheet.repeat_rows(first_heading, placed.heading_row)


def as_of_line(assessment: Assessment) -> str:
    """The day judged and the day the figures speak for."""
    day = formats.day(assessment.as_of)
    if assessment.figures_date is None:
        return wording.text("common", "as_of_without_figures", as_of=day)
    figures = formats.day(assessment.figures_date)
    return wording.text("common", "as_of", as_of=day, figures=figures)


def decision_line(decision: Decision) -> str:
    """The decision the milestones come from, with its number once the office has filled it in."""
    numbered = ""
    if decision.number:
        key = "decision_number_and_day" if decision.issued_on else "decision_number"
        day = formats.day(decision.issued_on)
        numbered = wording.text("common", key, number=decision.number, day=day)
    return wording.text(
        "common", "decision", title=decision.title, issuer=decision.issuer, numbered=numbered
    )


def _write_lines(sheet: BodySheet, summary: Summary, title: str) -> None:
    unit = wording.text("common", "unit")
    office = f"{summary.office.authority} – {summary.office.department}".upper()
    sheet.write_string(0, 0, plain_text(office), summary.styles["office"])
    sheet.write_string(1, 0, plain_text(title.upper()), summary.styles["title"])
    sheet.write_string(
        2, 0, f"{as_of_line(summary.assessment)}. {unit}.", summary.styles["small"]
    )


def _day(summary: Summary) -> str:
    return formats.day(summary.assessment.as_of)


def _literal(text: str) -> str:
    """Text of a footer, where "&" begins a code."""
    return text.replace("&", "&&")
