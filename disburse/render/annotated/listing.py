"""The sheet that lists every finding, first in the workbook, ready for A4 landscape."""

from __future__ import annotations

from collections import Counter
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, cast

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from disburse.render.annotated.cells import Styler, write_text
from disburse.render.annotated.marks import MARKS, by_severity, place, title
from disburse.render.annotated.wording import keys, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

    from disburse.model import Finding, Register, Severity
    from disburse.render.annotated.cells import AnyCell

MOST_LISTED = 50_000
"""Excel follows at most 65,530 links of a sheet."""

SIGN = "disburse_findings"
"""A hidden name by which our own sheet is known again when its workbook comes back."""

_WIDTHS = (6, 20, 23, 15, 8, 19, 46, 40)
_CENTRED = frozenset({"number", "severity", "cell"})
_NAME, _SIZE, _LINE = "Times New Roman", 11, 14.5
_LETTERS_PER_WIDTH = 1.05
_TALLEST = 400
_THIN = Side("thin", color="FF8C8C8C")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING = PatternFill("solid", fgColor="FFDCE6F1")
_COUNT_COLUMNS = ((1, 3), (4, 6), (7, 8))
_A4 = 9


def add_listing(
    workbook: Workbook, register: Register, sheets: Mapping[str, Worksheet], notes: Sequence[str]
) -> None:
    """Add the sheet of findings before all others and open the workbook on it."""
    sheet: Worksheet = workbook.create_sheet(_free_name(workbook), 0)
    sheet.defined_names[SIGN] = DefinedName(
        SIGN, attr_text=f"{quote_sheetname(sheet.title)}!$A$1", hidden=True
    )
    findings = by_severity(register.findings)
    if len(findings) > MOST_LISTED:
        left = len(findings) - MOST_LISTED
        notes = [*notes, text("notes", "list_left", shown=MOST_LISTED, left=left)]
    heading = _write_top(sheet, register, notes)
    for column, key in enumerate(keys("columns"), start=1):
        _LOOKS["heading"](sheet.cell(heading, column))
        write_text(sheet.cell(heading, column), text("columns", key))
    styler = Styler()
    for number, finding in enumerate(findings[:MOST_LISTED], start=1):
        row = heading + number
        _write_finding(sheet, styler, row, finding, _contents(number, finding))
        _link(sheet, styler, row, place(finding, sheets))
    _set_up(sheet, heading, heading + min(len(findings), MOST_LISTED))
    _open_on_first(workbook)


def remove_earlier(workbook: Workbook) -> bool:
    """Take away the list of an earlier check; tell whether there was one."""
    ours = [sheet for sheet in workbook.worksheets if SIGN in sheet.defined_names]
    for sheet in ours:
        workbook.remove(sheet)
    return bool(ours)


def _free_name(workbook: Workbook) -> str:
    """Our name, numbered where the user has a sheet of that name; Excel ignores case."""
    taken = {name.casefold() for name in workbook.sheetnames}
    wanted = text("sheet", "name")
    numbered = (f"{wanted} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name.casefold() not in taken)


def _write_top(sheet: Worksheet, register: Register, notes: Sequence[str]) -> int:
    """Write title, verdict, counts and notes; return the row of the headings."""
    _line(sheet, 1, text("sheet", "title"), bold=True, size=14)
    verdict = "refused" if register.refused else "accepted" if register.findings else "clean"
    _line(sheet, 2, text("sheet", verdict, file=register.file), bold=True)
    counts = Counter(finding.severity for finding in register.findings)
    for severity, (first, last) in zip(MARKS, _COUNT_COLUMNS, strict=True):
        symbol = text("symbol", severity)
        words = text("count", severity, symbol=symbol, count=counts[severity])
        for column in range(first, last + 1):
            _LOOKS[severity](sheet.cell(3, column))
        write_text(sheet.cell(3, first), words)
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=last)
    sheet.row_dimensions[3].height = 2 * _LINE
    for row, note in enumerate(notes, start=4):
        _line(sheet, row, note)
    return 4 + len(notes)


def _write_finding(
    sheet: Worksheet, styler: Styler, row: int, finding: Finding, content: Mapping[str, str]
) -> None:
    for column, (key, words) in enumerate(content.items(), start=1):
        cell = sheet.cell(row, column)
        look = finding.severity if key == "severity" else "centred" if key in _CENTRED else "text"
        styler.change(cell, look, _LOOKS[look])
        write_text(cell, words)
    sheet.cell(row, 1).value = int(content["number"])
    lines = (
        sum(max(1, ceil(len(line) / ((width - 3) * _LETTERS_PER_WIDTH))) for line in lines)
        for lines, width in zip((v.split("\n") for v in content.values()), _WIDTHS, strict=True)
    )
    sheet.row_dimensions[row].height = min(_TALLEST, _LINE * max(lines) + 4)


def _contents(number: int, finding: Finding) -> dict[str, str]:
    """What stands in each column for a finding, by the keys of ``[columns]``."""
    return {
        "number": str(number),
        "severity": f"{text('symbol', finding.severity)} {text('severity', finding.severity)}",
        "title": title(finding),
        "sheet": finding.sheet or "",
        "cell": finding.cell or "",
        "value": finding.value or "",
        "message": finding.message,
        "fix": finding.fix,
    }


def _link(sheet: Worksheet, styler: Styler, row: int, found: tuple[Worksheet, str] | None) -> None:
    """Lead from the address to the cell itself, inside this workbook only."""
    if found is None:
        return
    target, address = found
    cell = sheet.cell(row, 5)
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate,
        location=f"{quote_sheetname(target.title)}!{address}",
        tooltip=text("sheet", "link", cell=address, sheet=target.title)[:255],
    )
    styler.change(cell, "link", _LOOKS["link"])


def _line(
    sheet: Worksheet, row: int, content: str, *, bold: bool = False, size: int = _SIZE
) -> None:
    """Write a line over the whole width, as high as its text needs."""
    write_text(sheet.cell(row, 1), content)
    sheet.cell(row, 1).font = Font(_NAME, size, bold=bold)
    sheet.cell(row, 1).alignment = Alignment("left", "center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    lines = ceil(len(content) * size / _SIZE / (sum(_WIDTHS) * _LETTERS_PER_WIDTH))
    sheet.row_dimensions[row].height = _LINE * size / _SIZE * lines + 4


def _set_up(sheet: Worksheet, heading: int, last: int) -> None:
    """Widths, filter, frozen headings and print set-up."""
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    end = get_column_letter(len(_WIDTHS))
    sheet.auto_filter.ref = f"A{heading}:{end}{last}"
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.4, 0.4, 0.5, 0.6
    margins.footer = 0.3
    footer = cast("HeaderFooterItem", sheet.oddFooter)
    footer.center.text = text("sheet", "page")
    sheet.sheet_view.showGridLines = False


def _open_on_first(workbook: Workbook) -> None:
    """Select our sheet alone: sheets selected together would all be edited at once."""
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = False
    workbook.active = 0
    workbook.worksheets[0].sheet_view.tabSelected = True
    for view in workbook.views:
        view.firstSheet = 0


def _text_look(cell: AnyCell) -> None:
    cell.font, cell.border = Font(_NAME, _SIZE), _GRID
    cell.alignment = Alignment("left", "center", wrap_text=True, indent=1)


def _centred_look(cell: AnyCell) -> None:
    _text_look(cell)
    cell.alignment = Alignment("center", "center", wrap_text=True)


def _heading_look(cell: AnyCell) -> None:
    _centred_look(cell)
    cell.font, cell.fill = Font(_NAME, _SIZE, bold=True), _HEADING


def _link_look(cell: AnyCell) -> None:
    cell.font = Font(_NAME, _SIZE, color="FF0563C1", underline="single")


def _severity_look(severity: Severity, cell: AnyCell) -> None:
    _text_look(cell)
    cell.font, cell.fill, side = (
        Font(_NAME, _SIZE, bold=True),
        MARKS[severity].pattern,
        MARKS[severity].side,
    )
    cell.border = Border(left=side, right=side, top=side, bottom=side)


_LOOKS: dict[str, Callable[[AnyCell], None]] = {
    "text": _text_look,
    "centred": _centred_look,
    "heading": _heading_look,
    "link": _link_look,
    **{severity: partial(_severity_look, severity) for severity in MARKS},
}
