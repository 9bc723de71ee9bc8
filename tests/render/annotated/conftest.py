"""A register with everything an office puts into one, and its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from disburse.render.annotated import write_annotated
from tests.render.annotated.files import HEADER, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.model import Register


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A register with everything an office puts into one, as Excel stores it."""
    path = tmp_path / "goc.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("KH 2026")
        head = workbook.add_format(
            {"bold": True, "font_color": "white", "bg_color": "#1F3864", "border": 1}
        )
        amount = workbook.add_format({"num_format": "#,##0.0", "border": 1})
        sheet.merge_range("A1:F1", "DANH MỤC DỰ ÁN ĐẦU TƯ CÔNG NĂM 2026", head)
        sheet.merge_range("A2:F2", "Số liệu đến ngày 30/9/2026; ĐVT: triệu đồng")
        sheet.write_row(3, 0, HEADER, head)
        for number, row in enumerate(ROWS, start=4):
            for column, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(number, column, value, amount if column > 3 else None)
        sheet.write("C8", "Tổng cộng")
        sheet.write_formula("E8", "=SUM(E5:E7)", amount, 1600)
        sheet.write_formula("F8", '=IF(E8>0,"có & <đủ>","")', amount, "có & <đủ>")
        sheet.write_rich_string("A10", "Ghi ", head, "chú", " cuối bảng")
        sheet.write_url("A11", "https://example.org/van-ban")
        sheet.write_comment("E6", "Kế toán: chờ duyệt", {"author": "Kế toán"})
        sheet.write_comment("A8", "Số cộng dồn", {"author": "Kế toán"})
        sheet.set_column("B:B", 12, None, {"hidden": True})
        sheet.set_column("C:C", 34)
        sheet.set_row(5, 41)
        sheet.print_area("A1:F8")
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.freeze_panes(4, 3)
        sheet.data_validation("D5:D7", {"validate": "list", "source": ["UBND xã Bằng Mạc"]})
        sheet.conditional_format(
            "F5:F7", {"type": "cell", "criteria": ">", "value": 500, "format": amount}
        )
        hidden = workbook.add_worksheet("Số 'A' & B")
        hidden.write("A1", 1)
        hidden.hide()
        workbook.define_name("TongVon", "='KH 2026'!$E$8")
    return path


@pytest.fixture
def annotate(tmp_path: Path) -> Callable[..., Any]:
    """Annotate a file and open the result."""

    def run(path: Path, read: Register, name: str = "tra-lai.xlsx") -> Any:  # noqa: ANN401 - openpyxl's
        write_annotated(path, read, tmp_path / name)
        return openpyxl.load_workbook(tmp_path / name, rich_text=True)

    return run
