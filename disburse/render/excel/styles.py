"""How cells look: one font, few colours, and number formats every office program shows alike.

Amounts are stored and shown in đồng. A format that only displays millions would make every
program that reads values, ours included, take "1.234,5 triệu" for 1,234,500,000 of its unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = {"font_name": "Times New Roman", "font_size": 11}
HEADING_FILL, TOTAL_FILL = "#DCE6F1", "#F2F2F2"
LINE = "#8C8C8C"

AMOUNT, RATE, DAY, COUNT = "#,##0", "0.0%", "dd/mm/yyyy", "#,##0"

_CELL = {**FONT, "valign": "vcenter", "border": 1, "border_color": LINE}
_CENTRED = {**_CELL, "align": "center"}
_PROPERTIES: dict[str, dict[str, Any]] = {
    "text": {**_CELL, "text_wrap": True, "align": "left", "indent": 1},
    "word": {**_CENTRED, "text_wrap": True},
    "code": {**_CENTRED, "num_format": "@"},
    "amount": {**_CELL, "num_format": AMOUNT, "align": "right", "indent": 1},
    "rate": {**_CENTRED, "num_format": RATE},
    "day": {**_CENTRED, "num_format": DAY},
    "count": {**_CENTRED, "num_format": COUNT},
    "heading": {**_CENTRED, "bold": True, "text_wrap": True, "bg_color": HEADING_FILL},
    "numbering": {**_CENTRED, "italic": True, "font_size": 9, "bg_color": HEADING_FILL},
    "office": {**FONT, "bold": True},
    "title": {**FONT, "bold": True, "font_size": 14},
    "section": {**FONT, "bold": True, "font_size": 12},
    "line": {**FONT, "text_wrap": True, "valign": "vcenter"},
    "strong_line": {**FONT, "text_wrap": True, "valign": "vcenter", "bold": True, "font_size": 12},
    "small": {**FONT, "italic": True, "font_size": 10},
    "unit": {**FONT, "italic": True, "align": "right"},
}
_TOTAL = {"bold": True, "bg_color": TOTAL_FILL}
_MARKS: dict[str, dict[str, Any]] = {
    "good": {"font_color": "#006100", "bg_color": "#E2EFDA"},
    "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True},
    "doubtful": {"font_color": "#7F4F00", "bg_color": "#FFEB9C", "bold": True},
    "unknown": {"font_color": "#404040", "bg_color": "#E7E6E6", "italic": True},
}


class Styles:
    """The styles of one workbook, each made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        """Take the workbook the styles belong to."""
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        """Style of a kind of cell."""
        return self._style(name, _PROPERTIES[name])

    def total(self, name: str) -> Format:
        """The same kind of cell in a row of totals."""
        return self._style(f"{name} total", _PROPERTIES[name] | _TOTAL)

    def mark(self, name: str) -> Format:
        """What a condition adds to a cell: "good", "bad", "doubtful" or "unknown"."""
        return self._style(f"{name} mark", _MARKS[name])

    def _style(self, key: str, properties: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
