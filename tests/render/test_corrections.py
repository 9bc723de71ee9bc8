"""Outputs say what a person stated by hand, who and when, instead of file and cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.casework_model import ClassDecision, Correction, DateField, PlanCorrection
from disburse.model import ProjectClass, Tranche
from disburse.monitor.selection import of_owner
from disburse.render import messages
from disburse.render.contract import status_document
from disburse.render.excel.projects import project_columns
from disburse.render.excel.sources import source_columns
from disburse.render.office import Office
from disburse.render.pages import warning_page

if TYPE_CHECKING:
    from disburse.casework_model import Change
    from disburse.frames import Assessment

BY, AT = "Phòng Kinh tế xã", "2026-10-03T08:30:00+07:00"
DECIDED = ClassDecision(2026, ProjectClass.NEW_START, "Biên bản ngày 02/10/2026")
PLANNED = PlanCorrection(
    2026, "NSX", Tranche.CURRENT, date(2026, 8, 15), 1_000, "Quyết định điều chỉnh"
)
PLAN_WORDS = "sửa tay số 8, Phòng Kinh tế xã, 08:30 03/10/2026"


def made(number: int, change: Change, project_id: int = 1) -> Correction:
    return Correction(number, project_id, change, None, BY, AT, None, None)


@pytest.fixture
def corrected(assessment: Assessment) -> Assessment:
    """The class and one plan row of the first project are stated by hand."""
    projects, sources = assessment.projects.copy(), assessment.sources.copy()
    decided = {
        "reason_code": "decided",
        "reason_evidence": DECIDED.reason,
        "reason_cell": "#7",
        "reason_import_id": None,
    }
    for name, value in decided.items():
        projects.loc[1, name] = value
    for name, stated in (("plan_cell", "#8"), ("plan_import_id", None)):
        sources.loc[0, name] = stated
    corrections = (made(7, DECIDED), made(8, PLANNED), made(9, PLANNED, project_id=2))
    return replace(assessment, projects=projects, sources=sources, corrections=corrections)


def test_the_json_tells_who_and_when(corrected: Assessment) -> None:
    project = status_document(corrected)["projects"][0]
    assert project["class_reason"] == (
        "Xếp nhóm theo xác nhận của cơ quan theo dõi: “Biên bản ngày 02/10/2026”"
        " (sửa tay số 7, Phòng Kinh tế xã, 08:30 03/10/2026)."
    )
    source = project["by_source"][0]
    assert (source["plan_cell"], source["plan_file"]) == ("#8", PLAN_WORDS)
    assert source["disbursed_file"].endswith(".xlsx")


def test_the_workbook_tells_who_and_when(corrected: Assessment) -> None:
    columns = {one.key: list(one.values) for one in source_columns(corrected)}
    told = columns["file:plan"][columns["cell:plan"].index("#8")]
    assert told.startswith(PLAN_WORDS)
    assert "15/08/2026" in told
    reasons = next(one.values for one in project_columns(corrected) if one.key == "reason")
    assert any("sửa tay số 7, Phòng Kinh tế xã" in str(text) for text in reasons)


def test_the_page_tells_who_and_when(corrected: Assessment) -> None:
    page = warning_page(corrected, Office("UBND xã Bằng Mạc", "Phòng Kinh tế"))
    assert PLAN_WORDS in page
    assert "sửa tay số 7" in page


def test_an_owner_sees_the_corrections_of_own_projects_only(corrected: Assessment) -> None:
    owner = str(corrected.projects.loc[1, "owner"])
    kept = of_owner(corrected, owner)
    assert {one.project_id for one in kept.corrections} <= set(kept.projects.index)
    assert kept.corrections
    assert len(kept.corrections) < len(corrected.corrections)


@pytest.mark.parametrize(
    ("cell", "file", "words"),
    [
        ("#12", PLAN_WORDS, PLAN_WORDS),
        ("#12", None, "sửa tay số 12"),
        ("#12!B3", "ke-hoach.xlsx", "ô B3, trang tính “#12”, tệp ke-hoach.xlsx"),
    ],
)
def test_a_correction_is_told_from_a_sheet_that_is_named_like_one(
    cell: str, file: str | None, words: str
) -> None:
    assert messages.place(cell, file) == words


def test_every_field_has_its_word() -> None:
    fields = ["project_class", *DateField, "plan"]
    assert list(messages.labels("correction_field")) == fields
