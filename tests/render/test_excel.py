from __future__ import annotations

import re
from dataclasses import replace
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

    from disburse.frames import Assessment

SHEETS = [
    "Tổng hợp",
    "Theo chủ đầu tư",
    "Theo nguồn vốn",
    "Cảnh báo",
    "Chi tiết dự án",
    "Đối chiếu",
    "Nguồn số liệu",
    "Thuyết minh",
]
TABLES = [name for name in SHEETS[1:7] if name != "Đối chiếu"]
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "https://example.org",
    "0012",
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


def opened(path: Path, *, results: bool = True) -> dict[str, Any]:
    """Sheets by name, with stored results or with formulas."""
    return {sheet.title: sheet for sheet in load_workbook(path, data_only=results)}


def dump(path: Path) -> str:
    """Every cell of every sheet with its stored result, formula and number format."""
    results = opened(path)
    return "\n".join(
        line
        for name, sheet in opened(path, results=False).items()
        for line in (f"=== {name}", *settings(sheet), *cells(sheet, results[name]), *rules(sheet))
    )


def settings(sheet: Any) -> Iterator[str]:  # noqa: ANN401 - openpyxl's stubs know no sheet fully
    setup = sheet.page_setup
    pages = f"{setup.scale}%" if setup.scale else f"{setup.fitToWidth}×{setup.fitToHeight}"
    yield f"paper {setup.paperSize} {setup.orientation}, pages {pages}"
    yield f"freeze {sheet.freeze_panes}, repeat {sheet.print_title_rows} {sheet.print_title_cols}"
    yield f"filter {sheet.auto_filter.ref}, merged {len(sheet.merged_cells.ranges)}"


def cells(sheet: Any, results: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for row in sheet.iter_rows():
        shown = [text(one, results[one.coordinate].value) for one in row if one.value is not None]
        if shown:
            yield " | ".join(shown)


def text(cell: Any, result: object) -> str:  # noqa: ANN401 - the same
    formula = f" {cell.value}" if cell.data_type == "f" else ""
    plain = cell.number_format in {"General", "@"}
    return f"{cell.coordinate} {result!r}{formula}" + ("" if plain else f" [{cell.number_format}]")


def rules(sheet: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            yield f"condition {formatting.sqref} {rule.type} {rule.operator} {rule.formula}"


def numbered(sheet: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - the same
    """Rows of a table's body, which begin with their number."""
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


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
    assert list(workbook) == SHEETS
    for sheet in workbook.values():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.oddFooter.center.text == "Trang &P/&N"
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
    for name, sheet in workbook.items():
        if name != "Chi tiết dự án":
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
    rates = [row[6] for row in numbered(opened(written(assessment))["Theo chủ đầu tư"])]
    known = [rate for rate in rates if rate is not None]
    assert rates == [*sorted(known), None]


def test_money_without_a_source_stands_out_wherever_it_is_listed(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    sources = assessment.sources.assign(source=pd.Series([None] * 9, dtype="str"))
    workbook = opened(written(replace(assessment, sources=sources)))
    assert {row[1] for row in numbered(workbook["Theo nguồn vốn"])} == {"⚠ Không ghi nguồn vốn"}
    assert {row[3] for row in numbered(workbook["Nguồn số liệu"])} == {"⚠ Không ghi nguồn vốn"}


def test_text_from_files_stays_text(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    columns = ("name", "code", "owner", "head", "reason_evidence")
    projects = assessment.projects.assign(**dict.fromkeys(columns, HOSTILE))
    sources = assessment.sources.assign(source=[*HOSTILE, "NSX"])
    imports = assessment.imports.assign(file=HOSTILE[:2])
    path = written(replace(assessment, projects=projects, sources=sources, imports=imports))
    workbook = opened(path, results=False)
    for name, column in (
        ("Chi tiết dự án", "C"),
        ("Chi tiết dự án", "B"),
        ("Theo chủ đầu tư", "B"),
    ):
        found = [one for one in workbook[name][column] if one.value in HOSTILE]
        assert {one.value for one in found} == set(HOSTILE)
        assert {(one.data_type, one.hyperlink) for one in found} == {("s", None)}
    assert [workbook["Thuyết minh"][cell].data_type for cell in ("A8", "A9")] == ["s", "s"]


def test_text_like_rich_markup_is_not_taken_for_it(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    imports = assessment.imports.assign(file="<r><t>đậm</t></r>")
    workbook = opened(written(replace(assessment, imports=imports)))
    assert workbook["Thuyết minh"]["A8"].value == " <r><t>đậm</t></r>"
    file = "<r><t>đậm</t></r> (lần nhập 1, 10/02/2026)"
    assert workbook["Nguồn số liệu"]["G8"].value == file


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
    assert list(workbook) == SHEETS
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
    assert [row[7] for row in numbered(opened(path)["Chi tiết dự án"])] == [amount] * 8
    assert opened(path)["Chi tiết dự án"]["H16"].value == 8 * amount


def test_every_cell_says_where_it_stands(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    """Some readers, exceljs among them, fail where the format lets a cell leave that out."""
    with ZipFile(written(assessment)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "/worksheets/sheet" in name]
    assert len(sheets) == 8
    for sheet in sheets:
        assert (
            len(re.findall(rb"<c[ >]", sheet)) == len(re.findall(rb'<c r="[A-Z]+\d+"', sheet)) > 0
        )


def test_same_assessment_gives_the_same_bytes_and_names_no_machine(
    assessment: Assessment, written: Callable[[Assessment], Path]
) -> None:
    first = written(assessment).read_bytes()
    path = written(assessment)
    assert path.read_bytes() == first
    properties = load_workbook(path).properties
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
    workbook = opened(written(build_assessment(400)))
    detail, sources = workbook["Chi tiết dự án"], workbook["Nguồn số liệu"]
    assert len({row[1] for row in numbered(detail)} - {None}) == 400
    assert [row[0] for row in numbered(sources)] == list(range(1, 451))
    assert {row[7] for row in numbered(sources) if row[5] is not None} >= {"KH 2026!F12"}
    assert len(numbered(workbook["Cảnh báo"])) == 400
