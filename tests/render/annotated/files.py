"""Findings, files of other formats, and what stands in a workbook."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING, Any

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.cell.cell import MergedCell

from disburse.model import Finding, Kind, Register, Severity
from disburse.render.annotated.wording import plain

if TYPE_CHECKING:
    from pathlib import Path

LISTING = "Kết quả kiểm tra"
HEADER = (
    "STT",
    "Mã dự án",
    "Tên dự án",
    "Chủ đầu tư",
    "Kế hoạch vốn năm 2026",
    "Lũy kế giải ngân năm 2026",
)
ROWS = (
    (1, "0012345", "Đường trục thôn A", "UBND xã Bằng Mạc", 1500, 750),
    (2, "0012346", '=HYPERLINK("http://x.vn","bấm")', "Ban QLDA khu vực", "nhiều", 300),
    (3, "0012347", "@Trạm y tế", "Ban QLDA khu vực", 100, 300),
)


def finding(
    code: str = "amount_negative",
    cell: str | None = "F5",
    sheet: str | None = "KH 2026",
    severity: Severity = Severity.WARNING,
    value: str | None = "-5",
) -> Finding:
    return Finding(code, severity, sheet, cell, value, f"Nội dung của {code}.", f"Sửa {code}.")


def register(*findings: Finding, file: str = "goc.xlsx") -> Register:
    return Register(file, "", Kind.REGISTER, None, None, (), (), (), findings)


def dump(sheet: Any) -> dict[str, Any]:  # noqa: ANN401 - openpyxl's own types say less
    """Everything a user would miss on a sheet, cell by cell."""
    cells = {
        cell.coordinate: (
            None if isinstance(cell, MergedCell) else (cell.data_type, str(cell.value)),
            cell.number_format,
            *(
                repr(part)
                for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
            ),
            None
            if isinstance(cell, MergedCell) or not cell.comment
            else (cell.comment.text, cell.comment.author),
            getattr(cell, "hyperlink", None) and cell.hyperlink.target,
        )
        for row in sheet.iter_rows(1, 12, 1, 8)
        for cell in row
    }
    return cells | {
        "widths": {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()},
        "heights": {key: one.height for key, one in sheet.row_dimensions.items() if one.height},
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "print": (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation),
        "panes": sheet.freeze_panes,
        "state": sheet.sheet_state,
        "conditions": [
            (str(where.sqref), [(rule.type, rule.operator, rule.formula) for rule in where.rules])
            for where in sheet.conditional_formatting
        ],
        "lists": [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation],
    }


def listed(workbook: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl's
    """The rows of the list of findings, without number."""
    rows = list(workbook.worksheets[0].iter_rows(values_only=True))
    heading = next(number for number, row in enumerate(rows) if row[0] == "STT")
    return [row[1:] for row in rows[heading + 1 :] if any(row)]


def top(workbook: Any) -> str:  # noqa: ANN401 - openpyxl's
    rows = workbook.worksheets[0].iter_rows(1, 9, values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


def write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerows([("ĐVT: triệu đồng; năm 2026",), HEADER, *ROWS])


def write_xls(path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("goc")
    sheet.write_merge(0, 0, 0, 5, "ĐVT: triệu đồng; năm 2026")
    for row, line in enumerate((HEADER, *ROWS), start=1):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    workbook.save(str(path))


def write_ods(path: Path) -> None:
    document, table = OpenDocumentSpreadsheet(), Table(name="goc")
    for line in (("ĐVT: triệu đồng; năm 2026",), HEADER, *ROWS):
        row = TableRow()
        for value in line:
            typed = (
                {"valuetype": "string"}
                if isinstance(value, str)
                else {"valuetype": "float", "value": value}
            )
            cell = TableCell(**typed)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


def repacked(
    path: Path, target: Path, replaced: dict[str, tuple[str, str]], added: dict[str, bytes]
) -> Path:
    """Write a copy of an archive with some parts changed and some added."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            old, new = replaced.get(name, ("", ""))
            written.writestr(name, source.read(name).replace(old.encode(), new.encode()))
        for name, content in added.items():
            written.writestr(name, content)
    return target


def as_read(content: str) -> str:
    """Text as openpyxl gives it back: it drops the marks of an escaped "_x0041_"."""
    return plain(content).replace("x005F_", "")
