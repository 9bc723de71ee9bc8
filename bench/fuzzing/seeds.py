"""The healthy files that are mutated: the samples, and a small register in every format."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from disburse.paths import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
_SHEET = "KH 2026"
_HEADER = (
    "STT",
    "Danh mục dự án",
    "Mã dự án",
    "Chủ đầu tư",
    "Tổng mức đầu tư",
    "Kế hoạch vốn năm 2026",
    "Lũy kế giải ngân đến ngày 30/9/2026",
    "Tỷ lệ giải ngân (%)",
)
_ROWS: tuple[tuple[str | int | float, ...], ...] = (
    ("KẾ HOẠCH ĐẦU TƯ CÔNG NĂM 2026",),
    ("ĐVT: triệu đồng",),
    _HEADER,
    (1, 2, 3, 4, 5, 6, 7, 8),
    ("", "TỔNG SỐ", "", "", 61_400, 21_000, 9_650.5, 46),
    ("I", "Các dự án chuyển tiếp", "", "", 30_700, 10_500, 7_150.5, ""),
    (1, "Đường giao thông liên thôn", "8010001", "UBND xã Bằng Mạc", 14_200, 4_500, 4_150.5, 92.2),
    (2, "Trường Tiểu học xã Bằng Mạc", "8010002", "Ban QLDA", 16_500, 6_000, 3_000, 50),
    ("II", "Các dự án khởi công mới năm 2026", "", "", 30_700, 10_500, 2_500, ""),
    (1, "Nhà văn hóa thôn Nà Canh", "8010003", "UBND xã Bằng Mạc", 12_200, 4_500, 2_500, 55.6),
    (2, "Kênh mương nội đồng", "8010004", "UBND xã Bằng Mạc", 18_500, 6_000, "", ""),
)


def gathered(folder: Path) -> list[Path]:
    """Every sample there is, after the small register written into a folder in four formats."""
    samples = [path for path in sorted(SAMPLES.glob("*.*")) if path.suffix.lower() in _SUFFIXES]
    return [*written(folder), *samples]


def written(folder: Path) -> list[Path]:
    """Write the small register as .xlsx, .xls, .ods and .csv."""
    files = [folder / f"register{suffix}" for suffix in (".xlsx", ".xls", ".ods", ".csv")]
    for write, path in zip((_xlsx, _xls, _ods, _csv), files, strict=True):
        write(path)
    return files


def _xlsx(path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    for row in _ROWS:
        sheet.append(row)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(_HEADER))
    book.save(path)


def _xls(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(_SHEET)
    for place, row in enumerate(_ROWS):
        for column, value in enumerate(row):
            sheet.write(place, column, value)
    book.save(str(path))


def _ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name=_SHEET)
    for row in _ROWS:
        line = TableRow()
        for value in row:
            kind = (
                {"valuetype": "string"}
                if isinstance(value, str)
                else {"valuetype": "float", "value": value}
            )
            cell = TableCell(**kind)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def _csv(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_ROWS)
