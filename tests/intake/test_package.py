"""What the reader of cells loses is found in the package itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from openpyxl.styles import Font

from disburse.intake.package import SheetFacts, scan
from disburse.intake.sheet_facts import MOST_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_package(path: Path, sheet: str, *, styles: str = "", encoding: str = "utf-8") -> Path:
    """A package of one sheet named "Bảng & 1" with the XML given."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Bảng &amp; 1" sheetId="1" r:id="rId7"/></sheets></workbook>'
    )
    target = '<Relationship Id="rId7" Type="x/worksheet" Target="worksheets/first.xml"/>'
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", workbook)
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{target}</Relationships>',
        )
        package.writestr("xl/styles.xml", styles)
        package.writestr("xl/worksheets/first.xml", sheet.encode(encoding))
    return path


def facts_of(path: Path, sheet: str, **options: str) -> SheetFacts:
    return scan(write_package(path / "bang.xlsx", sheet, **options))["Bảng & 1"]


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def test_a_workbook_as_excel_users_make_it(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet("Phụ lục 01")
        sheet.write(0, 0, "Nhóm", bold)
        sheet.write(1, 3, "Nhóm", bold)
        sheet.write(1, 4, "Quá xa", bold)
        sheet.write(2, 1, "Dự án")
        sheet.write_formula(3, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 5, "=SUM(A1:A2)", None, 12)
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.set_column("H:XFD", None, None, {"hidden": True})
        workbook.add_worksheet("Trống")
    assert scan(path) == {
        "Phụ lục 01": SheetFacts(
            hidden_rows=frozenset({6}),
            hidden_columns=frozenset(range(7, MOST_COLUMNS)),
            error_cells=((3, 5, "#DIV/0!"),),
            bold_cells=frozenset({(0, 0), (1, 3)}),
        ),
        "Trống": SheetFacts(),
    }


def test_a_workbook_never_computed(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsm"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Bảng"
    sheet["B2"] = "=SUM(C2:D2)"
    sheet["AA30"] = "=B2"
    sheet["A3"] = "Nhóm"
    sheet["A3"].font = Font(bold=True)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    workbook.save(path)
    facts = scan(path)["Bảng"]
    assert facts.formulas_without_value == ((1, 1), (29, 26))
    assert facts.bold_cells == {(2, 0)}
    assert facts.hidden_rows == {4}
    assert facts.hidden_columns == {2}


def test_shared_formulas_and_empty_values(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        sheet_xml(
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="0">B1+C1</f><v>3</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
            '<row r="4"><c r="A4"><f t="shared" si="0"/><v></v></c></row>'
            '<row r="5"><c r="A5"><f>B5</f><v/></c><c r="B5"><v>7</v></c></row>'
            '<row r="6"><c r="A6" t="str"><f>""</f><v></v></c><c r="B6" t="str"><f>C6</f></c></row>'
        ),
    )
    assert facts.formulas_without_value == ((2, 0), (3, 0), (4, 0), (5, 1))


def test_error_cells(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        sheet_xml(
            '<row r="3"><c r="B3" s="4" t="e"><f>X!A1</f><v>#REF!</v></c>'
            "<c t='e' r='C3'><v>#N/A</v></c><c r=\"D3\" t=\"e\"/></row>"
        ),
    )
    assert facts.error_cells == ((2, 1, "#REF!"), (2, 2, "#N/A"), (2, 3, ""))


def test_rows_and_columns_hidden_in_every_way(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        sheet_xml(
            '<row r="1"/><row r="2" hidden="true"/><row r="3" hidden="0"/>'
            '<row r="4" ht="0" customHeight="1"/><row r="9" ht="20" hidden="1"><c r="A9"/></row>',
            before='<cols><col min="2" max="2" hidden="1"/><col min="3" max="4" width="9"/>'
            '<col min="6" max="99999999" width="0" customWidth="1"/></cols>',
        ),
    )
    assert facts.hidden_rows == {1, 3, 8}
    assert facts.hidden_columns == {1, *range(5, MOST_COLUMNS)}
    assert not facts.filtered


def test_a_filter_is_told_apart(tmp_path: Path) -> None:
    criteria = '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>'
    rows = '<row r="2" hidden="1"/>'
    assert facts_of(tmp_path, sheet_xml(rows, after=criteria)).filtered
    assert not facts_of(tmp_path, sheet_xml(rows, after='<autoFilter ref="A1:B9"/>')).filtered


def test_prefixed_tags(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        f'<x:worksheet xmlns:x="{MAIN}"><x:cols><x:col min="1" max="1" hidden="1"/></x:cols>'
        '<x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:f>A1</x:f></x:c>'
        '<x:c r="C2" t="e"><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    )
    assert facts == SheetFacts(
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({0}),
        error_cells=((1, 2, "#DIV/0!"),),
        formulas_without_value=((1, 1),),
    )


def test_rows_and_cells_without_references(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        sheet_xml(
            "<row><c><v>1</v></c><c><f>A1</f></c></row>"
            '<row hidden="1"><c/><c/><c t="e"><v>#N/A</v></c></row>'
            '<row r="9"><c><f>A1</f></c></row><row><c><f>A1</f><v>1</v></c><c><f>A1</f></c></row>'
        ),
    )
    assert facts == SheetFacts(
        hidden_rows=frozenset({1}),
        error_cells=((1, 2, "#N/A"),),
        formulas_without_value=((0, 1), (8, 0), (9, 1)),
    )


def test_a_sheet_in_utf16(tmp_path: Path) -> None:
    rows = '<row r="2" hidden="1"><c r="B2"><f>A1</f></c></row>'
    facts = facts_of(tmp_path, sheet_xml(rows), encoding="utf-16")
    assert facts.formulas_without_value == ((1, 1),)
    assert facts.hidden_rows == {1}


def test_facts_beyond_the_first_piece_of_a_long_sheet(tmp_path: Path) -> None:
    text = '<c r="A{0}" t="inlineStr"><is><t>' + "row col hidden " * 20 + "</t></is></c>"
    rows = "".join(
        f'<row r="{number}" hidden="{number % 2}">{text.format(number)}'
        f'<c r="C{number}"><f>A1</f></c></row>'
        for number in range(1, 30_001)
    )
    facts = facts_of(tmp_path, sheet_xml(rows))
    assert facts.hidden_rows == set(range(0, 30_000, 2))
    assert facts.formulas_without_value == tuple((row, 2) for row in range(30_000))


def test_bold_styles(tmp_path: Path) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="3"><font><sz val="11"/></font>'
        '<font><b/><name val="Arial"/></font><font><b val="0"/></font></fonts>'
        '<cellXfs count="3"><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="0"/><c r="B1" s="1" t="s"/><c r="C1" s="2"/><c r="D1" s="11"/></row>'
    assert facts_of(tmp_path, sheet_xml(rows), styles=styles).bold_cells == {(0, 1)}


def test_ods(tmp_path: Path) -> None:
    path = tmp_path / "bang.ods"
    document = OpenDocumentSpreadsheet()
    table = Table(name="Bảng & 1")
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    table.addElement(TableColumn(numbercolumnsrepeated=3, visibility="collapse"))
    table.addElement(TableRow(numberrowsrepeated=4))
    hidden = TableRow(numberrowsrepeated=2, visibility="collapse")
    table.addElement(hidden)
    row = TableRow(visibility="filter")
    row.addElement(TableCell(numbercolumnsrepeated=3))
    row.addElement(TableCell(formula="of:=[.A1]"))
    row.addElement(TableCell(formula="of:=[.A1]", valuetype="float", value=2))
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.spreadsheet.addElement(Table(name="Trống"))
    document.save(str(path))
    assert scan(path) == {
        "Bảng & 1": SheetFacts(
            hidden_rows=frozenset({4, 5, 6}),
            hidden_columns=frozenset({2, 3, 4}),
            filtered=True,
            formulas_without_value=((6, 3),),
        ),
        "Trống": SheetFacts(),
    }


def test_errors_of_ods(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    content = f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>'
    path = tmp_path / "bang.ods"
    with ZipFile(path, "w") as package:
        package.writestr("content.xml", content)
    assert scan(path)["A"] == SheetFacts(error_cells=((0, 0, "#DIV/0!"),))


def test_xls(tmp_path: Path) -> None:
    path = tmp_path / "bang.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("Phụ lục")
    sheet.write(0, 1, "Nhóm", xlwt.easyxf("font: bold on"))
    sheet.write(1, 1, "Dự án")
    sheet.row(4).write(2, 1)
    sheet.row(4).set_cell_error(3, "#REF!")
    sheet.row(2).hidden = True
    sheet.col(5).hidden = True
    book.save(str(path))
    assert scan(path) == {
        "Phụ lục": SheetFacts(
            hidden_rows=frozenset({2}),
            hidden_columns=frozenset({5}),
            error_cells=((4, 3, "#REF!"),),
            bold_cells=frozenset({(0, 1)}),
        )
    }


@pytest.mark.parametrize("name", ["a.csv", "a.xlsb", "a.xlsx", "a.ods", "a.xls", "a.XLSM"])
def test_a_missing_file_or_another_format_gives_nothing(tmp_path: Path, name: str) -> None:
    assert scan(tmp_path / name) == {}


def test_a_part_that_is_missing_leaves_the_others(tmp_path: Path) -> None:
    path = write_package(tmp_path / "bang.xlsx", "")
    kept = {
        name: ZipFile(path).read(name)
        for name in ZipFile(path).namelist()
        if not name.endswith("first.xml")
    }
    with ZipFile(path, "w") as package:
        for name, content in kept.items():
            package.writestr(name, content)
    assert scan(path) == {"Bảng & 1": SheetFacts()}


def _samples() -> dict[str, bytes]:
    xlsx, xls, ods = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(xlsx) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Nhóm", workbook.add_format({"bold": True}))
        sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        sheet.set_row(3, None, None, {"hidden": True})
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "Nhóm", xlwt.easyxf("font: bold on"))
    book.save(xls)
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(Table(name="A"))
    document.save(ods)
    return {".xlsx": xlsx.getvalue(), ".xls": xls.getvalue(), ".ods": ods.getvalue()}


SAMPLES = _samples()


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_broken_file_never_raises(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[suffix])
    for position in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[position] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    path = tmp_path_factory.mktemp("broken") / f"bang{suffix}"
    path.write_bytes(content[: cut or None])
    assert all(isinstance(facts, SheetFacts) for facts in scan(path).values())


@given(sheet=st.text(alphabet="<>/ crvfet=\"'A1:xhidden&;#\n0", max_size=200))
@settings(max_examples=100, deadline=None)
def test_broken_xml_never_raises(tmp_path_factory: pytest.TempPathFactory, sheet: str) -> None:
    path = write_package(tmp_path_factory.mktemp("xml") / "bang.xlsx", sheet, styles=sheet)
    assert list(scan(path)) == ["Bảng & 1"]
