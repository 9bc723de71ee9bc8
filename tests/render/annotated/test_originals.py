"""Originals of every kind: other formats, hostile text, damaged, far too large."""

from __future__ import annotations

import io
import zipfile
from itertools import product
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.intake.reading import ReadingOptions, read_register
from disburse.model import Finding, Severity
from disburse.render.annotated import marks, survey
from disburse.render.annotated.cells import write_text
from disburse.render.annotated.wording import text
from tests.render.annotated.files import (
    LISTING,
    as_read,
    finding,
    listed,
    register,
    repacked,
    top,
    write_csv,
    write_ods,
    write_xls,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    "content",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-1",
        "@SUM(A1)",
        "#REF!",
        "\t=1",
        "_x0041_",
        "a\x00\x1bb",
        "\ud800",
    ],
)
def test_text_of_files_never_becomes_a_formula_or_a_link(
    original: Path, annotate: Callable[..., Any], tmp_path: Path, content: str
) -> None:
    told = Finding("x", Severity.ERROR, "KH 2026", "F5", content, content, content)
    workbook = annotate(original, register(told, file=f"=1+{content}.xlsx"))
    assert {cell.data_type for row in workbook.worksheets[0].iter_rows() for cell in row} <= {
        "s",
        "n",
    }
    assert listed(workbook)[0][4:] == (as_read(content) or None,) * 3
    assert workbook["KH 2026"]["C6"].data_type == "s"
    with zipfile.ZipFile(tmp_path / "tra-lai.xlsx") as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert sum(part.count(b'TargetMode="External"') for part in relations) == 1, (
        "the user's own link"
    )


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_survives_as_text(content: str) -> None:
    workbook = openpyxl.Workbook()
    write_text(workbook.worksheets[0].cell(1, 1), content)
    stream = io.BytesIO()
    workbook.save(stream)
    cell = openpyxl.load_workbook(stream).worksheets[0].cell(1, 1)
    assert (cell.value or "") == as_read(content)
    assert cell.data_type in {"s", "n"}


@pytest.mark.parametrize(
    ("suffix", "write"), [(".csv", write_csv), (".xls", write_xls), (".ods", write_ods)]
)
def test_other_formats_come_back_as_values(
    tmp_path: Path, annotate: Callable[..., Any], suffix: str, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"goc{suffix}"
    write(path)
    read = read_register(path, ReadingOptions())
    unreadable = next(one for one in read.findings if one.code == "amount_unreadable")
    assert (unreadable.sheet, unreadable.cell) == ("goc", "E4")
    workbook = annotate(path, read)
    sheet = workbook["goc"]
    assert "LỖI" in sheet["E4"].comment.text
    assert sheet["C4"].data_type == "s"
    assert sheet["C4"].value.startswith("=HYPERLINK")
    assert [str(sheet.cell(3, column).value) for column in (1, 2, 3, 5)] == [
        "1",
        "0012345",
        "Đường trục thôn A",
        "1500",
    ]
    assert [str(one) for one in sheet.merged_cells.ranges] == (
        ["A1:F1"] if suffix == ".xls" else []
    )
    assert text("notes", "copied") in top(workbook)


def test_macros_and_pictures_are_left_behind_and_told(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    clean = annotate(original, register(finding()), "khong.xlsx")
    assert "không chép được" not in top(clean)
    added = {
        "xl/vbaProject.bin": b"macro",
        "xl/media/image1.png": b"",
        "xl/drawings/drawing9.xml": b"<xdr:wsDr><xdr:sp ></xdr:sp></xdr:wsDr>",
    }
    path = repacked(original, tmp_path / "goc.xlsm", {}, added)
    workbook = annotate(path, register(finding()))
    parts = ", ".join(text("parts", key) for key in ("images", "macros", "shapes"))
    assert text("notes", "lost", parts=parts) in top(workbook)
    with zipfile.ZipFile(tmp_path / "tra-lai.xlsx") as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()
        assert b"macro" not in archive.read("[Content_Types].xml")


def test_a_style_openpyxl_cannot_read_costs_the_formats_only(
    original: Path, tmp_path: Path, annotate: Callable[..., Any]
) -> None:
    broken = {"xl/styles.xml": ('patternType="solid"', 'patternType="lạ"')}
    workbook = annotate(
        repacked(original, tmp_path / "la.xlsx", broken, {}), register(finding(cell="F5"))
    )
    assert text("notes", "copied_values") in top(workbook)
    assert "[amount_negative]" in workbook["KH 2026"]["F5"].comment.text
    assert workbook["KH 2026"]["E8"].value == 1600
    assert workbook["Số 'A' & B"].sheet_state == "hidden"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 torn", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn"]
)
def test_what_cannot_be_opened_still_gets_its_list(
    tmp_path: Path, annotate: Callable[..., Any], content: bytes
) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    read = read_register(path, ReadingOptions())
    workbook = annotate(path, read)
    assert workbook.sheetnames == [LISTING]
    assert [row[0] for row in listed(workbook)] == ["✖ LỖI"]
    assert text("notes", "unopened") in top(workbook)


def test_a_file_that_brought_its_reader_down_is_not_opened(
    original: Path, annotate: Callable[..., Any]
) -> None:
    assert annotate(original, register(finding("reading_too_slow", None, None))).sheetnames == [
        LISTING
    ]


def test_very_large_originals_and_very_many_findings_are_bounded(
    original: Path, annotate: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [finding(cell=f"{column}{row}") for row, column in product(range(20, 40), "AB")]
    monkeypatch.setattr(marks, "MOST_COMMENTS", 30)
    workbook = annotate(original, register(*found))
    cells = [workbook["KH 2026"][one.cell] for one in found]
    assert [cell.comment is not None for cell in cells] == [True] * 30 + [False] * 10
    assert {cell.fill.fgColor.rgb for cell in cells} == {marks.MARKS[Severity.WARNING].fill}
    assert text("notes", "comments_left", shown=30, left=10) in top(workbook)
    assert len(listed(workbook)) == 40
    monkeypatch.setattr(survey, "LARGEST_SHEETS", 100)
    listing = annotate(original, register(*found), "lon.xlsx")
    assert listing.sheetnames == [LISTING]
    assert text("notes", "too_large") in top(listing)
