"""LibreOffice, told to recalculate everything, must find the results the workbook stores."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from disburse.render.excel import write_summary
from disburse.render.office import Office

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.frames import Assessment

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def recalculated(folder: Path, *files: Path) -> list[Path]:
    """The files as LibreOffice saves them after a hard recalculation."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    done = folder / "recalculated"
    subprocess.run(  # noqa: S603 - our own files
        [  # noqa: S607 - wherever the system keeps it
            "soffice",
            f"-env:UserInstallation={settings.parents[1].as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            done,
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [done / file.name for file in files]


def results(path: Path) -> dict[str, list[list[Any]]]:
    """Stored results of every sheet, row by row from A1; an empty cell is an empty text."""
    workbook = CalamineWorkbook.from_path(path)
    return {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in workbook.sheet_names
    }


def formulas(path: Path) -> list[tuple[str, int, int]]:
    """Sheet, row and column of every formula, counted from 0."""
    return [
        (sheet.title, row, column)
        for sheet in load_workbook(path)
        for row, cells in enumerate(sheet.iter_rows())
        for column, cell in enumerate(cells)
        if cell.data_type == "f"
    ]


def test_stored_results_are_what_libreoffice_computes(
    assessment: Assessment, tmp_path: Path
) -> None:
    summary, control = tmp_path / "tong-hop.xlsx", tmp_path / "control.xlsx"
    write_summary(assessment, Office(), summary)
    with xlsxwriter.Workbook(str(control)) as workbook:
        workbook.add_worksheet("one").write_formula("A1", "=1+1", None, 5)
    computed, checked = (results(path) for path in recalculated(tmp_path, summary, control))
    assert checked == {"one": [[2]]}
    stored, places = results(summary), formulas(summary)
    assert len(places) > 60
    for sheet, row, column in places:
        expected, found = stored[sheet][row][column], computed[sheet][row][column]
        assert found == pytest.approx(expected), f"{sheet} {row + 1}:{column + 1}"
