"""The reconciliation sheet, in the layout of form 03/QTDA: differences first, each explained.

Columns 1 to 12 are the form's, with its numbering; lettered columns behind them say where each
figure comes from. What no file says is left blank.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from disburse.model import Tranche
from disburse.render import formats, messages
from disburse.render.contract import file_names
from disburse.render.excel import wording
from disburse.render.excel.cellxml import Texts
from disburse.render.excel.page import TABLE_TOP, add_sheet, add_table, print_in_parts
from disburse.render.excel.projects import in_order
from disburse.render.excel.table import Column
from disburse.render.excel.values import amount_width, days, values
from disburse.render.reconciliation import STATES, notes, sizes

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.contract import Origins
    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.page import Summary
    from disburse.render.excel.styles import Styles
    from disburse.render.excel.table import Placed

SECTION = "reconciliation"
FROZEN_COLUMNS = 2
CONTENT, NOTE, PLACE, LINE_WIDTH = 34.0, 38.0, 36.0, 120.0
SPARE = 3.0  # codes and names break badly: more room than the heights of the rows reckon with
SILENT = 10.0  # width of a column no file has figures for
MARKS = dict(zip(STATES, ("bad", "doubtful", "doubtful", "unknown", "good"), strict=True))
DIFFERENCE = 'IF(OR({{treasury}}="",{{owner}}="",{{state}}="{apart}"),"",{{treasury}}-{{owner}})'
NET = 'IF({approved}="","",{approved}-{advance_recovered})'


def write_reconciliation(summary: Summary) -> None:
    """Write the sheet; without figures of the Treasury or vouchers it says so in one line."""
    assessment, styles = summary.assessment, summary.styles
    if assessment.reconciliation.empty:
        sheet = add_sheet(summary, SECTION)
        sheet.set_column(0, 0, LINE_WIDTH)
        sheet.write_string(TABLE_TOP, 0, wording.text(SECTION, "nothing"), styles["line"])
        return
    rows = in_listed_order(assessment)
    columns = reconciliation_columns(rows, assessment)
    sheet, placed = add_table(summary, SECTION, columns, FROZEN_COLUMNS, total=True)
    sheet.write_string(TABLE_TOP - 1, 0, dated_line(rows), styles["small"])
    _write_remarks(sheet, styles, placed.last_row + 2)
    sheet.set_column(1, 1, CONTENT + SPARE)
    keys = [one.key for one in columns]
    starts = [keys.index(key) for key in ("state", "plan_place")]
    print_in_parts(sheet, [one.width for one in columns], FROZEN_COLUMNS, *starts)
    _mark(sheet, styles, placed, keys)


def in_listed_order(assessment: Assessment) -> pd.DataFrame:
    """Rows of the reconciliation, differences first and the largest of them before all."""
    rows = assessment.reconciliation
    order = in_order(assessment.projects).index.get_indexer(pd.Index(rows["project_id"]))
    states = rows["state"].map({state: rank for rank, state in enumerate(STATES)}).to_numpy()
    return rows.iloc[np.lexsort((order, -sizes(rows), states))]


def dated_line(rows: pd.DataFrame) -> str:
    """The form followed, and the days the figures are compared on."""
    compared = rows["compared_on"].dropna()
    if compared.empty:
        dated = wording.text(SECTION, "nothing_compared")
    else:
        first, last = compared.min(), compared.max()
        key = "compared_on" if first == last else "compared_between"
        dated = wording.text(SECTION, key, first=formats.day(first), last=formats.day(last))
    return f"{wording.text(SECTION, 'form')} {dated}"


def reconciliation_columns(rows: pd.DataFrame, assessment: Assessment) -> list[Column]:
    """All columns: the form's, then what the figures rest on."""
    named = assessment.projects.reindex(rows["project_id"])
    columns = [
        Column("number", 5, "count", range(1, len(rows) + 1)),
        Column("content", CONTENT, "text", _contents(rows, named)),
        *_owner(rows),
        *_treasury(rows),
        _difference(rows),
        Column("note", NOTE, "text", notes(rows)),
        *_comparison(rows),
        *_places(rows, file_names(assessment)),
    ]
    numbering = wording.texts(SECTION, "numbering")
    return [replace(one, numbering=numbering[one.key]) for one in columns]


def _contents(rows: pd.DataFrame, named: pd.DataFrame) -> list[str]:
    """Project, then money carried over and the funding source, where the row is of these."""
    carried = wording.text(SECTION, "carryover")
    tranches = [carried if one == Tranche.CARRYOVER else None for one in rows["tranche"]]
    projects = [
        wording.text(SECTION, "content", name=name, code=code) if code else name
        for name, code in zip(values(named["name"]), values(named["code"]), strict=True)
    ]
    parts = zip(projects, tranches, values(rows["source"]), strict=True)
    return [" – ".join(filter(None, one)) for one in parts]


def _owner(rows: pd.DataFrame) -> list[Column]:
    group = wording.text(SECTION, "group_owner")
    return [
        _amounts("owner_plan", rows["plan"], group),
        _amounts("owner", rows["owner"], group),
        _amounts("owner_volume", rows["owner_volume"], group),
        _amounts("owner_advance", rows["owner_advance"], group),
    ]


def _treasury(rows: pd.DataFrame) -> list[Column]:
    """The Treasury's own figures, or else what its vouchers add up to."""
    group = wording.text(SECTION, "group_treasury")
    marked = rows["treasury"].notna()
    return [
        Column("treasury_plan", SILENT, "amount", [None] * len(rows), group),
        _amounts("treasury", rows["treasury"].fillna(rows["vouchers"]), group),
        *(
            _amounts(
                f"treasury_{part}",
                rows[f"treasury_{part}"].where(marked, rows[f"vouchers_{part}"]),
                group,
            )
            for part in ("volume", "advance")
        ),
    ]


def _difference(rows: pd.DataFrame) -> Column:
    column = _amounts("difference", rows["difference"])
    return replace(column, formula=DIFFERENCE.format(apart=_words()["other_dates"]))


def _amounts(key: str, amounts: pd.Series[Any], group: str = "") -> Column:
    """A column of amounts that is added up, narrow where there are none."""
    given = values(amounts)
    known = any(one is not None for one in given)
    width = amount_width(given) if known else SILENT
    return Column(key, width, "amount", given, group, summed=known)


def _comparison(rows: pd.DataFrame) -> list[Column]:
    """What was compared, and the sums of the vouchers."""
    words, counts = _words(), messages.labels("reconciliation_counts")
    tranches, group = messages.labels("tranche"), wording.text(SECTION, "group_vouchers")
    every = wording.text(SECTION, "all_sources")
    return [
        Column("state", 16, "word", [words[one] for one in rows["state"]]),
        Column("tranche", 12, "word", [tranches[one] for one in rows["tranche"]]),
        Column("source", 18, "text", [one or every for one in values(rows["source"])]),
        Column("compared_on", 12, "day", days(rows["compared_on"])),
        _amounts("approved", rows["approved"], group),
        _amounts("advance_recovered", rows["advance_recovered"], group),
        replace(_amounts("vouchers", rows["vouchers"], group), formula=NET),
        Column("repeated", 9, "count", values(rows["repeated"]), group),
        Column("counts", 26, "text", [counts[one] for one in rows["counts"]]),
    ]


def _places(rows: pd.DataFrame, files: Origins) -> list[Column]:
    """File and cell of each figure; a list of vouchers is named by its import."""
    group = wording.text(SECTION, "group_places")
    lists = zip(values(rows["vouchers_import_id"]), rows["vouchers_to"], strict=True)
    return [
        Column("plan_place", PLACE, "text", _cells("plan", rows, files), group),
        Column("owner_place", PLACE, "text", _cells("owner", rows, files), group),
        Column("treasury_place", PLACE, "text", _cells("treasury", rows, files), group),
        Column("vouchers_place", PLACE, "text", [_list(*one, files) for one in lists], group),
    ]


def _cells(kind: str, rows: pd.DataFrame, files: Origins) -> list[str | None]:
    """File, cell and, of a snapshot, day; the words of who stated a plan stand for its file."""
    dated = kind != "plan"
    found = zip(
        values(rows[f"{kind}_import_id"]),
        values(rows[f"{kind}_cell"]),
        rows[f"{kind}_to"] if dated else [None] * len(rows),
        strict=True,
    )
    return [
        wording.text(
            SECTION,
            "place_to" if dated else "place",
            file=files.get(number or cell, ""),
            cell=cell,
            day=formats.day(day),
        )
        if cell
        else None
        for number, cell, day in found
    ]


def _list(number: int | None, day: pd.Timestamp, files: Origins) -> str | None:
    if number is None:
        return None
    told = {"file": files.get(number, ""), "number": number, "day": formats.day(day)}
    return wording.text(SECTION, "list_place", **told)


def _words() -> dict[str, str]:
    """Symbol and word of each state of a row."""
    return messages.labels("reconciliation_state")


def _write_remarks(sheet: BodySheet, styles: Styles, row: int) -> None:
    """Remarks under the form's columns, clear of the columns that every part repeats."""
    lines = wording.lines(SECTION, "remarks")
    blank = Texts(styles["small"], [None] * len(lines))
    sheet.write_body(row, [*[blank] * FROZEN_COLUMNS, Texts(styles["small"], lines)])


def _mark(sheet: BodySheet, styles: Styles, placed: Placed, keys: list[str]) -> None:
    """Colour difference and state of each row by the word of its state."""
    state = xl_col_to_name(keys.index("state"))
    for code, mark in MARKS.items():
        criteria = f'=${state}{placed.first_row + 1}="{_words()[code]}"'
        condition = {"type": "formula", "criteria": criteria, "format": styles.mark(mark)}
        for column in (keys.index("difference"), keys.index("state")):
            sheet.conditional_format(placed.first_row, column, placed.last_row, column, condition)
