from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

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
from disburse.render.import_contract import import_document, import_text

CHANGES = Changes(new=1, changed=0, unchanged=2, missing=0)
FIGURES = date(2026, 9, 30)

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


def test_totals_speak_of_all_projects_however_few_are_listed() -> None:
    plans = (CapitalPlan("NSX", Tranche.CURRENT, 300, "KH!F10"),)
    carried = (CapitalPlan("NSX", Tranche.CARRYOVER, 50, "KH!H11"),)
    figures = (FIGURE, changed(FIGURE, amount=140, treasury=True), changed(FIGURE, source=None))
    projects = (
        changed(PROJECT, plans=plans, disbursements=figures),
        changed(PROJECT, plans=carried),
    )
    given = replace(REGISTER, projects=projects, vouchers=(changed(VOUCHER, approved=7),))
    whole, short = (
        import_document(given, None, None),
        import_document(given, None, None, most_projects=1),
    )
    assert (len(whole["projects"]), len(short["projects"])) == (3, 1)
    assert whole["totals"] == short["totals"]
    for name in ("plan", "disbursed", "plan_carryover", "disbursed_carryover"):
        stated = [one[name] for one in whole["projects"] if one[name] is not None]
        assert whole["totals"][name] == (sum(stated) if stated else None)
    assert whole["totals"]["projects"] == 3
