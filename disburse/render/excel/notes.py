"""The last sheet: files taken in, how each figure is obtained, legal limits, and the symbols."""

from __future__ import annotations

from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING

from disburse.model import Level
from disburse.render import formats, messages
from disburse.render.excel import outcomes, wording
from disburse.render.excel.body import plain_text
from disburse.render.excel.early_warnings import level_text
from disburse.render.excel.page import TABLE_TOP, add_sheet, decision_line
from disburse.render.excel.table import LINE_HEIGHT, row_height
from disburse.render.records import rows

if TYPE_CHECKING:
    import pandas as pd

    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.page import Summary
    from disburse.render.excel.styles import Styles
    from disburse.rules import Decision

WIDTHS = (46, 13, 70, 22, 14, 18)
IMPORTS_ON_ONE_PAGE = 12
LAST_COLUMN = len(WIDTHS) - 1
CENTRED = frozenset({"import", "due", "as_of", "recorded_at", "confidence"})

Line = dict[str, str]


def write_notes(summary: Summary) -> None:
    """Write the sheet."""
    sheet = add_sheet(summary, "notes")
    assessment, styles = summary.assessment, summary.styles
    if len(assessment.imports) <= IMPORTS_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 1)
    for number, width in enumerate(WIDTHS):
        sheet.set_column(number, number, width)
    sheet.write_string(3, 0, plain_text(decision_line(assessment.decision)), styles["small"])
    row = _write_table(sheet, styles, TABLE_TOP + 1, "import", _imports(assessment.imports))
    row = _write_rules(sheet, styles, row, assessment.decision)
    row = _write_table(sheet, styles, row, "limit", _limits(assessment.decision))
    _write_marks(sheet, styles, row)


def _imports(imports: pd.DataFrame) -> list[Line]:
    return [
        {
            "file": row["file"],
            "import": str(row["import_id"]),
            "sha256": row["sha256"],
            "kind": messages.label("kind", row["kind"]),
            "as_of": formats.day(row["as_of"]),
            "recorded_at": _moment(row["recorded_at"]),
        }
        for row in rows(imports.rename_axis("import_id"))
    ]


def _limits(decision: Decision) -> list[Line]:
    confidence = wording.texts("notes", "confidence")
    return [
        {
            "title": limit.title,
            "due": formats.day(limit.due),
            "basis": limit.basis,
            "confidence": confidence.get(limit.confidence, limit.confidence),
        }
        for limit in sorted(decision.limits, key=lambda limit: limit.due)
    ]


def _write_table(sheet: BodySheet, styles: Styles, row: int, name: str, listed: list[Line]) -> int:
    """Write a block of the sheet; return the row two below it."""
    sheet.write_string(row, 0, wording.text("notes", f"{name}s"), styles["section"])
    headings = wording.texts("notes", f"{name}_columns")
    for column, text in enumerate(headings.values()):
        sheet.write_string(row + 1, column, text, styles["heading"])
    for number, line in enumerate(listed, row + 2):
        texts = [line[key] for key in headings]
        sheet.set_row(number, row_height(zip(texts, WIDTHS, strict=False)))
        for column, key in enumerate(headings):
            style = styles["word" if key in CENTRED else "text"]
            sheet.write_string(number, column, plain_text(line[key]), style)
    return row + 3 + len(listed)


def _write_rules(sheet: BodySheet, styles: Styles, row: int, decision: Decision) -> int:
    sheet.write_string(row, 0, wording.text("notes", "rules"), styles["section"])
    tranches = messages.labels("tranche")
    counted = ", ".join(tranches[one] for one in decision.counted_tranches).lower()
    lines = wording.lines("notes", "rule_lines", tranches=counted)
    for number, line in enumerate(lines, row + 1):
        sheet.merge_range(number, 0, number, LAST_COLUMN, f"– {line}", styles["line"])
        sheet.set_row(number, (LINE_HEIGHT + 1) * len(wrap(line, int(1.1 * sum(WIDTHS)))))
    return row + 2 + len(lines)


def _write_marks(sheet: BodySheet, styles: Styles, row: int) -> None:
    sheet.write_string(row, 0, wording.text("notes", "marks"), styles["section"])
    meanings = wording.texts("notes", "meanings")
    shown = outcomes.all_shown() | {level: level_text(level) for level in Level}
    for number, (code, mark) in enumerate(shown.items(), row + 1):
        sheet.write_string(number, 0, mark, styles["word"])
        sheet.merge_range(number, 1, number, 2, meanings[code], styles["text"])
    outcomes.mark_outcomes(sheet, styles, f"A{row + 2}:A{row + 1 + len(shown)}")


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{formats.day(moment.date())} {moment:%H:%M}"
