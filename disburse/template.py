"""The empty register: a workbook with validation lists that intake reads without a question.

Its wording and columns stand in ``templates/register_form.toml``.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from disburse.intake.vocabulary import vocabulary
from disburse.paths import TEMPLATES

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    Form = dict[str, Any]
    Rules = dict[str, dict[str, Any]]

HEADER_ROW, FIRST_ROW, LAST_ROW = 4, 5, 504
"""Rows counted from 0, as XlsxWriter does."""

_A4 = 9
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "date_line": {"italic": True, "align": "center"},
    "unit": {"italic": True, "align": "right"},
    "head": {
        "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True,
        "border": 1, "bg_color": "#DCE6F1",
    },
    "text": {"border": 1, "text_wrap": True},
    "code": {"border": 1, "num_format": "@"},
    "amount": {"border": 1, "num_format": "#,##0.###"},
    "year": {"border": 1, "num_format": "0"},
    "day": {"border": 1, "num_format": "dd/mm/yyyy"},
    "guide": {"text_wrap": True, "valign": "top"},
}  # fmt: skip


def write_template(path: Path, as_of: date) -> None:
    """Write the form for figures up to ``as_of``, in the budget year of that day."""
    form = tomllib.loads((TEMPLATES / "register_form.toml").read_text(encoding="utf-8"))
    with Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet(form["sheet"])
        looks = {name: workbook.add_format(_FONT | look) for name, look in _LOOKS.items()}
        last_column = len(form["column"]) - 1
        title = form["title"].format(year=as_of.year)
        sheet.merge_range(0, 0, 0, last_column, title, looks["title"])
        date_line = form["date_line"].format(as_of=as_of)
        sheet.merge_range(1, 0, 1, last_column, date_line, looks["date_line"])
        sheet.write_string(HEADER_ROW - 1, last_column, form["units"][0], looks["unit"])
        _write_columns(sheet, form, as_of.year, looks)
        _add_rules(sheet, form, _write_sources(workbook, form["lists"]))
        _set_up_page(sheet)
        _write_guide(workbook, form["guide"], looks["guide"])


def _write_columns(sheet: Worksheet, form: Form, year: int, looks: dict[str, Any]) -> None:
    for number, column in enumerate(form["column"]):
        label = column["label"].format(year=year)
        sheet.write_string(HEADER_ROW, number, label, looks["head"])
        sheet.set_column(number, number, column["width"])
        for row in range(FIRST_ROW, LAST_ROW + 1):
            sheet.write_blank(row, number, None, looks.get(column["kind"], looks["text"]))


def _write_sources(workbook: Workbook, name: str) -> str:
    """Write the known funding sources, too many for a formula, on a hidden sheet."""
    sources = list(dict.fromkeys(vocabulary().sources.values()))
    hidden = workbook.add_worksheet(name)
    hidden.hide()
    hidden.write_column(0, 0, sources)
    last = xl_rowcol_to_cell(len(sources) - 1, 0, row_abs=True, col_abs=True)
    return f"='{name}'!$A$1:{last}"


def _add_rules(sheet: Worksheet, form: Form, sources: str) -> None:
    rules = _rules(form, sources)
    for number, column in enumerate(form["column"]):
        if column["kind"] in rules:
            rule = rules[column["kind"]]
            sheet.data_validation(FIRST_ROW, number, LAST_ROW, number, rule)
    last_column = len(form["column"]) - 1
    sheet.data_validation(HEADER_ROW - 1, last_column, HEADER_ROW - 1, last_column, rules["unit"])


def _rules(form: Form, sources: str) -> Rules:
    """What each kind of cell accepts; a source may be one that no list knows."""
    amount = {"validate": "decimal", "criteria": ">=", "value": 0}
    year = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2100}
    day = {"validate": "date", "criteria": ">", "value": "=DATE(1990,1,1)"}
    return {
        "class": _list(form["classes"], form),
        "tier": _list(form["tiers"], form),
        "unit": _list(form["units"], form),
        "source": {"validate": "list", "source": sources, "error_type": "information"},
        "amount": amount | _refusal(form, "not_amount"),
        "year": year | _refusal(form, "not_year"),
        "day": day | _refusal(form, "not_day"),
    }


def _list(words: list[str], form: Form) -> dict[str, Any]:
    return {"validate": "list", "source": words, **_refusal(form, "not_listed")}


def _refusal(form: Form, key: str) -> dict[str, str]:
    return {"error_title": form["refused"], "error_message": form[key]}


def _set_up_page(sheet: Worksheet) -> None:
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.set_row(HEADER_ROW, 64)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _write_guide(workbook: Workbook, guide: Form, look: Any) -> None:  # noqa: ANN401 - untyped there
    sheet = workbook.add_worksheet(guide["sheet"])
    sheet.set_column(0, 0, 110)
    sheet.write_column(0, 0, guide["lines"], look)
