"""Form 01a/TTKHN as an Excel file: the form's own columns and numbering, in triệu đồng.

Groups are added up by formulas with their results stored; the office can go on working in it. Text
from files is only ever written as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from disburse.render.excel.table import row_height
from disburse.render.word.form_01a import form_words

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from disburse.render.word.form_01a import FormLine
    from disburse.render.word.reports import PeriodReport

FONT = {"font_name": "Times New Roman", "font_size": 11, "font_scheme": "none"}
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "default_format_properties": FONT,
}
MILLION = 1_000_000
_TOP = 6
_HEADING_HEIGHTS = (32, 32, 62)
_BOLD = {"total", "class"}
_TEXTS = ("ordinal", "name", "source", "note")
_SUMS = {
    "plan_all": "plan_old plan_new",
    "paid_all": "paid_old paid_new",
    "estimate_all": "estimate_old estimate_new",
}


@dataclass(slots=True)
class _Form:
    """The sheet while it is written; ``formats`` are made once for each look."""

    workbook: Any
    sheet: Worksheet
    keys: list[str]
    formats: dict[tuple[tuple[str, Any], ...], Format]

    def look(self, **properties: object) -> Format:
        """Give the format of some properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({**FONT, **properties})
        return self.formats[key]

    def width(self, key: str) -> float:
        """Give the width of a column, in characters."""
        return float(form_words()["column"][self.keys.index(key)]["width"])


def write_form(report: PeriodReport, path: Path) -> None:
    """Write the form; the same report, the same bytes. Raises OSError."""
    words = form_words()
    with Workbook(path, {**OPTIONS}) as workbook:
        day = report.as_of
        created = datetime(day.year, day.month, day.day, tzinfo=UTC)
        workbook.set_properties({"title": words["form"], "created": created})
        keys = [one["key"] for one in words["column"]]
        form = _Form(workbook, workbook.add_worksheet(words["sheet"]), keys, {})
        _write_titles(form, report)
        first = _write_headings(form, report.headings)
        last = _write_lines(form, report.form, first) - 1
        form.sheet.write_string(last + 2, 0, words["remarks"], form.look(italic=True))
        _set_page(form, first, last)


def _write_titles(form: _Form, report: PeriodReport) -> None:
    words, last = form_words(), len(form.keys) - 1
    centred = {"align": "center", "text_wrap": True}
    issuing: Any = report.context["head"]
    form.sheet.merge_range(
        0, last - 3, 0, last, words["form"], form.look(bold=True, align="center")
    )
    form.sheet.write_string(
        1, last - 1, words["draft"], form.look(bold=True, border=1, align="center")
    )
    for row, line in enumerate((*issuing["issuing"], "", "")[:2]):
        form.sheet.merge_range(row, 0, row, 2, line.upper(), form.look(bold=True, align="center"))
    title = words["title"].format(period=report.title.upper())
    form.sheet.merge_range(2, 0, 2, last, title, form.look(bold=True, font_size=14, **centred))
    basis = words["basis"].format(
        symbol=issuing["report_symbol"], year=report.as_of.year, authority=report.authority
    )
    form.sheet.merge_range(3, 0, 3, last, basis, form.look(italic=True, **centred))
    form.sheet.merge_range(
        4, last - 3, 4, last, words["unit"], form.look(italic=True, align="right")
    )


def _write_headings(form: _Form, headings: list[list[str]]) -> int:
    """Write three rows of headings, merged as their labels demand, and the row of numbers."""
    words = form_words()
    look = form.look(bold=True, align="center", valign="vcenter", text_wrap=True, border=1)
    depth = max(map(len, headings))
    for row, column, rows, columns, text in spans(headings):
        corner = (_TOP + row, column, _TOP + row + rows - 1, column + columns - 1)
        if rows == columns == 1:
            form.sheet.write_string(*corner[:2], text, look)
        else:
            form.sheet.merge_range(*corner, text, look)
    for level, height in enumerate(_HEADING_HEIGHTS):
        form.sheet.set_row(_TOP + level, height)
    numbered = form.look(italic=True, align="center", border=1, font_size=10)
    for number, one in enumerate(words["column"]):
        form.sheet.write_string(_TOP + depth, number, one["number"], numbered)
        form.sheet.set_column(number, number, one["width"])
    return _TOP + depth + 1


def spans(headings: list[list[str]]) -> list[tuple[int, int, int, int, str]]:
    """Boxes of the labels: row, column, rows and columns they span, text."""
    depth = max(map(len, headings))
    boxes = []
    for level in range(depth):
        column = 0
        while column < len(headings):
            path = headings[column]
            if len(path) <= level:
                column += 1
                continue
            leaf = len(path) == level + 1
            same = [one[: level + 1] == path[: level + 1] for one in headings[column:]]
            width = 1 if leaf else [*same, False].index(False)
            height = depth - level if leaf else 1
            boxes.append((level, column, height, width, path[level]))
            column += width
    return boxes


def _write_lines(form: _Form, line: FormLine, row: int) -> int:
    """Write a row and everything under it; return the next row."""
    after = row + 1
    for below in line.below:
        after = _write_lines(form, below, after)
    bold, amounts = line.level in _BOLD, line.amounts
    form.sheet.set_row(
        row, row_height([(line.name, form.width("name")), (line.note, form.width("note"))])
    )
    for column, key in enumerate(form.keys):
        if key in _TEXTS:
            _write_text(form, (row, column), _text(line, key), bold=bold)
        else:
            value = amounts.get(key)
            formula = _formula(form, line, key, (row, after - 1))
            _write_amount(form, (row, column), value, formula, bold=bold)
    return after


def _text(line: FormLine, key: str) -> str:
    """Give a text of a row; a source that has no code goes by its name."""
    if key == "source" and line.level == "source":
        return line.source or line.name
    text: str = getattr(line, key)
    return text


def _write_text(form: _Form, cell: tuple[int, int], text: str, *, bold: bool) -> None:
    align = "left" if form.keys[cell[1]] in {"name", "note"} else "center"
    look = form.look(bold=bold, border=1, align=align, valign="top", text_wrap=True)
    form.sheet.write_string(*cell, text, look) if text else form.sheet.write_blank(
        *cell, None, look
    )


def _write_amount(
    form: _Form, cell: tuple[int, int], value: int | None, formula: str, *, bold: bool
) -> None:
    whole = value is None or value % MILLION == 0
    look = form.look(
        bold=bold, border=1, valign="top", num_format="#,##0" if whole else "#,##0.0#####"
    )
    if value is None:
        form.sheet.write_blank(*cell, None, look)
    elif formula:
        form.sheet.write_formula(*cell, formula, look, value / MILLION)
    else:
        form.sheet.write_number(*cell, value / MILLION, look)


def _formula(form: _Form, line: FormLine, key: str, span: tuple[int, int]) -> str:
    """Add up the parts of a row, or the rows under it: SUBTOTAL leaves other SUBTOTALs out."""
    row, last = span[0] + 1, span[1] + 1
    if key in _SUMS:
        parts = _SUMS[key].split()
        return "=" + "+".join(f"{_letter(form, one)}{row}" for one in parts)
    if not line.below or line.own.get(key) is not None:
        return ""
    letter = _letter(form, key)
    return f"=SUBTOTAL(9,{letter}{row + 1}:{letter}{last})"


def _letter(form: _Form, key: str) -> str:
    letter: str = xl_col_to_name(form.keys.index(key))
    return letter


def _set_page(form: _Form, first: int, last: int) -> None:
    sheet = form.sheet
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(_TOP, first - 1)
    sheet.freeze_panes(first, 2)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last + 2, len(form.keys) - 1)
    sheet.set_footer("&C&P/&N")
