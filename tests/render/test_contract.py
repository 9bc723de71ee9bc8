from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from disburse.model import (
    Changes,
)
from disburse.render.contract import (
    status_document,
    status_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.frames import Assessment

MILESTONE_KEYS = {
    "due", "required_percent", "required", "actual", "shortfall", "state", "risk", "per_week",
    "clause",
}  # fmt: skip
CHANGES = Changes(new=1, changed=0, unchanged=2, missing=0)
FIGURES = date(2026, 9, 30)


def project_of(document: dict[str, Any], code: str | None) -> dict[str, Any]:
    return next(one for one in document["projects"] if one["code"] == code)


def test_status_has_the_keys_of_the_contract(assessment: Assessment) -> None:
    document = status_document(assessment)
    assert list(document) == ["as_of", "figures_date", "projects", "totals"]
    assert len(document["projects"]) == 8
    for project in document["projects"]:
        keys = "code name owner class class_reason plan disbursed rate_percent milestones warnings"
        assert set(keys.split()) <= set(project)
        assert all(set(one) >= MILESTONE_KEYS for one in project["milestones"])
        assert all(set(one) >= {"level", "code", "message", "since"} for one in project["warnings"])


def test_status_is_json_with_whole_amounts(assessment: Assessment) -> None:
    document = status_document(assessment)
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    project = project_of(document, "8123401")
    assert project["plan"] == 5_000_000_000
    assert project["disbursed"] == 2_187_500_000
    assert (project["plan_carryover"], project["disbursed_carryover"]) == (300_000_000, 250_000_000)
    assert project["rate_percent"] == 43.75
    assert project["class_reason"].startswith("Xếp theo danh mục: “B. Dự án chuyển tiếp” (ô B11")


def test_a_milestone_entry_tells_where_the_project_stands(assessment: Assessment) -> None:
    milestones = project_of(status_document(assessment), "8123401")["milestones"]
    assert [one["state"] for one in milestones] == ["met", "missed", "pending"]
    assert [one["risk"] for one in milestones] == [None, None, "at_risk"]
    missed = milestones[1]
    assert missed["due"] == "2026-09-30"
    assert missed["required_percent"] == 60
    assert (missed["required"], missed["shortfall"]) == (3_000_000_000, 812_500_000)
    assert missed["clause"] == "Mục II.5.c(2)"


def test_what_is_unknown_is_null(assessment: Assessment) -> None:
    project = project_of(status_document(assessment), "0123408")
    assert (project["plan"], project["rate_percent"], project["owner"]) == (None, None, None)
    assert project["disbursed"] == 90_000_000
    (only,) = project["milestones"]
    assert (only["state"], only["due"], only["required"]) == ("no_milestone", None, None)


def test_an_event_is_a_milestone_without_amounts(assessment: Assessment) -> None:
    event = project_of(status_document(assessment), "8123405")["milestones"][0]
    assert (event["event"], event["state"]) == ("construction_start", "missed")
    assert event["required_percent"] is event["required"] is None


def test_every_figure_names_its_cell_and_file(assessment: Assessment) -> None:
    current, carryover = project_of(status_document(assessment), "8123401")["by_source"]
    assert (current["plan_cell"], current["plan_file"]) == ("KH 2026!F11", "ke-hoach-von-2026.xlsx")
    assert (current["disbursed_cell"], current["disbursed_to"]) == ("Tháng 9!G11", "2026-09-30")
    assert carryover["tranche"] == "carryover"


def test_totals_add_up_and_carry_the_commune(assessment: Assessment) -> None:
    totals = status_document(assessment)["totals"]
    assert (totals["projects"], totals["plan"]) == (8, 21_184_567_890)
    assert totals["disbursed"] == 11_517_500_000
    assert totals["rate_percent"] == 54.37
    assert totals["classes"] == {
        "completed": 2, "continuing": 2, "new_start": 2, "unclassified": 2
    }  # fmt: skip
    assert totals["commune"]["required_percent"] == 100


@pytest.mark.parametrize("owner", ["Ban QLDA xã Bằng Mạc", "ban qlda  xa bang mac"])
def test_an_owner_is_found_whatever_the_spelling(assessment: Assessment, owner: str) -> None:
    document = status_document(assessment, owner=owner)
    assert [one["code"] for one in document["projects"]] == ["8123401", "8123403", "8123405"]
    assert document["totals"]["projects"] == 3
    assert document["totals"]["commune"]["required"] == 21_184_567_890


def test_one_project_is_found_by_its_code_with_leading_zero(assessment: Assessment) -> None:
    assert len(status_document(assessment, project="0123408")["projects"]) == 1
    assert status_document(assessment, project="123408")["projects"] == []


def test_nothing_found_leaves_totals_null(assessment: Assessment) -> None:
    totals = status_document(assessment, owner="Ban QLDA khác")["totals"]
    assert totals["plan"] is totals["rate_percent"] is None


def test_status_text_is_a_table_with_totals_and_warnings(assessment: Assessment) -> None:
    lines = status_text(assessment).splitlines()
    assert lines[0].startswith("Tình hình đến ngày 05/10/2026; số liệu đến ngày 30/09/2026")
    (row,) = [line for line in lines if line.startswith("8123401")]
    assert row.split()[-7:] == ["2.187,5", "43,8%", "30/09/2026:", "Không", "đạt", "▲1", "◆1"]
    assert "Cảnh báo (3 đỏ, 5 vàng):" in lines
    assert status_text(assessment, project="x").endswith("Không có dự án nào phù hợp.")


def test_long_status_text_says_what_it_leaves_out(
    build_assessment: Callable[[int], Assessment],
) -> None:
    text = status_text(build_assessment(240))
    assert "… và 40 dự án khác" in text
    assert "… và 210 cảnh báo khác" in text


def test_ten_thousand_projects_make_a_document(
    build_assessment: Callable[[int], Assessment],
) -> None:
    document = status_document(build_assessment(10_000))
    assert len(document["projects"]) == document["totals"]["projects"] == 10_000
    assert isinstance(document["projects"][-1]["plan"], int | None)
    assert not any(value is pd.NA for value in document["projects"][-1].values())
