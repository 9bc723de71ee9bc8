"""The two charts of the overview: money by class, and what became of each milestone.

Told apart by shade, pattern and labels, so that they survive a printer without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disburse.model import MilestoneState, Risk
from disburse.render.excel import outcomes, wording

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from disburse.render.excel.body import BodySheet

# Shown in triệu đồng by the number format alone; the cells behind hold đồng.
MILLIONS = "#,##0,,"
COUNTS = "0;;;"
FONT = {"name": "Times New Roman", "size": 10}
SIZE = {"width": 700, "height": 325}
SECOND_COLUMN = 6

FILLS: dict[str, dict[str, Any]] = {
    MilestoneState.MET: {"fill": {"color": "#70AD47"}},
    MilestoneState.MET_LATE: {"fill": {"color": "#C5E0B4"}},
    MilestoneState.MISSED: {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#C00000", "bg_color": "#F8CBCB"}
    },
    MilestoneState.AWAITING_DATA: {
        "pattern": {"pattern": "percent_20", "fg_color": "#7F7F7F", "bg_color": "#F2F2F2"}
    },
    Risk.AT_RISK: {
        "pattern": {
            "pattern": "wide_downward_diagonal",
            "fg_color": "#BF8F00",
            "bg_color": "#FFF2CC",
        }
    },
    Risk.ON_TRACK: {"fill": {"color": "#BDD7EE"}},
    MilestoneState.PENDING: {"fill": {"color": "#EDEDED"}},
}


@dataclass(frozen=True, slots=True)
class Area:
    """Rows of a table's body, counted from 0; empty when the last stands above the first."""

    first_row: int
    last_row: int


def insert_charts(
    workbook: Workbook, sheet: BodySheet, row: int, money: Area, counts: Area
) -> None:
    """Place both charts side by side from ``row``."""
    sheet.insert_chart(row, 0, _money_chart(workbook, sheet.name, money), {"x_offset": 2})
    if counts.last_row >= counts.first_row:
        chart = _milestone_chart(workbook, sheet.name, counts)
        sheet.insert_chart(row, SECOND_COLUMN, chart, {"x_offset": 6})


def _money_chart(workbook: Workbook, sheet: str, area: Area) -> Chart:
    chart = workbook.add_chart({"type": "column"})
    looks = ({"color": "#BDD7EE"}, {"color": "#1F4E79"})
    for column, fill in enumerate(looks, 2):
        chart.add_series(
            {
                "name": [sheet, area.first_row - 1, column],
                "categories": [sheet, area.first_row, 0, area.last_row, 0],
                "values": [sheet, area.first_row, column, area.last_row, column],
                "fill": fill,
                "border": {"color": "#1F4E79"},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True, "num_format": MILLIONS, "font": FONT},
            }
        )
    axis = {
        "num_format": MILLIONS,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    }
    chart.set_y_axis({**axis, "num_font": FONT, "line": {"none": True}})
    chart.set_x_axis({"num_font": FONT})
    _finish(chart, "chart_money")
    return chart


def _milestone_chart(workbook: Workbook, sheet: str, area: Area) -> Chart:
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, code in enumerate(outcomes.COUNTED, 3):
        chart.add_series(
            {
                "name": [sheet, area.first_row - 1, column],
                "categories": [sheet, area.first_row, 0, area.last_row, 0],
                "values": [sheet, area.first_row, column, area.last_row, column],
                "border": {"color": "#595959", "width": 0.75},
                "gap": 40,
                "data_labels": {
                    "value": True,
                    "num_format": COUNTS,
                    "font": {**FONT, "bold": True},
                },
                **FILLS[code],
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": FONT})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    _finish(chart, "chart_milestones")
    return chart


def _finish(chart: Chart, title: str) -> None:
    text = wording.text("overview", title)
    chart.set_title(
        {"name": text, "name_font": {**FONT, "size": 12, "bold": True}, "overlay": False}
    )
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_size(SIZE)
