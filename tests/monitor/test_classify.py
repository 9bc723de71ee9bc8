"""Class, reason and evidence of a project."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from disburse.monitor.classify import classify
from tests.monitor.evidence import Given, build_evidence

if TYPE_CHECKING:
    from disburse.rules import Decision

HEADING = {"class_evidence": "B. Dự án chuyển tiếp", "class_cell": "KH!B9", "class_import_id": 4}


def classified(decision: Decision, **says: object) -> dict[str, Any]:
    projects = build_evidence([Given(says)], date(2026, 7, 1), decision).projects
    row = classify(projects, 2026).iloc[0]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


@pytest.mark.parametrize(
    ("says", "project_class", "reason", "evidence"),
    [
        ({"handed_over": "2025-12-31"}, "completed", "handed_over_before", "2025-12-31"),
        ({"handed_over": "2025"}, "completed", "handed_over_before", "2025"),
        ({"completed": "2025-12"}, "completed", "completed_before", "2025-12"),
        ({"completed": "2025", "started": "2023"}, "completed", "completed_before", "2025"),
        ({"completed": "2026-01-01", "started": "2025"}, "continuing", "started_before", "2025"),
        ({"started": "2025-12-31"}, "continuing", "started_before", "2025-12-31"),
        ({"started": "2026-01-01"}, "new_start", "starts_this_year", "2026-01-01"),
        ({"started": "2026"}, "new_start", "starts_this_year", "2026"),
        ({"started": "2026-12-31"}, "new_start", "starts_this_year", "2026-12-31"),
        ({"construction_start": "2025-11"}, "continuing", "started_before", "2025-11"),
        (
            {"started": "2026", "construction_start": "2025"},
            "new_start",
            "starts_this_year",
            "2026",
        ),
        ({"started": "2027"}, "unclassified", "no_evidence", None),
        ({}, "unclassified", "no_evidence", None),
        ({"project_class": "unclassified"}, "unclassified", "no_evidence", None),
    ],
)
def test_by_dates(
    decision: Decision,
    says: dict[str, str],
    project_class: str,
    reason: str,
    evidence: str | None,
) -> None:
    found = classified(decision, **says)
    assert (found["project_class"], found["reason_code"]) == (project_class, reason)
    assert found["reason_evidence"] == evidence
    assert not found["conflict"]


def test_dates_name_the_cell_they_stand_in(decision: Decision) -> None:
    cells = '{"started": "KH!E12", "name": "KH!B12"}'
    found = classified(decision, started="2025", cells=cells, import_id=7)
    assert (found["reason_cell"], found["reason_import_id"]) == ("KH!E12", 7)


def test_a_date_of_an_earlier_import_has_no_cell(decision: Decision) -> None:
    assert classified(decision, started="2025", cells='{"name": "KH!B12"}')["reason_cell"] is None


def test_a_claim_wins_and_names_its_cell(decision: Decision) -> None:
    found = classified(decision, project_class="continuing", **HEADING)
    assert (found["project_class"], found["reason_code"]) == ("continuing", "claimed")
    assert found["reason_evidence"] == "B. Dự án chuyển tiếp"
    assert (found["reason_cell"], found["reason_import_id"]) == ("KH!B9", 4)


def test_a_claim_against_the_dates_wins_and_is_marked(decision: Decision) -> None:
    found = classified(decision, project_class="continuing", started="2026", **HEADING)
    assert (found["project_class"], found["reason_code"]) == ("continuing", "claimed")
    assert found["conflict"]
    assert (found["dates_class"], found["dates_evidence"]) == ("new_start", "2026")


def test_a_claim_the_dates_support_is_no_conflict(decision: Decision) -> None:
    found = classified(decision, project_class="continuing", started="2025", **HEADING)
    assert not found["conflict"]


def test_a_heading_outside_the_milestones_wins_over_dates(decision: Decision) -> None:
    heading = {**HEADING, "class_evidence": "D. Chuẩn bị đầu tư"}
    found = classified(decision, project_class="unclassified", started="2026", **heading)
    assert (found["project_class"], found["reason_code"]) == ("unclassified", "outside_milestones")
    assert (found["reason_evidence"], found["reason_cell"]) == ("D. Chuẩn bị đầu tư", "KH!B9")
    assert not found["conflict"]


def test_the_year_of_the_decision_decides(decision: Decision) -> None:
    projects = build_evidence([Given({"started": "2026"})], date(2027, 7, 1), decision).projects
    assert classify(projects, 2027)["project_class"].tolist() == ["continuing"]
