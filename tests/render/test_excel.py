from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook

from disburse.render.excel import write_summary
from disburse.render.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from disburse.frames import Assessment

SHEETS = [
    "Tổng hợp",
    "Theo chủ đầu tư",
    "Theo nguồn vốn",
    "Cảnh báo",
    "Chi tiết dự án",
    "Nguồn số liệu",
    "Thuyết minh",
]
TABLES = SHEETS[1:6]
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "https://example.org",
    "0012",
    "<r><t>x</t></r>",
    "a < b & c > d",
    " hai đầu ",
]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Assessment], Path]:
    def write(assessment: Assessment) -> Path:
        path = tmp_path / "tong-hop.xlsx"
        write_summary(assessment, Office(), path)
        return path

    return write


def dump(path: Path) -> str:
    """Every cell of every sheet with its stored result, formula and number format."""
    formulas, results = load_workbook(path), load_workbook(path, data_only=True)
    return "\n".join(
        line
        for sheet in formulas.worksheets
        for line in chain(settings(sheet), cells(sheet, results[sheet.title]), conditions(sheet))
    )


def settings(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    pages = f"{setup.fitToWidth}×{setup.fitToHeight}" if not setup.scale else f"{setup.scale}%"
    yield f"=== {sheet.title}"
    yield f"paper {setup.paperSize} {setup.orientation}, pages {pages}"
    yield f"freeze {sheet.freeze_panes}, repeat {sheet.print_title_rows} {sheet.print_title_cols}"
    yield f"filter {sheet.auto_filter.ref}, merged {len(sheet.merged_cells.ranges)}"


def cells(sheet: Worksheet, results: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        shown = [text(cell, results[cell.coordinate].value) for cell in row if filled(cell)]
        if shown:
            yield " | ".join(shown)


def filled(cell: Any) -> bool:
    return cell.value is not None


def text(cell: Cell, result: object) -> str:
    formula = f" {cell.value}" if cell.data_type == "f" else ""
    plain = cell.number_format in {"General", "@"}
    return f"{cell.coordinate} {result!r}{formula}" + ("" if plain else f" [{cell.number_format}]")


def conditions(sheet: Worksheet) -> Iterator[str]:
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            yield f"condition {formatting.sqref} {rule.type} {rule.operator} {rule.formula}"


def opened(path: Path) -> Workbook:
    return load_workbook(path, data_only=True)


def headed(sheet: Worksheet) -> Iterator[dict[str, Any]]:
    """Rows of a table as {number of the column: value}, headings and totals left out."""
    rows = sheet.iter_rows(values_only=True)
    for row in rows:
        if row[0] == "(1)":
            break
    for row in rows:
        if isinstance(row[0], int):
            yield dict(enumerate(row, start=1))


def test_whole_workbook(
    assessment: Assessment,
    written: Callable[[Assessment], Path],
    snapshot: Callable[[str, str], None],
) -> None:
    snapshot("summary_workbook.txt", dump(written(assessment)))


def test_sheets_print_on_a4_landscape_with_their_headings(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    workbook = opened(written(assessment))
    assert workbook.sheetnames == SHEETS
    for sheet in workbook:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", "9")
        assert "Trang &P/&N" in (sheet.oddFooter.center.text or "")
        assert sheet.oddFooter.right.text == "05/10/2026"
    for name in TABLES:
        sheet = workbook[name]
        numbers = int(sheet.freeze_panes.lstrip("ABCDEFGH")) - 1
        assert sheet.cell(numbers, 1).value == "(1)"
        assert sheet.print_title_rows == f"$5:${numbers}"
        assert sheet.auto_filter.ref.startswith(f"A{numbers}:")


def test_sheets_fit_the_page_and_the_widest_is_cut_between_groups(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    workbook = opened(written(assessment))
    for sheet in workbook:
        if sheet.title != "Chi tiết dự án":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in {None, 1}
    detail = workbook["Chi tiết dự án"]
    (cut,) = detail.col_breaks.brk
    assert detail.cell(5, cut.id + 1).value == "Vốn kéo dài"
    assert detail.print_title_cols == "$A:$C"
    assert 50 <= detail.page_setup.scale <= 100


def test_totals_agree_with_each_other_and_with_the_assessment(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    workbook = opened(written(assessment))
    plan = int(assessment.projects["plan"].sum())
    disbursed = int(assessment.projects["disbursed"].sum())
    expected = (plan, disbursed, plan - disbursed)
    overview, owners = workbook["Tổng hợp"], workbook["Theo chủ đầu tư"]
    funding, detail = workbook["Theo nguồn vốn"], workbook["Chi tiết dự án"]
    found = {
        "overview": [overview[cell].value for cell in ("C16", "D16", "F16")],
        "owners": [owners[cell].value for cell in ("E11", "F11", "H11")],
        "funding": [funding[cell].value for cell in ("E11", "F11", "H11")],
        "detail": [detail[cell].value for cell in ("H16", "I16", "K16")],
    }
    assert {name: tuple(values) for name, values in found.items()} == dict.fromkeys(found, expected)


def test_owners_stand_lowest_rate_first_and_those_without_plan_last(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    rates = [row[7] for row in headed(opened(written(assessment))["Theo chủ đầu tư"])]
    known = [rate for rate in rates if rate is not None]
    assert rates == [*sorted(known), None]


def test_money_without_a_source_stands_out_wherever_it_is_listed(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    sources = assessment.sources.assign(source=assessment.sources["source"].where([False] * 9))
    workbook = opened(written(replace(assessment, sources=sources)))
    assert {row[2] for row in headed(workbook["Theo nguồn vốn"])} == {"⚠ Không ghi nguồn vốn"}
    assert {row[4] for row in headed(workbook["Nguồn số liệu"])} == {"⚠ Không ghi nguồn vốn"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_files_stays_text(
    hostile: str, assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    columns = ("name", "code", "owner", "head", "reason_evidence")
    projects = assessment.projects.assign(**dict.fromkeys(columns, hostile))
    sources = assessment.sources.assign(source=hostile, plan_cell=hostile)
    imports = assessment.imports.assign(file=hostile)
    path = written(replace(assessment, projects=projects, sources=sources, imports=imports))
    workbook = load_workbook(path)
    detail, owners = workbook["Chi tiết dự án"], workbook["Theo chủ đầu tư"]
    for cell in (detail["B8"], detail["C8"], detail["D8"], owners["B7"], owners["C7"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (hostile, "s", None)
    notes = workbook["Thuyết minh"]["A8"]
    assert (str(notes.value).lstrip(), notes.data_type) == (hostile.lstrip(), "s")
    with ZipFile(path) as package:
        assert not [name for name in package.namelist() if "externalLink" in name]


def test_control_characters_and_escapes_of_the_format_survive(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    odd = "chuông\x07 _x0041_ ]]>"
    path = written(replace(assessment, projects=assessment.projects.assign(name=odd)))
    with ZipFile(path) as package:
        detail = package.read("xl/worksheets/sheet5.xml").decode()
    assert "<t>chuông_x0007_ _x005F_x0041_ ]]&gt;</t>" in detail


def test_nothing_imported_gives_a_workbook_that_says_so(
    build_assessment: Callable[[int], Assessment], written: Callable[[Assessment], Path]
) -> None:
    empty = build_assessment(0)
    nothing = replace(empty, figures_date=None, imports=empty.imports.iloc[:0])
    workbook = opened(written(nothing))
    assert workbook.sheetnames == SHEETS
    assert workbook["Tổng hợp"]["A6"].value == "Chưa có kế hoạch vốn trong số liệu đã nhập."
    assert "chưa có số liệu" in workbook["Tổng hợp"]["A3"].value
    for name in TABLES:
        assert "Chưa có dữ liệu" in [cell.value for cell in workbook[name]["A"]]


def test_largest_amounts_stay_exact(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    amount = 987_654_321_098_765
    plans = pd.array([amount] * 8, dtype="Int64")
    path = written(replace(assessment, projects=assessment.projects.assign(plan=plans)))
    assert [row[8] for row in headed(opened(path)["Chi tiết dự án"])] == [amount] * 8
    assert opened(path)["Chi tiết dự án"]["H16"].value == 8 * amount


def test_same_assessment_gives_the_same_bytes_and_names_no_machine(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    first = written(assessment).read_bytes()
    path = written(assessment)
    assert path.read_bytes() == first
    properties = opened(path).properties
    assert properties.title == "Tổng hợp tình hình giải ngân vốn đầu tư công năm 2026"
    assert properties.creator == "Ủy ban nhân dân xã Bằng Mạc"
    assert f"{properties.created:%Y-%m-%d}" == "2026-10-05"


def test_charts_draw_the_cells_of_the_overview(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    with ZipFile(written(assessment)) as package:
        money, milestones = (
            package.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)
        )
    assert "'Tổng hợp'!$C$12:$C$15" in money
    assert "'Tổng hợp'!$D$12:$D$15" in money
    assert "'Tổng hợp'!$F$37:$F$43" in milestones
    assert "pattFill" in milestones


def test_thousands_of_projects_keep_their_rows_and_their_provenance(
    build_assessment: Callable[[int], Assessment], written: Callable[[Assessment], Path]
) -> None:
    workbook = opened(written(build_assessment(2_400)))
    detail, sources = workbook["Chi tiết dự án"], workbook["Nguồn số liệu"]
    assert len({row[2] for row in headed(detail)} - {None}) == 2_400
    assert [row[1] for row in headed(sources)] == list(range(1, 2_701))
    assert {row[8] for row in headed(sources) if row[6] is not None} >= {"KH 2026!F12"}
    assert len(list(headed(workbook["Cảnh báo"]))) == 2_400
