from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from msgspec.structs import replace as changed

from disburse.model import (
    CapitalPlan,
    Changes,
    Disbursement,
    Finding,
    Kind,
    Project,
    ProjectClass,
    Register,
    Severity,
    SheetReading,
    Stored,
    Tranche,
    Voucher,
)
from disburse.render.contract import (
    import_document,
    import_text,
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


PROJECT = Project(sheet="KH", row=9, code="8123401", name="Đường thôn Nà Pe")
FIGURE = Disbursement("NSX", Tranche.CURRENT, FIGURES, 150, "KH!G9")
VOUCHER = Voucher(
    project_code="8123401",
    project_name="Đường thôn Nà Pe",
    owner=None,
    number="1",
    paid_on=FIGURES,
    voucher_kind=None,
    source="NSX",
    tranche=Tranche.CURRENT,
    approved=500,
    advance_recovered=0,
    cell="CT!F9",
)
REGISTER = Register(
    file="kh.xlsx",
    sha256="a" * 64,
    kind=Kind.REGISTER,
    as_of=FIGURES,
    budget_year=2026,
    sheets=(SheetReading("KH", (5, 7), "triệu đồng", {"F": "plan_current"}, {}, {"F": 1.0}, 1),),
    projects=(PROJECT,),
    vouchers=(),
    findings=(),
)


def read(project: Project) -> dict[str, Any]:
    (only,) = import_document(replace(REGISTER, projects=(project,)), None, None)["projects"]
    return dict(only)


def test_import_has_the_keys_of_the_contract() -> None:
    plans = (CapitalPlan("NSX", Tranche.CURRENT, 5_000, "KH!F9"),)
    project = changed(PROJECT, plans=plans, cells={"plan": "KH!F9"})
    given = replace(REGISTER, projects=(project,))
    document = import_document(given, Stored(7, stored=True, changes=CHANGES), CHANGES)
    keys = "file sha256 kind import_id stored sheets projects totals changes findings"
    assert set(keys.split()) <= set(document)
    assert (document["import_id"], document["stored"]) == (7, True)
    assert document["changes"] == {"new": 1, "changed": 0, "unchanged": 2, "missing": 0}
    assert document["sheets"][0]["columns"] == {"F": "plan_current"}
    assert document["projects"][0]["cells"] == {"plan": "KH!F9"}
    assert document["projects"][0]["by_source"] == [
        {"source": "NSX", "tranche": "current", "plan": 5_000, "disbursed": None}
    ]
    assert json.loads(json.dumps(document))["totals"]["plan"] == 5_000


def test_silence_is_null_and_zero_is_zero() -> None:
    assert read(PROJECT)["plan"] is None
    assert read(changed(PROJECT, disbursements=(changed(FIGURE, amount=0),)))["disbursed"] == 0


def test_tranches_and_sources_are_added_apart() -> None:
    plans = (
        CapitalPlan("NSX", Tranche.CURRENT, 300, "KH!F10"),
        CapitalPlan("NSĐP", Tranche.CURRENT, 200, "KH!F11"),
        CapitalPlan("NSX", Tranche.CARRYOVER, 50, "KH!H10"),
    )
    given = read(changed(PROJECT, plans=plans, project_class=ProjectClass.CONTINUING))
    assert (given["plan"], given["plan_carryover"], given["class"]) == (500, 50, "continuing")
    assert [one["source"] for one in given["by_source"]] == ["NSX", "NSĐP", "NSX"]


def test_the_latest_actual_figure_counts_and_an_estimate_never() -> None:
    figures = (
        changed(FIGURE, amount=100, to_date=date(2026, 8, 31)),
        FIGURE,
        changed(FIGURE, amount=999, to_date=date(2026, 10, 31), estimate=True),
        changed(FIGURE, amount=20, tranche=Tranche.CARRYOVER),
    )
    given = read(changed(PROJECT, disbursements=figures))
    assert (given["disbursed"], given["disbursed_carryover"]) == (150, 20)


def test_the_treasury_wins_on_the_same_day() -> None:
    figures = (
        FIGURE,
        changed(FIGURE, amount=140, treasury=True),
        changed(FIGURE, amount=130, to_date=date(2026, 8, 31), treasury=True),
    )
    assert read(changed(PROJECT, disbursements=figures))["disbursed"] == 140


def test_vouchers_become_projects_with_recoveries_taken_off() -> None:
    board = "Ban QLDA xã Bằng Mạc"
    vouchers = (
        VOUCHER,
        changed(VOUCHER, approved=300, advance_recovered=200, owner=board, cell="CT!F10"),
        changed(VOUCHER, approved=70, tranche=Tranche.CARRYOVER, cell="CT!F11"),
        changed(VOUCHER, project_code=None, project_name="Nhà văn hóa", approved=40),
        changed(VOUCHER, project_code=None, project_name="Nhà văn  hoá ", approved=5),
    )
    given = replace(REGISTER, kind=Kind.PAYMENTS, projects=(), vouchers=vouchers)
    document = import_document(given, None, CHANGES)
    first, second = document["projects"]
    assert (first["code"], first["owner"]) == ("8123401", board)
    assert (first["plan"], first["disbursed"], first["disbursed_carryover"]) == (None, 600, 70)
    assert first["cells"] == {"disbursed": "CT!F9, CT!F10, CT!F11"}
    assert (second["code"], second["disbursed"]) == (None, 45)
    assert document["totals"]["disbursed"] == 645


def test_import_text_says_what_happened() -> None:
    missing_plan = Finding(
        "amount_unreadable", Severity.ERROR, "KH", "F9", "x", "Không đọc được số tiền.", "Sửa ô F9."
    )
    refused = replace(REGISTER, findings=(missing_plan,))
    stored = Stored(7, stored=True, changes=CHANGES)
    assert "Đã lưu, lần nhập số 7." in import_text(REGISTER, stored, CHANGES)
    assert "Tệp này đã được nhập (lần nhập số 7)" in import_text(
        REGISTER, replace(stored, stored=False), CHANGES
    )
    assert "Chưa lưu gì vào sổ." in import_text(REGISTER, None, None)
    text = import_text(refused, None, None)
    assert "Không lưu: có 1 lỗi phải sửa trước." in text
    assert "KH!F9" in text
    assert "Không đọc được số tiền." in text


def test_ten_thousand_projects_make_a_document(
    build_assessment: Callable[[int], Assessment],
) -> None:
    document = status_document(build_assessment(10_000))
    assert len(document["projects"]) == document["totals"]["projects"] == 10_000
    assert isinstance(document["projects"][-1]["plan"], int | None)
    assert not any(value is pd.NA for value in document["projects"][-1].values())
