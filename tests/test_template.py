"""The empty register, filled in as a person would, is read without a question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import ProjectClass, Tranche
from disburse.template import FIRST_ROW, write_template

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

AS_OF = date(2026, 9, 30)
ROWS = (
    (1, "0012345", "Đường trục thôn A", "UBND xã Bằng Mạc", "Chủ tịch UBND xã", "Thôn A", "Nhóm C",
     "Chuyển tiếp", 2025, 2026, date(2025, 3, 15), 5200.5, "NS xã", 1500, 200, 750.25, 100),
    (None, None, None, None, None, None, None,
     None, None, None, None, None, "NSTW", 500, None, 0, None),
    (2, "0012346", "Nhà văn hóa thôn B", "UBND xã Bằng Mạc", "Chủ tịch UBND xã", "Thôn B", "Nhóm C",
     "Khởi công mới", 2026, 2027, None, 900, "XSKT", 800, None, None, None),
    (3, "0012347", "Trường Mầm non C", "Ban QLDA khu vực", "Giám đốc Ban", "Thôn C", "Nhóm C",
     "Chuẩn bị đầu tư", None, None, None, None, "NS xã", 90, None, 10, None),
)  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    write_template(path, AS_OF)
    return path


def opened(form: Path) -> tuple[Workbook, Worksheet]:
    workbook = openpyxl.load_workbook(form)
    sheet = workbook.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return workbook, sheet


def filled(form: Path) -> Path:
    workbook, sheet = opened(form)
    for row, values in enumerate(ROWS, start=FIRST_ROW + 1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(row, column, value)
    workbook.save(form)
    return form


def test_a_filled_form_is_read_without_a_finding(form: Path) -> None:
    register = read_register(filled(form), ReadingOptions())
    assert register.findings == ()
    assert (register.as_of, register.budget_year) == (AS_OF, 2026)
    assert [project.code for project in register.projects] == ["0012345", "0012346", "0012347"]
    road, house, school = register.projects
    assert (road.owner, road.head, road.tier) == ("UBND xã Bằng Mạc", "Chủ tịch UBND xã", "Nhóm C")
    assert (road.started, road.completed, road.construction_start) == ("2025", "2026", "2025-03-15")
    assert road.total_investment == 5_200_500_000
    assert [one.project_class for one in (road, house, school)] == [
        ProjectClass.CONTINUING,
        ProjectClass.NEW_START,
        ProjectClass.UNCLASSIFIED,
    ]


def test_sources_and_tranches_of_the_form_stay_apart(form: Path) -> None:
    road, house, _ = read_register(filled(form), ReadingOptions()).projects
    assert {(one.source, one.tranche, one.amount) for one in road.plans} == {
        ("NS xã", Tranche.CURRENT, 1_500_000_000),
        ("NS xã", Tranche.CARRYOVER, 200_000_000),
        ("NSTW", Tranche.CURRENT, 500_000_000),
    }
    assert {(one.source, one.tranche, one.amount, one.to_date) for one in road.disbursements} == {
        ("NS xã", Tranche.CURRENT, 750_250_000, AS_OF),
        ("NS xã", Tranche.CARRYOVER, 100_000_000, AS_OF),
        ("NSTW", Tranche.CURRENT, 0, AS_OF),
    }
    assert [(one.source, one.amount) for one in house.plans] == [("XSKT", 800_000_000)]
    assert [one.amount for one in house.disbursements] == [0]


def test_an_empty_form_imports_without_a_finding_and_holds_nothing(form: Path) -> None:
    register = read_register(form, ReadingOptions())
    assert register.findings == ()
    assert register.empty
    assert not register.refused


def test_the_form_offers_lists_to_choose_from(form: Path) -> None:
    _, sheet = opened(form)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert "Khởi công mới" in str(rules["H6:H505"].formula1)
    assert str(rules["M6:M505"].formula1).startswith("'Danh sách'!")
    assert rules["N6:N505"].type == "decimal"
    assert "triệu đồng" in str(rules["Q4"].formula1)
    assert sheet.freeze_panes == "D6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$5:$5"
