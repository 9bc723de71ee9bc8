"""The first sheet: how the commune stands, by class and by milestone, with two charts.

Its tables are small and stand one below the other in shared columns, so they are written row by
row; what they say is gathered in `standing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from disburse.render.excel import outcomes, standing, wording
from disburse.render.excel.body import plain_text
from disburse.render.excel.overview_charts import Area, insert_charts
from disburse.render.excel.page import add_sheet, decision_line
from disburse.render.excel.table import row_height
from disburse.render.excel.values import amount_width

if TYPE_CHECKING:
    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.page import Summary
    from disburse.render.excel.standing import ClassLine, MilestoneLine, Money
    from disburse.render.excel.styles import Styles

LAST_COLUMN = 11
HEADLINE_ROW = 5
WIDTHS = (35, 11, 17, 17, 11, 17, 16, 17, 13, 15, 17, 22)
AMOUNT_COLUMNS = (2, 3, 5, 6, 7, 10)
CHART_ROWS = 17


def write_overview(summary: Summary) -> None:
    """Write the sheet on one page."""
    year = summary.assessment.decision.budget_year
    sheet = add_sheet(summary, "overview", wording.text("common", "title", year=year))
    sheet.fit_to_pages(1, 1)
    classes = standing.by_class(summary.assessment)
    milestones = standing.by_milestone(summary.assessment)
    _set_widths(sheet, classes)
    whole = standing.total([line.money for line in classes])
    row = _write_headline(sheet, summary, whole)
    money = _write_classes(sheet, summary.styles, row + 1, classes)
    _write_class_total(sheet, summary.styles, money, whole)
    chart_row = money.last_row + 3
    counts = _write_milestones(sheet, summary, chart_row + CHART_ROWS, milestones)
    insert_charts(summary.workbook, sheet, chart_row, money, counts)


def _set_widths(sheet: BodySheet, classes: list[ClassLine]) -> None:
    needed = amount_width([line.money.plan for line in classes])
    for number, width in enumerate(WIDTHS):
        amount = number in AMOUNT_COLUMNS
        sheet.set_column(number, number, max(width, needed) if amount else width)


def _write_headline(sheet: BodySheet, summary: Summary, whole: Money) -> int:
    """Write the decision and three sentences; return the row after them."""
    assessment, styles = summary.assessment, summary.styles
    sheet.write_string(3, 0, plain_text(decision_line(assessment.decision)), styles["small"])
    sentences = standing.headline(assessment, whole)
    for row, sentence in enumerate(sentences, HEADLINE_ROW):
        style = styles["strong_line" if row == HEADLINE_ROW else "line"]
        sheet.merge_range(row, 0, row, LAST_COLUMN, plain_text(sentence), style)
        sheet.set_row(row, 18)
    return HEADLINE_ROW + len(sentences)


def _write_classes(sheet: BodySheet, styles: Styles, row: int, classes: list[ClassLine]) -> Area:
    heading = list(wording.texts("overview", "class_columns").values())
    first = _write_headings(sheet, styles, row, "classes", heading)
    for number, line in enumerate(classes, first):
        sheet.write_string(number, 0, line.name, styles["text"])
        _write_money(sheet, styles, number, line.money)
    return Area(first, first + len(classes) - 1)


def _write_money(sheet: BodySheet, styles: Styles, row: int, money: Money) -> None:
    counts, amounts, rate = styles["count"], styles["amount"], styles["rate"]
    plan, disbursed = xl_rowcol_to_cell(row, 2), xl_rowcol_to_cell(row, 3)
    sheet.write_number(row, 1, money.projects, counts)
    sheet.write_number(row, 2, money.plan, amounts)
    sheet.write_number(row, 3, money.disbursed, amounts)
    sheet.write_formula(row, 4, _rate(plan, disbursed), rate, _stored(money.rate))
    sheet.write_formula(row, 5, f"={plan}-{disbursed}", amounts, money.plan - money.disbursed)
    sheet.write_number(row, 6, money.plan_carryover, amounts)
    sheet.write_number(row, 7, money.disbursed_carryover, amounts)
    sheet.write_number(row, 8, money.missed, counts)
    sheet.write_number(row, 9, money.at_risk, counts)
    sheet.write_number(row, 10, money.per_week, amounts)


def _write_class_total(sheet: BodySheet, styles: Styles, area: Area, money: Money) -> None:
    row = area.last_row + 1
    sheet.write_string(row, 0, wording.text("common", "total"), styles.total("text"))
    for column, result in enumerate(money.in_columns(), 1):
        first = xl_rowcol_to_cell(area.first_row, column)
        last = xl_rowcol_to_cell(area.last_row, column)
        kind = "amount" if column in AMOUNT_COLUMNS else "count"
        if result is not None:
            sheet.write_formula(row, column, f"=SUM({first}:{last})", styles.total(kind), result)
    plan, disbursed = xl_rowcol_to_cell(row, 2), xl_rowcol_to_cell(row, 3)
    formula = _rate(plan, disbursed)
    sheet.write_formula(row, 4, formula, styles.total("rate"), _stored(money.rate))


def _write_milestones(
    sheet: BodySheet, summary: Summary, row: int, lines: list[MilestoneLine]
) -> Area:
    styles = summary.styles
    heading = list(wording.texts("overview", "milestone_columns").values())
    first = _write_headings(sheet, styles, row, "milestones", heading)
    for number, line in enumerate(lines, first):
        _write_milestone(sheet, styles, number, line)
    last = first + len(lines) - 1
    _mark_counts(sheet, styles, Area(first, max(first, last)))
    _write_rest(sheet, summary, last + 1)
    return Area(first, last)


def _write_milestone(sheet: BodySheet, styles: Styles, row: int, line: MilestoneLine) -> None:
    sheet.write_string(row, 0, line.name, styles["text"])
    sheet.write_string(row, 1, line.required, styles["word"])
    sheet.write_number(row, 2, line.projects, styles["count"])
    for column, code in enumerate(outcomes.COUNTED, 3):
        sheet.write_number(row, column, line.counts[code], styles["count"])
    sheet.write_number(row, 10, line.shortfall, styles["amount"])
    sheet.write_string(row, 11, plain_text(line.clause), styles["text"])
    sheet.set_row(row, row_height([(line.name, WIDTHS[0]), (line.clause, WIDTHS[11])]))


def _write_rest(sheet: BodySheet, summary: Summary, row: int) -> None:
    """Write the commune's own target and the number of projects without any milestone."""
    styles, assessment = summary.styles, summary.assessment
    target = standing.commune(assessment)
    if target is not None:
        sheet.write_string(row, 0, target.name, styles.total("text"))
        sheet.write_string(row, 1, target.required, styles.total("word"))
        sheet.write_number(row, 2, target.projects, styles.total("count"))
        sheet.merge_range(row, 3, row, 9, target.outcome, styles.total("word"))
        outcomes.mark_outcomes(sheet, styles, f"D{row + 1}:J{row + 1}")
        sheet.write_number(row, 10, target.shortfall, styles.total("amount"))
        sheet.write_string(row, 11, plain_text(target.clause), styles.total("text"))
        row += 1
    without = standing.without_milestone(assessment)
    sheet.write_string(row, 0, without, styles["small"])


def _write_headings(
    sheet: BodySheet, styles: Styles, row: int, section: str, heading: list[str]
) -> int:
    """Write the section's name and its column headings; return the row below them."""
    sheet.write_string(row, 0, wording.text("overview", section), styles["section"])
    for column, text in enumerate(heading):
        sheet.write_string(row + 1, column, text, styles["heading"])
    sheet.set_row(row + 1, 32)
    return row + 2


def _mark_counts(sheet: BodySheet, styles: Styles, area: Area) -> None:
    for column, code in enumerate(outcomes.COUNTED, 3):
        mark = outcomes.MARKS.get(code)
        if mark is not None:
            condition = {"type": "cell", "criteria": ">", "value": 0, "format": styles.mark(mark)}
            sheet.conditional_format(area.first_row, column, area.last_row, column, condition)


def _rate(plan: str, disbursed: str) -> str:
    return f'=IF({plan}>0,{disbursed}/{plan},"")'


def _stored(rate: float | None) -> float | str:
    return "" if rate is None else rate
