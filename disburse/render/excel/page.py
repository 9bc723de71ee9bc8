"""What every sheet of the summary has: its heading lines, paper, footer and frozen panes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from disburse.render import formats
from disburse.render.excel import wording
from disburse.render.excel.body import BodySheet, plain_text
from disburse.render.excel.table import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook

    from disburse.frames import Assessment
    from disburse.render.excel.styles import Styles
    from disburse.render.excel.table import Column, Placed
    from disburse.render.office import Office
    from disburse.rules import Decision

A4 = 9
TABLE_TOP = 4
PAGE_PIXELS = 975  # between the margins of A4 landscape at 96 a inch, less a little
FOOTER_FONT = '&"Times New Roman,Italic"&9'
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the writers of the sheets share."""

    workbook: Workbook
    styles: Styles
    assessment: Assessment
    office: Office


def add_sheet(summary: Summary, section: str, title: str = "") -> BodySheet:
    """Add the sheet of a section of the wording, headed and ready for A4 landscape."""
    title = title or wording.text(section, "title")
    sheet: BodySheet = summary.workbook.add_worksheet(
        wording.text(section, "sheet"), worksheet_class=BodySheet
    )
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_footer(summary, title))
    _write_lines(sheet, summary, title)
    return sheet


def add_table(
    summary: Summary, section: str, columns: Sequence[Column], frozen: int, *, total: bool = False
) -> tuple[BodySheet, Placed]:
    """Add the sheet of a section with its table.

    Headings and the first ``frozen`` columns stay in view on the screen, headings on every page.
    """
    sheet = add_sheet(summary, section)
    headings = wording.texts(section, "columns")
    headed = [
        replace(one, heading=one.heading or headings[one.key.partition(":")[0]]) for one in columns
    ]
    placed = write_table(sheet, summary.styles, TABLE_TOP, headed, total=total)
    sheet.freeze_panes(placed.first_row, frozen)
    sheet.repeat_rows(TABLE_TOP, placed.heading_row)
    return sheet, placed


def print_in_parts(sheet: BodySheet, widths: Sequence[float], repeated: int, *starts: int) -> None:
    """Print a wide table in parts at one readable scale, a new part from each column ``starts``.

    The first ``repeated`` columns stand on all of them.
    """
    sheet.repeat_columns(0, repeated - 1)
    sheet.set_v_pagebreaks(list(starts))
    parts = [
        (*(widths[:repeated] if start else ()), *widths[start:end])
        for start, end in pairwise((0, *starts, len(widths)))
    ]
    widest = max(sum(width * 7 + 5 for width in part) for part in parts)
    sheet.set_print_scale(int(100 * PAGE_PIXELS / widest))


def as_of_line(assessment: Assessment) -> str:
    """The day judged, the day the figures speak for, and the unit."""
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
    office = f"{summary.office.authority} – {summary.office.department}".upper()
    sheet.write_string(0, 0, plain_text(office), summary.styles["office"])
    sheet.write_string(1, 0, plain_text(title.upper()), summary.styles["title"])
    sheet.set_row(1, 21)
    sheet.write_string(2, 0, as_of_line(summary.assessment), summary.styles["small"])


def _footer(summary: Summary, title: str) -> str:
    """Title, page and day; in a footer "&" begins a code and a size ends before a space."""
    parts = {
        "L": title.replace("&", "&&"),
        "C": wording.text("common", "page"),
        "R": formats.day(summary.assessment.as_of),
    }
    return "".join(f"&{side}{FOOTER_FONT} {text}" for side, text in parts.items())
