from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from disburse.intake.options import ReadingOptions
from disburse.intake.reading import read_register
from disburse.model import Severity
from disburse.render.import_contract import import_document
from disburse.render.word.form_01a import FormFigures, FormLine, form_lines, headings
from disburse.render.word.form_workbook import spans, write_form
from disburse.render.word.periods import Period, PeriodKind
from tests.render.word.conftest import OCTOBER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.casework_model import Casework
    from disburse.frames import Assessment
    from disburse.render.word.reports import PeriodReport

Sheet = Any
NUMBERING = [
    *("1", "2", "3=4+6", "4", "5", "6", "7=8+11", "8=9+10", "9", "10", "11=12+13", "12", "13"),
    *("14=15+16", "15", "16", "17"),
]


@pytest.fixture
def path(make_report: Callable[[Period], PeriodReport], tmp_path: Path) -> Path:
    write_form(make_report(OCTOBER), tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def lines(
    assessment: Assessment,
    figures: FormFigures | None = None,
    casework: dict[int, Casework] | None = None,
    period: Period = OCTOBER,
) -> dict[str, FormLine]:
    made = form_lines(assessment, period, figures or FormFigures(), casework or {})
    return {one.name: one for one in made.unfolded() if one.level != "source"}


def project(assessment: Assessment, number: int) -> str:
    return str(assessment.projects.loc[number, "name"])


def test_the_form_has_its_own_columns_and_numbers(path: Path) -> None:
    sheet: Sheet = openpyxl.load_workbook(path)["Bieu 01a"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert NUMBERING in [row[1:] for row in rows]
    [top] = [row for row in rows if row[0] == "STT"]
    assert [one for one in top if one] == [
        "STT",
        "Nội dung",
        "Mã nguồn",
        "Vốn kế hoạch năm 2026",
        "Lũy kế vốn giải ngân từ đầu năm đến hết tháng trước (số liệu đến ngày 30/09/2026)",
        "Ước lũy kế vốn giải ngân từ đầu năm đến hết kỳ báo cáo (đến ngày 31/10/2026)",
        "Ghi chú",
    ]
    assert {"DỰ THẢO", "Biểu số 01a/TTKHN"} <= {cell for row in rows for cell in row}


def test_every_cell_of_the_heading_belongs_to_one_label(
    make_report: Callable[[Period], PeriodReport],
) -> None:
    boxes = spans(make_report(OCTOBER).headings)
    cells = [
        (row + down, column + right)
        for row, column, height, width, _ in boxes
        for down in range(height)
        for right in range(width)
    ]
    assert sorted(cells) == [(row, column) for row in range(3) for column in range(18)]


def test_the_file_is_read_back_without_a_question(path: Path, assessment: Assessment) -> None:
    register = read_register(path, ReadingOptions())
    found = import_document(register, None, None)
    # Projects without a class are no more classed by what we write than they were before.
    doubts = {one.code for one in register.findings if one.severity is not Severity.INFO}
    assert doubts == {"class_missing"}
    projects = assessment.projects
    for total in ("plan", "disbursed", "plan_carryover", "disbursed_carryover"):
        assert found["totals"][total] == projects[total].sum(), total
    assert found["totals"]["projects"] == len(projects)
    classes = dict(zip(projects["name"], projects["project_class"], strict=True))
    for one in found["projects"]:
        assert (one["class"] or "unclassified") == classes[one["name"]]


def test_formulas_give_the_stored_results(path: Path) -> None:
    formulas: Sheet = openpyxl.load_workbook(path)["Bieu 01a"]
    stored: Sheet = openpyxl.load_workbook(path, data_only=True)["Bieu 01a"]
    [total] = [row for row in formulas.iter_rows() if row[1].value == "TỔNG SỐ"]
    assert total[6].value.startswith("=SUBTOTAL(9,G")
    assert total[3].value == f"=E{total[0].row}+G{total[0].row}"
    rows = [row for row in formulas.iter_rows(min_row=total[0].row + 1) if row[1].value]
    plain = [row[6].value for row in rows if isinstance(row[6].value, int | float)]
    assert stored.cell(total[0].row, 7).value == pytest.approx(sum(plain))


def test_text_from_files_stays_text(
    make_report: Callable[[Period], PeriodReport], tmp_path: Path
) -> None:
    made = make_report(OCTOBER)
    evil = FormLine("project", "1", '=HYPERLINK("http://x")', note="=1+1")
    form = replace(made.form, below=(replace(made.form.below[0], below=(evil,)),))
    write_form(replace(made, form=form), tmp_path / "a.xlsx")
    sheet: Sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Bieu 01a"]
    values = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (values['=HYPERLINK("http://x")'], values["=1+1"]) == ("s", "s")


def test_the_same_report_is_the_same_workbook(
    make_report: Callable[[Period], PeriodReport], tmp_path: Path
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_form(make_report(OCTOBER), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_parts_of_a_figure_are_told_only_where_known(assessment: Assessment) -> None:
    figures = FormFigures({(1, "NSX", "current"): 187_500_000})
    found = lines(assessment, figures)
    amounts = found[project(assessment, 1)].amounts
    assert (amounts["volume_new"], amounts["advance_new"]) == (2_000_000_000, 187_500_000)
    assert (amounts["volume_old"], amounts["advance_old"]) == (None, None)
    assert found["TỔNG SỐ"].amounts["advance_new"] is None


def test_all_parts_known_are_added_up(assessment: Assessment) -> None:
    rows = assessment.sources
    current = rows[(rows["tranche"] == "current") & rows["disbursed"].notna()]
    keys = zip(current["project_id"], current["source"], current["tranche"], strict=True)
    found = lines(assessment, FormFigures(dict.fromkeys(keys, 1_000_000)))
    amounts = found["TỔNG SỐ"].amounts
    assert amounts["advance_new"] == 1_000_000 * len(current)
    assert amounts["volume_new"] == current["disbursed"].sum() - amounts["advance_new"]


def test_estimates_of_the_files_go_before_those_of_the_owner(
    assessment: Assessment, casework: dict[int, Casework]
) -> None:
    name = project(assessment, 1)
    by_owner = lines(assessment, casework=casework)[name]
    assert by_owner.amounts["estimate_new"] == 3_400_000_000
    assert by_owner.note.endswith("ước theo chủ đầu tư")
    figures = FormFigures({}, {(1, "NSX", "current"): 3_100_000_000})
    by_file = lines(assessment, figures, casework)[name]
    assert by_file.amounts["estimate_new"] == 3_100_000_000
    assert "ước" not in by_file.note


def test_an_estimate_without_its_carried_over_part_is_no_total(
    assessment: Assessment, casework: dict[int, Casework]
) -> None:
    assert (
        lines(assessment, casework=casework)[project(assessment, 1)].amounts["estimate_all"] is None
    )


def test_figures_that_reach_the_end_of_the_period_are_the_estimate(assessment: Assessment) -> None:
    quarter = Period(PeriodKind.QUARTER, 2026, 3)
    found = lines(assessment, period=quarter)[project(assessment, 4)].amounts
    assert found["estimate_new"] == found["paid_new"] == 2_900_000_000
    assert "đến hết tháng trước" not in headings(assessment, quarter)[7][0]


def test_a_project_says_when_its_figures_are_older(assessment: Assessment) -> None:
    found = lines(assessment)
    assert "số liệu đến 31/08/2026" in found[project(assessment, 5)].note
    assert "số liệu" not in found[project(assessment, 4)].note
    assert assessment.figures_date == date(2026, 9, 30)


def test_money_without_a_source_beside_named_ones_has_its_own_row(assessment: Assessment) -> None:
    more = assessment.sources.iloc[[0]].assign(source=None)
    more["plan"], more["disbursed"] = 7, 5
    import pandas as pd

    rows = pd.concat([assessment.sources, more], ignore_index=True)
    found = lines(replace(assessment, sources=rows))[project(assessment, 1)]
    assert [one.name for one in found.below] == ["NSX", "không ghi nguồn vốn"]
    assert found.amounts["plan_new"] == 5_000_000_007
